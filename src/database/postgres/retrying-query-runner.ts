import type { Client } from 'pg';
import type { QueryRunner, ReplicationMode } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import { databaseErrorOf, isConnectionLost, markAsRolledBack } from '../database-errors';
import { mayReadFromReplica, noteWrite } from '../request-scope';
import { isRepeatableRead } from './repeatable-read';
import type { Replica } from './replicas/replica';
import type { ReplicaSet } from './replicas/replica-set';

/**
 * TypeORM's query runner, which sends a read outside of a transaction once more when its connection breaks, and which
 * knows of a lost transaction whether anything of it can have been kept.
 */
export class RetryingQueryRunner extends PostgresQueryRunner {
  /**
   * Whether something other than a read has run on the connection: a transaction that was begun by hand, a lock, a
   * setting. Another connection would not have it.
   */
  private holdsState = false;
  /** The replica that it reads from now. */
  private replica: Replica | null = null;

  constructor(
    driver: PostgresDriver,
    mode: ReplicationMode,
    private readonly replicas: ReplicaSet | null,
  ) {
    super(driver, mode);
  }

  /** A runner that TypeORM has made for a read takes a connection to a replica, if the request may and one is ready. */
  override connect(): Promise<unknown> {
    const isNew = this.databaseConnection === undefined && this.databaseConnectionPromise === undefined;
    if (isNew && this.mode === 'slave' && this.replicas && mayReadFromReplica()) {
      this.replica = this.replicas.choose();
      if (this.replica) this.databaseConnectionPromise = this.connectTo(this.replica);
    }
    return super.connect() as Promise<unknown>;
  }

  override async query(sql: string, parameters?: unknown[], useStructuredResult?: boolean): Promise<unknown> {
    const isRead = isRepeatableRead(sql);
    if (!isRead && this.replicas) this.goToPrimary();
    if (!isRead) this.holdsState = true;
    try {
      return (await super.query(sql, parameters, useStructuredResult)) as unknown;
    } catch (error) {
      if (this.isTransactionActive) {
        // PostgreSQL keeps nothing of a transaction that it was not told to commit.
        if (sql !== 'COMMIT') markAsRolledBack(error);
        throw error;
      }
      const { isOutcomeUnknown } = databaseErrorOf(error) ?? {};
      if (isConnectionLost(error)) this.replica?.fail();
      // The primary may still answer what a replica could not.
      if (!(isOutcomeUnknown || this.replica) || this.holdsState || !isRead) throw error;
      await this.forgetConnection();
      if (this.replica) this.mode = 'master';
      this.replica = null;
      return super.query(sql, parameters, useStructuredResult);
    }
  }

  /** What may write is sent to the primary, and so is what the request reads from then on. */
  private goToPrimary(): void {
    noteWrite();
    if (this.databaseConnection === undefined && this.databaseConnectionPromise === undefined)
      this.mode = 'master';
  }

  private async connectTo({ pool }: Replica): Promise<Client> {
    return new Promise((resolve, reject) => {
      pool.acquire((error, client, release) => {
        if (!client) {
          reject(error);
          return;
        }
        const lost = (cause: Error): void => this.releaseCallback?.(cause);
        this.databaseConnection = client;
        this.driver.connectedQueryRunners.push(this as unknown as QueryRunner);
        this.releaseCallback = (cause: Error | undefined) => {
          client.removeListener('error', lost);
          release(cause);
        };
        client.on('error', lost);
        resolve(client);
      });
    });
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
