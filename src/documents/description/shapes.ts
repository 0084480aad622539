import type { Family } from './versions';

/** What an object of a document is, by the names of the specification. */
export type Kind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'response'
  | 'header'
  | 'mediaType'
  | 'encoding'
  | 'schema'
  | 'items'
  | 'example'
  | 'link'
  | 'callback'
  | 'securityScheme';

/** What a field holds: one object of a kind, a list of them, a map of them, or a map of such maps. */
export type Field = readonly ['one' | 'list' | 'map', Kind];

/** The fields of a kind that hold objects; `*` stands for every other field. */
export type Shape = Readonly<Record<string, Field>>;

const METHODS_2 = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const METHODS_3 = [...METHODS_2, 'trace'];

/** The fields of a path item that are operations. */
export const METHODS: Readonly<Record<Family, readonly string[]>> = {
  '2.0': METHODS_2,
  '3.0': METHODS_3,
  '3.1': METHODS_3,
  '3.2': [...METHODS_3, 'query'],
};

const SCHEMA_0: Shape = {
  properties: ['map', 'schema'],
  additionalProperties: ['one', 'schema'],
  items: ['one', 'schema'],
  allOf: ['list', 'schema'],
};

const SCHEMA_3_0: Shape = {
  ...SCHEMA_0,
  oneOf: ['list', 'schema'],
  anyOf: ['list', 'schema'],
  not: ['one', 'schema'],
};

const SCHEMA_3_1: Shape = {
  ...SCHEMA_3_0,
  $defs: ['map', 'schema'],
  patternProperties: ['map', 'schema'],
  dependentSchemas: ['map', 'schema'],
  prefixItems: ['list', 'schema'],
  if: ['one', 'schema'],
  // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
  then: ['one', 'schema'],
  else: ['one', 'schema'],
  contains: ['one', 'schema'],
  propertyNames: ['one', 'schema'],
  unevaluatedItems: ['one', 'schema'],
  unevaluatedProperties: ['one', 'schema'],
  contentSchema: ['one', 'schema'],
};

const SHAPES_2: Readonly<Partial<Record<Kind, Shape>>> = {
  document: {
    paths: ['map', 'pathItem'],
    definitions: ['map', 'schema'],
    parameters: ['map', 'parameter'],
    responses: ['map', 'response'],
    securityDefinitions: ['map', 'securityScheme'],
  },
  pathItem: { parameters: ['list', 'parameter'], ...operations(METHODS_2) },
  operation: { parameters: ['list', 'parameter'], responses: ['map', 'response'] },
  parameter: { schema: ['one', 'schema'], items: ['one', 'items'] },
  header: { items: ['one', 'items'] },
  items: { items: ['one', 'items'] },
  response: { schema: ['one', 'schema'], headers: ['map', 'header'] },
  schema: SCHEMA_0,
};

const SHAPES_3: Readonly<Partial<Record<Kind, Shape>>> = {
  document: { paths: ['map', 'pathItem'], webhooks: ['map', 'pathItem'], components: ['one', 'components'] },
  components: {
    schemas: ['map', 'schema'],
    responses: ['map', 'response'],
    parameters: ['map', 'parameter'],
    examples: ['map', 'example'],
    requestBodies: ['map', 'requestBody'],
    headers: ['map', 'header'],
    securitySchemes: ['map', 'securityScheme'],
    links: ['map', 'link'],
    callbacks: ['map', 'callback'],
    pathItems: ['map', 'pathItem'],
    mediaTypes: ['map', 'mediaType'],
  },
  pathItem: { parameters: ['list', 'parameter'], additionalOperations: ['map', 'operation'] },
  operation: {
    parameters: ['list', 'parameter'],
    requestBody: ['one', 'requestBody'],
    responses: ['map', 'response'],
    callbacks: ['map', 'callback'],
  },
  callback: { '*': ['one', 'pathItem'] },
  parameter: { schema: ['one', 'schema'], content: ['map', 'mediaType'], examples: ['map', 'example'] },
  header: { schema: ['one', 'schema'], content: ['map', 'mediaType'], examples: ['map', 'example'] },
  requestBody: { content: ['map', 'mediaType'] },
  response: { headers: ['map', 'header'], content: ['map', 'mediaType'], links: ['map', 'link'] },
  mediaType: {
    schema: ['one', 'schema'],
    itemSchema: ['one', 'schema'],
    examples: ['map', 'example'],
    encoding: ['map', 'encoding'],
    prefixEncoding: ['list', 'encoding'],
    itemEncoding: ['one', 'encoding'],
  },
  encoding: {
    headers: ['map', 'header'],
    encoding: ['map', 'encoding'],
    prefixEncoding: ['list', 'encoding'],
    itemEncoding: ['one', 'encoding'],
  },
};

/** Which fields of which kind hold objects, in each family. */
export const SHAPES: Readonly<Record<Family, Readonly<Partial<Record<Kind, Shape>>>>> = {
  '2.0': SHAPES_2,
  '3.0': shapes3('3.0', SCHEMA_3_0),
  '3.1': shapes3('3.1', SCHEMA_3_1),
  '3.2': shapes3('3.2', SCHEMA_3_1),
};

function shapes3(family: Family, schema: Shape): Readonly<Partial<Record<Kind, Shape>>> {
  return {
    ...SHAPES_3,
    pathItem: { ...SHAPES_3.pathItem, ...operations(METHODS[family]) },
    schema,
  };
}

function operations(methods: readonly string[]): Shape {
  return Object.fromEntries(methods.map((method) => [method, ['one', 'operation'] as const]));
}
