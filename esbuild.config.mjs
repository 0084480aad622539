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

/** What packages do at a start for others: in which files, and what stands there instead. */
const AMENDMENTS = [
  // It asks node for TypeORM, which would load another one than that of the file.
  [
    /[\\/]@nestjs[\\/]typeorm[\\/]dist[\\/]common[\\/]typeorm-compat\.js$/,
    (text) => text.replace('const require = createRequire(import.meta.url);', ''),
  ],
  // It asks whether it runs at Cloudflare of a part of fetch(), which takes node 20 a while to load.
  [/[\\/]pg[\\/]lib[\\/]stream\.js$/, (text) => text.replace('if (isCloudflareRuntime())', 'if (false)')],
  // TypeORM loads what it has for all databases.
  [
    /[\\/]typeorm[\\/]driver[\\/].+Driver\.js$/,
    (text, name) =>
      name === 'PostgresDriver' ? text : `exports.${name} = class { constructor() { ${REFUSAL} } };`,
  ],
  // Nobody asks zod for its messages in other languages, which are half of it.
  [/[\\/]zod[\\/]v4[\\/]locales[\\/]index\.cjs$/, () => ''],
];

const REFUSAL = `throw new Error('The service is built for PostgreSQL alone: see esbuild.config.mjs');`;

const amendments = {
  name: 'amendments',
  setup({ onLoad }) {
    for (const [filter, amend] of AMENDMENTS)
      onLoad({ filter }, async ({ path: file }) => {
        const contents = amend(await readFile(file, 'utf8'), path.basename(file, '.js'));
        return { contents };
      });
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
  plugins: [optionalPackages, amendments, ownDirectories],
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
