import { gunzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../support/test-app';

const NAMES = [
  'portal.css',
  'document.js',
  'status.css',
  'status.js',
  'icon.svg',
  'swagger-ui.css',
  'swagger-ui-bundle.js',
];

describe('what pages load', () => {
  let service: TestApp;
  let hash: string;

  beforeAll(async () => {
    service = await startApp();
    const html = await (await fetch(service.url)).text();
    hash = /\/assets\/(\w+)\/portal\.css/.exec(html)?.[1] ?? '';
  });
  afterAll(() => service.close());

  it('is kept for good at the address of its content, and nowhere else', async () => {
    const [kept, other] = await Promise.all([
      fetch(`${service.url}/assets/${hash}/portal.css`),
      fetch(`${service.url}/assets/0123456789abcdef/portal.css`),
    ]);
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(other.headers.get('cache-control')).toBe('no-cache');
    expect(await other.text()).toBe(await kept.text());
  });

  it.each(NAMES)('is there in whole and compressed: %s', async (name) => {
    const load = async (accepted: string): Promise<[Response, Buffer]> => {
      const answer = await service.app.inject({
        url: `/assets/${hash}/${name}`,
        headers: { 'accept-encoding': accepted },
      });
      expect(answer.statusCode).toBe(200);
      return [new Response(null, { headers: answer.headers as Record<string, string> }), answer.rawPayload];
    };
    const [plain, whole] = await load('identity');
    const [coded, compressed] = await load('br, gzip;q=0.8');
    expect([plain.headers.get('content-encoding'), coded.headers.get('content-encoding')]).toEqual([
      null,
      'gzip',
    ]);
    expect(plain.headers.get('vary')).toBe('accept-encoding');
    expect(plain.headers.get('content-type')).toMatch(
      /^(text\/(css|javascript); charset=utf-8|image\/svg\+xml)$/,
    );
    expect(gunzipSync(compressed).equals(whole)).toBe(true);
    expect(compressed.length).toBeLessThan(whole.length);
    expect((await load('gzip;q=0'))[0].headers.get('content-encoding')).toBeNull();
  });

  it.each(['/assets/x/package.json', '/assets/x/..%2F..%2Fpackage.json', '/assets/x/__proto__', '/assets/x'])(
    'is nothing else: %s',
    async (path) => {
      expect((await service.app.inject(path)).statusCode).toBe(404);
    },
  );

  it('is in no description of the API, and neither are the pages', async () => {
    const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(paths).filter((path) => /^\/($|apis|assets|status)/.test(path))).toEqual([]);
  });
});
