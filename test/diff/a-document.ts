type Json = Record<string, unknown>;

/** A document of one path, `/pets/{id}`, with what is given in place of what it has. */
export function aDocument(fields: Json = {}): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    paths: { '/pets': { post: anOperation() } },
    ...fields,
  };
}

export function anOperation(fields: Json = {}): Json {
  return { responses: { '200': { description: 'Done' } }, ...fields };
}

/** A document whose operation `POST /pets` has these fields. */
export function withOperation(operation: Json, fields: Json = {}): Json {
  return aDocument({ paths: { '/pets': { post: anOperation(operation) } }, ...fields });
}

export function withParameter(parameter: Json): Json {
  return withOperation({ parameters: [{ name: 'limit', in: 'query', schema: {}, ...parameter }] });
}

export function withResponse(response: Json): Json {
  return withOperation({ responses: { '200': { description: 'Done', ...response } } });
}

export function withHeader(header: Json): Json {
  return withResponse({ headers: { 'X-Total': { schema: {}, ...header } } });
}

const inContent = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const inProperty = (schema: unknown) => ({ type: 'object', properties: { name: schema } });

/** Documents with a schema at each of the places that schemas are judged at. */
export const AT_SITE: Readonly<Record<string, (schema: unknown) => Json>> = {
  'request-parameter': (schema) => withParameter({ schema }),
  'request-body': (schema) => withOperation({ requestBody: inContent(schema) }),
  'request-property': (schema) => withOperation({ requestBody: inContent(inProperty(schema)) }),
  'response-body': (schema) => withResponse(inContent(schema)),
  'response-property': (schema) => withResponse(inContent(inProperty(schema))),
  'response-header': (schema) => withHeader({ schema }),
};
