/** Documents without a finding, one of each family, with most of what there is in OpenAPI. */

const info = {
  title: 'Library',
  version: '1.4.0',
  description: 'Books, and who has them.',
  contact: { name: 'Librarians', email: 'librarians@example.com', url: 'https://library.example' },
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
};

const tags = [{ name: 'books', description: 'What can be lent.' }];

const book = {
  type: 'object',
  required: ['id', 'title', 'kind'],
  properties: {
    id: { type: 'integer', format: 'int64', minimum: 1, example: 7 },
    title: { type: 'string', minLength: 1, maxLength: 200, default: 'Untitled' },
    kind: { type: 'string', enum: ['paper', 'audio'] },
    isbn: { type: 'string', pattern: '^[0-9]{13}$' },
  },
};

export const LIBRARY_2_0 = {
  swagger: '2.0',
  info,
  host: 'library.example',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json'],
  tags,
  security: [{ key: [] }],
  paths: {
    '/books': {
      get: {
        operationId: 'listBooks',
        summary: 'Lists the books.',
        tags: ['books'],
        parameters: [
          { name: 'limit', in: 'query', type: 'integer', default: 20, maximum: 100 },
          { name: 'kinds', in: 'query', type: 'array', items: { type: 'string', enum: ['paper', 'audio'] } },
        ],
        responses: {
          200: {
            description: 'The books.',
            schema: { type: 'array', items: { $ref: '#/definitions/Book' } },
            examples: { 'application/json': [{ id: 1, title: 'Emma', kind: 'paper' }] },
            headers: { 'X-Total': { type: 'integer', description: 'How many there are.' } },
          },
          default: { $ref: '#/responses/Problem' },
        },
      },
      post: {
        operationId: 'addBook',
        summary: 'Adds a book.',
        security: [{ login: ['books:write'] }],
        parameters: [
          { name: 'book', in: 'body', required: true, schema: { $ref: '#/definitions/PaperBook' } },
        ],
        responses: { 201: { description: 'Added.' } },
      },
    },
    '/books/{id}': {
      parameters: [{ $ref: '#/parameters/BookId' }],
      get: {
        operationId: 'getBook',
        description: 'Finds a book.',
        responses: { 200: { description: 'The book.', schema: { $ref: '#/definitions/Book' } } },
      },
      'x-owner': 'team-a',
    },
    '/books/{id}/cover': {
      put: {
        operationId: 'setCover',
        summary: 'Sets the cover.',
        consumes: ['multipart/form-data'],
        parameters: [
          { $ref: '#/parameters/BookId' },
          { name: 'file', in: 'formData', type: 'file', required: true },
        ],
        responses: { 204: { description: 'Set.' } },
      },
    },
  },
  parameters: { BookId: { name: 'id', in: 'path', required: true, type: 'integer' } },
  responses: { Problem: { description: 'What went wrong.' } },
  definitions: {
    Book: { ...book, discriminator: 'kind' },
    PaperBook: {
      allOf: [
        { $ref: '#/definitions/Book' },
        {
          type: 'object',
          properties: { pages: { type: 'integer' }, sequel: { $ref: '#/definitions/Book' } },
        },
      ],
    },
  },
  securityDefinitions: {
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    login: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://library.example/authorize',
      tokenUrl: 'https://library.example/token',
      scopes: { 'books:write': 'Change books.' },
    },
  },
};

const json = (schema: object, more: object = {}) => ({ 'application/json': { schema, ...more } });
const ref = (path: string) => ({ $ref: `#/components/${path}` });

/** What 3.0 has, and later versions have too. */
const paths = {
  '/books': {
    summary: 'All books',
    get: {
      operationId: 'listBooks',
      summary: 'Lists the books.',
      tags: ['books'],
      security: [{}, { login: ['books:read'] }],
      parameters: [
        ref('parameters/Limit'),
        {
          name: 'filter',
          in: 'query',
          style: 'deepObject',
          explode: true,
          schema: { type: 'object', properties: { kind: { type: 'string' } } },
          example: { kind: 'paper' },
        },
        { name: 'near', in: 'query', content: json({ type: 'array', items: { type: 'number' } }) },
      ],
      responses: {
        200: {
          description: 'The books.',
          headers: { 'X-Total': { schema: { type: 'integer' }, required: true } },
          content: json(
            { type: 'array', items: ref('schemas/AnyBook') },
            { examples: { one: { summary: 'One book', value: [{ id: 1, title: 'Emma', kind: 'paper' }] } } },
          ),
          links: { first: { operationId: 'getBook', parameters: { id: '$response.body#/0/id' } } },
        },
        '4XX': ref('responses/Problem'),
        default: ref('responses/Problem'),
      },
    },
    post: {
      operationId: 'addBook',
      summary: 'Adds a book.',
      requestBody: ref('requestBodies/NewBook'),
      responses: { 201: { description: 'Added.' } },
      callbacks: {
        added: {
          '{$request.query.callback}': {
            post: {
              operationId: 'bookAdded',
              summary: 'Tells of a book.',
              requestBody: { content: json(ref('schemas/Book')) },
              responses: { 204: { description: 'Heard.' } },
            },
          },
        },
      },
      deprecated: true,
    },
  },
  '/books/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    get: {
      operationId: 'getBook',
      description: 'Finds a book.',
      responses: { 200: { description: 'The book.', content: json(ref('schemas/AnyBook')) } },
    },
    put: {
      operationId: 'setCover',
      summary: 'Sets the cover.',
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
            encoding: {
              file: { contentType: 'image/png', headers: { 'X-Of': { schema: { type: 'string' } } } },
            },
          },
        },
      },
      responses: { 204: { description: 'Set.' } },
    },
  },
};

const components = {
  schemas: {
    Book: book,
    PaperBook: {
      allOf: [
        ref('schemas/Book'),
        {
          type: 'object',
          properties: {
            pages: { type: 'integer' },
            sequels: { type: 'array', items: ref('schemas/AnyBook') },
          },
        },
      ],
    },
    AudioBook: {
      allOf: [ref('schemas/Book'), { type: 'object', properties: { minutes: { type: 'number' } } }],
    },
    AnyBook: {
      oneOf: [ref('schemas/PaperBook'), ref('schemas/AudioBook')],
      discriminator: {
        propertyName: 'kind',
        mapping: { paper: 'PaperBook', audio: '#/components/schemas/AudioBook' },
      },
    },
    Problem: {
      type: 'object',
      properties: { detail: { type: 'string' }, more: { type: 'object', additionalProperties: true } },
    },
  },
  parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', default: 20 } } },
  responses: { Problem: { description: 'What went wrong.', content: json(ref('schemas/Problem')) } },
  requestBodies: { NewBook: { required: true, content: json(ref('schemas/PaperBook')) } },
  securitySchemes: {
    login: {
      type: 'oauth2',
      flows: {
        authorizationCode: {
          authorizationUrl: 'https://library.example/authorize',
          tokenUrl: 'https://library.example/token',
          scopes: { 'books:read': 'Read books.' },
        },
      },
    },
    key: { type: 'http', scheme: 'bearer' },
  },
};

const servers = [
  {
    url: 'https://{region}.library.example/v1',
    variables: { region: { default: 'eu', enum: ['eu', 'us'] } },
  },
];

export const LIBRARY_3_0 = {
  openapi: '3.0.4',
  info,
  servers,
  tags,
  security: [{ key: [] }],
  paths,
  components: {
    ...components,
    schemas: {
      ...components.schemas,
      Problem: {
        type: 'object',
        properties: {
          detail: { type: 'string', nullable: true, enum: ['a', null] },
          code: { type: 'integer' },
        },
      },
    },
  },
  externalDocs: { url: 'https://library.example/docs' },
  'x-anything': { $ref: 'this is no reference' },
};

export const LIBRARY_3_1 = {
  openapi: '3.1.1',
  info: { ...info, summary: 'Books', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
  jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base',
  servers,
  tags,
  security: [{ key: [] }],
  paths: { ...paths, '/more': ref('pathItems/More') },
  webhooks: {
    lent: {
      post: {
        operationId: 'bookLent',
        summary: 'Tells that a book was lent.',
        requestBody: { content: json(ref('schemas/Book')) },
        responses: { 204: { description: 'Heard.' } },
      },
    },
  },
  components: {
    ...components,
    pathItems: {
      More: {
        get: { operationId: 'more', summary: 'More', responses: { 200: { description: 'More.' } } },
      },
    },
    schemas: {
      ...components.schemas,
      Problem: {
        type: ['object', 'null'],
        properties: {
          detail: { type: ['string', 'null'], examples: ['gone', null] },
          kind: { const: 'problem' },
          pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
          tree: ref('schemas/Tree'),
          whole: { $ref: '#whole', description: 'Beside a reference there may be more.' },
        },
        patternProperties: { '^x-': true },
        unevaluatedProperties: false,
      },
      Tree: {
        $id: 'https://library.example/tree',
        $anchor: 'tree',
        $defs: { leaf: { type: 'string' } },
        type: 'object',
        properties: {
          leaf: { $ref: '#/$defs/leaf' },
          branches: { type: 'array', items: { $ref: 'https://library.example/tree' } },
        },
        if: { required: ['leaf'] },
        // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
        then: { not: { required: ['branches'] } },
      },
      Whole: { $anchor: 'whole', type: 'integer', exclusiveMinimum: 0 },
    },
  },
};

export const LIBRARY_3_2 = {
  ...LIBRARY_3_1,
  openapi: '3.2.0',
  $self: 'https://library.example/openapi',
  jsonSchemaDialect: 'https://spec.openapis.org/oas/3.2/dialect/2025-09-17',
  tags: [{ ...tags[0], summary: 'Books', kind: 'nav' }],
  paths: {
    ...paths,
    '/search': {
      query: {
        operationId: 'search',
        summary: 'Searches.',
        requestBody: { content: json({ type: 'object' }) },
        responses: {
          200: {
            description: 'A stream of books.',
            content: {
              'application/jsonl': {
                itemSchema: { $ref: 'https://library.example/openapi#/components/schemas/Book' },
              },
            },
          },
        },
      },
      additionalOperations: {
        COPY: { operationId: 'copy', summary: 'Copies.', responses: { 200: { description: 'Copied.' } } },
      },
    },
    '/more': ref('pathItems/More'),
  },
};

export const GOOD_DOCUMENTS = [
  ['2.0', LIBRARY_2_0, 4],
  ['3.0.4', LIBRARY_3_0, 4],
  ['3.1.1', LIBRARY_3_1, 5],
  ['3.2.0', LIBRARY_3_2, 7],
] as const;
