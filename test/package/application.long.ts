import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { ServiceProcess } from '../support/service-process';
import { type RunningApplication, ScratchApplication } from './scratch-application';

type Health = { status: string; info: object; error: object };

describe('another application with the database layer as a package', () => {
  jest.setTimeout(120_000);

  let application: ScratchApplication;
  const running = new Set<RunningApplication>();

  beforeAll(async () => {
    ServiceProcess.build();
    application = await ScratchApplication.install();
    await application.write('src/main-fastify.ts', await onFastify());
    await application.compile();
  }, 180_000);
  afterEach(async () => {
    for (const process of running) await process.kill();
    running.clear();
  });
  afterAll(() => application.remove());

  async function onFastify(): Promise<string> {
    const [, main = ''] =
      /```ts\n\/\/ src\/main\.ts\n([\s\S]*?)```/.exec(await application.read('README.md')) ?? [];
    const text = main.replace('create(AppModule,', 'create(AppModule, new FastifyAdapter(),');
    return `import { FastifyAdapter } from '@nestjs/platform-fastify';\n${text}`;
  }

  const start = async (environment: Record<string, string> = {}, main?: string): Promise<string> => {
    const process = application.start(environment, main);
    running.add(process);
    const url = await process.url();
    await eventually(async () => (await ready(url))[0] === 200, { deadlineMs: 30_000 });
    return url;
  };
  const ready = async (url: string): Promise<[number, string, unknown]> => {
    const response = await fetch(`${url}/health/ready`);
    const { status, info, error } = (await response.json()) as Health;
    return [response.status, status, { ...info, ...error }];
  };
  const isReady = async (url: string): Promise<boolean> => (await ready(url))[1] === 'ok';
  const add = (url: string, ...titles: string[]): Promise<Response> =>
    fetch(`${url}/books`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ titles }),
    });
  const titles = async (url: string): Promise<string[]> =>
    ((await (await fetch(`${url}/books`)).json()) as { title: string }[]).map(({ title }) => title);
  const stop = async (): Promise<unknown[]> => {
    const codes = await Promise.all([...running].map((process) => process.stop()));
    running.clear();
    return codes;
  };

  it('serves from memory on Fastify with nothing configured, and says so', async () => {
    const url = await start({}, 'main-fastify');
    expect(await ready(url)).toEqual([
      200,
      'degraded',
      {
        database: expect.objectContaining({
          status: 'degraded',
          database: 'in-memory',
          usingPrimary: false,
        }) as unknown,
      },
    ]);
    expect((await add(url, 'Emma')).status).toBe(201);
    expect(await titles(url)).toEqual(['Emma']);
    expect(await stop()).toEqual(['SIGTERM']);
  });

  it('ends with 78 where it is configured badly, and names no value', async () => {
    const process = application.start({ DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect(await process.exit).toBe(78);
    expect(process.text).toMatch(/^DATABASE_URL must /m);
    expect(process.text).not.toMatch(/hunter2|root/);
  });

  it('keeps what it has acknowledged on Express: in a journal, through a kill, into PostgreSQL, and through its outage', async () => {
    const journal = { DATABASE_JOURNAL_DIR: `${application.folder}/journal` };
    let url = await start(journal);
    expect((await add(url, 'Persuasion', 'Sanditon')).status).toBe(201);
    // The second has no title: nothing of it stays.
    expect(
      (
        await fetch(`${url}/books`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"titles":["Lady Susan",null]}',
        })
      ).status,
    ).toBe(500);
    for (const process of running) await process.kill();
    running.clear();

    url = await start(journal);
    expect(await titles(url)).toEqual(['Persuasion', 'Sanditon']);
    expect(await stop()).toEqual(['SIGTERM']);

    const server = await PostgresServer.start();
    try {
      url = await start({ ...journal, DATABASE_URL: server.url() });
      await eventually(() => isReady(url), { deadlineMs: 30_000 });
      expect(await titles(url)).toEqual(['Persuasion', 'Sanditon']);
      expect((await add(url, 'Emma')).status).toBe(201);

      await server.kill();
      const refused = await eventually(async () => {
        const response = await fetch(`${url}/books`);
        if (response.status !== 503) throw new Error(`answered with ${response.status}`);
        return response;
      });
      expect(refused.headers.get('retry-after')).toBe('1');
      await eventually(async () => (await ready(url))[0] === 503);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);

      await server.start();
      await eventually(() => isReady(url), { deadlineMs: 30_000 });
      expect(await titles(url)).toEqual(['Emma', 'Persuasion', 'Sanditon']);
      expect(await stop()).toEqual(['SIGTERM']);
    } finally {
      await server.close();
    }
  });
});
