import { compareDocuments } from '../../src/diff/compare-documents';
import { AT_SITE, withOperation } from './a-document';

const severities = (base: unknown, revision: unknown): string[] =>
  compareDocuments(base, revision)
    .changes.map(({ severity }) => severity)
    .toSorted();

/** A request whose body is one component, of those that are given. */
const requestOf = (schemas: Record<string, unknown>, body = '#/components/schemas/Body'): object => ({
  ...withOperation({ requestBody: { content: { 'application/json': { schema: { $ref: body } } } } }),
  components: { schemas },
});

describe('a reference', () => {
  const named = (type: string, reference: string): object => ({
    $id: 'https://example.com/body',
    $defs: { Name: { $anchor: 'name', type } },
    properties: { name: { $ref: reference } },
  });

  it.each(['#/$defs/Name', '#name', 'https://example.com/body#/$defs/Name', 'https://example.com/body#name'])(
    'is followed within the schema of an $id: %s',
    (reference) => {
      const documents = ['string', 'integer'].map((type) =>
        requestOf({
          Other: { $id: 'https://example.com/other', $defs: { Name: { $anchor: 'name', type: 'boolean' } } },
          Body: named(type, reference),
        }),
      );
      expect(severities(documents[0], documents[0])).toEqual([]);
      expect(severities(documents[0], documents[1])).toEqual(['breaking']);
    },
  );

  it('leads out of it by the name of another schema, and to it by its own', () => {
    const bodies = ['string', 'integer'].map((type) =>
      requestOf(
        {
          Body: {
            $id: 'https://example.com/body',
            properties: { other: { $ref: 'https://example.com/other' } },
          },
          Other: { $id: 'https://example.com/other', type },
        },
        'https://example.com/body',
      ),
    );
    expect(severities(bodies[0], bodies[1])).toEqual(['breaking']);
  });

  it('that is dynamic stands for all that it may lead to', () => {
    const tree = (type: string): object =>
      requestOf({
        Body: { $dynamicAnchor: 'node', properties: { children: { items: { $dynamicRef: '#node' } } } },
        Strict: { $dynamicAnchor: 'node', properties: { name: { type } } },
      });
    expect(severities(tree('string'), tree('string'))).toEqual([]);
    expect(severities(tree('string'), tree('integer'))).toContain('unknown');
  });
});

describe('x-nullable', () => {
  const swagger = (parameters: object[], definitions: object = {}): object => ({
    swagger: '2.0',
    info: { title: 'Pets', version: '1' },
    paths: { '/pets': { post: { parameters, responses: { 200: { description: 'Done' } } } } },
    definitions,
  });
  const body = (schema: object): object =>
    swagger([{ in: 'body', name: 'body', schema }], { Pet: { type: 'string' } });

  it('is null in a request of Swagger 2.0, and in its parameters', () => {
    const [nullable, plain] = [body({ type: 'string', 'x-nullable': true }), body({ type: 'string' })];
    expect(severities(nullable, plain)).toEqual(['breaking']);
    expect(severities(plain, nullable)).toEqual(['info']);
    expect(severities(plain, body({ type: 'string', 'x-nullable': false }))).toEqual([]);
    const parameter = (fields: object): object =>
      swagger([{ in: 'query', name: 'limit', type: 'string', ...fields }]);
    expect(severities(parameter({ 'x-nullable': true }), parameter({}))).toEqual(['breaking']);
  });

  it('is unknown without a type, or beside a reference, of which readers think this or that', () => {
    for (const schema of [{ $ref: '#/definitions/Pet' }, { minLength: 1 }])
      expect(severities(body({ ...schema, 'x-nullable': true }), body(schema))).toEqual(['unknown']);
  });

  it('is an extension like others in later versions', () => {
    const document = (fields: object): object => ({
      ...AT_SITE['request-body']!({ type: 'string', ...fields }),
    });
    expect(severities(document({ 'x-nullable': true }), document({}))).toEqual(['info']);
    const older = (fields: object): object => ({ ...document(fields), openapi: '3.0.3' });
    expect(severities(older({ 'x-nullable': true }), older({}))).toEqual(['info']);
  });
});

describe('a keyword about what others leave', () => {
  const change = (before: object, after: object): string[] =>
    severities(AT_SITE['request-body']!(before), AT_SITE['request-body']!(after));
  const named = { properties: { name: {} } };

  it.each<[string, object, object]>([
    [
      'moved away from what it is about',
      { patternProperties: { '^x': {} }, additionalProperties: false },
      { allOf: [{ patternProperties: { '^x': {} } }], additionalProperties: false },
    ],
    [
      'moved away from alternatives',
      { unevaluatedProperties: false, anyOf: [named, { required: ['a'] }] },
      { allOf: [{ unevaluatedProperties: false }], anyOf: [named, { required: ['a'] }] },
    ],
    [
      'that is left more by an alternative',
      { unevaluatedProperties: false, anyOf: [named, { required: ['a'] }] },
      { unevaluatedProperties: false, anyOf: [{ type: 'object', title: 'a' }, { required: ['a'] }] },
    ],
    [
      'that is left all',
      { unevaluatedProperties: false, additionalProperties: true },
      { unevaluatedProperties: false },
    ],
    ['that is left all items', { unevaluatedItems: false, items: {} }, { unevaluatedItems: false }],
  ])('is never called safe when it is %s', (_, before, after) => {
    expect(change(before, after).filter((severity) => severity !== 'info')).not.toEqual([]);
  });

  it('is as it was when it is left less', () => {
    const closed = (properties: object): object => ({ unevaluatedProperties: false, properties });
    expect(change(closed({ a: {} }), closed({ a: {}, b: {} }))).toEqual(['info']);
  });
});
