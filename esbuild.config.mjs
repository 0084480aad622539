// Puts all that a start loads into dist/service.js: to find, read and compile two thousand files is half of its time.
import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { build } from 'esbuild';

const DIST = path.resolve('dist');
const SERVICE = path.join(DIST, 'service.js');

/** Packages that come with files that they read, or that a start does not load: what is in the file is read at each. */
const LEFT_AS_THEY_ARE = [
  '@aws-sdk/*',
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  '@fastify/static',
  '@nestjs/platform-express',
  '@opentelemetry/*',
  'file-type',
  'libpg-query',
  'nodemailer',
  'prom-client',
  'swagger-ui-dist',
];

/** What packages would use if it were there fails when it is asked for, as it does without a bundle. */
const optionalPackages = {
  name: 'optional packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path: name, pluginData, ...from }) => {
      if (pluginData === optionalPackages) return undefined;
      const found = await resolve(name, { ...from, pluginData: optionalPackages });
      return found.errors.length === 0 ? found : { path: name, external: true };
    });
  },
};

/** `@nestjs/typeorm` asks node for TypeORM, which would load another one than that of the file. */
const oneTypeOrm = {
  name: 'one TypeORM',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@nestjs[\\/]typeorm[\\/].*[\\/]typeorm-compat\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      return { contents: text.replace('const require = createRequire(import.meta.url);', '') };
    });
  },
};

/** Nobody asks zod for its messages in other languages, which are half of it. */
const zodInEnglish = {
  name: 'zod in English',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.cjs$/ }, () => ({ contents: '' }));
  },
};

/** Our own files go on looking for others beside them. */
const ownDirectories = {
  name: 'own directories',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path: file }) => {
      const folder = path.relative(DIST, path.dirname(file));
      if (folder.startsWith('..')) return undefined;
      const text = await readFile(file, 'utf8');
      const here = `require('node:path').join(__dirname, ${JSON.stringify(folder)})`;
      return { contents: text.replaceAll('__dirname', here) };
    });
  },
};

await build({
  entryPoints: [SERVICE],
  outfile: SERVICE,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Nest and TypeORM go by the names of classes.
  keepNames: true,
  // There is less to read; source maps lead back.
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'bundleUrl' },
  external: LEFT_AS_THEY_ARE,
  plugins: [optionalPackages, oneTypeOrm, zodInEnglish, ownDirectories],
  logLevel: 'warning',
});

await leavePackagesOut(`${SERVICE}.map`);

/** The sources of packages are nowhere. Where code of theirs begins stays marked, or it would count to ours before it. */
async function leavePackagesOut(file) {
  const map = JSON.parse(await readFile(file, 'utf8'));
  const isOurs = map.sources.map((source) => !source.includes('node_modules'));
  const lines = decode(map.mappings).map((line) =>
    line.flatMap(([column, source, ...place], i) => {
      if (isOurs[source]) return [[column, source, ...place]];
      return i > 0 && isOurs[line[i - 1][1]] ? [[column]] : [];
    }),
  );
  const sources = map.sources.map((source, i) => (isOurs[i] ? source : null));
  await writeFile(file, JSON.stringify({ ...map, sources, mappings: encode(lines) }));
}
