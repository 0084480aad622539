import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import { Database } from '../../src/database/memory/storage/database';

const noSequence = (): never => {
  throw new Error('there is no sequence in an empty store');
};

/** A session on an empty store, for statements that need no table. */
export function emptySession(): Session {
  const now = (): bigint => BigInt(Date.now()) * 1000n;
  const database = new Database({
    now: now(),
    statementNow: now(),
    clockNow: now,
    nextval: noSequence,
    currval: noSequence,
    lastval: noSequence,
    setval: noSequence,
    serialSequence: () => null,
    setting: () => null,
  });
  return new Session(database, new StatementCache(10));
}
