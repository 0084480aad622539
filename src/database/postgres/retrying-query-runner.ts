import type { Client } from 'pg';
import { QueryRunnerAlreadyReleasedError, type QueryRunner, type ReplicationMode } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import { databaseChannels } from '../channels';
import { databaseErrorOf, isConnectionLost, markAsRolledBack } from '../database-errors';
import { observeQuery } from '../observed-query';
import { mayReadFromReplica, noteWrite } from '../request-scope';
import { isRepeatableRead } from './repeatable-read';
import type { Replica } from './replicas/replica';
import type { ReplicaSet } from './replicas/replica-set';
import type { Release } from './pool/waiting-line';

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
  /** Whether whoever has it has released it: it takes no other connection then. */
  private isGivenUp = false;

  constructor(
    driver: PostgresDriver,
    mode: ReplicationMode,
    private readonly replicas: ReplicaSet | null,
  ) {
    super(driver, mode);
  }

  /** A runner that TypeORM has made for a read takes a connection to a replica, if the request may and one is ready. */
  override connect(): Promise<Client> {
    if (this.databaseConnectionPromise === undefined) {
      if (this.mode === 'slave' && this.replicas && mayReadFromReplica())
        this.replica = this.replicas.choose();
      this.databaseConnectionPromise = this.take();
    }
    return this.databaseConnectionPromise as Promise<Client>;
  }

  override release(): Promise<void> {
    this.isGivenUp = true;
    return super.release();
  }

  override async query(sql: string, parameters?: unknown[], useStructuredResult?: boolean): Promise<unknown> {
    const isRead = isRepeatableRead(sql);
    if (!isRead && this.replicas) this.goToPrimary();
    if (!isRead) this.holdsState = true;
    const answer = this.send(sql, parameters, useStructuredResult);
    const { databaseConnectionPromise: connection, replica } = this;
    try {
      return await answer;
    } catch (error) {
      if (this.isTransactionActive) {
        // PostgreSQL keeps nothing of a transaction that it was not told to commit.
        if (sql !== 'COMMIT') markAsRolledBack(error);
        throw error;
      }
      const { isOutcomeUnknown } = databaseErrorOf(error) ?? {};
      if (isConnectionLost(error)) replica?.fail();
      // The primary may still answer what a replica could not.
      if (!(isOutcomeUnknown || replica) || this.holdsState || !isRead || this.isGivenUp) throw error;
      // Another read that was lost with it may have taken another one already.
      if (this.databaseConnectionPromise === connection) await this.forgetConnection();
      databaseChannels.retried.publish({ reason: replica ? 'replica-failed' : 'connection-lost' });
      return this.send(sql, parameters, useStructuredResult);
    }
  }

  private send(sql: string, parameters?: unknown[], useStructuredResult?: boolean): Promise<unknown> {
    const query = observeQuery(null, 'postgres', sql);
    const answer = super.query(sql, parameters, useStructuredResult) as Promise<unknown>;
    return query ? query.endWith(answer) : answer;
  }

  /** What may write is sent to the primary, and so is what the request reads from then on. */
  private goToPrimary(): void {
    noteWrite();
    if (this.databaseConnectionPromise === undefined) this.mode = 'master';
  }

  /** TypeORM's own would keep a connection that comes when the runner has been released already. */
  private async take(): Promise<Client> {
    const [client, release] = this.replica
      ? await this.replica.take()
      : ((await this.driver.obtainMasterConnection()) as [Client, Release]);
    if (this.isReleased) {
      release();
      throw new QueryRunnerAlreadyReleasedError();
    }
    const lost = (): void => void super.release();
    client.on('error', lost);
    this.databaseConnection = client;
    this.driver.connectedQueryRunners.push(this as unknown as QueryRunner);
    this.releaseCallback = () => {
      client.removeListener('error', lost);
      release();
    };
    return client;
  }

  /** Gives the broken connection back; the next statement takes another one, to the primary. */
  private async forgetConnection(): Promise<void> {
    if (this.replica) this.mode = 'master';
    this.replica = null;
    const released = super.release();
    const runner = this as unknown as {
      isReleased: boolean;
      databaseConnection: unknown;
      databaseConnectionPromise: unknown;
    };
    runner.isReleased = false;
    runner.databaseConnection = undefined;
    runner.databaseConnectionPromise = undefined;
    await released;
  }
}
