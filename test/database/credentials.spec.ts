import { DatabaseManager, databaseOptions } from '../../src/database';
import { eventually } from '../support/eventually';
import { PostgresServer } from '../support/postgres-server';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';

/** The service's users, whose names and passwords change while it works. */
describe('Credentials that are changed under traffic', () => {
  let server: PostgresServer;
  let secrets: SecretsManagerStandIn;
  let manager: DatabaseManager;
  let database: string;
  let traffic: Traffic;

  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.close());

  beforeEach(async () => {
    secrets = await SecretsManagerStandIn.start();
    database = new URL(await server.createDatabase()).pathname.slice(1);
    await server.query(`CREATE ROLE first LOGIN PASSWORD 'one'; CREATE ROLE second LOGIN PASSWORD 'two'`);
    store('first', 'one');
    manager = new DatabaseManager({
      options: databaseOptions({
        ...secrets.environment,
        AWS_DB_SECRET: 'database',
        DATABASE_FALLBACK: 'never',
        // What is late on a machine that is busy is no outage here.
        DATABASE_PROBE_TIMEOUT_MS: '5000',
        DATABASE_POOL_SIZE: '3',
        // Connections are replaced all the time, so that new ones need the credentials.
        DATABASE_POOL_RECYCLE_SECONDS: '1',
        DATABASE_RETRY_MIN_MS: '200',
        DATABASE_RETRY_MAX_MS: '400',
      }),
      schema: () => ({ entities: [], migrations: [] }),
      logger: { log: () => undefined, warn: () => undefined },
    });
    await manager.initialize();
    traffic = new Traffic(manager);
  });
  afterEach(async () => {
    await traffic.stop();
    await manager.close();
    await secrets.close();
    await server.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await server.query('DROP ROLE first; DROP ROLE second');
  });

  const store = (username: string, password: string): string =>
    secrets.put('database', { username, password, host: '127.0.0.1', port: server.port, dbname: database });

  it('[fault 27] take a new password without a failed request and without a restart', async () => {
    await server.query(`ALTER ROLE first PASSWORD 'three'`);
    store('first', 'three');
    const before = secrets.requests;
    const { opened } = traffic;
    await eventually(() => traffic.opened >= opened + 6, { deadlineMs: 20_000 });
    expect(traffic.failures).toEqual([]);
    expect(traffic.answers).toBeGreaterThan(100);
    expect(secrets.requests - before).toBe(1);
  });

  it('[fault 27] take another user without a failed request and without a restart', async () => {
    store('second', 'two');
    await server.query('ALTER ROLE first NOLOGIN');
    await eventually(
      async () => {
        const rows = await server.query<{ usename: string }>(
          `SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = '${database}' AND application_name = 'ballast'`,
        );
        return rows.length === 1 && rows[0]?.usename === 'second';
      },
      { deadlineMs: 20_000 },
    );
    expect(traffic.failures).toEqual([]);
    expect(manager.state.status).toBe('healthy');
  });

  it('[fault 28] do not make the service ask all the time while the database knows them before the secret does', async () => {
    await server.query(`ALTER ROLE first PASSWORD 'four'`);
    const began = performance.now();
    const before = secrets.requests;
    await eventually(() => traffic.failures.length >= 20, { deadlineMs: 20_000 });
    const most = 3 + (performance.now() - began) / 100;
    expect(secrets.requests - before).toBeLessThanOrEqual(most);
    expect(traffic.failures.every((code) => code === '28P01' || code === 'database_unavailable')).toBe(true);
    store('first', 'four');
    await eventually(() => manager.state.status === 'healthy');
    const { answers } = traffic;
    await eventually(() => traffic.answers > answers + 20);
  });
});

/** Statements, one after another, from several callers. */
class Traffic {
  answers = 0;
  readonly failures: unknown[] = [];
  private isRunning = true;
  private readonly sessions = new Set<number>();
  private readonly callers: Promise<void>[];

  constructor(private readonly manager: DatabaseManager) {
    this.callers = Array.from({ length: 6 }, () => this.call());
  }

  /** How many sessions have answered. */
  get opened(): number {
    return this.sessions.size;
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all(this.callers);
  }

  private async call(): Promise<void> {
    while (this.isRunning) {
      try {
        const rows = await this.manager.dataSource.query<{ pid: number }[]>(
          'SELECT pg_backend_pid() AS pid, pg_sleep(0.01)',
        );
        this.answers += 1;
        if (rows[0]) this.sessions.add(rows[0].pid);
      } catch (error) {
        const { code } = error as { code?: unknown };
        this.failures.push(code ?? (error as Error).message);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }
}
