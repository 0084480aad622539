// Makes a package of src/database as it was built: node pack-database.mjs [FOLDER]
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import * as path from 'node:path';
import ts from 'typescript';

const BUILT = path.resolve('dist', 'database');
const OUT = path.resolve(process.argv[2] ?? 'dist-package');
const PACKAGE = path.join(OUT, 'package');

/** Of these there has to be one in an application, which therefore has them itself. */
const PEERS = ['@nestjs/common', '@nestjs/core', '@nestjs/typeorm', 'reflect-metadata', 'rxjs', 'typeorm'];

const root = JSON.parse(await readFile('package.json', 'utf8'));

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await cp(BUILT, path.join(PACKAGE, 'dist'), {
  recursive: true,
  filter: (file) => !file.endsWith('.map'),
});
const files = (await readdir(path.join(PACKAGE, 'dist'), { recursive: true }))
  .filter((file) => /\.(js|d\.ts)$/.test(file))
  .map((file) => path.join(PACKAGE, 'dist', file));
const imported = new Set();
for (const file of files) {
  const text = await readFile(file, 'utf8');
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles)
    if (!fileName.startsWith('.') && !isBuiltin(fileName)) imported.add(packageOf(fileName));
  // The sources are not there.
  await writeFile(file, text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'));
}
const made = manifest(imported);
await writeFile(path.join(PACKAGE, 'package.json'), `${JSON.stringify(made, null, 2)}\n`);
await cp('LICENSE', path.join(PACKAGE, 'LICENSE'));
await cp(path.join('src', 'database', 'README.md'), path.join(PACKAGE, 'README.md'));
execFileSync('npm', ['pack', PACKAGE, '--pack-destination', OUT], { stdio: 'pipe' });
process.stdout.write(`${path.relative('.', path.join(OUT, `${made.name}-${made.version}.tgz`))}\n`);

function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Depends on what is imported, and on nothing else. */
function manifest(imports) {
  const dependencies = {};
  for (const name of [...imports].toSorted((a, b) => a.localeCompare(b))) {
    if (PEERS.includes(name)) continue;
    // Types alone are a development's here, and not there.
    dependencies[name] = root.dependencies[name] ?? root.devDependencies[name];
    const types = `@types/${name}`;
    if (root.devDependencies[types]) dependencies[types] = root.devDependencies[types];
    if (!dependencies[name])
      throw new Error(`src/database imports ${name}, which package.json does not have`);
  }
  return {
    name: `${root.name}-database`,
    version: root.version,
    description:
      'TypeORM for Nest that finds PostgreSQL by itself, and serves from memory while there is none',
    license: root.license,
    type: 'commonjs',
    main: './dist/index.js',
    types: './dist/index.d.ts',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './testing': { types: './dist/testing/index.d.ts', default: './dist/testing/index.js' },
      './package.json': './package.json',
    },
    engines: root.engines,
    dependencies,
    peerDependencies: Object.fromEntries(PEERS.map((name) => [name, root.dependencies[name]])),
  };
}
