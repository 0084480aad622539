import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { ConnectionSource } from './connection-source';
import { connectClient } from '../resolution/connect-client';
import { createClient } from '../resolution/create-client';
import type { PostgresConnection } from '../resolution/postgres-connection';
import { postgresClientOptions } from '../resolution/postgres-client-options';

/**
 * Asks a server how it is on a connection of its own: health never takes a slot of the pool, and a full pool is not an
 * outage.
 */
export class ServerProbe {
  private client: Client | null = null;
  private checking: Promise<void> | null = null;
  private isClosed = false;

  constructor(
    private readonly source: ConnectionSource,
    private readonly timeoutMs: number,
    private readonly applicationName: string,
    /** The question. It fails when the answer is not good enough. */
    private readonly question: (client: Client) => Promise<void>,
  ) {}

  /** Resolves when the answer is good. Concurrent calls share one question. */
  check(): Promise<void> {
    this.checking ??= this.askTwice().finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  close(): void {
    this.isClosed = true;
    if (this.client) this.drop(this.client);
  }

  /**
   * The connection that is there may have been ended while the server is well: only a fresh one proves an outage. It is
   * tried when the first has failed, or is late.
   */
  private async askTwice(): Promise<void> {
    const { client } = this;
    if (!client) {
      await this.askFresh();
      return;
    }
    const known = this.ask(client).then(
      () => true,
      () => false,
    );
    const late = pause(this.timeoutMs / 2, false, { ref: false });
    if (await Promise.race([known, late])) return;
    await this.askFresh().catch(async (error: unknown) => {
      if (!(await known)) throw error;
    });
  }

  private async askFresh(): Promise<void> {
    await this.ask(await this.connectRenewing());
  }

  private async connectRenewing(): Promise<Client> {
    const connection = this.source.current;
    try {
      return await this.connect(connection);
    } catch (error) {
      if (!(await this.source.renew(connection, error))) throw error;
      return this.connect(this.source.current);
    }
  }

  private async ask(client: Client): Promise<void> {
    try {
      await this.question(client);
    } catch (error) {
      // Dropped after a bad answer, too: the host's name may lead to another server by now.
      this.drop(client);
      throw error;
    }
  }

  private async connect(connection: PostgresConnection): Promise<Client> {
    const client = createClient({
      ...postgresClientOptions(connection, { connectTimeoutMs: this.timeoutMs, keepAlive: true }),
      connectionTimeoutMillis: this.timeoutMs,
      query_timeout: this.timeoutMs,
      application_name: `${this.applicationName} probe`,
    });
    client.on('error', () => this.drop(client));
    try {
      await connectClient(client, this.timeoutMs);
      if (this.isClosed) throw new Error('the probe was closed');
    } catch (error) {
      this.drop(client);
      throw error;
    }
    // One that is late, and answers after all, is not needed any more.
    if (this.client) this.drop(this.client);
    this.client = client;
    return client;
  }

  /** Destroys the socket: a polite end would wait for a server that does not answer. */
  private drop(client: Client): void {
    if (this.client === client) this.client = null;
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}
