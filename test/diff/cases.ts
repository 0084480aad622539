import {
  aDocument,
  anOperation,
  AT_SITE,
  withHeader,
  withOperation,
  withParameter,
  withResponse,
} from './a-document';

export interface Case {
  rule: string;
  base: unknown;
  revision: unknown;
}

type Pair = readonly [base: unknown, revision: unknown];

const PAST = '2020-01-01';
const FUTURE = '2999-01-01';

const deprecated = (sunset?: string) => ({
  deprecated: true,
  ...(sunset === undefined ? {} : { 'x-sunset': sunset }),
});

/** Two operations on a path, of which the second has these fields; one when there are none. */
const twoOperations = (fields?: object) => {
  const operations = {
    get: anOperation(),
    ...(fields === undefined ? {} : { delete: anOperation({ ...fields }) }),
  };
  return aDocument({ paths: { '/pets': operations } });
};

const twoPaths = (fields?: object) => {
  const other = fields === undefined ? {} : { '/toys': { get: anOperation({ ...fields }) } };
  return aDocument({ paths: { '/pets': { get: anOperation() }, ...other } });
};

const operation = (fields: object) => withOperation({ ...fields });
const parameter = (fields: object) => withParameter({ ...fields });
const response = (fields: object) => withResponse({ ...fields });
const body = (fields: object) => operation({ requestBody: { content: {}, ...fields } });
const json = (mediaType: object) => ({ content: { 'application/json': mediaType } });
const text = (mediaType: object) => ({ content: { 'application/json': {}, 'text/plain': mediaType } });
const statuses = (...codes: string[]) =>
  operation({ responses: Object.fromEntries(codes.map((code) => [code, { description: 'Done' }])) });
const object = (name: object, others: object = {}) => ({ type: 'object', properties: { name }, ...others });
const request = (schema: unknown) => AT_SITE['request-body']!(schema);
const reply = (schema: unknown) => AT_SITE['response-body']!(schema);
const empty = { type: 'object', properties: {} };
const string = { type: 'string' };

const path = (template: string, declared: boolean) => {
  const [, name] = /\{(.*)\}/.exec(template) ?? [];
  const parameters = declared ? [{ name, in: 'path', required: true, schema: string }] : [];
  return aDocument({ paths: { [template]: { get: anOperation({ parameters }) } } });
};

const webhook = (webhooks: object) => aDocument({ webhooks });
const hook = (fields: object = {}) => ({ pet: { post: anOperation({ ...fields }) } });
const callback = (callbacks: object) => operation({ callbacks });
const called = (fields: object = {}) => ({
  onPet: { '{$request.body#/url}': { post: anOperation({ ...fields }) } },
});

const KEYS = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  basic: { type: 'http', scheme: 'basic' },
};
const secured = (security: unknown) => withOperation({ security }, { components: { securitySchemes: KEYS } });
const globally = (security: unknown) => aDocument({ security, components: { securitySchemes: KEYS } });
const scheme = (fields: object) => aDocument({ components: { securitySchemes: { key: fields } } });
const oauth = (flow: object) =>
  scheme({ type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://a', scopes: {}, ...flow } } });
const server = (variable: object) =>
  aDocument({
    servers: [
      { url: 'https://{at}.example', variables: { at: { default: 'eu', enum: ['eu', 'us'], ...variable } } },
    ],
  });

const PAIRS: Readonly<Record<string, Pair>> = {
  'path-without-operations-added': [aDocument({ paths: {} }), aDocument({ paths: { '/pets': {} } })],
  'path-without-operations-removed': [aDocument({ paths: { '/pets': {} } }), aDocument({ paths: {} })],

  'endpoint-added': [twoPaths(), twoPaths({})],
  'api-path-removed-without-deprecation': [twoPaths({}), twoPaths()],
  'api-path-removed-with-deprecation': [twoPaths(deprecated(PAST)), twoPaths()],
  'api-path-removed-before-sunset': [twoPaths(deprecated(FUTURE)), twoPaths()],
  'api-path-sunset-parse': [twoPaths(deprecated('soon')), twoPaths()],
  'api-removed-without-deprecation': [twoOperations({}), twoOperations()],
  'api-removed-with-deprecation': [twoOperations(deprecated()), twoOperations()],
  'api-removed-before-sunset': [twoOperations(deprecated(FUTURE)), twoOperations()],
  'api-sunset-parse': [twoOperations(deprecated('soon')), twoOperations()],
  'api-operation-id-added': [operation({}), operation({ operationId: 'a' })],
  'api-operation-id-removed': [operation({ operationId: 'a' }), operation({})],
  'api-operation-id-changed': [operation({ operationId: 'a' }), operation({ operationId: 'b' })],
  'api-tag-added': [operation({ tags: ['a'] }), operation({ tags: ['b', 'a'] })],
  'api-tag-removed': [operation({ tags: ['a', 'b'] }), operation({ tags: ['b'] })],

  'endpoint-deprecated': [operation({}), operation(deprecated())],
  'endpoint-deprecated-with-sunset': [operation({}), operation(deprecated(FUTURE))],
  'endpoint-reactivated': [operation(deprecated()), operation({})],
  'endpoint-sunset-set': [operation(deprecated()), operation(deprecated(FUTURE))],
  'endpoint-sunset-parse': [operation(deprecated(PAST)), operation(deprecated('soon'))],
  'endpoint-sunset-deleted': [operation(deprecated(PAST)), operation(deprecated())],
  'endpoint-sunset-date-moved-up': [
    operation(deprecated(FUTURE)),
    operation(deprecated('2998-12-31T23:59:59Z')),
  ],
  'endpoint-sunset-date-postponed': [operation(deprecated(PAST)), operation(deprecated(FUTURE))],
  'request-parameter-deprecated': [parameter({}), parameter(deprecated())],
  'request-parameter-deprecated-with-sunset': [parameter({}), parameter(deprecated(FUTURE))],
  'request-parameter-reactivated': [parameter(deprecated()), parameter({})],
  'request-parameter-sunset-set': [parameter(deprecated()), parameter(deprecated(FUTURE))],
  'request-parameter-sunset-parse': [parameter(deprecated(PAST)), parameter(deprecated('soon'))],
  'request-parameter-sunset-deleted': [parameter(deprecated(PAST)), parameter(deprecated())],
  'request-parameter-sunset-date-moved-up': [parameter(deprecated(FUTURE)), parameter(deprecated(PAST))],
  'request-parameter-sunset-date-postponed': [parameter(deprecated(PAST)), parameter(deprecated(FUTURE))],

  'new-required-request-parameter': [operation({}), parameter({ required: true })],
  'new-optional-request-parameter': [operation({}), parameter({})],
  'new-request-path-parameter': [path('/pets/{id}', false), path('/pets/{id}', true)],
  'request-parameter-removed': [parameter({ required: true }), operation({})],
  'request-parameter-removed-with-deprecation': [parameter(deprecated()), operation({})],
  'request-parameter-removed-before-sunset': [parameter(deprecated(FUTURE)), operation({})],
  'request-parameter-became-required': [parameter({}), parameter({ required: true })],
  'request-parameter-became-optional': [parameter({ required: true }), parameter({ required: false })],
  'path-parameter-renamed': [path('/pets/{id}', true), path('/pets/{petId}', true)],
  'request-parameter-schema-added': [parameter({ schema: undefined }), parameter({ schema: string })],
  'request-parameter-schema-removed': [parameter({ schema: string }), parameter({ schema: undefined })],

  'request-parameter-style-changed': [
    parameter({ explode: false }),
    parameter({ explode: false, style: 'pipeDelimited' }),
  ],
  'request-parameter-explode-changed': [parameter({}), parameter({ explode: false })],
  'request-parameter-allow-reserved-changed': [parameter({}), parameter({ allowReserved: true })],
  'request-parameter-allow-empty-value-added': [parameter({}), parameter({ allowEmptyValue: true })],
  'request-parameter-allow-empty-value-removed': [parameter({ allowEmptyValue: true }), parameter({})],
  'response-header-style-changed': [withHeader({}), withHeader({ style: 'form', explode: false })],
  'response-header-explode-changed': [withHeader({}), withHeader({ explode: true })],

  'request-body-added-required': [operation({}), body({ required: true })],
  'request-body-added-optional': [operation({}), body({})],
  'request-body-removed': [body({}), operation({})],
  'request-body-became-required': [body({}), body({ required: true })],
  'request-body-became-optional': [body({ required: true }), body({})],

  'response-success-status-added': [statuses('200'), statuses('200', '201')],
  'response-success-status-removed': [statuses('200', '2XX'), statuses('200')],
  'response-non-success-status-added': [statuses('200'), statuses('200', '404')],
  'response-non-success-status-removed': [statuses('200', '404'), statuses('200')],
  'response-default-added': [statuses('200'), statuses('200', 'default')],
  'response-default-removed': [statuses('200', 'default'), statuses('200')],
  'response-link-added': [response({}), response({ links: { next: { operationId: 'a' } } })],
  'response-link-removed': [response({ links: { next: { operationId: 'a' } } }), response({})],
  'response-link-changed': [
    response({ links: { next: { operationId: 'a' } } }),
    response({ links: { next: { operationId: 'b' } } }),
  ],

  'response-header-added': [response({}), withHeader({})],
  'required-response-header-removed': [withHeader({ required: true }), response({})],
  'optional-response-header-removed': [withHeader({}), response({})],
  'response-header-became-optional': [withHeader({ required: true }), withHeader({})],
  'response-header-became-required': [withHeader({}), withHeader({ required: true })],
  'response-header-deprecated': [withHeader({}), withHeader({ deprecated: true })],
  'response-header-reactivated': [withHeader({ deprecated: true }), withHeader({})],
  'response-header-schema-added': [withHeader({ schema: undefined }), withHeader({ schema: string })],
  'response-header-schema-removed': [withHeader({ schema: string }), withHeader({ schema: undefined })],

  ...mediaTypes('request-parameter', (content) => parameter({ schema: undefined, ...content })),
  ...mediaTypes('request-body', body),
  ...mediaTypes('response-body', response),
  ...mediaTypes('response-header', (content) => withHeader({ schema: undefined, ...content })),

  'callback-added': [callback({}), callback(called())],
  'callback-removed': [callback(called()), callback({})],
  'callback-changed': [callback(called()), callback(called({ operationId: 'a' }))],
  'webhook-added': [webhook({}), webhook(hook())],
  'webhook-removed': [webhook(hook()), webhook({})],
  'webhook-changed': [webhook(hook()), webhook(hook({ parameters: [{ name: 'a', in: 'query' }] }))],

  'api-security-added': [secured([{ key: [] }]), secured([{ basic: [] }, { key: [] }])],
  'api-security-removed': [secured([{ key: [] }, { basic: [] }]), secured([{ basic: [] }])],
  'api-security-no-longer-used': [secured([{}, { key: [] }]), secured([{}])],
  'api-security-became-required': [secured([{}, { key: [] }]), secured([{ key: [] }])],
  'api-security-became-optional': [secured([{ key: [] }]), secured([{ key: [] }, {}])],
  'api-security-scope-added': [secured([{ key: ['a'] }]), secured([{ key: ['b', 'a'] }])],
  'api-security-scope-removed': [secured([{ key: ['a', 'b'] }]), secured([{ key: ['b'] }])],
  'api-global-security-added': [globally([{ key: [] }]), globally([{ key: [] }, { basic: [] }])],
  'api-global-security-removed': [globally([{ key: [] }, { basic: [] }]), globally([{ key: [] }])],
  'api-global-security-no-longer-used': [globally([{}, { key: [] }]), globally(undefined)],
  'api-global-security-became-required': [globally([]), globally([{ key: [] }])],
  'api-global-security-became-optional': [globally([{ key: [] }]), globally([{}, { key: [] }])],
  'api-global-security-scope-added': [globally([{ key: [] }]), globally([{ key: ['a'] }])],
  'api-global-security-scope-removed': [globally([{ key: ['a'] }]), globally([{ key: [] }])],
  'api-global-security-without-effect': [
    withOperation({ security: [] }, { security: [{ key: [] }] }),
    withOperation({ security: [] }, { security: [] }),
  ],

  'api-security-component-added': [aDocument(), scheme(KEYS.key)],
  'api-security-component-removed': [scheme(KEYS.key), aDocument()],
  'api-security-component-type-changed': [scheme({ type: 'http' }), scheme({ type: 'mutualTLS' })],
  'api-security-component-api-key-changed': [scheme(KEYS.key), scheme({ ...KEYS.key, name: 'X-Api-Key' })],
  'api-security-component-http-scheme-changed': [
    scheme({ type: 'http', scheme: 'basic' }),
    scheme({ type: 'http', scheme: 'bearer' }),
  ],
  'api-security-component-bearer-format-changed': [
    scheme({ type: 'http', scheme: 'bearer' }),
    scheme({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }),
  ],
  'api-security-component-open-id-url-changed': [
    scheme({ type: 'openIdConnect', openIdConnectUrl: 'https://a' }),
    scheme({ type: 'openIdConnect', openIdConnectUrl: 'https://b' }),
  ],
  'api-security-component-oauth-flow-added': [scheme({ type: 'oauth2' }), oauth({})],
  'api-security-component-oauth-flow-removed': [oauth({}), scheme({ type: 'oauth2' })],
  'api-security-component-oauth-url-changed': [oauth({}), oauth({ authorizationUrl: 'https://b' })],
  'api-security-component-oauth-token-url-changed': [
    oauth({ tokenUrl: 'https://a' }),
    oauth({ tokenUrl: 'https://b' }),
  ],
  'api-security-component-oauth-refresh-url-changed': [oauth({}), oauth({ refreshUrl: 'https://b' })],
  'api-security-component-oauth-metadata-url-changed': [
    scheme({ type: 'oauth2', oauth2MetadataUrl: 'https://a' }),
    scheme({ type: 'oauth2', oauth2MetadataUrl: 'https://b' }),
  ],
  'api-security-component-oauth-scope-added': [oauth({}), oauth({ scopes: { a: 'A' } })],
  'api-security-component-oauth-scope-removed': [oauth({ scopes: { a: 'A' } }), oauth({})],
  'api-security-component-oauth-scope-changed': [
    oauth({ scopes: { a: 'A' } }),
    oauth({ scopes: { a: 'B' } }),
  ],

  'api-server-added': [
    aDocument({ servers: [{ url: 'https://a' }] }),
    aDocument({ servers: [{ url: 'https://b' }, { url: 'https://a' }] }),
  ],
  'api-server-removed': [
    aDocument({ servers: [{ url: 'https://b' }, { url: 'https://a' }] }),
    aDocument({ servers: [{ url: 'https://a/' }] }),
  ],
  'api-server-variable-added': [
    aDocument({ servers: [{ url: 'https://a' }] }),
    aDocument({ servers: [{ url: 'https://a', variables: { b: { default: 'c' } } }] }),
  ],
  'api-server-variable-removed': [
    aDocument({ servers: [{ url: 'https://a', variables: { b: { default: 'c' } } }] }),
    aDocument({ servers: [{ url: 'https://a' }] }),
  ],
  'api-server-variable-default-changed': [server({}), server({ default: 'us' })],
  'api-server-variable-enum-value-added': [server({}), server({ enum: ['as', 'us', 'eu'] })],
  'api-server-variable-enum-value-removed': [server({}), server({ enum: ['eu'] })],

  'unused-component-added': [aDocument(), aDocument({ components: { schemas: { Pet: string } } })],
  'unused-component-removed': [aDocument({ components: { schemas: { Pet: string } } }), aDocument()],
  'unused-component-changed': [
    aDocument({ components: { schemas: { Pet: string } } }),
    aDocument({ components: { schemas: { Pet: {} } } }),
  ],

  'api-version-changed': [aDocument(), aDocument({ info: { title: 'Pets', version: '2' } })],
  'specification-version-changed': [aDocument(), aDocument({ openapi: '3.2.0' })],
  'documentation-changed': [operation({ summary: 'A' }), operation({ summary: 'B' })],
  'extension-changed': [operation({ 'x-a': 1 }), operation({ 'x-a': 2 })],
  'reference-sibling-changed': [
    { ...parameterReference({ required: true }), openapi: '3.0.4' },
    { ...parameterReference({ required: false }), openapi: '3.0.4' },
  ],
  'unknown-keyword-changed': [request({ xml: { name: 'a' } }), request({ xml: { name: 'b' } })],
  'comparison-incomplete': [request(nested(10)), request(nested(600))],
  'changes-left-out': [request(empty), request({ type: 'object', properties: manyProperties(5_001) })],

  'new-required-request-property': [request(empty), request(object(string, { required: ['name'] }))],
  'new-optional-request-property': [request(empty), request(object(string))],
  'request-property-removed': [request(object(string)), request(empty)],
  'request-property-no-longer-accepted': [
    request(object(string, { additionalProperties: false })),
    request({ ...empty, additionalProperties: false }),
  ],
  'request-property-became-required': [
    request(object(string)),
    request(object(string, { required: ['name'] })),
  ],
  'request-property-became-optional': [
    request(object(string, { required: ['name'] })),
    request(object(string)),
  ],
  'response-required-property-added': [reply(empty), reply(object(string, { required: ['name'] }))],
  'response-optional-property-added': [reply(empty), reply(object(string))],
  'response-property-added-to-closed-object': [
    reply({ ...empty, additionalProperties: false }),
    reply(object(string, { additionalProperties: false })),
  ],
  'response-required-property-removed': [reply(object(string, { required: ['name'] })), reply(empty)],
  'response-optional-property-removed': [reply(object(string)), reply(empty)],
  'response-property-became-optional': [reply(object(string, { required: ['name'] })), reply(object(string))],
  'response-property-became-required': [reply(object(string)), reply(object(string, { required: ['name'] }))],

  'request-property-became-read-only': [request(object({})), request(object({ readOnly: true }))],
  'request-required-property-became-not-read-only': [
    request(object({ readOnly: true }, { required: ['name'] })),
    request(object({}, { required: ['name'] })),
  ],
  'request-optional-property-became-not-read-only': [
    request(object({ readOnly: true })),
    request(object({})),
  ],
  'request-property-became-write-only': [request(object({})), request(object({ writeOnly: true }))],
  'request-property-became-not-write-only': [request(object({ writeOnly: true })), request(object({}))],
  'response-property-became-read-only': [reply(object({})), reply(object({ readOnly: true }))],
  'response-property-became-not-read-only': [reply(object({ readOnly: true })), reply(object({}))],
  'response-required-property-became-write-only': [
    reply(object({}, { required: ['name'] })),
    reply(object({ writeOnly: true }, { required: ['name'] })),
  ],
  'response-optional-property-became-write-only': [reply(object({})), reply(object({ writeOnly: true }))],
  'response-property-became-not-write-only': [reply(object({ writeOnly: true })), reply(object({}))],
  'read-only-or-write-only-changed': [request({}), request({ readOnly: true })],
  'request-read-only-property-changed': [
    request(object({ type: 'string', readOnly: true })),
    request(object({ type: 'integer', readOnly: true })),
  ],
  'response-write-only-property-changed': [
    reply(object({ type: 'string', writeOnly: true })),
    reply(object({ type: 'integer', writeOnly: true })),
  ],
  'unjudged-schema-changed': [request({ not: string }), request({ not: { type: 'integer' } })],
};

export const CASES: readonly Case[] = Object.entries(PAIRS).map(([rule, [base, revision]]) => ({
  rule,
  base,
  revision,
}));

function mediaTypes(site: string, documentOf: (content: object) => unknown): Record<string, Pair> {
  return {
    [`${site}-media-type-added`]: [documentOf(json({})), documentOf(text({}))],
    [`${site}-media-type-removed`]: [documentOf(text({})), documentOf(json({}))],
    [`${site}-media-type-schema-added`]: [documentOf(json({})), documentOf(json({ schema: string }))],
    [`${site}-media-type-schema-removed`]: [documentOf(json({ schema: string })), documentOf(json({}))],
  };
}

function parameterReference(beside: object): object {
  const parameters = { limit: { name: 'limit', in: 'query', schema: string } };
  return withOperation(
    { parameters: [{ $ref: '#/components/parameters/limit', ...beside }] },
    { components: { parameters } },
  );
}

/** A schema of that many parts, one within the other. */
function nested(depth: number): unknown {
  return depth === 0 ? string : { allOf: [nested(depth - 1)] };
}

function manyProperties(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, string]));
}
