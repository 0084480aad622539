import { eventually } from '../support/eventually';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { ServiceProcess } from '../support/service-process';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

interface Entry {
  readonly event?: string;
  readonly signal?: string;
  readonly status?: string;
}

describe('SIGHUP', () => {
  let database: TestDatabase;
  let secrets: SecretsManagerStandIn;
  let service: ServiceProcess;

  beforeAll(() => ServiceProcess.build(), 120_000);
  beforeEach(async () => {
    [database, secrets] = await Promise.all([createTestDatabase(), SecretsManagerStandIn.start()]);
  });
  afterEach(async () => {
    await service.kill();
    await secrets.close();
    await database.drop();
  });

  const start = async (environment: Record<string, string>): Promise<string> => {
    service = ServiceProcess.start({ ...secrets.environment, ...environment });
    return service.ready();
  };
  const statusOf = async (url: string): Promise<string> =>
    ((await (await fetch(`${url}/health/database`)).json()) as { status: string }).status;
  const entries = (event: string): Entry[] =>
    service.text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Entry)
      .filter((entry) => entry.event === event);

  it('has the configuration resolved again, and PostgreSQL connected to where that is now', async () => {
    const { hostname, port, pathname, username, password } = new URL(database.url);
    const secret = {
      host: hostname,
      dbname: pathname.slice(1),
      username,
      password: decodeURIComponent(password),
    };
    secrets.put('database', { ...secret, port: 1 });
    const url = await start({
      AWS_DB_SECRET: 'database',
      DATABASE_FALLBACK: 'never',
      DATABASE_RETRY_MIN_MS: '3600000',
      DATABASE_RETRY_MAX_MS: '3600000',
    });
    expect(await statusOf(url)).toBe('unhealthy');
    secrets.put('database', { ...secret, port: Number(port) });
    service.signal('SIGHUP');
    await eventually(async () => (await statusOf(url)) === 'healthy');
    await eventually(() => entries('admin.reinitialized').length === 1);
    expect(entries('admin.reinitialize')).toMatchObject([{ signal: 'SIGHUP' }]);
    expect(entries('admin.reinitialized')).toMatchObject([{ signal: 'SIGHUP', status: 'healthy' }]);
    expect(service.text).not.toContain(secret.password === '' ? '"password"' : secret.password);
    expect(await service.stop()).toBe(0);
  });

  it('that comes while a run goes on shares it', async () => {
    secrets.put('database', 'no JSON');
    const url = await start({ AWS_DB_SECRET: 'database', DATABASE_FALLBACK: 'always' });
    expect(await statusOf(url)).toBe('degraded');
    secrets.behaviour = 'hang';
    const before = secrets.requests;
    service.signal('SIGHUP');
    await eventually(() => secrets.requests > before);
    for (let i = 0; i < 5; i += 1) service.signal('SIGHUP');
    expect(await statusOf(url)).toBe('degraded');
    expect(entries('admin.reinitialize')).toHaveLength(1);
  });

  it('does not end the process while it starts', async () => {
    secrets.behaviour = 'hang';
    service = ServiceProcess.start({ ...secrets.environment, AWS_DB_SECRET: 'database' });
    await eventually(() => secrets.requests > 0);
    service.signal('SIGHUP');
    const url = await service.ready();
    expect(await statusOf(url)).toBe('degraded');
  });
});
