import { startApp, type TestApp } from '../support/test-app';

interface OpenApi {
  readonly openapi: string;
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Record<
    string,
    Record<
      string,
      {
        summary?: string;
        tags?: readonly string[];
        security?: readonly object[];
        responses: Record<string, { content?: Record<string, { schema?: object }> }>;
      }
    >
  >;
}

describe('the documentation', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('describes every answer of the users with a schema, and every error as a problem', async () => {
    const { openapi, paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as OpenApi;
    expect(openapi).toMatch(/^3\.1/);
    const users = Object.entries(paths).filter(([path]) => path.startsWith('/v1/users'));
    expect(users.flatMap(([, methods]) => Object.keys(methods)).toSorted()).toEqual([
      'delete',
      'delete',
      'get',
      'get',
      'get',
      'patch',
      'patch',
      'post',
    ]);
    for (const { responses } of users.flatMap(([, methods]) => Object.values(methods))) {
      const [success] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const schema = success?.[1].content?.['application/json']?.schema;
      expect(success?.[0] === '204' || JSON.stringify(schema ?? '').length > 20).toBe(true);
      expect(responses['default']?.content?.['application/problem+json']?.schema).toMatchObject({
        type: 'object',
      });
    }
  });

  it('tells the scopes that a route takes', async () => {
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as OpenApi;
    expect(paths['/v1/tokens']?.['post']?.security).toEqual([{ bearer: ['tokens:write'] }]);
    expect(paths['/v1/tokens/whoami']?.['get']?.security).toEqual([{ bearer: [] }]);
  });

  it('says of every operation what it does, and of what kinds they are, those for signing in first', async () => {
    const { paths, tags } = (await (await fetch(`${service.url}/openapi.json`)).json()) as OpenApi;
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    expect(operations.filter(({ summary }) => !summary).map(({ path }) => path)).toEqual([]);
    expect(tags?.[0]).toMatchObject({ name: 'one-time passwords', description: expect.any(String) });
    const kinds = new Set(operations.flatMap((operation) => operation.tags));
    expect(tags?.filter(({ name }) => !kinds.has(name))).toEqual([]);
  });

  it('is a page whose every asset comes from this service', async () => {
    const page = await (await fetch(`${service.url}/docs`)).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, reference]) => new URL(reference ?? '', `${service.url}/docs`),
    );
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      expect(asset.origin).toBe(service.url);
      const response = await fetch(asset);
      await response.arrayBuffer();
      expect(response.status).toBe(200);
    }
  });
});
