import type { EventEmitter } from 'node:events';
import type { Client, ClientConfig } from 'pg';
import { markAsConnectionError } from '../../database-errors';
import { createClient } from '../../resolution/create-client';
import { onceRead } from './once-read';
import { StatementDeadline } from './statement-deadline';

/** A server that is asked politely to end a session is given this long. */
const GOODBYE_MS = 1_000;

/** A statement that failed is over for its caller a little before it is for the connection. */
const SETTLE_MS = 100;

/** Fields of pg's Client that it does not declare. */
interface ClientInternals {
  readonly readyForQuery: boolean;
  readonly connection: EventEmitter & { readonly stream: { destroy(error?: Error): void } };
}

/** One connection of the pool: pg's client, its age, and who holds it. Times are monotonic, in milliseconds. */
export class PooledConnection {
  readonly client: Client;
  lastUsedAt = performance.now();
  /** Where the code stood that holds it now. */
  takenBy: Error | null = null;
  isReported = false;
  isClosed = false;
  private readonly internals: ClientInternals;
  private deadline: StatementDeadline | null = null;

  /**
   * @param expiresAt when its life ends; Infinity when it has none
   * @param onClosed called once when the connection has gone, whoever ended it
   */
  constructor(
    config: ClientConfig,
    readonly generation: number,
    readonly expiresAt: number,
    private readonly queryTimeoutMs: number,
    private readonly onClosed: (connection: PooledConnection) => void,
  ) {
    this.client = createClient(config);
    this.internals = this.client as unknown as ClientInternals;
    // For as long as it lives: an error without a listener would end the process.
    this.client.on('error', (error) => {
      // Streams hand it on as it is.
      markAsConnectionError(error);
      this.closed();
    });
    this.client.on('end', () => this.closed());
  }

  connect(done: (error: Error | null) => void): void {
    this.client.connect((error: Error | null | undefined) => {
      if (error) this.destroy();
      done(error ?? null);
    });
    // Now: pg listens first, so that its client knows by then whether it is idle.
    if (this.queryTimeoutMs > 0) this.deadline = new StatementDeadline(this.client, this.queryTimeoutMs);
  }

  /** Whether the server waits for a statement, outside of any transaction. */
  get isAtRest(): boolean {
    return this.isIdle && this.client.getTransactionStatus() === 'I';
  }

  /** Whether no statement is on its way. */
  get isIdle(): boolean {
    return this.internals.readyForQuery;
  }

  /** Calls back when no statement is on its way any more, or after a short while if one still is. */
  settle(done: (isIdle: boolean) => void): void {
    const { connection } = this.internals;
    let isOver = false;
    const settled = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(deadline);
      connection.off('readyForQuery', settled);
      connection.off('end', settled);
      done(this.isIdle);
    };
    const deadline = setTimeout(() => onceRead(settled), SETTLE_MS);
    connection.once('readyForQuery', settled);
    connection.once('end', settled);
  }

  /** Asks for an answer, however small, and gives up after a while. */
  validate(timeoutMs: number, done: (isAlive: boolean) => void): void {
    let isOpen = true;
    const answer = (isAlive: boolean): void => {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(deadline);
      done(isAlive);
    };
    const deadline = setTimeout(() => onceRead(() => answer(false)), timeoutMs);
    this.client.query('SELECT 1', (error) => answer(!error));
  }

  /** Ends the session; at once when the server does not answer. */
  close(): void {
    if (this.isClosed || !this.isIdle) {
      this.destroy();
      return;
    }
    const forced = setTimeout(() => this.destroy(), GOODBYE_MS);
    this.client.end(() => clearTimeout(forced));
  }

  /** Drops the socket. A statement that waits for its answer fails at once. */
  destroy(): void {
    this.internals.connection.stream.destroy();
  }

  private closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.deadline?.stop();
    this.onClosed(this);
  }
}
