/** What only a browser can tell: it has to be installed, see CONTRIBUTING.md. */

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  roots: ['<rootDir>/test/browser'],
  testMatch: ['**/*.browser.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
