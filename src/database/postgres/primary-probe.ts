import { Client } from 'pg';
import type { PostgresConnection } from '../resolution/postgres-connection';
import { postgresClientOptions } from '../resolution/postgres-client-options';

/**
 * Asks PostgreSQL whether it serves, on a connection of its own: health never takes a slot of the pool,
 * and a full pool is not an outage.
 */
export class PrimaryProbe {
  private client: Client | null = null;

  constructor(
    private readonly connection: PostgresConnection,
    private readonly timeoutMs: number,
    private readonly applicationName: string,
  ) {}

  /** Resolves when PostgreSQL has answered. A connection that fails is dropped, and tried anew the next time. */
  async check(): Promise<void> {
    const client = this.client ?? (await this.connect());
    try {
      await client.query('SELECT 1');
    } catch (error) {
      this.drop(client);
      throw error;
    }
  }

  close(): void {
    if (this.client) this.drop(this.client);
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      ...postgresClientOptions(this.connection, { connectTimeoutMs: this.timeoutMs, keepAlive: true }),
      connectionTimeoutMillis: this.timeoutMs,
      query_timeout: this.timeoutMs,
      application_name: `${this.applicationName} probe`,
    });
    client.on('error', () => this.drop(client));
    try {
      await client.connect();
    } catch (error) {
      this.drop(client);
      throw error;
    }
    this.client = client;
    return client;
  }

  /** Destroys the socket: a polite end would wait for a server that does not answer. */
  private drop(client: Client): void {
    if (this.client === client) this.client = null;
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
