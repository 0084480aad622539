import { compareDocuments } from '../../src/diff/compare-documents';
import { AT_SITE } from './a-document';

const tagged = (kind: string): object => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { const: kind }, name: { type: 'string' } },
});
const closed = (name: string): object => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'string' } },
  additionalProperties: false,
});
const open = (name: string): object => ({ ...closed(name), additionalProperties: true });

/** The severities that a new alternative of oneOf has in a request. */
function added(kept: object, more: object, beside: object = {}): string[] {
  const documentOf = AT_SITE['request-body']!;
  const base = documentOf({ ...beside, oneOf: [kept, { type: 'boolean' }] });
  const revision = documentOf({ ...beside, oneOf: [kept, { type: 'boolean' }, more] });
  return compareDocuments(base, revision).changes.map(({ severity }) => severity);
}

describe('an alternative that is added to oneOf of a request', () => {
  it.each([
    ['of another type', { type: 'string' }, { type: 'integer' }],
    ['of other values', { type: 'string', enum: ['a', 'b'] }, { type: 'string', enum: ['c'] }],
    ['told apart by a property that both have to have', tagged('cat'), tagged('dog')],
    ['with a property that the other does not allow', closed('meows'), open('barks')],
  ])('is safe when it is %s', (_, kept, more) => {
    expect(added(kept, more)).toEqual(['info']);
  });

  it('is safe beside a discriminator', () => {
    expect(added(open('meows'), open('barks'), { discriminator: { propertyName: 'kind' } })).toEqual([
      'info',
    ]);
  });

  it.each([
    ['integers, which are numbers', { type: 'integer' }, { type: 'number' }],
    ['numbers, of which some are integers', { type: 'number' }, { type: 'integer' }],
    ['a value that both have', { type: 'string', enum: ['a', 'b'] }, { type: 'string', enum: ['b', 'c'] }],
    ['objects that may have what the other demands', open('meows'), open('barks')],
    [
      'a property that tells them apart, and one of them does not demand',
      tagged('cat'),
      { ...tagged('dog'), required: [] },
    ],
    ['what it does not say', { type: 'string' }, { minLength: 3 }],
  ])('is never called safe for %s', (_, kept, more) => {
    expect(added(kept, more)).toEqual(['unknown']);
  });
});

describe('null in an enum', () => {
  const documentOf = AT_SITE['response-body']!;
  const rules = (before: object, after: object): string[] =>
    compareDocuments(documentOf(before), documentOf(after)).changes.map(({ rule }) => rule);

  it('is told as what it is to the one who receives it', () => {
    expect(rules({ enum: ['a'] }, { enum: ['a', null] })).toEqual(['response-body-became-nullable']);
    expect(rules({ enum: ['a', null] }, { enum: ['a'] })).toEqual(['response-body-became-not-nullable']);
  });

  it('is told once where the type says so, too', () => {
    expect(rules({ type: 'string', enum: ['a'] }, { type: ['string', 'null'], enum: ['a', null] })).toEqual([
      'response-body-became-nullable',
    ]);
  });
});
