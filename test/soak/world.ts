import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { PostgresServer } from '../support/postgres-server';
import { SecretsManagerStandIn } from '../support/secrets-manager-stand-in';
import { adminTokenIn } from '../support/sign-in';
import { TcpProxy } from '../support/tcp-proxy';
import type { UserRow } from './ledger';

const SECRET = 'soak';
const ROLE = 'soak';
/** Takes what connections are left; PostgreSQL keeps a few back for superusers, as which the soak looks on. */
const CROWD = 'crowd';
const MOST_CONNECTIONS = 60;
/** SQLSTATE too_many_connections. */
const TOO_MANY_CONNECTIONS = '53300';

/** A PostgreSQL server, a proxy in front of it, and a secret that leads there: all that the faults happen to. */
export class World {
  /** Every password that there was; none may ever be shown. */
  readonly passwords: string[] = [];
  private password = '';

  private constructor(
    readonly server: PostgresServer,
    readonly proxy: TcpProxy,
    private readonly secrets: SecretsManagerStandIn,
    private readonly database: string,
  ) {}

  static async create(): Promise<World> {
    const server = await PostgresServer.start([`max_connections=${MOST_CONNECTIONS}`]);
    const proxy = await TcpProxy.start(server.port);
    const secrets = await SecretsManagerStandIn.start();
    const database = new URL(await server.createDatabase()).pathname.slice(1);
    await server.query(`CREATE ROLE ${ROLE} LOGIN`);
    await server.query(`CREATE ROLE ${CROWD} LOGIN PASSWORD '${CROWD}'`);
    await server.query(`ALTER DATABASE ${database} OWNER TO ${ROLE}`);
    const world = new World(server, proxy, secrets, database);
    await world.changePassword(anyPassword());
    world.tellPassword();
    return world;
  }

  /** What makes the service find the database. */
  get environment(): Record<string, string> {
    return { ...this.secrets.environment, AWS_DB_SECRET: SECRET };
  }

  /** Gives the service's user another password, of which the secret does not know, and returns the one before. */
  async changePassword(password: string): Promise<string> {
    const before = this.password;
    this.password = password;
    this.passwords.push(password);
    await this.server.query(`ALTER ROLE ${ROLE} PASSWORD '${password}'`);
    return before;
  }

  /** Writes a password into the secret. */
  tellPassword(password = this.password): void {
    const { port } = this.proxy;
    const place = { host: '127.0.0.1', port, dbname: this.database };
    this.secrets.put(SECRET, { username: ROLE, password, ...place });
  }

  async endSessions(): Promise<void> {
    await this.server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${ROLE}'`,
    );
  }

  async killSession(): Promise<void> {
    const [session] = await this.server.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE usename = '${ROLE}' LIMIT 1`,
    );
    if (session) this.server.killSession(session.pid);
  }

  /** The service's sessions on the server. */
  async countSessions(): Promise<number> {
    const [{ count } = { count: 0 }] = await this.server.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = '${ROLE}'`,
    );
    return count;
  }

  /** The token of an administrator, once the service has made its tables. */
  adminToken(): Promise<string> {
    return adminTokenIn(this.server.url(this.database));
  }

  /** Those that the load has made. */
  users(): Promise<UserRow[]> {
    return this.server.query<UserRow>(
      `SELECT handle, "displayName", version FROM users WHERE role = 'user'`,
      this.database,
    );
  }

  /** Locks the table of the users until `hold` is over. */
  async whileLocked(hold: () => Promise<void>): Promise<void> {
    const holder = await this.connect(this.server.url(this.database));
    try {
      await holder.query('BEGIN; LOCK TABLE users');
      await hold();
      await holder.query('ROLLBACK');
    } finally {
      await holder.end();
    }
  }

  /** Takes every connection that is left until `hold` is over. */
  async whileCrowded(hold: () => Promise<void>): Promise<void> {
    const url = new URL(this.server.url(this.database));
    url.username = url.password = CROWD;
    const crowd: Client[] = [];
    try {
      for (;;) crowd.push(await this.connect(url.href));
    } catch (error) {
      if ((error as { code?: string }).code !== TOO_MANY_CONNECTIONS) throw error;
      await hold();
    } finally {
      await Promise.all(crowd.map((client) => client.end()));
    }
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.secrets.close();
    await this.server.close();
  }

  private async connect(connectionString: string): Promise<Client> {
    const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
}

export function anyPassword(): string {
  return randomBytes(12).toString('hex');
}
