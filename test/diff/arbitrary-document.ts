import * as fc from 'fast-check';

type Json = Record<string, unknown>;

const NAMES = ['Pet', 'Owner', 'Toy'];
const BASES = ['Named', 'Dated'];

const text = fc.constantFrom('one', 'two', 'three', 'four');
const count = fc.integer({ min: 1, max: 50 });
const referenceTo = (...names: string[]) =>
  fc.constantFrom(...names).map((name) => ({ $ref: `#/components/schemas/${name}` }));
const reference = referenceTo(...NAMES, ...BASES);

/** What others are composed of: a schema that is composed of itself means nothing. */
const base = referenceTo(...BASES);

/** An object with a choice of these fields; what is never said is never told apart from what is said by default. */
function some<T extends Json>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<Json> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

function atLeastOne<T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.uniqueArray(item, { minLength: 1, maxLength: 2, selector: (value) => JSON.stringify(value) });
}

function named(value: fc.Arbitrary<unknown>, names: fc.Arbitrary<string> = text): fc.Arbitrary<Json> {
  return fc.dictionary(names, value, { minKeys: 1, maxKeys: 2 });
}

const notes = { title: text, description: text, example: text, 'x-note': text };

const strings = some({
  ...notes,
  format: fc.constantFrom('uuid', 'date', 'email'),
  maxLength: count,
  minLength: count,
  pattern: text,
  enum: atLeastOne(text),
  default: text,
  deprecated: fc.constant(true),
});
const numbers = some({
  ...notes,
  maximum: count,
  minimum: count,
  multipleOf: count,
  format: fc.constant('int32'),
});

/** Schemas of OpenAPI 3.1, of limited depth, with references to components. */
const { schema, object } = fc.letrec<{ schema: Json; object: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'xsmall', withCrossShrink: true },
    reference,
    strings.map((fields) => ({ type: 'string', ...fields })),
    strings.map((fields) => ({ type: ['string', 'null'], ...fields })),
    numbers.map((fields) => ({ type: 'integer', ...fields })),
    tie('object'),
    fc
      .tuple(
        tie('schema'),
        some({ ...notes, maxItems: count, minItems: count, uniqueItems: fc.constant(true) }),
      )
      .map(([items, fields]) => ({ type: 'array', items, ...fields })),
    fc
      .tuple(base, tie('object'))
      .map(([first, second]) => ({ oneOf: [first, { ...second, title: 'other' }] })),
    base.map((pet) => ({ anyOf: [pet, { type: 'null' }] })),
    // A name of its own, so that it is not that of a property of the reference as well.
    fc.tuple(base, fc.integer({ min: 0 }), tie('schema')).map(([pet, id, own]) => ({
      allOf: [pet, { properties: { [`own${id}`]: own }, required: [`own${id}`] }],
    })),
    tie('schema').map((inner) => ({ type: 'string', not: inner })),
    fc.tuple(tie('schema'), tie('schema')).map(([first, second]) => ({ if: first, else: second })),
  ),
  object: fc
    .tuple(
      named(
        fc.oneof(
          tie('schema'),
          strings.map((fields) => ({ type: 'string', readOnly: true, ...fields })),
        ),
      ),
      some({
        ...notes,
        required: atLeastOne(text),
        additionalProperties: fc.oneof(fc.constant(false), tie('schema')),
        maxProperties: count,
      }),
    )
    .map(([properties, fields]) => ({ type: 'object', properties, ...fields })),
}));

/** None that is nothing but a reference: those might go round in circles, which means nothing. */
const component = schema.filter((value) => value['$ref'] === undefined);

const example = { example: text };
const content = fc.constantFrom('application/json', 'text/plain').chain((type) =>
  fc.record({
    [type]: fc.tuple(schema, some(example)).map(([own, fields]) => ({ schema: own, ...fields })),
  }),
);

const parameter = fc
  .tuple(
    fc.constantFrom('query', 'header', 'cookie'),
    schema,
    some({
      description: text,
      required: fc.constant(true),
      deprecated: fc.constant(true),
      allowReserved: fc.constant(true),
    }),
  )
  .map(([location, own, fields]) => ({ in: location, schema: own, ...fields }));

/** Names are told by the order, so that none is there twice. */
const parameters = fc
  .array(parameter, { minLength: 1, maxLength: 2 })
  .map((all) => all.map((one, index) => ({ name: `p${index}`, ...one })));

const header = fc.tuple(schema, some({ description: text, required: fc.constant(true) }));
const response = fc
  .tuple(
    text,
    some({
      content,
      headers: named(header.map(([own, fields]) => ({ schema: own, ...fields }))),
      links: named(fc.record({ operationId: text, description: text })),
    }),
  )
  .map(([description, fields]) => ({ description, ...fields }));

/** Those of operations are never those of the API: the same would be inherited if they were left out. */
const security = atLeastOne(
  fc.constantFrom<Json>({ oauth: ['read'] }, { oauth: ['read', 'write'] }, { key: [], oauth: ['read'] }),
);
const globalSecurity = fc.constantFrom<Json[]>([{ key: [] }], [{ key: [] }, {}]);

const serversOf = (domain: string) =>
  fc
    .uniqueArray(text, { minLength: 1, maxLength: 2 })
    .map((hosts) => hosts.map((host) => ({ url: `https://${host}.${domain}`, description: host })));

const operation = fc
  .tuple(
    named(response, fc.constantFrom('200', '201', '404', 'default')),
    some({
      operationId: text,
      summary: text,
      tags: atLeastOne(text),
      parameters,
      requestBody: fc.record(
        { content, required: fc.constant(true), description: text },
        { requiredKeys: ['content'] },
      ),
      deprecated: fc.constant(true),
      security,
      servers: serversOf('operations.example'),
      externalDocs: fc.record({ url: text }),
      callbacks: named(
        fc.constant({ '{$request.body#/url}': { post: { responses: { '200': { description: 'Done' } } } } }),
      ),
    }),
  )
  .map(([responses, fields]) => ({ responses, ...fields }));

const pathItem = fc
  .tuple(
    fc.dictionary(fc.constantFrom('get', 'post', 'delete'), operation, { minKeys: 1, maxKeys: 2 }),
    schema,
  )
  .map(([operations, own]) => ({
    ...operations,
    parameters: [{ name: 'id', in: 'path', required: true, schema: own }],
  }));

const securitySchemes = fc.record({
  key: fc.record({ type: fc.constant('apiKey'), in: fc.constant('header'), name: text }),
  oauth: text.map((host) => ({
    type: 'oauth2',
    flows: { implicit: { authorizationUrl: `https://${host}`, scopes: { read: 'Read', write: 'Write' } } },
  })),
});

/** Documents of OpenAPI 3.1: each field says something that leaving it out would not. */
export const anyDocument: fc.Arbitrary<Json> = fc
  .record({
    info: fc.record({ title: text, version: text, description: text }),
    paths: fc.dictionary(fc.constantFrom('/pets/{id}', '/owners/{id}', '/toys/{id}/parts'), pathItem, {
      minKeys: 1,
      maxKeys: 2,
    }),
    schemas: fc.record(
      Object.fromEntries([...NAMES.map((name) => [name, component]), ...BASES.map((name) => [name, object])]),
    ),
    securitySchemes,
    security: globalSecurity,
    servers: serversOf('example'),
    tags: atLeastOne(text.map((name) => ({ name, description: name }))),
  })
  .map(({ schemas, securitySchemes: schemes, ...document }) => ({
    openapi: '3.1.1',
    ...document,
    components: { schemas, securitySchemes: schemes },
  }));
