import { startApp, type TestApp } from '../support/test-app';

/** What everybody may ask; all else takes a token. */
const OPEN = [
  'GET /.well-known/api-catalog',
  'GET /health',
  'GET /health/database',
  'GET /health/live',
  'GET /health/ready',
  'GET /health/startup',
  'GET /v1/apis',
  'GET /v1/apis/{slug}',
  'GET /v1/apis/{slug}/stats',
  'GET /v1/apis/{slug}/versions',
  'GET /v1/apis/{slug}/versions/{version}',
  'GET /v1/apis/{slug}/versions/{version}/diff',
  'GET /v1/apis/{slug}/versions/{version}/document',
  'GET /v1/apis/{slug}/versions/{version}/validation',
  'POST /v1/auth/otps',
  'POST /v1/auth/otps/{id}/resend',
  'POST /v1/auth/otps/{id}/verify',
];

describe('the routes', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('are closed to who shows no token, all but those that say that they are open', async () => {
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { security?: object[] }>>;
    };
    const open: string[] = [];
    for (const [path, operations] of Object.entries(paths))
      for (const [method, { security }] of Object.entries(operations)) {
        const { status, headers } = await fetch(`${service.url}${path.replaceAll(/\{\w+\}/g, '1')}`, {
          method: method.toUpperCase(),
        });
        const isClosed = status === 401 && headers.get('www-authenticate') === 'Bearer';
        // An empty alternative: a token is taken, and not needed.
        const needsToken = security?.every((alternative) => Object.keys(alternative).length > 0) ?? false;
        expect([method, path, isClosed]).toEqual([method, path, needsToken]);
        if (!isClosed) open.push(`${method.toUpperCase()} ${path}`);
      }
    expect(open.toSorted()).toEqual(OPEN);
  });
});
