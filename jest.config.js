/**
 * Every @nestjs/* 12 package is ESM, and Jest cannot require ESM on Node 20, so
 * swc compiles these dependencies to CommonJS together with our TypeScript.
 * A missing name shows as "Must use import to load ES Module".
 */
const esmPackages = [
  '@nestjs',
  // It imports node's own modules when it needs them, which Jest cannot do either.
  '@opentelemetry/otlp-exporter-base',
  '@borewit',
  '@tokenizer',
  'content-disposition',
  'cookie',
  'file-type',
  'preact',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'uuid',
];

/** @returns swc as the compiler to CommonJS */
function compiledBy(parser, transform) {
  const jsc = {
    target: 'es2022',
    parser: { syntax: 'typescript', ...parser },
    transform,
    keepClassNames: true,
  };
  return ['@swc/jest', { jsc, module: { type: 'commonjs' }, sourceMaps: 'inline' }];
}

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  runtime: '<rootDir>/test/support/compile-once.runtime.js',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // `npm run test:faults` runs these too.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/faults/long/'],
  transform: {
    '\\.[cm]?[jt]s$': compiledBy({ decorators: true }, { legacyDecorator: true, decoratorMetadata: true }),
    '\\.tsx$': compiledBy({ tsx: true }, { react: { runtime: 'automatic', importSource: 'preact' } }),
  },
  // The last node_modules/ of a path decides, so that nested copies are seen too.
  transformIgnorePatterns: [`node_modules/(?!.*node_modules/)(?!(${esmPackages.join('|')})/)`],
  resolver: '<rootDir>/test/support/typescript.resolver.js',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  collectCoverageFrom: ['src/**/*.{ts,tsx}', '!src/**/*.spec.ts', '!src/main.ts', '!src/demo/demo.ts'],
  coverageDirectory: 'coverage',
  coverageProvider: 'v8',
  testTimeout: 30_000,
  // Most tests wait for a server more than they compute; more at once would keep each other from being in time.
  maxWorkers: 2,
};
