import { readFileSync } from 'node:fs';
import type AxeCore from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { fillRegistry } from '../../src/demo/fill-registry';
import { ANY, Registry } from '../apis/registry';
import { HOSTILE, hostileDocument } from '../portal/hostile';
import { STORES } from '../../src/database/testing';
import { CHROMIUM, complaintsOf, launch, picture, SCREENS } from './browser';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const PAGES = {
  home: '/',
  search: '/?q=weather&tag=weather',
  'wrong-search': '/?q=x',
  api: '/apis/bookshop',
  'deprecated-api': '/apis/weather-classic',
  version: '/apis/bookshop/versions/2.0.0',
  'swagger-version': '/apis/weather-classic/versions/1.0.0',
  'deprecated-version': '/apis/weather/versions/1.0.0',
  findings: '/apis/tides/versions/0.3.0/findings',
  diff: '/apis/bookshop/diff?base=1.1.0&revision=2.0.0',
  missing: '/apis/nothing',
  hostile: '/apis/hostile/versions/2.0.0',
  'hostile-diff': '/apis/hostile/diff?base=1.0.0&revision=2.0.0',
};

if (CHROMIUM === null)
  console.warn('There is no Chromium: `apt-get install chromium`, or say where it is in CHROMIUM_PATH.');

(CHROMIUM === null ? describe.skip : describe).each(STORES)('pages in a browser, on $store', (store) => {
  let registry: Registry;
  let browser: Browser;

  /** Shows a page, does something with it, and answers what the browser complained of. */
  const visit = async (
    address: string,
    screen: BrowserContextOptions,
    act: (page: Page) => Promise<void> = async () => undefined,
  ): Promise<string[]> => {
    const context = await browser.newContext(screen);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${registry.api.service.url}${address}`);
    if (await page.locator('#document').count()) await page.waitForSelector('#document .opblock');
    await act(page);
    await context.close();
    return complaints;
  };

  beforeAll(async () => {
    [registry, browser] = await Promise.all([Registry.start(store), launch()]);
    await fillRegistry(registry.api.service.app);
    const { secret } = await registry.api.signIn();
    const ask = async (method: string, path: string, body: unknown): Promise<void> => {
      const response = await registry.api.send(method, path, secret, body, ANY);
      if (!response.ok) throw new Error(await response.text());
    };
    await ask('POST', '/v1/apis', {
      slug: 'hostile',
      name: HOSTILE,
      description: HOSTILE,
      visibility: 'public',
    });
    for (const version of ['1.0.0', '2.0.0']) {
      await ask('POST', '/v1/apis/hostile/versions', { version });
      await ask('PUT', `/v1/apis/hostile/versions/${version}/document`, hostileDocument(version));
      await ask('POST', `/v1/apis/hostile/versions/${version}/publish`, {});
    }
  });
  afterAll(async () => {
    await browser.close();
    await registry.close();
  });

  describe.each(Object.entries(SCREENS))('on the screen %s', (name, screen) => {
    it.each(Object.entries(PAGES))(
      'keep to their policy, fit, and are accessible: %s',
      async (title, address) => {
        const complaints = await visit(address, screen, async (page) => {
          const width = await page.evaluate('document.documentElement.scrollWidth');
          expect(width).toBeLessThanOrEqual(screen.viewport?.width ?? 0);
          if (store.store === 'memory') await picture(page, `${title}-${name}`);
          for (const control of await page.locator('.opblock-summary-control').all()) await control.click();
          await page.evaluate(AXE);
          // What a stranger has put into a document is his.
          const scope = title === 'hostile' ? `{ exclude: ['#document'] }` : 'document';
          const { violations } = await page.evaluate<AxeCore.AxeResults>(`axe.run(${scope})`);
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        });
        expect(complaints).toEqual([]);
      },
    );
  });

  it('are seen to break their policy, where something does', async () => {
    const complaints = await visit('/', SCREENS['desktop'] ?? {}, async (page) => {
      await page.evaluate(`new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', resolve);
        new Image().src = 'https://elsewhere.invalid/x.png';
      })`);
    });
    expect(complaints.join('\n')).toMatch(/violates the following Content Security Policy directive/);
  });

  it('are searched, narrowed and read with the keyboard alone', async () => {
    const complaints = await visit('/', SCREENS['desktop'] ?? {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.id')).toBe('q');
      await page.keyboard.type('bookshop');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/?q=bookshop');
      await page.getByRole('link', { name: 'Bookshop', exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/apis/bookshop');
      await page.getByRole('link', { name: 'Compare versions' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'What changes from 1.1.0 to 2.0.0' }).waitFor();
    });
    expect(complaints).toEqual([]);
  });

  it('need no script but for the document, which is there to be downloaded', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(registry.api.service.url);
    await page.getByLabel('Name or part of it').fill('tide');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'Tide tables' }).click();
    await page.getByRole('link', { name: 'Read version 0.3.0' }).click();
    await page.getByRole('link', { name: 'Read it as it is' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download YAML' }).click();
    expect((await download).suggestedFilename()).toBe('tides-0.3.0.yaml');
    await context.close();
  });
});
