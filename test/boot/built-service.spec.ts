import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { ServiceProcess } from '../support/service-process';

/** Fails in the middle of a start. */
const NO_SERVER = `require('node:http').createServer = () => { throw new Error('no server today'); };`;

/** Says at the end which packages have been loaded from files of their own. */
const TELL_PACKAGES = `process.on('exit', () => {
  const packages = Object.keys(require.cache).map((file) => /.*node_modules.((@[^/\\\\]+.)?[^/\\\\]+)/.exec(file)?.[1]);
  console.log('PACKAGES', ...new Set(packages.filter(Boolean)));
});`;

describe('the service as it is built, in one file', () => {
  let folder: string;
  let hook: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ballast-built-'));
    hook = path.join(folder, 'hook.cjs');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('names places in the sources when it fails', async () => {
    writeFileSync(hook, NO_SERVER);
    const started = promisify(execFile)(process.execPath, ['--require', hook, 'dist/main.js'], {
      env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1' },
    });
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^Ballast could not start: Error: no server today\n(.*\n)* +at .*createApp \(.*src\/app\.setup\.ts:\d+:\d+\)\n/,
      ),
    });
  });

  it('loads nothing besides that file but the parser of the store in memory', async () => {
    writeFileSync(hook, TELL_PACKAGES);
    const service = ServiceProcess.start({ NODE_OPTIONS: `--require ${hook}` });
    await service.ready();
    await service.stop();
    expect(service.text).toContain('PACKAGES libpg-query @pgsql/types\n');
  });

  it('has the description of the API, and the files of its page, which are not loaded by a start', async () => {
    const service = ServiceProcess.start();
    try {
      const url = await service.ready();
      const description = await fetch(`${url}/openapi.json`);
      expect(await description.json()).toMatchObject({ paths: { '/v1/users/me': { get: {} } } });
      const home = await (await fetch(url)).text();
      const assets = [...home.matchAll(/"\/(assets\/[^"]+)"/g)].map(([, asset]) => asset);
      expect(assets.length).toBeGreaterThan(1);
      for (const page of [...assets, 'docs', 'docs/swagger-ui.css', 'docs/swagger-ui-bundle.js'])
        expect((await fetch(`${url}/${page}`)).status).toBe(200);
    } finally {
      await service.kill();
    }
  });
});
