import type { PoolEvent } from './pool-settings';

const MESSAGES: Readonly<Record<PoolEvent['kind'], string>> = {
  leak: 'A database connection has been held for long: look where it was taken, and whether it is released.',
  'open-transaction': 'A database connection came back inside a transaction, which was given up with it.',
  'too-many-connections': 'PostgreSQL accepts no more connections: going on with those that are open.',
};

/** What an operator is told of it. */
export function describePoolEvent({ kind }: PoolEvent): string {
  return MESSAGES[kind];
}
