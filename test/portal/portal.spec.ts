import { fillRegistry } from '../../src/demo/fill-registry';
import { ANY, Registry } from '../apis/registry';
import { STORES } from '../../src/database/testing';
import type { SignedIn } from '../tokens/signed-in';
import { HOSTILE, hostileDocument } from './hostile';
import { foreignScriptsIn, hostileTagsIn } from './tags-of';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe.each(STORES)('the pages on $store', (store) => {
  let registry: Registry;
  let person: SignedIn;

  const page = async (path: string): Promise<{ status: number; html: string; headers: Headers }> => {
    const response = await fetch(`${registry.api.service.url}${path}`, { headers: BROWSER });
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    return { status: response.status, html, headers: response.headers };
  };
  const text = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  const ask = async (method: string, path: string, body: unknown): Promise<void> => {
    const response = await registry.api.send(method, path, person.secret, body, ANY);
    if (!response.ok) throw new Error(await response.text());
  };

  beforeAll(async () => {
    registry = await Registry.start(store);
    await fillRegistry(registry.api.service.app);
    person = await registry.api.signIn();
    await ask('POST', '/v1/apis', {
      slug: 'hostile',
      name: HOSTILE,
      description: HOSTILE,
      visibility: 'public',
      homepageUrl: 'https://example.com/?"><script>alert(1)</script>',
    });
    for (const version of ['1.0.0', '2.0.0']) {
      await ask('POST', '/v1/apis/hostile/versions', { version });
      await ask('PUT', `/v1/apis/hostile/versions/${version}/document`, hostileDocument(version));
      await ask('POST', `/v1/apis/hostile/versions/${version}/publish`, {});
    }
    await ask('POST', '/v1/apis/hostile/versions', { version: '3.0.0' });
  });
  afterAll(() => registry.close());

  it('list what everybody sees, and nothing that is private', async () => {
    const { status, html } = await page('/');
    expect(status).toBe(200);
    expect(text(html)).toContain('5 APIs');
    for (const slug of ['bookshop', 'weather', 'weather-classic', 'tides'])
      expect(html).toContain(`href="/apis/${slug}"`);
    expect(html).not.toContain('parcels');
    expect(text(html)).toMatch(/deprecated 1 API/);
  });

  it('find by a part of the name, a tag, the lifecycle, the specification and the owner', async () => {
    const found = async (query: string): Promise<string[]> => {
      const { html } = await page(`/?${query}`);
      return [...html.matchAll(/<h3><a href="\/apis\/([^"]+)"/g)].map(([, slug]) => slug ?? '').toSorted();
    };
    expect(await found('q=eAthe')).toEqual(['weather', 'weather-classic']);
    expect(await found('tag=weather&tag=forecast')).toEqual(['weather']);
    expect(await found('lifecycle=deprecated&q=&owner=')).toEqual(['weather-classic']);
    expect(await found('specVersion=2.0&utm_source=mail')).toEqual(['weather-classic']);
    expect(await found('owner=Ada')).toEqual(['bookshop']);
    expect(await found('owner=nobody')).toEqual([]);
  });

  it('narrow by links that keep what else is sought, and widen again', async () => {
    const { html } = await page('/?q=weather&tag=weather');
    expect(html).toContain('href="/?q=weather&amp;tag=weather&amp;lifecycle=deprecated"');
    expect(html).toMatch(/<a href="\/\?q=weather" aria-current="true"><span>weather<\/span>/);
  });

  it('say what is wrong with what is sought, and show the form again', async () => {
    const { status, html } = await page('/?q=x');
    expect(status).toBe(400);
    expect(text(html)).toContain('The name must have 2 to 100 characters.');
    expect(html).toMatch(/<input id="q"[^>]* value="x"/);
  });

  it('show an API with its versions, without drafts, and where to go when it is deprecated', async () => {
    const bookshop = await page('/apis/bookshop');
    expect(text(bookshop.html)).toMatch(/2\.0\.0 published \d+ breaking .* OpenAPI 3\.1\.0 4 /);
    expect(text(bookshop.html)).toContain('ada');
    const classic = text((await page('/apis/weather-classic')).html);
    expect(classic).toMatch(/This API is deprecated since .* It is there until .* Use weather instead\./);
    expect((await page('/apis/hostile')).html).not.toContain('3.0.0');
  });

  it('show a version with the document to download, and what was found in it', async () => {
    const { html } = await page('/apis/tides/versions/0.3.0');
    expect(html).toContain('href="/v1/apis/tides/versions/0.3.0/document" download="tides-0.3.0.yaml"');
    expect(html).toContain('data-address="/v1/apis/tides/versions/0.3.0/document"');
    const findings = text((await page('/apis/tides/versions/0.3.0/findings')).html);
    expect(findings).toMatch(/Nothing refers to .* Line \d+ \/components\/schemas\/Harbour component-unused/);
    const old = text((await page('/apis/weather/versions/1.0.0')).html);
    expect(old).toMatch(/This version is deprecated since .* Use version 1\.1\.0 instead\./);
  });

  it('group what changes between two versions, the worst first, with the reasons', async () => {
    const { html } = await page('/apis/bookshop/diff?base=1.1.0&revision=2.0.0');
    const ids = [...html.matchAll(/<h2 id="(\w+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['breaking', 'warning', 'info']);
    expect(text(html)).toMatch(/GET \/books Clients have to send a new parameter: shelf\./);
    expect(text((await page('/apis/bookshop/diff')).html)).toContain('What changes from 1.1.0 to 2.0.0');
    expect(text((await page('/apis/tides/diff')).html)).toContain('There are no two versions to compare.');
  });

  it.each([
    '/apis/parcels',
    '/apis/parcels/versions/1.0.0',
    '/apis/parcels/versions/1.0.0/findings',
    '/apis/parcels/diff',
    '/apis/hostile/versions/3.0.0',
    '/apis/hostile/versions/3.0.0/findings',
    '/apis/hostile/diff?base=1.0.0&revision=3.0.0',
    '/apis/nothing',
    '/apis/%00',
    '/apis/bookshop/versions/9.9.9',
    '/apis/bookshop/versions/latest',
    '/nothing',
  ])('say of what is not there, or not for everybody, that there is nothing: %s', async (path) => {
    const { status, html } = await page(path);
    expect(status).toBe(404);
    expect(text(html)).toContain('There is nothing here');
  });

  it.each([
    '/',
    '/apis/hostile',
    '/apis/hostile/versions/2.0.0',
    '/apis/hostile/versions/2.0.0/findings',
    '/apis/hostile/diff?base=1.0.0&revision=2.0.0',
    `/?q=${encodeURIComponent(HOSTILE)}`,
    `/?tag=${encodeURIComponent(HOSTILE)}`,
    `/?cursor=${encodeURIComponent(HOSTILE)}`,
    `/apis/${encodeURIComponent(HOSTILE)}`,
    `/apis/bookshop/diff?base=${encodeURIComponent(HOSTILE)}&revision=1.0.0`,
  ])('show what is hostile as the text that it is: %s', async (path) => {
    const { html } = await page(path);
    expect([foreignScriptsIn(html), hostileTagsIn(html)]).toEqual([[], []]);
    expect(html).not.toMatch(/href="(?!\/|#|https?:)/i);
  });

  it('let nothing run or load but what is from here', async () => {
    for (const path of ['/', '/apis/bookshop/versions/2.0.0', '/apis/nothing']) {
      const { headers, html } = await page(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';" +
          "form-action 'self';base-uri 'none';frame-ancestors 'none'",
      );
      expect([foreignScriptsIn(html), hostileTagsIn(html)]).toEqual([[], []]);
    }
  });

  it('come one after another where there are many APIs, each shown once', async () => {
    for (let n = 0; n < 25; n += 1) await registry.insertApi(person, { tags: ['many'] });
    const slugs: string[] = [];
    let path: string | undefined = '/?tag=many';
    for (; path !== undefined;) {
      const { html } = await page(path);
      slugs.push(...[...html.matchAll(/<h3><a href="\/apis\/([^"]+)"/g)].map(([, slug]) => slug ?? ''));
      path = /<a rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect([slugs.length, new Set(slugs).size]).toEqual([25, 25]);
  });
});
