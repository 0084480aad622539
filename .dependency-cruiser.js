const { readdirSync } = require('node:fs');

/** The arrows of the architecture. What is not allowed here does not get merged. */
const features = `^src/(${folders().join('|')})/`;

/** A feature is a folder that has both entities and controllers. */
function folders() {
  const has = (folder, ending) => readdirSync(`src/${folder.name}`).some((file) => file.endsWith(ending));
  return readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && has(entry, '.entity.ts') && has(entry, '.controller.ts'))
    .map(({ name }) => name);
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'database-is-liftable',
      comment: 'src/database can be published as a package: it imports nothing of the application.',
      severity: 'error',
      from: { path: '^src/database/' },
      to: { path: '^src/', pathNot: '^src/database/' },
    },
    {
      name: 'only-the-public-surface-of-database',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/' },
      to: { path: '^src/database/', pathNot: '^src/database/index\\.ts$' },
    },
    {
      name: 'nothing-that-serves-knows-the-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/testing/' },
      to: { path: '^src/database/testing/' },
    },
    {
      name: 'stores-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/database/(postgres|memory)/' },
      to: { path: '^src/database/(postgres|memory)/', pathNot: '^src/database/$1/' },
    },
    {
      name: 'the-fast-path-knows-no-store',
      severity: 'error',
      from: { path: '^src/database/fast-path/' },
      to: { path: '^src/database/', pathNot: '^src/database/fast-path/' },
    },
    {
      name: 'the-journal-knows-no-store',
      severity: 'error',
      from: { path: '^src/database/journal/' },
      to: { path: '^src/database/', pathNot: '^src/database/(journal/|channels\\.ts$)' },
    },
    {
      name: 'only-the-app-module-imports-a-feature',
      comment: 'A feature may import the module surface of another feature, nothing deeper.',
      severity: 'error',
      from: { path: '^src/', pathNot: [features, '^src/app\\.module\\.ts$', '^src/(auth|demo|portal)/'] },
      to: { path: features },
    },
    {
      name: 'features-meet-at-their-modules',
      severity: 'error',
      from: { path: features },
      to: { path: features, pathNot: ['^src/$1/', '\\.(module|service)\\.ts$', '\\.entity\\.ts$'] },
    },
    {
      name: 'the-portal-shows-what-is-on-the-wire',
      severity: 'error',
      from: { path: '^src/portal/' },
      to: {
        path: features,
        pathNot: ['\\.(module|service|schemas|entity)\\.ts$', '^src/apis/audience\\.ts$'],
      },
    },
    {
      name: 'nothing-but-the-application-knows-the-portal',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/portal/', '^src/app\\.(module|setup)\\.ts$'] },
      to: { path: '^src/portal/' },
    },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'default', 'types'],
    },
  },
};
