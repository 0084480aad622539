import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { DatabaseManager } from '../database-manager';

/** The database's state for Terminus, from what the manager knows: it never touches a connection. */
@Injectable()
export class DatabaseHealthIndicator {
  constructor(
    private readonly manager: DatabaseManager,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** Up while PostgreSQL serves, degraded while memory does, down while nothing does. */
  check(key = 'database'): HealthIndicatorResult {
    const { status, database, message, usingPrimary } = this.manager.state;
    const indicator = this.indicators.check(key);
    const details = { database, message, usingPrimary };
    switch (status) {
      case 'healthy':
        return indicator.up(details);
      case 'degraded':
        return indicator.degraded(details);
      case 'unhealthy':
        return indicator.down(details);
    }
  }
}
