/** Operations of a document: a path, and the parameters that it requires. */
export type Operations = Readonly<Record<string, readonly string[]>>;

/** A valid OpenAPI document. */
export function openApi(version: string, operations: Operations): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version },
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, required]) => [
        path,
        {
          get: {
            operationId: `get${path.replaceAll(/\W+/g, '_')}`,
            parameters: required.map((name) => ({
              name,
              in: 'query',
              required: true,
              schema: { type: 'string' },
            })),
            responses: { 200: { description: 'What was asked for' } },
          },
        },
      ]),
    ),
  };
}
