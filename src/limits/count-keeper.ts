import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DatabaseManager, isAbsenceUncertain } from '../database';

/**
 * Tells who counts. Memory that stands in for PostgreSQL counts for itself: PostgreSQL has counts of its own for the same when
 * it takes over, and would refuse those.
 */
@Injectable()
export class CountKeeper {
  private readonly standIn = randomUUID();

  constructor(private readonly database: DatabaseManager) {}

  /** Empty, but of memory that stands in for PostgreSQL. */
  get name(): string {
    return isAbsenceUncertain(this.database.state) ? this.standIn : '';
  }
}
