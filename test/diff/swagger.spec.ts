import { compareDocuments } from '../../src/diff/compare-documents';
import { mutationsOf } from './rewrite';

const swagger = {
  swagger: '2.0',
  info: { title: 'Pets', version: '1' },
  host: 'pets.example',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json', 'text/plain'],
  security: [{ basic: [] }],
  paths: {
    '/pets/{id}': {
      parameters: [{ $ref: '#/parameters/id' }],
      get: {
        operationId: 'getPet',
        parameters: [
          { name: 'tags', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'pipes' },
          { name: 'limit', in: 'query', type: 'integer', maximum: 10, exclusiveMaximum: true, default: 5 },
        ],
        responses: {
          '200': {
            description: 'A pet',
            schema: { $ref: '#/definitions/Pet' },
            headers: { 'X-Total': { type: 'integer', description: 'How many' } },
          },
          default: { $ref: '#/responses/Failed' },
        },
        security: [{ oauth: ['read'] }],
      },
      put: {
        parameters: [
          {
            name: 'pet',
            in: 'body',
            required: true,
            description: 'The pet',
            schema: { $ref: '#/definitions/Pet' },
          },
        ],
        responses: { '204': { description: 'Done' } },
      },
      post: {
        consumes: ['multipart/form-data'],
        parameters: [
          { name: 'photo', in: 'formData', type: 'file', required: true },
          { name: 'title', in: 'formData', type: 'string', maxLength: 20 },
        ],
        responses: { '204': { description: 'Done' } },
      },
    },
  },
  parameters: { id: { name: 'id', in: 'path', required: true, type: 'string', format: 'uuid' } },
  responses: {
    Failed: { description: 'Failed', schema: { type: 'object', properties: { code: { type: 'string' } } } },
  },
  definitions: {
    Pet: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, mother: { $ref: '#/definitions/Pet' } },
    },
  },
  securityDefinitions: {
    basic: { type: 'basic' },
    oauth: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://a',
      tokenUrl: 'https://b',
      scopes: { read: 'Read' },
    },
  },
};

const pet = { $ref: '#/components/schemas/Animal' };
const types = (schema: unknown) => ({ 'application/json': { schema }, 'text/plain': { schema } });

const openapi = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://pets.example/v1' }],
  security: [{ basic: [] }],
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      get: {
        operationId: 'getPet',
        parameters: [
          {
            name: 'tags',
            in: 'query',
            schema: { type: 'array', items: { type: 'string' } },
            style: 'pipeDelimited',
          },
          { name: 'limit', in: 'query', schema: { type: 'integer', exclusiveMaximum: 10, default: 5 } },
        ],
        responses: {
          '200': {
            description: 'A pet',
            content: types(pet),
            headers: { 'X-Total': { schema: { type: 'integer' }, description: 'How many' } },
          },
          default: {
            description: 'Failed',
            content: types({ type: 'object', properties: { code: { type: 'string' } } }),
          },
        },
        security: [{ oauth: ['read'] }],
      },
      put: {
        requestBody: {
          required: true,
          description: 'The pet',
          content: { 'application/json': { schema: pet } },
        },
        responses: { '204': { description: 'Done' } },
      },
      post: {
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['photo'],
                properties: {
                  photo: { type: 'string', format: 'binary' },
                  title: { type: 'string', maxLength: 20 },
                },
              },
            },
          },
        },
        responses: { '204': { description: 'Done' } },
      },
    },
  },
  components: {
    schemas: {
      Animal: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, mother: pet } },
    },
    securitySchemes: {
      basic: { type: 'http', scheme: 'basic' },
      oauth: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://a',
            tokenUrl: 'https://b',
            scopes: { read: 'Read' },
          },
        },
      },
    },
  },
};

/** The document of Swagger 2.0 with something else in one place. */
function changed(pointer: string, value: unknown): unknown {
  const document = structuredClone(swagger) as unknown as Record<string, unknown>;
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/'));
  const last = steps.pop() ?? '';
  const holder = steps.reduce((place, step) => place[step] as Record<string, unknown>, document);
  holder[last] = value;
  return document;
}

describe('a document of Swagger 2.0', () => {
  it('says what one of OpenAPI 3.1 says', () => {
    for (const [base, revision] of [
      [swagger, openapi],
      [openapi, swagger],
    ]) {
      expect(compareDocuments(base, revision).changes).toMatchObject([
        { rule: 'specification-version-changed' },
      ]);
    }
  });

  it('does not differ from itself', () => {
    expect(compareDocuments(swagger, structuredClone(swagger)).changes).toEqual([]);
  });

  it('tells of a change of any place', () => {
    const silent = mutationsOf(swagger).filter(
      ({ document }) => compareDocuments(swagger, document).changes.length === 0,
    );
    const saysNothing = [
      // JSON is consumed where nothing else is told, and forms with files are in several parts.
      /^remove consumes/,
      /^remove .*\/post\/consumes\/0$/,
      // What stands beside a reference is ignored.
      /^(change|extend) .*\/parameters\/0$/,
      /^(change|extend) .*\/responses\/default$/,
      // The name of a body is not sent.
      /\/put\/parameters\/0\/name$/,
    ];
    const told = silent.map(({ path, what }) => `${what} ${path.join('/')}`);
    expect(told.filter((place) => !saysNothing.some((pattern) => pattern.test(place)))).toEqual([]);
  });

  const get = '/paths/~1pets~1{id}/get';
  const post = '/paths/~1pets~1{id}/post';

  it.each([
    ['/host', 'toys.example', ['api-server-removed', 'api-server-added'], '/host'],
    [
      '/parameters/id/format',
      'date',
      Array.from({ length: 3 }, () => 'request-parameter-format-changed'),
      '/parameters/id/format',
    ],
    [
      `${get}/parameters/0/collectionFormat`,
      'multi',
      ['request-parameter-style-changed', 'request-parameter-explode-changed'],
      `${get}/parameters/0/style`,
    ],
    [`${get}/parameters/1/maximum`, 9, ['request-parameter-max-decreased'], `${get}/parameters/1/maximum`],
    [
      '/responses/Failed/schema/properties/code/type',
      'integer',
      ['response-property-type-changed'],
      '/responses/Failed/schema/properties/code/type',
    ],
    [
      `${post}/parameters/1/maxLength`,
      10,
      ['request-property-max-length-decreased'],
      `${post}/parameters/1/maxLength`,
    ],
    [`${post}/parameters/1/required`, true, ['request-property-became-required'], `${post}/parameters/1`],
    [
      `${post}/parameters/0/type`,
      'string',
      ['request-property-format-removed'],
      `${post}/parameters/0/format`,
    ],
    [
      '/definitions/Pet/properties/name/type',
      'integer',
      ['response-property-type-changed', 'request-property-type-changed'],
      '/definitions/Pet/properties/name/type',
    ],
    [
      '/securityDefinitions/oauth/tokenUrl',
      'https://c',
      ['api-security-component-oauth-token-url-changed'],
      '/securityDefinitions/oauth/tokenUrl',
    ],
    [
      '/consumes',
      ['text/plain'],
      ['request-body-media-type-removed', 'request-body-media-type-added'],
      `/paths/~1pets~1{id}/put/parameters/0`,
    ],
    ['/invented', true, ['unknown-keyword-changed'], '/invented'],
    [`${get}/invented`, true, ['unknown-keyword-changed'], `${get}/invented`],
    [`${get}/parameters/1/invented`, true, ['unknown-keyword-changed'], `${get}/parameters/1/invented`],
  ])('tells of a change at %s where it is written', (pointer, value, rules, told) => {
    const { changes } = compareDocuments(swagger, changed(pointer, value));
    expect(changes.map(({ rule }) => rule).toSorted()).toEqual(rules.toSorted());
    expect(changes.map(({ pointer }) => pointer)).toContain(told);
  });
});
