import { databaseChannels, type Operation, type QueryEvent } from './channels';
import { databaseErrorOf } from './database-errors';

const { queryStarted, queryEnded } = databaseChannels;

/** Tells that a statement begins; null where nobody listens. Give it to {@link QueryInFlight.end} once. */
export function observeQuery(
  operation: Operation | null,
  store: QueryEvent['store'],
  sql: string | (() => string) = '',
): QueryInFlight | null {
  if (!queryEnded.hasSubscribers && !queryStarted.hasSubscribers) return null;
  const text =
    operation !== null && !queryStarted.hasSubscribers ? '' : typeof sql === 'string' ? sql : sql();
  const query = new QueryInFlight(operation ?? operationOf(text), store);
  if (queryStarted.hasSubscribers) {
    query.collection = COLLECTION.exec(text)?.[1] ?? null;
    queryStarted.publish(query);
  }
  return query;
}

/** A statement that is under way. */
export class QueryInFlight implements QueryEvent {
  outcome = 'ok';
  seconds = 0;
  collection: string | null = null;
  private readonly began = performance.now();

  constructor(
    readonly operation: Operation,
    readonly store: QueryEvent['store'],
  ) {}

  /** @param error what it failed with; without one it has succeeded */
  end(error?: unknown): void {
    this.seconds = (performance.now() - this.began) / 1_000;
    if (error !== undefined) this.outcome = outcomeOf(error);
    queryEnded.publish(this);
  }

  /** Ends it with a promise, which is passed on. */
  endWith<T>(answer: Promise<T>): Promise<T> {
    return answer.then(
      (value) => {
        this.end();
        return value;
      },
      (error: unknown) => {
        this.end(error);
        throw error;
      },
    );
  }
}

/** The first table that a text names, of whichever schema. */
const COLLECTION = /\b(?:FROM|INTO|UPDATE)\s+(?:"?\w+"?\.)?"?([a-z_]\w{0,62})\b/i;

const FIRST_WORD = /^\s*([a-z]+)/i;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  SELECT: 'select',
  INSERT: 'insert',
  UPDATE: 'update',
  DELETE: 'delete',
  BEGIN: 'begin',
  START: 'begin',
  COMMIT: 'commit',
  ROLLBACK: 'rollback',
};

/** What a text does; one with a WITH in front may do anything. */
export function operationOf(sql: string): Operation {
  const word = FIRST_WORD.exec(sql)?.[1]?.toUpperCase() ?? '';
  if (word === 'WITH') return /\b(INSERT|UPDATE|DELETE|MERGE)\b/i.test(sql) ? 'other' : 'select';
  return OPERATIONS[word] ?? 'other';
}

/** PostgreSQL, appendix A: every class that it has. A function may raise others. */
const SQLSTATE_CLASSES = new Set(
  (
    '00 01 02 03 08 09 0A 0B 0F 0L 0P 0Z 10 20 21 22 23 24 25 26 27 28 2B 2D 2F 34 38 39 3B 3D 3F ' +
    '40 42 44 53 54 55 57 58 72 F0 HV P0 XX'
  ).split(' '),
);

const POOL_OUTCOMES: Readonly<Record<string, string>> = {
  POOL_EXHAUSTED: 'pool-exhausted',
  POOL_CLOSED: 'pool-closed',
  QUERY_TIMEOUT: 'timeout',
};

/** One of few words for what a statement has failed with. */
export function outcomeOf(error: unknown): string {
  const { kind, sqlState } = databaseErrorOf(error) ?? {};
  if (sqlState) {
    const sqlStateClass = sqlState.slice(0, 2);
    return SQLSTATE_CLASSES.has(sqlStateClass) ? sqlStateClass : 'other';
  }
  const { code } = ((error as { driverError?: unknown } | null)?.driverError ?? error ?? {}) as {
    code?: unknown;
  };
  return POOL_OUTCOMES[String(code)] ?? (kind === 'unavailable' ? 'connection-lost' : 'other');
}
