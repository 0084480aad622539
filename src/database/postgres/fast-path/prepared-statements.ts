import type { Client } from 'pg';
import type { RowForm } from './row-form';

/** How many statements are kept prepared on a connection: each takes memory of the server's. */
const MOST_PREPARED = 500;

/** Fields of pg's Client that it does not declare. */
interface ClientInternals {
  readonly connection: {
    /** What is prepared, by its name: it is not sent again. */
    readonly parsedStatements: Record<string, string>;
    /** What was sent to be prepared, and was not answered yet. */
    readonly submittedNamedStatements: Record<string, string>;
    close(message: { type: 'S'; name: string }): void;
  };
}

/** A statement that is prepared on one connection, or is about to be. */
export interface PreparedStatement {
  readonly name: string;
  /** Known from the first answer on. PostgreSQL refuses a prepared statement whose rows would have another one. */
  form: RowForm | null;
}

/** The statements that are prepared on each connection: that which was not used for longest makes room for another. */
export class PreparedStatements {
  private readonly of = new WeakMap<Client, Map<string, PreparedStatement>>();

  /**
   * As what a statement is to be sent now: null while it is being prepared for another one in front of it, since nobody
   * knows yet whether it will be.
   */
  use(client: Client, name: string | undefined): PreparedStatement | null {
    if (name === undefined || isBeingPrepared(client, name)) return null;
    let all = this.of.get(client);
    if (!all) this.of.set(client, (all = new Map<string, PreparedStatement>()));
    const statement = all.get(name) ?? { name, form: null };
    // The one used last stands last.
    all.delete(name);
    all.set(name, statement);
    if (all.size > MOST_PREPARED) this.forget(client, all);
    return statement;
  }

  private forget(client: Client, all: Map<string, PreparedStatement>): void {
    const [oldest] = all.keys();
    if (oldest === undefined) return;
    all.delete(oldest);
    const { connection } = client as unknown as ClientInternals;
    delete connection.parsedStatements[oldest];
    // Goes with what is sent next, and works inside a transaction that has failed, too.
    connection.close({ type: 'S', name: oldest });
  }
}

function isBeingPrepared(client: Client, name: string): boolean {
  return (client as unknown as ClientInternals).connection.submittedNamedStatements[name] !== undefined;
}

/**
 * Whether the server says of the statement prepared under this name that it does not know it (any more), that it knows
 * it although it was not asked to keep it, or that its rows have another form by now. It was not carried out then.
 */
export function isStale(name: string, error: Error): boolean {
  const { code, routine, message } = error as Error & { code?: unknown; routine?: unknown };
  if (code === '26000' || code === '42P05') return message.match(/ballast_\d+/)?.[0] === name;
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}
