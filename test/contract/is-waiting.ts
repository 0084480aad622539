import { setImmediate as macrotask } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import type { ContractStore } from '../../src/database/testing';

/**
 * Whether a call waits for a lock: it has come to it and not ended. On PostgreSQL the server is asked.
 *
 * @param waiters how many sessions wait when this one does
 */
export async function isWaiting(
  { kind, dataSource }: ContractStore,
  work: Promise<unknown>,
  waiters = 1,
): Promise<boolean> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  work.then(end, end);
  if (kind === 'memory') {
    // Nothing but a lock makes a call in memory outlast the running microtasks.
    for (let turn = 0; turn < 3; turn += 1) await macrotask();
    return !ended;
  }
  await eventually(async () => {
    if (ended) return true;
    const [{ n = 0 } = {}]: { n?: number }[] = await dataSource.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
    );
    return n >= waiters;
  });
  return !ended;
}
