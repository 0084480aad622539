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
    ['null, which the other one takes', { minLength: 3 }, { type: 'null' }],
    [
      'a property that the other one allows by a pattern',
      { ...closed('meows'), patternProperties: { '^b': { type: 'string' } } },
      open('barks'),
    ],
  ])('is never called safe for %s', (_, kept, more) => {
    expect(added(kept, more)).toEqual(['unknown']);
  });
});

describe('an alternative of oneOf that takes more than before', () => {
  const short = { title: 'Short', type: 'string', maxLength: 3 };
  const long = (minLength: number): object => ({ title: 'Long', type: 'string', minLength });
  const dog = tagged('dog');
  const cat = (required: string[]): object => ({ ...tagged('cat'), required });
  const severities = (site: string, before: object[], after: object[], beside: object = {}): string[] => {
    const documentOf = AT_SITE[site]!;
    const revision = documentOf({ ...beside, oneOf: after });
    return compareDocuments(documentOf({ ...beside, oneOf: before }), revision)
      .changes.map(({ severity }) => severity)
      .toSorted();
  };

  it.each<[string, object[], object[]]>([
    ['a text that met another one', [short, long(6)], [short, long(2)]],
    [
      'an object that need not have what it is told apart by',
      [cat(['kind', 'name']), dog],
      [cat(['name']), dog],
    ],
    ['more within', [{ items: long(6) }, { items: short }], [{ items: long(2) }, { items: short }]],
    [
      'what a choice within takes',
      [short, { title: 'Choice', oneOf: [long(6), { type: 'null' }] }],
      [short, { title: 'Choice', oneOf: [long(2), { type: 'null' }] }],
    ],
  ])('is never called safe in a request: %s', (_, before, after) => {
    expect(severities('request-body', before, after)).toEqual(['info', 'unknown']);
    // The other way round, what was left to two of them is left to one, and can be received.
    expect(severities('response-body', after, before)).toEqual(['info', 'unknown']);
  });

  it.each<[string, object[], object[]]>([
    ['another one takes no such values', [{ type: 'integer' }, long(6)], [{ type: 'integer' }, long(2)]],
    ['a property tells them apart', [cat(['kind', 'name']), dog], [cat(['kind']), dog]],
  ])('is safe where %s', (_, before, after) => {
    expect(severities('request-body', before, after)).toEqual(['info']);
    expect(severities('response-body', after, before)).toEqual(['info']);
  });

  it('is safe beside a discriminator', () => {
    const beside = { discriminator: { propertyName: 'kind' } };
    expect(severities('request-body', [short, long(6)], [short, long(2)], beside)).toEqual(['info']);
  });

  it('is not meant where a description changed, or one takes less', () => {
    expect(severities('request-body', [short, long(2)], [short, { ...long(2), description: 'x' }])).toEqual([
      'info',
    ]);
    expect(severities('request-body', [short, long(2)], [short, long(3)])).toEqual(['breaking']);
  });
});

describe('an alternative that is removed from oneOf', () => {
  it('is never called safe in a response when another one takes some of its values', () => {
    const documentOf = AT_SITE['response-body']!;
    const [short, long, flag] = [{ maxLength: 3 }, { type: 'string', minLength: 2 }, { type: 'boolean' }];
    const base = documentOf({ oneOf: [long, flag, short] });
    expect(compareDocuments(base, documentOf({ oneOf: [long, flag] })).unknown).toBe(1);
    expect(compareDocuments(base, documentOf(long)).unknown).toBe(1);
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
