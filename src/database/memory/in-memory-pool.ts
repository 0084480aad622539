import { EventEmitter } from 'node:events';
import type { Database } from './storage/database';
import type { PgResult } from './session/result';
import { Session } from './session/session';
import type { StatementCache } from './session/statement-cache';

type Callback<T> = (error: Error | null, value?: T) => void;
type Release = (error?: Error | boolean) => void;

/** One client of the in-memory store, with the part of `pg`'s Client that TypeORM uses. */
export class InMemoryClient extends EventEmitter {
  constructor(readonly session: Session) {
    super();
  }

  query(text: string, values?: readonly unknown[]): Promise<PgResult>;
  query(text: string, callback: Callback<PgResult>): void;
  query(text: string, second?: readonly unknown[] | Callback<PgResult>): Promise<PgResult> | void {
    if (typeof second !== 'function') return this.run(text, second);
    this.run(text).then(
      (result) => second(null, result),
      (error: Error) => second(error),
    );
  }

  /** As with `pg`, the answer to several statements is a list of results. */
  private async run(text: string, values?: readonly unknown[]): Promise<PgResult> {
    if (!text.includes(';')) return this.session.execute(text, values);
    const results: PgResult[] = [];
    const last = await this.session.execute(text, values, results);
    return results.length > 1 ? (results as never) : last;
  }

  close(): void {
    this.session.close();
    this.removeAllListeners();
  }
}

/** The part of `pg`'s Pool that TypeORM uses. A session costs nothing, so that there is nothing to wait for. */
export class InMemoryPool extends EventEmitter {
  private readonly clients = new Set<InMemoryClient>();
  private ended = false;

  constructor(
    private readonly database: Database,
    private readonly statements: StatementCache,
  ) {
    super();
  }

  /** Hands out a client; releasing it rolls back what it left open. */
  connect(
    callback: (error: Error | undefined, client: InMemoryClient | undefined, release: Release) => void,
  ): void {
    if (this.ended) {
      callback(new Error('Cannot use a pool after calling end on the pool'), undefined, () => undefined);
      return;
    }
    const client = new InMemoryClient(new Session(this.database, this.statements));
    this.clients.add(client);
    callback(undefined, client, () => {
      this.clients.delete(client);
      client.close();
    });
  }

  end(callback: (error?: Error) => void): void {
    this.ended = true;
    for (const client of this.clients) client.close();
    this.clients.clear();
    callback();
  }
}
