/** What the generators make, with every check of the project, each in a copy of the repository. */

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  roots: ['<rootDir>/test/scaffolding'],
  testMatch: ['**/*.scaffolding.ts'],
  testTimeout: 900_000,
  maxWorkers: 1,
};
