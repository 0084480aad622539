import { execFile } from 'node:child_process';
import { IsNull } from 'typeorm';
import type { Api } from '../../src/apis/api.entity';
import type { ApiVersion } from '../../src/apis/api-version.entity';
import { DEMO_APIS } from '../../src/demo/demo-apis';
import { fillRegistry } from '../../src/demo/fill-registry';
import { Registry } from '../apis/registry';
import { STORES } from '../../src/database/testing';

describe.each(STORES)('the demo on $store', (store) => {
  let registry: Registry;

  beforeAll(async () => {
    registry = await Registry.start(store);
  });
  afterAll(() => registry.close());

  it('publishes all of its versions, each once, however often it is filled', async () => {
    const { app } = registry.api.service;
    await fillRegistry(app);
    const rows = async (): Promise<{ apis: Api[]; versions: ApiVersion[] }> => ({
      apis: await registry.apis.find({ order: { id: 'ASC' } }),
      versions: await registry.versions.find({ order: { id: 'ASC' } }),
    });
    const made = await rows();
    expect(made.apis).toHaveLength(DEMO_APIS.length);
    expect(made.versions.map(({ status }) => status)).not.toContain('draft');
    await fillRegistry(app);
    expect(await rows()).toEqual(made);
  });

  it('leaves no token in force', async () => {
    await fillRegistry(registry.api.service.app);
    expect(await registry.api.tokens.countBy({ revokedAt: IsNull() })).toBe(0);
  });

  it('has a breaking major version, an API that comes to its end, and one that is private', async () => {
    const { items } = (await (await fetch(`${registry.api.service.url}/v1/apis`)).json()) as {
      items: { slug: string; successor: string | null; sunsetAt: string | null }[];
    };
    expect(items.map(({ slug }) => slug)).not.toContain('parcels');
    expect(items.find(({ slug }) => slug === 'weather-classic')).toMatchObject({
      successor: 'weather',
      sunsetAt: expect.any(String),
    });
    const [, version] = await registry.api.ask('GET', '/v1/apis/bookshop/versions/2.0.0', null);
    expect(version).toMatchObject({ base: '1.1.0', breakingCount: expect.any(Number), overrideReason: null });
    expect(version['breakingCount']).toBeGreaterThan(0);
  });
});

describe('the demo', () => {
  it('refuses to start in production', async () => {
    const [code, text] = await new Promise<[unknown, string]>((resolve) => {
      const env = { PATH: process.env['PATH'], NODE_ENV: 'production' };
      execFile(process.execPath, ['dist/demo/demo.js'], { env }, (error, _stdout, stderr) =>
        resolve([error?.code, stderr]),
      );
    });
    expect([code, text]).toEqual([78, expect.stringContaining('not for production')]);
  });
});
