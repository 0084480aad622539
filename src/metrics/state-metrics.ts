import type { DatabaseManager, DatabaseState } from '../database';
import type { Instruments } from './instruments';

type Status = DatabaseState['status'];

const STATUSES: readonly Status[] = ['healthy', 'degraded', 'unhealthy'];
const CIRCUITS = ['closed', 'half-open', 'open'] as const;

/** In which state the database layer is, for how long, and how it came to be. @returns what stops it */
export function readState(instruments: Instruments, manager: DatabaseManager): () => void {
  const spent: Record<Status, number> = { healthy: 0, degraded: 0, unhealthy: 0 };
  let since = performance.now();
  let status = manager.state.status;
  const account = (): void => {
    const now = performance.now();
    spent[status] += (now - since) / 1_000;
    since = now;
  };
  instruments.gauge(
    'ballast_database_state',
    '1 for the state of the database layer, 0 for the others.',
    () => STATUSES.map((state) => ({ labels: { state }, value: Number(state === status) })),
  );
  instruments.readCounter(
    'ballast_database_state_seconds_total',
    'Time that the database layer has been in each state.',
    () => {
      account();
      return STATUSES.map((state) => ({ labels: { state }, value: spent[state] }));
    },
  );
  const transitions = instruments.counter({
    name: 'ballast_database_state_transitions_total',
    help: 'Changes of state, and of the reason for one.',
    labels: ['from', 'to', 'reason'],
  });
  instruments.gauge(
    'ballast_database_circuit_state',
    'Whether requests reach a store (closed), are turned away (open), or are while PostgreSQL answers (half-open): 1 for that.',
    () => CIRCUITS.map((state) => ({ labels: { state }, value: Number(state === manager.circuit) })),
  );
  instruments.gauge(
    'ballast_database_resolution_step_info',
    '1, with the step by which the database was found.',
    () => (manager.step === null ? [] : [{ labels: { step: manager.step }, value: 1 }]),
  );
  instruments.gauge('ballast_database_primary_configured', '1 where PostgreSQL is meant to be there.', () => [
    { value: Number(manager.state.primaryConfigured) },
  ]);
  instruments.gauge(
    'ballast_database_journaled',
    '1 where what memory acknowledges is in a journal, and carried over to PostgreSQL.',
    () => [{ value: Number(manager.state.isJournaled) }],
  );
  return manager.onStateChange((next, previous) => {
    account();
    status = next.status;
    transitions.at(previous.status, next.status, next.reason).value += 1;
  });
}
