import type { Client } from 'pg';
import type { ConnectionPool } from '../pool/connection-pool';

/** So many go together at most: what befalls their connection befalls them all. */
const MOST_TOGETHER = 16;

/** A statement to be sent, outside of any transaction. */
export interface Errand {
  /** Sends it; `over` is to be called when it was answered or has failed. */
  send(client: Client, over: () => void): void;
  /** There is no connection to send it on. */
  refuse(error: Error | null): void;
}

/** Fields of pg's Client that it does not declare. */
interface ClientInternals {
  /** Whether statements are sent before those in front of them were answered. */
  pipeline: boolean;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/**
 * Sends reads by key together (PostgreSQL, "Pipelining"): those that come in one turn of the event loop go in one write,
 * on one connection, at its end. To write to a socket and to wake the server is most of what such a read costs. Each is a
 * statement of its own, and none fails with another.
 */
export class ReadPipeline {
  private waiting: Errand[] = [];

  constructor(private readonly pool: ConnectionPool) {}

  add(errand: Errand): void {
    this.waiting.push(errand);
    if (this.waiting.length === 1) setImmediate(() => this.flush());
  }

  private flush(): void {
    const { waiting } = this;
    this.waiting = [];
    for (let sent = 0; sent < waiting.length; sent += MOST_TOGETHER)
      sendTogether(this.pool, waiting.slice(sent, sent + MOST_TOGETHER));
  }
}

/** Sends errands on one connection of a pool, without waiting for one before the next. */
export function sendTogether(pool: ConnectionPool, errands: readonly Errand[]): void {
  pool.acquire((error, client, release) => {
    if (!client) {
      for (const errand of errands) errand.refuse(error);
      return;
    }
    const internals = client as unknown as ClientInternals;
    const { stream } = internals.connection;
    const open = new Set(errands);
    internals.pipeline = errands.length > 1;
    stream.cork();
    for (const errand of errands) {
      errand.send(client, () => {
        if (!open.delete(errand) || open.size > 0) return;
        internals.pipeline = false;
        release();
      });
    }
    stream.uncork();
  }, false);
}
