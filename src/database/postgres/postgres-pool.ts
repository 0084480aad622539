import { Pool, type PoolClient, type PoolConfig } from 'pg';

/**
 * How long a connection beyond the size stays idle before it is closed. Closed at once on return, as
 * SQLAlchemy does, they would be opened anew all the time under a steady load.
 */
const OVERFLOW_IDLE_MS = 10_000;

/** What the pool is sized by. */
export interface PoolSettings {
  /** Connections that are kept when idle. */
  readonly size: number;
  /** More connections under load, closed when they have been idle for ten seconds. */
  readonly overflow: number;
  /** The longest life of a connection, in seconds. */
  readonly recycleSeconds: number;
  /** How long a caller waits for a connection, in milliseconds. */
  readonly waitTimeoutMs: number;
  /** A query that takes longer is given up and its connection destroyed, in milliseconds. */
  readonly queryTimeoutMs: number;
  readonly keepAlive: boolean;
}

type Release = (error?: Error | boolean) => void;
type ConnectCallback = (error: Error | undefined, client: PoolClient | undefined, release: Release) => void;

/** Fields of pg's Client that it does not declare. */
interface ClientInternals {
  readonly connection?: { readonly stream?: { destroy(): void } };
}

/**
 * The pool between TypeORM and pg, given to TypeORM as `driver.Pool`: `size` connections are kept,
 * `overflow` more are opened under load and closed when it is over, none lives longer than `recycleSeconds`.
 */
export class PostgresPool extends Pool {
  /** Connections of an older generation are not handed out again. */
  private generation = 0;
  private readonly generations = new WeakMap<PoolClient, number>();
  private readonly open = new Set<PoolClient>();

  constructor(config: PoolConfig, settings: PoolSettings) {
    super({
      ...config,
      max: settings.size + settings.overflow,
      maxLifetimeSeconds: settings.recycleSeconds,
      connectionTimeoutMillis: settings.waitTimeoutMs,
      // pg-pool keeps `min` connections and closes the others once they have been idle this long.
      min: settings.size,
      idleTimeoutMillis: OVERFLOW_IDLE_MS,
      query_timeout: settings.queryTimeoutMs,
      keepAlive: settings.keepAlive,
    });
    this.on('connect', (client) => {
      this.open.add(client);
      this.generations.set(client, this.generation);
      // pg-pool listens while a client is idle, TypeORM while a runner holds it; between the two a reset
      // would be an uncaught exception.
      client.on('error', () => undefined);
    });
    this.on('remove', (client) => this.open.delete(client));
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | void {
    if (!callback) {
      return new Promise((resolve, reject) => {
        this.connect((error, client) => (client ? resolve(client) : reject(error ?? new Error('no client'))));
      });
    }
    super.connect((error, client, release) => {
      if (error || !client) {
        callback(error, undefined, release);
        return;
      }
      if (this.generations.get(client) !== this.generation) {
        release(true);
        this.connect(callback);
        return;
      }
      callback(undefined, client, (cause) => release(this.disposal(client, cause)));
    });
  }

  /**
   * Gives up every connection that is open now, after an outage or a change of the primary: queries that
   * wait for an answer fail at once instead of hanging on a dead socket.
   */
  invalidate(): void {
    this.generation += 1;
    for (const client of this.open) (client as unknown as ClientInternals).connection?.stream?.destroy();
  }

  /** What release() is told: an error or true destroys the connection. */
  private disposal(client: PoolClient, cause: Error | boolean | undefined): Error | boolean | undefined {
    if (cause) return cause;
    if (this.generations.get(client) !== this.generation) return true;
    return undefined;
  }
}
