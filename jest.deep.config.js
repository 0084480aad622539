/** The property tests alone, at length: PROPERTY_SEED and PROPERTY_SEQUENCES say which sequences and how many. */
process.env.PROPERTY_DEEP = '1';
process.env.PROPERTY_SEQUENCES ??= '10000';

/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: [
    '**/test/contract/both-stores.property.spec.ts',
    '**/test/contract/fast-path.contract.spec.ts',
    '**/test/diff/properties.spec.ts',
    '**/test/documents/inspect-document.property.spec.ts',
  ],
};
