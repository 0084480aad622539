import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import { FastPathEntityManager } from '../fast-path/fast-path-entity-manager';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresFastPath } from './fast-path/postgres-fast-path';
import type { ReplicaSet } from './replicas/replica-set';
import { RetryingQueryRunner } from './retrying-query-runner';

export interface FastDataSourceParts {
  /** Whether statements are kept prepared on their connections. */
  readonly prepareStatements: boolean;
  /** Where reads may go; null sends them to the primary. */
  readonly replicas: ReplicaSet | null;
}

/** TypeORM's data source over our pool (`driver.Pool`), with a short way for simple calls. */
export class FastDataSource extends DataSource {
  private readonly fastPath: PostgresFastPath;

  constructor(options: PostgresDataSourceOptions, { prepareStatements, replicas }: FastDataSourceParts) {
    super(options);
    this.fastPath = new PostgresFastPath(this, prepareStatements, replicas);
    const driver = this.driver as PostgresDriver;
    driver.createQueryRunner = (mode) => new RetryingQueryRunner(driver, mode, replicas);
  }

  // TypeORM calls this while it constructs the data source: the manager asks for the fast path when it needs it.
  override createEntityManager(queryRunner?: QueryRunner): EntityManager {
    return new FastPathEntityManager(this, queryRunner, () => this.fastPath);
  }
}
