import { compareDocuments } from '../../src/diff/compare-documents';
import { aDocument, anOperation, AT_SITE, withOperation, withParameter } from './a-document';

const rulesOf = (base: unknown, revision: unknown) =>
  compareDocuments(base, revision).changes.map(({ rule }) => rule);

const body = (schema: unknown, fields: object = {}) => ({ ...AT_SITE['request-body']!(schema), ...fields });
const old = { openapi: '3.0.4' };
const VERSION = 'specification-version-changed';

const pet = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name'],
};

describe('schemas that say the same', () => {
  const pairs: [what: string, base: unknown, revision: unknown][] = [
    ['const and an enum of one', { const: 'a' }, { enum: ['a'] }],
    ['an empty schema and true', { items: {} }, { items: true }],
    [
      'additionalProperties that are left out, true, or anything',
      { additionalProperties: true },
      { additionalProperties: {} },
    ],
    ['a least length of zero and none', { minLength: 0, minItems: 0, minProperties: 0 }, {}],
    ['an integer beside a number and a number', { type: ['number', 'integer'] }, { type: ['number'] }],
    ['a type and a list of it', { type: 'string' }, { type: ['string'] }],
    [
      'null as a type and as an alternative',
      { type: ['string', 'null'], maxLength: 3 },
      { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 3 }] },
    ],
    [
      'null in an enum and as an alternative',
      { type: ['string', 'null'], enum: ['a', null] },
      { oneOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
    ],
    ['an allOf of one', { allOf: [pet] }, pet],
    ['an oneOf of one', { oneOf: [pet] }, pet],
    [
      'an allOf and what it adds up to',
      {
        type: 'object',
        properties: { name: { type: 'string' } },
        allOf: [{ required: ['name'], properties: { age: { type: 'integer' } } }],
      },
      pet,
    ],
    [
      'limits of an allOf and the tighter of them',
      { allOf: [{ maxLength: 5 }, { maxLength: 3, minLength: 1 }] },
      { maxLength: 3, minLength: 1 },
    ],
    [
      'an enum of an allOf and what is in both',
      { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] },
      { enum: ['b'] },
    ],
    [
      'a bound that is exclusive, beside one that is not',
      { maximum: 5, exclusiveMaximum: 5 },
      { exclusiveMaximum: 5 },
    ],
    [
      'alternatives in another order',
      { oneOf: [pet, { type: 'string' }] },
      { oneOf: [{ type: 'string' }, pet] },
    ],
    [
      'a schema in $defs and where it is used',
      { $ref: '#/paths/~1pets/post/requestBody/content/application~1json/schema/$defs/pet', $defs: { pet } },
      pet,
    ],
  ];

  it.each(pairs)('%s', (_, base, revision) => {
    expect(rulesOf(body(base), body(revision))).toEqual([]);
    expect(rulesOf(body(revision), body(base))).toEqual([]);
  });

  const across: [what: string, before31: unknown, since31: unknown][] = [
    ['nullable and a type of null', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['nullable that is false', { type: 'string', nullable: false }, { type: 'string' }],
    [
      'an exclusive bound',
      { type: 'integer', minimum: 3, exclusiveMinimum: true },
      { type: 'integer', exclusiveMinimum: 3 },
    ],
    [
      'a bound that is not exclusive',
      { type: 'integer', maximum: 3, exclusiveMaximum: false },
      { type: 'integer', maximum: 3 },
    ],
  ];

  it.each(across)('before OpenAPI 3.1 and since: %s', (_, before, since) => {
    expect(rulesOf(body(before, old), body(since))).toEqual([VERSION]);
    expect(rulesOf(body(since), body(before, old))).toEqual([VERSION]);
  });
});

describe('schemas that do not say the same', () => {
  const pairs: [what: string, base: unknown, revision: unknown, rules: string[]][] = [
    [
      'a closed object within an allOf',
      { allOf: [{ additionalProperties: false, properties: { a: {} } }, { properties: { b: {} } }] },
      { properties: { a: {}, b: {} }, additionalProperties: false },
      ['request-body-all-of-removed'],
    ],
    [
      'a union of what was there before and another',
      pet,
      { oneOf: [pet, { type: 'string' }] },
      ['request-body-one-of-added'],
    ],
    [
      'a bound that became exclusive',
      { maximum: 5 },
      { exclusiveMaximum: 5 },
      ['request-body-max-decreased'],
    ],
    [
      'null among several alternatives',
      { anyOf: [pet, { type: 'string' }] },
      { anyOf: [pet, { type: 'string' }, { type: 'null' }] },
      ['request-body-became-nullable'],
    ],
    ['a schema that is false', {}, false, ['request-body-type-specialized']],
  ];

  it.each(pairs)('%s', (_, base, revision, rules) => {
    expect(rulesOf(body(base), body(revision))).toEqual(expect.arrayContaining(rules));
  });

  it('nullable that OpenAPI 3.1 no longer knows', () => {
    const rules = rulesOf(
      body({ type: 'string', nullable: true }, old),
      body({ type: 'string', nullable: true }),
    );
    expect(rules).toEqual([VERSION, 'request-body-became-not-nullable', 'unknown-keyword-changed']);
  });
});

describe('what stands beside a reference', () => {
  const documentOf = (beside: object, fields: object = {}) => ({
    ...body({ $ref: '#/components/schemas/Pet', ...beside }),
    components: { schemas: { Pet: { not: { type: 'integer' } } } },
    ...fields,
  });
  const properties = { name: { type: 'string' } };

  it('is compared since OpenAPI 3.1, also when it cannot be merged with what is referred to', () => {
    const [base, revision] = [
      documentOf({ properties, maxLength: 3 }),
      documentOf({ properties, maxLength: 2 }),
    ];
    expect(rulesOf(base, revision)).toEqual(['request-property-max-length-decreased']);
    expect(rulesOf(base, structuredClone(base))).toEqual([]);
  });

  it('is ignored before OpenAPI 3.1, and told of', () => {
    const [base, revision] = [documentOf({ maxLength: 3 }, old), documentOf({ maxLength: 2 }, old)];
    const { changes, isBreaking } = compareDocuments(base, revision);
    expect(changes).toMatchObject([{ rule: 'reference-sibling-changed', before: 3, after: 2 }]);
    expect(isBreaking).toBe(false);
  });
});

describe('a schema that is used for requests and responses', () => {
  const documentOf = (schema: unknown) => {
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } };
    const fields = { requestBody: { content }, responses: { '200': { description: 'Done', content } } };
    return withOperation(fields, { components: { schemas: { Pet: schema } } });
  };

  it('is judged in each use, and told of where it is written', () => {
    const { changes } = compareDocuments(
      documentOf({ type: 'string', maxLength: 5 }),
      documentOf({ type: 'string', maxLength: 9 }),
    );
    expect(changes).toMatchObject([
      {
        rule: 'request-body-max-length-increased',
        severity: 'info',
        pointer: '/components/schemas/Pet/maxLength',
        operation: 'POST /pets',
      },
      {
        rule: 'response-body-max-length-increased',
        severity: 'breaking',
        pointer: '/components/schemas/Pet/maxLength',
        operation: 'POST /pets',
      },
    ]);
  });

  it('may refer to itself', () => {
    const tree = (limit: number) => ({
      type: 'object',
      properties: {
        children: { type: 'array', maxItems: limit, items: { $ref: '#/components/schemas/Pet' } },
      },
    });
    expect(rulesOf(documentOf(tree(3)), documentOf(tree(3)))).toEqual([]);
    expect(rulesOf(documentOf(tree(3)), documentOf(tree(2)))).toEqual([
      'request-property-max-items-decreased',
      'response-property-max-items-decreased',
    ]);
  });

  it('may be unrolled once and say the same', () => {
    const leaf = { type: 'object', properties: { next: { $ref: '#/components/schemas/Pet' } } };
    const unrolled = { type: 'object', properties: { next: leaf } };
    expect(rulesOf(documentOf(leaf), documentOf(unrolled))).toEqual([]);
  });

  it('may be chosen from by a discriminator, and its heirs are compared', () => {
    const heirs = (limit: number) => {
      const document = documentOf({
        type: 'object',
        properties: { kind: { type: 'string' } },
        discriminator: { propertyName: 'kind' },
      });
      const components = document['components'] as { schemas: Record<string, unknown> };
      components.schemas['Cat'] = { allOf: [{ $ref: '#/components/schemas/Pet' }, { maxProperties: limit }] };
      return document;
    };
    expect(rulesOf(heirs(3), heirs(2))).toEqual([
      'request-property-max-properties-decreased',
      'response-property-max-properties-decreased',
    ]);
  });
});

describe('parameters', () => {
  it('of a path are those of its operations', () => {
    const parameters = [{ name: 'limit', in: 'query', schema: { type: 'integer' } }];
    const onPath = aDocument({ paths: { '/pets': { parameters, post: anOperation() } } });
    expect(rulesOf(onPath, withOperation({ parameters }))).toEqual([]);
  });

  it('of a path may have any name, and are still themselves', () => {
    const documentOf = (name: string, type: string) =>
      aDocument({
        paths: {
          [`/pets/{${name}}`]: {
            get: anOperation({ parameters: [{ name, in: 'path', required: true, schema: { type } }] }),
          },
        },
      });
    const { changes, isBreaking } = compareDocuments(documentOf('id', 'string'), documentOf('pet', 'string'));
    expect(changes).toMatchObject([
      { rule: 'path-parameter-renamed', operation: 'GET /pets/{pet}', before: 'id', after: 'pet' },
    ]);
    expect(isBreaking).toBe(false);
    expect(rulesOf(documentOf('id', 'string'), documentOf('pet', 'integer'))).toContain(
      'request-parameter-type-specialized',
    );
  });

  it('that are headers are the same in any case', () => {
    expect(
      rulesOf(withParameter({ in: 'header', name: 'X-Id' }), withParameter({ in: 'header', name: 'x-id' })),
    ).toEqual([]);
  });

  it('in a component are those of the operation', () => {
    const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
    const referring = withOperation(
      { parameters: [{ $ref: '#/components/parameters/limit' }] },
      { components: { parameters: { limit } } },
    );
    expect(rulesOf(referring, withOperation({ parameters: [limit] }))).toEqual([]);
  });
});

describe('what is easily taken for harmless', () => {
  const json = { content: { 'application/json': { schema: { type: 'string' } } } };
  const closed = { type: 'object', unevaluatedProperties: false };

  it.each([
    [
      'a parameter that is sent as JSON from now on',
      withParameter({ schema: { type: 'string' } }),
      withParameter({ schema: undefined, ...json }),
      'request-parameter-style-changed',
    ],
    [
      'a property removed where others are refused by unevaluatedProperties',
      body({ ...closed, properties: { a: {}, b: {} } }),
      body({ ...closed, properties: { a: {} } }),
      'request-property-no-longer-accepted',
    ],
    [
      'a webhook that has the name of a keyword',
      aDocument({ webhooks: { summary: { post: anOperation() } } }),
      aDocument(),
      'webhook-removed',
    ],
    [
      'a security scheme that is gone, and still asked for',
      withOperation(
        { security: [{ key: [] }] },
        { components: { securitySchemes: { key: { type: 'http' } } } },
      ),
      withOperation(
        { security: [{ key: [] }] },
        { components: { securitySchemes: { other: { type: 'http' } } } },
      ),
      'api-security-removed',
    ],
  ])('%s is not', (_, base, revision, rule) => {
    expect(rulesOf(base, revision)).toContain(rule);
    expect(compareDocuments(base, revision).isBreaking).toBe(true);
  });
});

describe('what is not understood', () => {
  it('counts as breaking', () => {
    const comparison = compareDocuments(body({}), body({ invented: 1 }));
    expect(comparison).toMatchObject({ breaking: 0, unknown: 1, isBreaking: true });
    expect(comparison.changes).toMatchObject([
      { severity: 'unknown', pointer: expect.stringMatching(/\/schema\/invented$/) },
    ]);
  });

  it.each([null, 5, 'text', [], {}, { paths: [] }, { openapi: '3.1.0', paths: { '/pets': { get: null } } }])(
    'is told of in %j',
    (document) => {
      expect(rulesOf(document, document)).toEqual([]);
      expect(compareDocuments(aDocument(), document).isBreaking).toBe(true);
    },
  );
});
