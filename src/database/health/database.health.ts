import { Injectable } from '@nestjs/common';
import { DatabaseManager } from '../database-manager';
import type { DatabaseState } from '../database-state';

/** A result of an indicator as Terminus takes it, which needs nothing of Terminus to be made. */
export type DatabaseHealth<Key extends string = string> = Record<
  Key,
  { status: 'up' | 'degraded' | 'down' } & Pick<DatabaseState, 'database' | 'message' | 'usingPrimary'>
>;

const STATUSES = { healthy: 'up', degraded: 'degraded', unhealthy: 'down' } as const;

/** The database's state for Terminus, from what the manager knows: it never touches a connection. */
@Injectable()
export class DatabaseHealthIndicator {
  constructor(private readonly manager: DatabaseManager) {}

  /** Up while PostgreSQL serves, degraded while memory does, down while nothing does. */
  check(key = 'database'): DatabaseHealth {
    const { status, database, message, usingPrimary } = this.manager.state;
    return { [key]: { status: STATUSES[status], database, message, usingPrimary } };
  }
}
