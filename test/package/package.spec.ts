import { readFileSync } from 'node:fs';
import { databaseOptions } from '../../src/database';
import { databaseEnvironment } from '../../src/database/database.options';
import { ServiceProcess } from '../support/service-process';
import { ScratchApplication } from './scratch-application';

/** An import of a package, in code or in types. */
const IMPORT = /(?:\brequire\(|\bimport\(|\bfrom )["'](?!node:)([^."'][^"']*)["']/g;

/** Not imported, but wanted by what is: types of pg, and what an application of Nest has once. */
const OF_FRAMEWORKS = new Set(['@types/pg', 'reflect-metadata', 'rxjs']);

describe('the database layer as a package', () => {
  let application: ScratchApplication;

  beforeAll(async () => {
    ServiceProcess.build();
    application = await ScratchApplication.install();
  }, 180_000);
  afterAll(() => application.remove());

  it('has what it needs and nothing else: code, types, licence and a page of its own', async () => {
    const files = await application.files();
    expect(files.filter((file) => !file.startsWith('dist/')).toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    expect(
      files.filter((file) => /spec|bench|\.map$/.test(file) || !/\.(js|d\.ts|json|md)$|LICENSE/.test(file)),
    ).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/testing/index.js']),
    );
  });

  it('asks for what it imports, and for nothing else', async () => {
    const { dependencies, peerDependencies } = application.manifest;
    const imported = new Set<string>();
    for (const file of await application.files()) {
      if (!/\.(js|d\.ts)$/.test(file)) continue;
      for (const [, name = ''] of (await application.read(file)).matchAll(IMPORT))
        imported.add(name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    }
    const asked = Object.keys({ ...dependencies, ...peerDependencies });
    expect(new Set(asked.filter((name) => !OF_FRAMEWORKS.has(name)))).toEqual(imported);
  });

  it('asks for what its dependencies want to have beside them', async () => {
    const { dependencies, peerDependencies } = application.manifest;
    const has = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
    const wanted = Object.keys(dependencies).flatMap((name) => {
      const { peerDependencies: peers = {}, peerDependenciesMeta: meta = {} } = JSON.parse(
        readFileSync(`node_modules/${name}/package.json`, 'utf8'),
      ) as {
        peerDependencies?: Record<string, string>;
        peerDependenciesMeta?: Record<string, { optional?: boolean }>;
      };
      return Object.keys(peers).filter((peer) => !meta[peer]?.optional);
    });
    expect(wanted.filter((name) => !has.has(name))).toEqual([]);
  });

  it('tells of every option and variable, with its default', async () => {
    const rows = [
      ...(await application.read('README.md')).matchAll(
        /^\| `(\w+(?:\.\w+)?)` +\| (.*?) +\| (.*?) *\| .*\|$/gm,
      ),
    ];
    const { aws, ...others } = databaseOptions({});
    const options = new Map<string, unknown>([
      ...Object.entries(others),
      ...Object.entries(aws).map(([key, value]): [string, unknown] => [`aws.${key}`, value]),
    ]);
    expect(new Set(rows.map(([, option]) => option))).toEqual(new Set(options.keys()));
    const variables = rows.flatMap(([, , names = '']) =>
      names.split(', ').map((name) => name.replaceAll('`', '')),
    );
    expect(new Set(variables)).toEqual(new Set(Object.keys(databaseEnvironment.shape)));
    const shown = (value: unknown): string =>
      value === undefined || Array.isArray(value) ? '' : `\`${value as string}\``;
    expect(rows.map(([, option, , value]) => [option, value])).toEqual(
      rows.map(([, option = '']) => [option, shown(options.get(option))]),
    );
  });
});
