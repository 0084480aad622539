import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import { databaseErrorOf, markAsRolledBack } from '../database-errors';
import { isRepeatableRead } from './repeatable-read';

/**
 * TypeORM's query runner, which sends a read outside of a transaction once more when its connection breaks, and which
 * knows of a lost transaction whether anything of it can have been kept.
 */
export class RetryingQueryRunner extends PostgresQueryRunner {
  override async query(sql: string, parameters?: unknown[], useStructuredResult?: boolean): Promise<unknown> {
    try {
      return (await super.query(sql, parameters, useStructuredResult)) as unknown;
    } catch (error) {
      if (this.isTransactionActive) {
        // PostgreSQL keeps nothing of a transaction that it was not told to commit.
        if (sql !== 'COMMIT') markAsRolledBack(error);
        throw error;
      }
      if (!databaseErrorOf(error)?.isOutcomeUnknown || !isRepeatableRead(sql)) throw error;
      await this.forgetConnection();
      return super.query(sql, parameters, useStructuredResult);
    }
  }

  /** Gives the broken connection back; the next statement takes another one. */
  private async forgetConnection(): Promise<void> {
    await this.release();
    const runner = this as unknown as {
      isReleased: boolean;
      databaseConnection: unknown;
      databaseConnectionPromise: unknown;
    };
    runner.isReleased = false;
    runner.databaseConnection = undefined;
    runner.databaseConnectionPromise = undefined;
  }
}
