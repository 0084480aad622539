import type { Client, Query } from 'pg';
import { type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { databaseChannels } from '../../channels';
import { databaseErrorOf, isConnectionLost, markAsRolledBack } from '../../database-errors';
import { observeQuery } from '../../observed-query';
import { mayReadFromReplica, noteWrite } from '../../request-scope';
import type { ReplicaSet } from '../replicas/replica-set';
import type { ConnectionPool } from '../pool/connection-pool';
import { PreparedQuery, type Rows } from './prepared-query';
import { isStale, type PreparedStatement, PreparedStatements } from './prepared-statements';
import { type Errand, ReadPipeline, sendTogether } from './read-pipeline';
import type { Template, TemplateFactory } from './template';

/** Sends the statements of templates, on a transaction's connection or on one of the pool's. */
export class StatementRunner {
  private readonly prepared = new PreparedStatements();
  /** Errors of statements that are prepared anew when they are sent again. */
  private readonly stale = new WeakSet<object>();
  private readonly pipelines = new WeakMap<ConnectionPool, ReadPipeline>();

  constructor(
    private readonly primary: () => ConnectionPool,
    private readonly replicas: ReplicaSet | null,
    private readonly templates: TemplateFactory,
  ) {}

  /**
   * A statement that may be sent twice: outside of a transaction it is, once, when its connection breaks.
   *
   * @throws QueryFailedError
   */
  async read(manager: EntityManager, template: Template, values: readonly unknown[]): Promise<Rows> {
    if (manager.queryRunner) return this.within(manager.queryRunner, template, values);
    const replica = this.replicas && mayReadFromReplica() ? this.replicas.choose() : null;
    try {
      return await this.onPool(replica?.pool ?? this.primary(), template, values);
    } catch (error) {
      if (isConnectionLost(error)) replica?.fail();
      // The primary may still answer what a replica could not.
      const isStale = this.isStale(error);
      if (replica === null && !isBroken(error) && !isStale) throw error;
      const lost = replica === null ? 'connection-lost' : 'replica-failed';
      databaseChannels.retried.publish({ reason: isStale ? 'statement-stale' : lost });
      return this.onPool(this.primary(), template, values);
    }
  }

  /** @throws QueryFailedError */
  async write(manager: EntityManager, template: Template, values: readonly unknown[]): Promise<Rows> {
    noteWrite();
    if (manager.queryRunner) return this.within(manager.queryRunner, template, values);
    try {
      return await this.onPool(this.primary(), template, values);
    } catch (error) {
      // It was not carried out: the server did not know what was meant.
      if (!this.isStale(error)) throw error;
      databaseChannels.retried.publish({ reason: 'statement-stale' });
      return this.onPool(this.primary(), template, values);
    }
  }

  private within(queryRunner: QueryRunner, template: Template, values: readonly unknown[]): Promise<Rows> {
    const query = observeQuery(template.operation, 'postgres', template.text);
    const answer = this.sendWithin(queryRunner, template, values);
    return query ? query.endWith(answer) : answer;
  }

  private async sendWithin(
    queryRunner: QueryRunner,
    template: Template,
    values: readonly unknown[],
  ): Promise<Rows> {
    const client = (await queryRunner.connect()) as Client;
    return new Promise((resolve, reject) => {
      this.send(client, template, values, resolve, (error) => {
        if (queryRunner.isTransactionActive) markAsRolledBack(error);
        reject(error);
      });
    });
  }

  private onPool(pool: ConnectionPool, template: Template, values: readonly unknown[]): Promise<Rows> {
    const query = observeQuery(template.operation, 'postgres', template.text);
    return new Promise((resolve, reject) => {
      const errand: Errand = {
        send: (client, over) => {
          const answered = (rows: Rows): void => {
            over();
            query?.end();
            resolve(rows);
          };
          const failed = (error: Error): void => {
            over();
            query?.end(error);
            reject(error);
          };
          this.send(client, template, values, answered, failed);
        },
        refuse: (error) => {
          query?.end(error);
          reject(error);
        },
      };
      // One that is parsed anew each time is no quick errand.
      if (template.isByKey && template.name !== undefined && readsFew(values))
        this.pipelineOf(pool).add(errand);
      else sendTogether(pool, [errand]);
    });
  }

  private pipelineOf(pool: ConnectionPool): ReadPipeline {
    const known = this.pipelines.get(pool);
    if (known) return known;
    const pipeline = new ReadPipeline(pool);
    this.pipelines.set(pool, pipeline);
    return pipeline;
  }

  private send(
    client: Client,
    template: Template,
    values: readonly unknown[],
    answered: (rows: Rows) => void,
    failed: (error: QueryFailedError) => void,
  ): void {
    const { text } = template;
    // Those in front of it are sent first: which are kept prepared shows only then.
    const prepare = (): PreparedStatement | null => this.prepared.use(client, template.name);
    const query = new PreparedQuery(text, values, prepare, client, (error, rows) => {
      if (rows) {
        answered(rows);
        return;
      }
      const failure = new QueryFailedError(text, [...values], error ?? new Error('no answer'));
      if (query.name !== undefined && error && isStale(query.name, error)) {
        this.templates.rename(template, query.name);
        this.stale.add(failure);
      }
      failed(failure);
    });
    client.query(query as unknown as Query);
  }

  private isStale(error: unknown): boolean {
    return typeof error === 'object' && error !== null && this.stale.has(error);
  }
}

/** Whether a statement was sent, and its connection was lost: not one that was never had. */
function isBroken(error: unknown): boolean {
  return error instanceof QueryFailedError && databaseErrorOf(error)?.kind === 'unavailable';
}

/** So many rows does a quick errand read at most. */
const MOST_ROWS = 64;

/** Whether values of a key mean few rows: each combination of them one at most. */
function readsFew(values: readonly unknown[]): boolean {
  let rows = 1;
  for (const value of values) if (Array.isArray(value)) rows *= value.length;
  return rows <= MOST_ROWS;
}
