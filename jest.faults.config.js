/** Every test that causes a fault, those that take long too, and a table of what became of which. */

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  roots: [
    '<rootDir>/src/database/resolution',
    ...['boot', 'crash', 'database', 'e2e', 'faults', 'journal', 'recovery'].map(
      (folder) => `<rootDir>/test/${folder}`,
    ),
  ],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFilesAfterEnv: ['<rootDir>/test/support/leave-no-session.ts'],
  testNamePattern: '\\[fault \\d+\\]',
  testTimeout: 90_000,
  // What others do to the clock of a test is none of its faults.
  maxWorkers: 1,
  reporters: ['default', '<rootDir>/test/support/fault-reporter.js'],
};
