import type { DatabaseLogEntry } from '../../log-events';
import type { PoolEvent } from './pool-settings';

/** What an operator is told of it. */
export function poolLogEntry(event: PoolEvent): DatabaseLogEntry<'warn'> {
  switch (event.kind) {
    case 'leak':
      return { event: 'database.pool.leak', heldMs: event.heldMs, takenAt: event.takenAt };
    case 'open-transaction':
      return { event: 'database.pool.open_transaction', takenAt: event.takenAt };
    case 'too-many-connections':
      return { event: 'database.pool.too_many_connections', open: event.open };
  }
}
