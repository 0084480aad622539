import { readFileSync } from 'node:fs';
import type AxeCore from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { STORES } from '../../src/database/testing';
import { eventually } from '../support/eventually';
import { OutageService } from '../support/outage-service';
import { PostgresServer } from '../support/postgres-server';
import { ServiceProcess } from '../support/service-process';
import { ADMINISTRATORS, codesInLog, signInAsAdmin } from '../support/sign-in';
import { TokenService } from '../tokens/signed-in';
import { CHROMIUM, complaintsOf, launch, picture, SCREENS } from './browser';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const DESKTOP = SCREENS['desktop'] ?? {};

/** What is said for a moment while the service or its database is away is no complaint. */
const isComplaint = (text: string): boolean =>
  !/ERR_CONNECTION|ERR_ABORTED|ERR_EMPTY|\/status\/\w+ failed/.test(text);

(CHROMIUM === null ? describe.skip : describe)('the page of the status in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const open = async (
    url: string,
    screen: BrowserContextOptions = DESKTOP,
  ): Promise<{ page: Page; complaints: string[] }> => {
    const page = await (await browser.newContext(screen)).newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${url}/status`);
    return { page, complaints };
  };
  const shows = (page: Page, status: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name: status }).waitFor();
  const useToken = async (page: Page, token: string): Promise<void> => {
    await page.getByText('Use a token that you have').click();
    await page.getByLabel('Token of a session').fill(token);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('heading', { name: 'The last five minutes' }).waitFor();
    await page.getByRole('heading', { name: 'Where the database is' }).waitFor();
  };
  const isAccessible = async (page: Page): Promise<void> => {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeCore.AxeResults>('axe.run(document)');
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  };

  describe('while things fail', () => {
    let postgres: PostgresServer;
    let service: ServiceProcess;
    let url: string;
    const environment = (): Record<string, string> => ({
      DATABASE_URL: postgres.url(),
      DATABASE_STABILITY_WINDOW_MS: '0',
      ...ADMINISTRATORS,
    });

    beforeAll(async () => {
      postgres = await PostgresServer.start();
      service = ServiceProcess.start(environment());
      url = await service.ready();
    });
    afterAll(async () => {
      service.signal('SIGKILL');
      await service.exit;
      await postgres.close();
    });

    it('signs an administrator in with the keyboard, and keeps his token nowhere', async () => {
      const { page, complaints } = await open(url);
      await shows(page, 'Healthy');
      await page.getByLabel('E-mail address of an administrator').focus();
      await page.keyboard.type('admin-0@example.com');
      await page.keyboard.press('Enter');
      await page.getByLabel('Code of eight digits').waitFor();
      await eventually(async () => (await page.evaluate('document.activeElement.id')) === 'code');
      await page.keyboard.type(await codesInLog(service).codeFor('admin-0@example.com'));
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Where the database is' }).waitFor();
      await page.getByRole('heading', { name: 'The last five minutes' }).waitFor();
      const kept = await page.evaluate(
        `JSON.stringify([location.href, document.cookie, { ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML])`,
      );
      expect(kept).not.toContain('apr_ses_');
      await page.getByRole('button', { name: 'Sign out of this page' }).click();
      expect(await page.getByRole('heading', { name: 'Where the database is' }).count()).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('tells of an outage within moments, says who cannot be told, and comes back by itself', async () => {
      const { page, complaints } = await open(url);
      await shows(page, 'Healthy');
      await useToken(page, await signInAsAdmin(service, url, 1));
      await postgres.kill();
      const began = performance.now();
      await shows(page, 'Unhealthy');
      const tookMs = performance.now() - began;
      console.log(`The page shows an outage after ${Math.round(tookMs)} ms.`);
      expect(tookMs).toBeLessThan(3_000);
      await eventually(async () => (await page.title()) === 'Unhealthy · Status · Ballast');
      expect(await page.locator('#announcement').textContent()).toMatch(/^Unhealthy, since/);
      await page.getByText('Nobody can be let in at the moment.').waitFor();
      await page.getByText(/What follows is of \d\d:\d\d:\d\d UTC, and is not kept up to date/).waitFor();
      await isAccessible(page);
      await picture(page, 'status-outage-desktop');
      await postgres.start();
      await shows(page, 'Healthy');
      await page.getByText('Nobody can be let in at the moment.').waitFor({ state: 'hidden' });
      await page
        .getByRole('listitem')
        .filter({ hasText: /^Unhealthy/ })
        .first()
        .waitFor();
      await picture(page, 'status-after-outage-desktop');
      expect(complaints.filter(isComplaint)).toEqual([]);
      await page.context().close();
    });

    it('does not show what is old as new when the service is gone', async () => {
      const { page, complaints } = await open(url);
      await shows(page, 'Healthy');
      const port = new URL(url).port;
      service.signal('SIGKILL');
      await service.exit;
      await page.getByRole('alert').filter({ hasText: 'The service has not answered since' }).waitFor();
      await eventually(async () => (await page.title()) === 'No answer · Status · Ballast');
      expect(await page.locator('#freshness').textContent()).toMatch(/^As of /);
      await isAccessible(page);
      await page.getByRole('heading', { level: 1, name: 'Last known: Healthy' }).waitFor();
      await picture(page, 'status-stale-desktop');
      service = ServiceProcess.start({ ...environment(), PORT: port });
      await service.ready();
      await eventually(async () => (await page.title()) === 'Healthy · Status · Ballast');
      expect(await page.locator('#stale').textContent()).toBe('');
      expect(complaints.filter(isComplaint)).toEqual([]);
      await page.context().close();
    });
  });

  describe('on every screen', () => {
    let outage: OutageService;

    beforeAll(async () => {
      outage = await OutageService.prepare();
      outage.bringBack();
      await outage.start();
      await outage.is('healthy');
      await outage.createUser('ada');
      await outage.stop();
      outage.takeAway();
      await outage.start();
      await outage.is('degraded');
    });
    afterAll(() => outage.close());

    const looksWell = async (name: string, status: string): Promise<void> => {
      for (const [screen, options] of Object.entries(SCREENS)) {
        const { page, complaints } = await open(outage.url, options);
        await shows(page, status);
        if (status !== 'Unhealthy') await useToken(page, await outage.adminToken());
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect(width).toBeLessThanOrEqual(options.viewport?.width ?? 0);
        await isAccessible(page);
        await picture(page, `status-${name}-${screen}`);
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    };

    it('shows memory that stands in, with its journal', async () => {
      await looksWell('degraded', 'Degraded');
    });

    it('shows the promotion and the quarantine when PostgreSQL has taken over, without being loaded anew', async () => {
      const { page } = await open(outage.url);
      await useToken(page, await outage.adminToken());
      await outage.createUser('ada');
      outage.bringBack();
      await shows(page, 'Healthy');
      await page.getByText('1 transaction in quarantine').waitFor();
      await page.getByText('1 insert in public.users').waitFor();
      await page.getByRole('heading', { name: 'Last promotion' }).waitFor();
      await page.context().close();
      await looksWell('healthy', 'Healthy');
    });

    it('shows that PostgreSQL is away', async () => {
      outage.takeAway();
      await outage.is('unhealthy');
      await looksWell('unhealthy', 'Unhealthy');
    });
  });

  describe('for who may not see more', () => {
    let api: TokenService;

    beforeAll(async () => {
      const [memory] = STORES;
      if (memory) api = await TokenService.start(memory);
    });
    afterAll(() => api.close());

    const enter = async (page: Page, token: string): Promise<void> => {
      await page.getByLabel('Token of a session').fill(token);
      await page.getByRole('button', { name: 'Show' }).click();
    };

    it('says why, and lets him try it again', async () => {
      const { page, complaints } = await open(api.service.url);
      await page.getByText('Use a token that you have').click();
      await enter(page, 'apr_ses_rubbish');
      await page.getByText('That token is not in force (any more).').waitFor();
      await enter(page, (await api.signIn()).secret);
      await page.getByText('That is not an administrator').waitFor();
      await picture(page, 'status-refused-desktop');
      await page.getByLabel('E-mail address').fill('ada@example.com');
      await page.getByRole('button', { name: 'Send a code' }).click();
      await page.getByLabel('Code of eight digits').fill('00000000');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('The service has refused that:').waitFor();
      await isAccessible(page);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('leaves what it has shown, with its time, when the sign-in has become old', async () => {
      const admin = await api.signIn('admin');
      const { page } = await open(api.service.url);
      await useToken(page, admin.secret);
      const { id } = await api.rowOf(admin.secret);
      await api.tokens.update({ id }, { signedInAt: new Date(Date.now() - 600_001) });
      await page.getByText('You have signed in more than ten minutes ago').waitFor();
      await page.getByText(/^What follows is of/).waitFor();
      expect(await page.getByRole('heading', { name: 'Where the database is' }).count()).toBe(1);
      await isAccessible(page);
      await page.context().close();
    });
  });

  describe('for who wants less', () => {
    let outage: OutageService;

    beforeAll(async () => {
      outage = await OutageService.prepare();
      await outage.start();
    });
    afterAll(() => outage.close());

    it('says the same without a script, and is loaded anew by itself', async () => {
      const { page } = await open(outage.url, { ...DESKTOP, javaScriptEnabled: false });
      await shows(page, 'Degraded');
      expect(await page.locator('form:visible').count()).toBe(0);
      expect(await page.locator('meta[http-equiv="refresh"]').count()).toBe(1);
      await page.context().close();
    });

    it('draws seldom for who does not want things to move, and not at all when it is told to pause', async () => {
      const { page } = await open(outage.url, { ...DESKTOP, reducedMotion: 'reduce' });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      const times = (path: string): number => asked.filter((one) => one === path).length;
      await useToken(page, await outage.adminToken());
      await page.waitForResponse(
        (response) => response.url().endsWith('/state') && times('/status/state') > 3,
      );
      expect(times('/status/figures')).toBe(1);
      await page.getByRole('button', { name: 'Pause the figures' }).click();
      expect(await page.getByRole('button', { name: 'Pause the figures', pressed: true }).count()).toBe(1);
      await page.context().close();
    });
  });
});
