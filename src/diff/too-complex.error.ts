/** Says that the documents are too large or too entangled to be compared to the end. */
export class TooComplexError extends Error {
  constructor() {
    super('The documents are too complex to be compared to the end');
    this.name = 'TooComplexError';
  }
}
