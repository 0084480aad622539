import { databaseChannels, type DatabaseManager, type DatabaseOptions } from '../database';
import type { Instruments, Sample } from './instruments';
import { QuarantineSize } from './quarantine-size';
import { stopAll } from './stop-all';

const { queryEnded, retried, credentialsAsked, promotion, journalSynced } = databaseChannels;
const { connectionAcquired, connectionNotAcquired, connectionOpened, connectionEvicted } = databaseChannels;

/** Statements of memory take microseconds, those of PostgreSQL less than a millisecond. */
const QUERY_SECONDS = [
  0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Most connections are there at once. */
const ACQUIRE_SECONDS = [0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const SYNC_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** What statements and connections do. @returns what stops it */
export function countQueries(instruments: Instruments): () => void {
  const queries = instruments.counter({
    name: 'ballast_database_queries_total',
    help: 'Statements by what they do, by store, and by outcome: ok, the class of an SQLSTATE, or why there was no answer.',
    labels: ['operation', 'store', 'outcome'],
  });
  const durations = instruments.histogram(
    {
      name: 'ballast_database_query_duration_seconds',
      help: 'Time from asking for a statement to its answer, with the wait for a connection.',
      labels: ['operation', 'store'],
    },
    QUERY_SECONDS,
  );
  const retries = instruments.counter({
    name: 'ballast_database_query_retries_total',
    help: 'Statements that were sent once more, by why.',
    labels: ['reason'],
  });
  const acquired = instruments.histogram(
    {
      name: 'ballast_database_pool_acquire_duration_seconds',
      help: 'Time from asking for a connection to having it.',
      labels: ['pool'],
    },
    ACQUIRE_SECONDS,
  );
  const notAcquired = instruments.counter({
    name: 'ballast_database_pool_acquire_failures_total',
    help: 'Callers that had to do without a connection, by why.',
    labels: ['pool', 'reason'],
  });
  const opened = instruments.counter({
    name: 'ballast_database_pool_connections_opened_total',
    help: 'Connections that were opened.',
    labels: ['pool'],
  });
  const evicted = instruments.counter({
    name: 'ballast_database_pool_connections_evicted_total',
    help: 'Connections that were given up, by why.',
    labels: ['pool', 'reason'],
  });
  for (const reason of ['connection-lost', 'replica-failed', 'statement-stale']) retries.at(reason);
  for (const reason of ['waited-too-long', 'queue-full', 'not-opened', 'pool-closed'])
    notAcquired.at('primary', reason);
  opened.at('primary');
  return stopAll([
    queryEnded.subscribe(({ operation, store, outcome, seconds }) => {
      queries.at(operation, store, outcome).value += 1;
      durations.at(operation, store).observe(seconds);
    }),
    retried.subscribe(({ reason }) => (retries.at(reason).value += 1)),
    connectionAcquired.subscribe(({ pool, seconds }) => acquired.at(pool).observe(seconds)),
    connectionNotAcquired.subscribe(({ pool, reason }) => (notAcquired.at(pool, reason).value += 1)),
    connectionOpened.subscribe(({ pool }) => (opened.at(pool).value += 1)),
    connectionEvicted.subscribe(({ pool, reason }) => (evicted.at(pool, reason).value += 1)),
  ]);
}

/** What PostgreSQL is reached by, and where it is found. @returns what stops it */
export function readConnections(
  instruments: Instruments,
  manager: DatabaseManager,
  { poolSize, poolOverflow }: DatabaseOptions,
): () => void {
  instruments.gauge(
    'ballast_database_pool_connections',
    'Connections to the primary by what they do; none of them while there is no primary.',
    () => {
      const { inUse = 0, idle = 0, opening = 0 } = manager.pool ?? {};
      return samplesOf('state', { in_use: inUse, idle, opening });
    },
  );
  instruments.gauge(
    'ballast_database_pool_waiting',
    'Callers that wait for a connection to the primary.',
    () => [{ value: manager.pool?.waiting ?? 0 }],
  );
  instruments.gauge(
    'ballast_database_pool_limit',
    'The most connections to the primary that there may be: DATABASE_POOL_SIZE and DATABASE_POOL_OVERFLOW.',
    () => [{ value: poolSize + poolOverflow }],
  );
  instruments.gauge(
    'ballast_database_replica_state',
    'Each replica, by its place in the configuration: 1 for the state that it is in.',
    () =>
      manager.replicas.flatMap(({ state: current }, n) =>
        ['ready', 'lagging', 'down'].map((state) => ({
          labels: { replica: String(n), state },
          value: Number(state === current),
        })),
      ),
  );
  instruments.gauge(
    'ballast_database_replica_lag_seconds',
    'How far a replica was behind when it was last asked; absent while it does not answer.',
    () =>
      manager.replicas.flatMap(({ lagMs }, n) =>
        lagMs === null ? [] : [{ labels: { replica: String(n) }, value: lagMs / 1_000 }],
      ),
  );
  const refreshes = instruments.counter({
    name: 'ballast_database_credential_refreshes_total',
    help: 'How often credentials were asked for again, by what came of it.',
    labels: ['outcome'],
  });
  for (const outcome of ['renewed', 'unchanged', 'failed']) refreshes.at(outcome);
  return credentialsAsked.subscribe(({ outcome }) => (refreshes.at(outcome).value += 1));
}

/** Memory, its journal, and what is carried over from it. @returns what stops it */
export function readMemory(instruments: Instruments, manager: DatabaseManager): () => void {
  const tables = (figure: 'versions' | 'bytes' | 'scans'): Sample[] =>
    Object.entries(manager.memoryUsage ?? {}).map(([table, usage]) => ({
      labels: { table },
      value: usage[figure],
    }));
  const ofJournal = (figure: 'bytes' | 'records' | 'unsyncedMs', divisor: number): Sample[] =>
    manager.journal ? [{ value: manager.journal[figure] / divisor }] : [];
  instruments.gauge(
    'ballast_memory_rows',
    'Rows that memory holds, with versions that are still to be cleared away.',
    () => tables('versions'),
  );
  instruments.gauge('ballast_memory_bytes', 'Bytes that they take, by estimate.', () => tables('bytes'));
  instruments.readCounter(
    'ballast_memory_scans_total',
    'How often every row of a table was looked at, for want of an index.',
    () => tables('scans'),
  );
  instruments.gauge('ballast_journal_bytes', 'Size of the journal.', () => ofJournal('bytes', 1));
  instruments.gauge(
    'ballast_journal_records',
    'Transactions in the journal behind its snapshot: while memory serves, those that PostgreSQL may not have yet.',
    () => ofJournal('records', 1),
  );
  instruments.gauge(
    'ballast_journal_unsynced_age_seconds',
    'How long the oldest transaction that was acknowledged and is not on the disk yet has been waiting.',
    () => ofJournal('unsyncedMs', 1_000),
  );
  instruments.gauge('ballast_journal_refusing', '1 when the journal has refused the last transaction.', () =>
    manager.journal ? [{ value: Number(manager.journal.failure !== null) }] : [],
  );
  const syncs = instruments.histogram(
    {
      name: 'ballast_journal_sync_duration_seconds',
      help: 'Time until the disk has what the journal was given, by outcome.',
      labels: ['outcome'],
    },
    SYNC_SECONDS,
  );
  const synced = instruments.counter({
    name: 'ballast_journal_synced_bytes_total',
    help: 'Bytes of the journal that have reached the disk.',
    labels: [],
  });
  return journalSynced.subscribe(({ outcome, bytes, seconds }) => {
    syncs.at(outcome).observe(seconds);
    if (outcome === 'ok') synced.at().value += bytes;
  });
}

/** What memory has handed over to PostgreSQL, and what that has refused. @returns what stops it */
export function readPromotion(instruments: Instruments, manager: DatabaseManager): () => void {
  const promotions = instruments.counter({
    name: 'ballast_promotions_total',
    help: 'How often memory has handed over to PostgreSQL, or failed to.',
    labels: ['outcome'],
  });
  const transactions = instruments.counter({
    name: 'ballast_promotion_transactions_total',
    help: 'Transactions that were carried over to PostgreSQL, or put into quarantine.',
    labels: ['outcome'],
  });
  for (const outcome of ['promoted', 'failed']) promotions.at(outcome);
  for (const outcome of ['replayed', 'quarantined']) transactions.at(outcome);
  let last: number | null = null;
  instruments.gauge(
    'ballast_promotion_last_duration_seconds',
    'How long the last promotion took; absent before the first.',
    () => (last === null ? [] : [{ value: last }]),
  );
  const quarantine = new QuarantineSize(manager);
  instruments.gauge(
    'ballast_quarantine_transactions',
    'Transactions in quarantine, as counted within the last minute; absent while PostgreSQL does not serve.',
    () => (quarantine.size === null ? [] : [{ value: quarantine.size }]),
  );
  return stopAll([
    () => quarantine.stop(),
    promotion.subscribe(({ step, replayed, quarantined, seconds }) => {
      if (step === 'promoted') last = seconds;
      if (step === 'promoted' || step === 'failed') {
        promotions.at(step).value += 1;
        return;
      }
      transactions.at('replayed').value += replayed;
      transactions.at('quarantined').value += quarantined;
    }),
  ]);
}

function samplesOf(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));
}
