import type { DocumentSource } from '../../src/documents/documents';

/** A document with one mistake, and the finding that is expected of it. */
export interface BadDocument {
  readonly name: string;
  readonly document: DocumentSource;
  readonly rule: string;
  readonly pointer: string;
  readonly line: number | null;
  /** Whether there is nothing else wrong with it. */
  readonly isWhole: boolean;
}

type Row = readonly [name: string, text: string, rule: string, pointer: string, line: number | null];

const INFO = `{ title: Pets, version: '1', description: All pets }`;

/** Two lines, and the paths from the third line on. */
const v2 = (rest: string): string => `swagger: '2.0'\ninfo: ${INFO}\n${rest}`;
const v30 = (rest: string): string => `openapi: 3.0.3\ninfo: ${INFO}\n${rest}`;
const v31 = (rest: string): string => `openapi: 3.1.1\ninfo: ${INFO}\n${rest}`;
const v32 = (rest: string): string => `openapi: 3.2.0\ninfo: ${INFO}\n${rest}`;

/** An operation `GET /pets` on the fourth line, with what follows on lines of its own. */
const get = (...lines: readonly string[]): string =>
  [
    'paths:',
    '  /pets: { get: { operationId: list, summary: Lists,',
    ...lines.map((line) => `    ${line}`),
    '    } }',
  ].join('\n');
const OK = `responses: { '200': { description: Fine } },`;

/** A response with a schema, on the fifth line. */
const schema = (text: string): string =>
  get(`responses: { '200': { description: Fine, content: { application/json: { schema: ${text} } } } }`);
const AT_SCHEMA = '/paths/~1pets/get/responses/200/content/application~1json/schema';

const SOURCES_JSON: readonly Row[] = [
  ['an empty text', '', 'syntax', '', 1],
  ['a text that ends too early', '{"openapi": "3.1.0",\n "info": {', 'syntax', '/info', 2],
  ['a comma too much', '{"openapi": "3.1.0",\n}', 'syntax', '', 2],
  ['a text behind the end', '{}\n{}', 'syntax', '', 2],
  ['a comment', '{\n// hello\n}', 'syntax', '', 2],
  ['single quotes', `{'openapi': 1}`, 'syntax', '', 1],
  ['a string over two lines', '{"openapi": "3\n"}', 'syntax', '/openapi', 1],
  ['an escape that there is not', '{"openapi": "\\x"}', 'syntax', '/openapi', 1],
  ['a list', '[]', 'document-not-object', '', 1],
  ['a name twice', '{"a": 1,\n"b": 2,\n"a": 3}', 'duplicate-key', '/a', 3],
  ['a name twice, written in two ways', '{"a": 1,\n"\\u0061": 3}', 'duplicate-key', '/a', 2],
  ['__proto__', '{"x": {\n"__proto__": {"admin": true}}}', 'forbidden-key', '/x/__proto__', 2],
  [
    'U+0000',
    '{"openapi": "3.1.0",\n"info": {"title": "a\\u0000b"}}',
    'forbidden-character',
    '/info/title',
    2,
  ],
  ['half of a surrogate pair', '{"x-a": [1,\n"\\ud800"]}', 'forbidden-character', '/x-a/1', 2],
  ['a number that is too large', '{"x-a":\n1e999}', 'number-not-json', '/x-a', 2],
  ['202 levels', '['.repeat(202), 'nesting-too-deep', '/0'.repeat(201), 1],
  ['a name of 4,001 characters', `{"x-a": {\n"${'a'.repeat(3998)}": 1}}`, 'names-too-long', '/x-a', 2],
  [
    'names of 4,001 characters together',
    `{"x-a": {"${'a'.repeat(1998)}":\n{"${'b'.repeat(2000)}": 1}}}`,
    'names-too-long',
    `/x-a/${'a'.repeat(1998)}`,
    2,
  ],
  ['no version', '{"info": {}}', 'version-unknown', '', 1],
  ['an unknown version', '{\n"openapi": "4.0.0"}', 'version-unknown', '/openapi', 2],
  ['a version that is not one of 2.0', '{\n"swagger": "3.0.0"}', 'version-unknown', '/swagger', 2],
];

const SOURCES_YAML: readonly Row[] = [
  ['an empty text', '', 'document-not-object', '', 1],
  ['a wrong indentation', 'openapi: 3.1.0\ninfo:\n  title: a\n version: b\n', 'syntax', '', 4],
  ['a tab', 'openapi: 3.1.0\ninfo:\n\ttitle: a\n', 'syntax', '', 3],
  ['two documents', 'openapi: 3.1.0\n---\nopenapi: 3.1.0\n', 'yaml-several-documents', '', 2],
  ['YAML 1.1', '%YAML 1.1\n---\nopenapi: 3.1.0\n', 'yaml-version', '', 1],
  ['a tag of JavaScript', 'x-a: 1\nx-b: !!js/function "alert(1)"\n', 'yaml-tag', '', 2],
  ['a tag of bytes', 'x-a: 1\nx-b: !!binary aGVsbG8=\n', 'yaml-tag', '/x-b', 2],
  ['a merge key', 'x-a: &a { b: 1 }\nx-c:\n  <<: *a\n', 'yaml-merge-key', '/x-c/<<', 3],
  ['a list as a name', 'x-a:\n  ? [1, 2]\n  : 3\n', 'yaml-key', '', 2],
  ['an alias without an anchor', 'x-a: 1\nx-b: *nothing\n', 'yaml-alias', '/x-b', 2],
  ['an alias of itself', 'x-a: 1\nx-b: &b\n  c: *b\n', 'yaml-alias', '/x-b/c', 3],
  ['aliases of aliases', bomb(), 'yaml-alias-expansion', '/x-4/7', 5],
  ['a name twice', 'x-a: 1\nx-a: 2\n', 'duplicate-key', '/x-a', 2],
  ['__proto__', 'x-a:\n  __proto__: { admin: true }\n', 'forbidden-key', '/x-a/__proto__', 2],
  ['U+0000', 'x-a: "a\\0b"\n', 'forbidden-character', '/x-a', 1],
  ['not a number', 'x-a: 1\nx-b: .nan\n', 'number-not-json', '/x-b', 2],
  ['infinity', 'x-a: 1\nx-b: -.inf\n', 'number-not-json', '/x-b', 2],
  ['a name of 4,001 characters', `x-a:\n  ? ${'a'.repeat(3998)}\n  : 1\n`, 'names-too-long', '/x-a', 2],
  ['a version that is a number', 'openapi: 3.1\n', 'version-unknown', '/openapi', 1],
];

const SCHEMAS: readonly Row[] = [
  ['no info', 'openapi: 3.1.0\npaths: {}\n', 'schema-required', '', 1],
  ['no title', `openapi: 3.1.0\ninfo: { version: '1' }\npaths: {}\n`, 'schema-required', '/info', 2],
  [
    'a version that is a number',
    'openapi: 3.0.0\ninfo: { title: a, version: 1.0 }\npaths: {}\n',
    'schema-type',
    '/info/version',
    2,
  ],
  ['an unknown field (2.0)', v2('paths: {}\nhosts: a'), 'schema-unknown-field', '/hosts', 4],
  ['an unknown field (3.0)', v30('paths: {}\nhosts: a'), 'schema-unknown-field', '/hosts', 4],
  ['an unknown field (3.1)', v31('paths: {}\nhosts: a'), 'schema-unknown-field', '/hosts', 4],
  ['an unknown field (3.2)', v32('paths: {}\nhosts: a'), 'schema-unknown-field', '/hosts', 4],
  ['a path without its slash', v31('paths:\n  pets: {}'), 'schema-unknown-field', '/paths/pets', 4],
  [
    'an unknown method',
    v30('paths:\n  /pets: { fetch: {} }'),
    'schema-unknown-field',
    '/paths/~1pets/fetch',
    4,
  ],
  ['no responses (3.0)', v30(get()), 'schema-required', '/paths/~1pets/get', 4],
  ['no responses (2.0)', v2(get()), 'schema-required', '/paths/~1pets/get', 4],
  [
    'a response without a description (3.0)',
    v30(get(`responses: { '200': {} }`)),
    'schema-required',
    '/paths/~1pets/get/responses/200',
    5,
  ],
  [
    'a response without a description (3.1)',
    v31(get(`responses: { '200': {} }`)),
    'schema-required',
    '/paths/~1pets/get/responses/200',
    5,
  ],
  [
    'a response without a description (2.0)',
    v2(get(`responses: { '200': {} }`)),
    'schema-required',
    '/paths/~1pets/get/responses/200',
    5,
  ],
  [
    'a parameter at no known place (3.0)',
    v30(get(OK, 'parameters: [{ name: a, in: body, schema: {} }]')),
    'schema-value',
    '/paths/~1pets/get/parameters/0/in',
    6,
  ],
  [
    'a parameter at no known place (3.1)',
    v31(get(OK, 'parameters: [{ name: a, in: body, schema: {} }]')),
    'schema-value',
    '/paths/~1pets/get/parameters/0/in',
    6,
  ],
  [
    'a parameter at no known place (2.0)',
    v2(get(OK, 'parameters: [{ name: a, in: cookie, type: string }]')),
    'schema-value',
    '/paths/~1pets/get/parameters/0/in',
    6,
  ],
  [
    'a parameter without a name',
    v31(get(OK, 'parameters: [{ in: query, schema: {} }]')),
    'schema-required',
    '/paths/~1pets/get/parameters/0',
    6,
  ],
  [
    'a parameter without a schema (3.1)',
    v31(get(OK, 'parameters: [{ name: a, in: query }]')),
    'schema-combination',
    '/paths/~1pets/get/parameters/0',
    6,
  ],
  [
    'a parameter without a type (2.0)',
    v2(get(OK, 'parameters: [{ name: a, in: query }]')),
    'schema-required',
    '/paths/~1pets/get/parameters/0',
    6,
  ],
  [
    'a body without a schema (2.0)',
    v2(get(OK, 'parameters: [{ name: a, in: body }]')),
    'schema-required',
    '/paths/~1pets/get/parameters/0',
    6,
  ],
  [
    'a style that does not go with its place',
    v31(get(OK, 'parameters: [{ name: a, in: query, style: simple, schema: {} }]')),
    'schema-value',
    '/paths/~1pets/get/parameters/0/style',
    6,
  ],
  ['an unknown type (3.0)', v30(schema('{ type: text }')), 'schema-value', `${AT_SCHEMA}/type`, 5],
  ['an unknown type (3.1)', v31(schema('{ type: text }')), 'schema-value', `${AT_SCHEMA}/type`, 5],
  ['a list of types (3.0)', v30(schema('{ type: [string, number] }')), 'schema-type', `${AT_SCHEMA}/type`, 5],
  ['null as a type (3.0)', v30(schema(`{ type: 'null' }`)), 'schema-value', `${AT_SCHEMA}/type`, 5],
  [
    'a keyword of later versions (3.0)',
    v30(schema('{ const: 1 }')),
    'schema-unknown-field',
    `${AT_SCHEMA}/const`,
    5,
  ],
  [
    'a mistake within nested schemas (3.0)',
    v30(schema('{ properties: { a: { items: { type: strin } } } }')),
    'schema-value',
    `${AT_SCHEMA}/properties/a/items/type`,
    5,
  ],
  [
    'a mistake within nested schemas (3.1)',
    v31(schema('{ properties: { a: { items: { minLength: -1 } } } }')),
    'schema-size',
    `${AT_SCHEMA}/properties/a/items/minLength`,
    5,
  ],
  [
    'a pattern that is none (3.0)',
    v30(schema(`{ type: string, pattern: '(' }`)),
    'schema-format',
    `${AT_SCHEMA}/pattern`,
    5,
  ],
  [
    'an e-mail address that is none',
    v31('x-a: 1\npaths: {}').replace('description: All pets', 'contact: { email: nobody }'),
    'schema-format',
    '/info/contact/email',
    2,
  ],
  [
    'an unknown kind of security (3.0)',
    v30(`paths: {}\ncomponents: { securitySchemes: {\n a: { type: password } } }`),
    'schema-value',
    '/components/securitySchemes/a/type',
    5,
  ],
  [
    'a key without its place (3.0)',
    v30(`paths: {}\ncomponents: { securitySchemes: {\n a: { type: apiKey, name: b } } }`),
    'schema-required',
    '/components/securitySchemes/a',
    5,
  ],
  [
    'a key without its place (3.1)',
    v31(`paths: {}\ncomponents: { securitySchemes: {\n a: { type: apiKey, name: b } } }`),
    'schema-required',
    '/components/securitySchemes/a',
    5,
  ],
  [
    'a license with a name in two ways',
    v31('paths: {}').replace(
      'description: All pets',
      `license: { name: a, identifier: MIT, url: 'https://a.example' }`,
    ),
    'schema-combination',
    '/info/license',
    2,
  ],
  [
    'an unknown dialect',
    v31('paths: {}\njsonSchemaDialect: https://a.example/dialect'),
    'schema-dialect-unknown',
    '/jsonSchemaDialect',
    4,
  ],
];

const REFERENCES: readonly Row[] = [
  [
    'a reference to nothing',
    v31(schema(`{ $ref: '#/components/schemas/Pet' }`)),
    'ref-unresolved',
    `${AT_SCHEMA}/$ref`,
    5,
  ],
  [
    'a reference to nothing (2.0)',
    v2(get(`responses: { '200': { description: a, schema: { $ref: '#/definitions/Pet' } } }`)),
    'ref-unresolved',
    '/paths/~1pets/get/responses/200/schema/$ref',
    5,
  ],
  [
    'a reference to an unknown anchor',
    v31(schema(`{ $ref: '#pet' }`)),
    'ref-unresolved',
    `${AT_SCHEMA}/$ref`,
    5,
  ],
  [
    'a reference with broken escapes',
    v31(schema(`{ $ref: '#/%zz' }`)),
    'ref-unresolved',
    `${AT_SCHEMA}/$ref`,
    5,
  ],
  ['a reference to a file', v31(schema(`{ $ref: './pet.yaml' }`)), 'ref-external', `${AT_SCHEMA}/$ref`, 5],
  [
    'a reference to /etc/passwd',
    v30(schema(`{ $ref: 'file:///etc/passwd' }`)),
    'ref-external',
    `${AT_SCHEMA}/$ref`,
    5,
  ],
  [
    'a reference to the metadata of a cloud',
    v30(get(OK, `parameters: [{ $ref: 'http://169.254.169.254/latest#/a' }]`)),
    'ref-external',
    '/paths/~1pets/get/parameters/0/$ref',
    6,
  ],
  [
    'a reference to itself',
    v31('components: { schemas: {\n  A: { $ref: "#/components/schemas/A" } } }'),
    'ref-circular',
    '/components/schemas/A',
    4,
  ],
  [
    'two references to each other',
    v30(
      'paths: {}\ncomponents: { schemas: {\n  A: { $ref: "#/components/schemas/B" },\n  B: { $ref: "#/components/schemas/A" } } }',
    ),
    'ref-circular',
    '/components/schemas/B',
    6,
  ],
  [
    'a schema that is all of itself',
    v31('components: { schemas: {\n  A: { allOf: [{ $ref: "#/components/schemas/A" }] } } }'),
    'ref-circular',
    '/components/schemas/A/allOf/0',
    4,
  ],
  [
    'a parameter that refers to a schema',
    v31(`${get(OK, `parameters: [{ $ref: '#/components/schemas/A' }]`)}\ncomponents: { schemas: { A: {} } }`),
    'ref-wrong-target',
    '/paths/~1pets/get/parameters/0/$ref',
    6,
  ],
  [
    'a reference to a text',
    v31(schema(`{ $ref: '#/info/title' }`)),
    'ref-wrong-target',
    `${AT_SCHEMA}/$ref`,
    5,
  ],
  [
    'a reference to an extension',
    v31(`${schema(`{ $ref: '#/x-a' }`)}\nx-a: { type: string }`),
    'ref-target-unchecked',
    '/x-a',
    7,
  ],
  [
    'a field beside a reference (3.0)',
    v30(
      `${schema(`{ $ref: '#/components/schemas/A', nullable: true }`)}\ncomponents: { schemas: { A: {} } }`,
    ),
    'ref-siblings-ignored',
    AT_SCHEMA,
    5,
  ],
];

const OPERATIONS: readonly Row[] = [
  [
    'an operationId twice',
    v31('paths:\n  /a: { get: { operationId: a } }\n  /b: { get: { operationId: a } }'),
    'operation-id-duplicate',
    '/paths/~1b/get/operationId',
    5,
  ],
  ['no operationId', v31('paths:\n  /a: { get: {} }'), 'operation-id-missing', '/paths/~1a/get', 4],
  ['no summary', v31('paths:\n  /a: { get: {} }'), 'operation-description-missing', '/paths/~1a/get', 4],
  [
    'no description of the API',
    'openapi: 3.1.0\ninfo: { title: a, version: b }\npaths: {}',
    'api-description-missing',
    '/info',
    2,
  ],
  [
    'paths that are the same',
    v31('paths:\n  /a/{b}: {}\n  /a/{c}: {}'),
    'path-duplicate',
    '/paths/~1a~1{c}',
    5,
  ],
  ['braces that do not match', v31('paths:\n  /a/{b: {}'), 'path-template-malformed', '/paths/~1a~1{b', 4],
  ['a query in a path', v31('paths:\n  /a?b=c: {}'), 'path-template-malformed', '/paths/~1a?b=c', 4],
  [
    'a parameter of the path twice',
    v31('paths:\n  /a/{b}/{b}: {}'),
    'path-template-malformed',
    '/paths/~1a~1{b}~1{b}',
    4,
  ],
  [
    'a parameter of the path without a declaration',
    v31('paths:\n  /a/{b}:\n    get: { operationId: a }'),
    'path-parameter-undeclared',
    '/paths/~1a~1{b}/get',
    5,
  ],
  [
    'a parameter that is not in the path',
    v31('paths:\n  /a:\n    parameters:\n      - { name: b, in: path, required: true, schema: {} }'),
    'path-parameter-unused',
    '/paths/~1a/parameters/0',
    6,
  ],
  [
    'an optional parameter of the path (3.1)',
    v31('paths:\n  /a/{b}:\n    parameters:\n      - { name: b, in: path, schema: {} }'),
    'path-parameter-not-required',
    '/paths/~1a~1{b}/parameters/0',
    6,
  ],
  [
    'an optional parameter of the path (3.0)',
    v30('paths:\n  /a/{b}:\n    parameters:\n      - { name: b, in: path, required: false, schema: {} }'),
    'path-parameter-not-required',
    '/paths/~1a~1{b}/parameters/0',
    6,
  ],
  [
    'an optional parameter of the path (2.0)',
    v2('paths:\n  /a/{b}:\n    parameters:\n      - { name: b, in: path, type: string }'),
    'path-parameter-not-required',
    '/paths/~1a~1{b}/parameters/0',
    6,
  ],
  [
    'a parameter twice',
    v31(
      get(OK, 'parameters: [', '{ name: a, in: query, schema: {} },', '{ name: a, in: query, schema: {} }]'),
    ),
    'parameter-duplicate',
    '/paths/~1pets/get/parameters/1',
    8,
  ],
  [
    'a header twice, in two spellings',
    v31(
      get(
        OK,
        'parameters: [',
        '{ name: X-A, in: header, schema: {} },',
        '{ name: x-a, in: header, schema: {} }]',
      ),
    ),
    'parameter-duplicate',
    '/paths/~1pets/get/parameters/1',
    8,
  ],
  [
    'a header that is left out of account',
    v31(get(OK, 'parameters: [{ name: Accept, in: header, schema: {} }]')),
    'parameter-header-ignored',
    '/paths/~1pets/get/parameters/0',
    6,
  ],
  [
    'two bodies (2.0)',
    v2(get(OK, 'parameters: [', '{ name: a, in: body, schema: {} },', '{ name: b, in: body, schema: {} }]')),
    'parameter-body-several',
    '/paths/~1pets/get/parameters/1',
    8,
  ],
  [
    'a body and a form (2.0)',
    v2(
      get(
        OK,
        'parameters: [',
        '{ name: a, in: formData, type: string },',
        '{ name: b, in: body, schema: {} }]',
      ),
    ),
    'parameter-body-several',
    '/paths/~1pets/get/parameters/1',
    8,
  ],
  [
    'a body of GET',
    v31(get(OK, 'requestBody: { content: {} }')),
    'request-body-meaningless',
    '/paths/~1pets/get/requestBody',
    6,
  ],
  [
    'a status code that there is not (3.1)',
    v31(get(`responses: { '99': { description: a }, default: { description: b } }`)),
    'status-code-invalid',
    '/paths/~1pets/get/responses/99',
    5,
  ],
  [
    'a status code that there is not (3.0)',
    v30(get(`responses: { '2xx': { description: a }, default: { description: b } }`)),
    'status-code-invalid',
    '/paths/~1pets/get/responses/2xx',
    5,
  ],
  [
    'a range in 2.0',
    v2(get(`responses: { '2XX': { description: a }, default: { description: b } }`)),
    'status-code-invalid',
    '/paths/~1pets/get/responses/2XX',
    5,
  ],
  [
    'no success',
    v31(get(`responses: { '404': { description: a } }`)),
    'response-success-missing',
    '/paths/~1pets/get/responses',
    5,
  ],
  [
    'a link to an unknown operation',
    v31(get(`responses: { '200': { description: a, links: { b: { operationId: c } } } }`)),
    'link-operation-unknown',
    '/paths/~1pets/get/responses/200/links/b/operationId',
    5,
  ],
  [
    'a link to elsewhere',
    v31(
      get(
        `responses: { '200': { description: a, links: { b: { operationRef: 'https://a.example/#/a' } } } }`,
      ),
    ),
    'link-operation-unchecked',
    '/paths/~1pets/get/responses/200/links/b/operationRef',
    5,
  ],
];

const VALUES: readonly Row[] = [
  [
    'a default of another type',
    v31(schema('{ type: string, default: 1 }')),
    'default-mismatch',
    `${AT_SCHEMA}/default`,
    5,
  ],
  [
    'a default that is not in the enum',
    v31(schema('{ enum: [a, b], default: c }')),
    'default-mismatch',
    `${AT_SCHEMA}/default`,
    5,
  ],
  [
    'a default of a parameter (2.0)',
    v2(get(OK, 'parameters: [{ name: a, in: query, type: integer, default: x }]')),
    'default-mismatch',
    '/paths/~1pets/get/parameters/0/default',
    6,
  ],
  [
    'an example of another type',
    v31(schema('{ type: integer, example: 1.5 }')),
    'example-mismatch',
    `${AT_SCHEMA}/example`,
    5,
  ],
  [
    'one of many examples',
    v31(schema('{ type: integer, examples: [1, a] }')),
    'example-mismatch',
    `${AT_SCHEMA}/examples/1`,
    5,
  ],
  [
    'an example of a parameter',
    v30(
      get(
        OK,
        'parameters: [{ name: a, in: query, schema: { type: array, items: { type: string } }, example: [b, 1] }]',
      ),
    ),
    'example-mismatch',
    '/paths/~1pets/get/parameters/0/example/1',
    6,
  ],
  [
    'an example of a media type',
    v30(
      get(
        `responses: { '200': { description: a, content: { application/json: {`,
        `schema: { type: object, properties: { b: { type: string } } },`,
        'examples: { c: { value: { b: 1 } } } } } } }',
      ),
    ),
    'example-mismatch',
    '/paths/~1pets/get/responses/200/content/application~1json/examples/c/value/b',
    7,
  ],
  [
    'an example of a response (2.0)',
    v2(
      get(
        `responses: { '200': { description: a, schema: { type: string }, examples: { application/json: 1 } } }`,
      ),
    ),
    'example-mismatch',
    '/paths/~1pets/get/responses/200/examples/application~1json',
    5,
  ],
  [
    'an enum of another type',
    v31(schema('{ type: string, enum: [a, 1] }')),
    'enum-mismatch',
    `${AT_SCHEMA}/enum/1`,
    5,
  ],
  [
    'an enum with null (3.0)',
    v30(schema('{ type: string, enum: [a, null] }')),
    'enum-mismatch',
    `${AT_SCHEMA}/enum/1`,
    5,
  ],
  [
    'an enum with a value twice',
    v31(schema('{ enum: [a, b, a] }')),
    'enum-duplicate',
    `${AT_SCHEMA}/enum/2`,
    5,
  ],
  ['an array without items (3.0)', v30(schema('{ type: array }')), 'array-without-items', AT_SCHEMA, 5],
  [
    'limits that contradict each other',
    v31(schema('{ minLength: 5, maxLength: 4 }')),
    'limits-contradict',
    AT_SCHEMA,
    5,
  ],
  [
    'a value that can neither be sent nor received',
    v31(schema('{ readOnly: true, writeOnly: true }')),
    'read-and-write-only',
    AT_SCHEMA,
    5,
  ],
];

const WHOLE: readonly Row[] = [
  [
    'a discriminator that no schema has',
    v31(
      'components: { schemas: {\n  A: { type: object },\n  B: { discriminator: { propertyName: kind }, oneOf: [\n    { $ref: "#/components/schemas/A" }] } } }',
    ),
    'discriminator-property-missing',
    '/components/schemas/B/oneOf/0',
    6,
  ],
  [
    'a discriminator that is not required (2.0)',
    v2(
      'paths: {}\ndefinitions: {\n  A: {\n   discriminator: kind, properties: { kind: { type: string } } } }',
    ),
    'discriminator-property-missing',
    '/definitions/A/discriminator',
    6,
  ],
  [
    'a discriminator beside a schema without a name',
    v31(
      'components: { schemas: {\n  B: { discriminator: { propertyName: kind }, oneOf: [\n    { type: object }] } } }',
    ),
    'discriminator-alternative-inline',
    '/components/schemas/B/oneOf/0',
    5,
  ],
  [
    'a discriminator with an unknown schema',
    v31(
      'components: { schemas: {\n  B: { discriminator: { propertyName: kind, mapping: { a: Nothing } } } } }',
    ),
    'discriminator-mapping-unresolved',
    '/components/schemas/B/discriminator/mapping/a',
    4,
  ],
  [
    'a discriminator with a schema of elsewhere',
    v31(
      'components: { schemas: {\n  B: { discriminator: { propertyName: kind, mapping: { a: other.yaml#/A } } } } }',
    ),
    'ref-external',
    '/components/schemas/B/discriminator/mapping/a',
    4,
  ],
  [
    'a name of a component that is none',
    v30('paths: {}\ncomponents: { schemas: {\n  A b: {} } }'),
    'component-name-invalid',
    '/components/schemas/A b',
    5,
  ],
  [
    'a name of a component that is none (3.1)',
    v31('components: { schemas: {\n  A b: {} } }'),
    'schema-value',
    '/components/schemas/A b',
    4,
  ],
  [
    'a component that nothing refers to',
    v31('components: { schemas: {\n  A: {} } }'),
    'component-unused',
    '/components/schemas/A',
    4,
  ],
  [
    'a definition that nothing refers to',
    v2('paths: {}\ndefinitions: {\n  A: {} }'),
    'component-unused',
    '/definitions/A',
    5,
  ],
  [
    'an unknown security scheme',
    v31('paths: {}\nsecurity: [\n { a: [] }]'),
    'security-scheme-undeclared',
    '/security/0/a',
    5,
  ],
  [
    'an unknown scope',
    v31(
      'paths: {}\nsecurity: [{ a: [\n b] }]\ncomponents: { securitySchemes: { a: { type: oauth2, flows: { clientCredentials: { tokenUrl: "https://a.example", scopes: {} } } } } }',
    ),
    'security-scope-undeclared',
    '/security/0/a/0',
    5,
  ],
  [
    'a scope of a key (3.0)',
    v30(
      'paths: {}\nsecurity: [{\n a: [b] }]\ncomponents: { securitySchemes: { a: { type: apiKey, in: header, name: X } } }',
    ),
    'security-scopes-meaningless',
    '/security/0/a',
    5,
  ],
  [
    'a security scheme that is not used',
    v31('components: { securitySchemes: {\n  a: { type: apiKey, in: header, name: X } } }'),
    'security-scheme-unused',
    '/components/securitySchemes/a',
    4,
  ],
  [
    'a variable of a server without a declaration',
    v31('paths: {}\nservers: [{\n url: "https://{a}.example" }]'),
    'server-variable-undeclared',
    '/servers/0/url',
    5,
  ],
  [
    'a variable that is not in the URL',
    v31('paths: {}\nservers: [{ url: /, variables: {\n  a: { default: b } } }]'),
    'server-variable-unused',
    '/servers/0/variables/a',
    5,
  ],
  [
    'a default of a variable that is not allowed',
    v31('paths: {}\nservers: [{ url: "/{a}", variables: {\n  a: { enum: [c], default: b } } }]'),
    'server-variable-default',
    '/servers/0/variables/a/default',
    5,
  ],
  [
    'a tag twice',
    v31('paths: {}\ntags: [{ name: a },\n { name: a, description: b }]'),
    'tag-duplicate',
    '/tags/1',
    5,
  ],
  ['a tag without a declaration', v31(get(OK, 'tags: [a]')), 'tag-undeclared', '/paths/~1pets/get/tags/0', 6],
];

export const BAD_DOCUMENTS: readonly BadDocument[] = [
  ...SOURCES_JSON.map((row) => badDocument(row, 'application/json', false)),
  ...SOURCES_YAML.map((row) => badDocument(row, 'application/yaml', false)),
  ...[...SCHEMAS, ...REFERENCES, ...OPERATIONS, ...VALUES, ...WHOLE].map((row) =>
    badDocument(row, 'application/yaml', true),
  ),
];

function badDocument(
  [name, text, rule, pointer, line]: Row,
  mediaType: DocumentSource['mediaType'],
  isWhole: boolean,
): BadDocument {
  return { name, document: { text, mediaType }, rule, pointer, line, isWhole };
}

/** Ten aliases of ten aliases of ten, and so on. */
function bomb(): string {
  const lines = ['x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
  for (let level = 1; level < 9; level += 1)
    lines.push(`x-${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
  return lines.join('\n');
}
