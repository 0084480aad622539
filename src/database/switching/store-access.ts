import type { TransactionHost } from '@nestjs-cls/transactional';
import {
  DataSource,
  EntityManager,
  type EntityTarget,
  getMetadataArgsStorage,
  type ObjectLiteral,
  type QueryRunner,
  type Repository,
} from 'typeorm';
import type { DatabaseManager } from '../database-manager';
import type { EntityRegistry } from '../entity-registry';
import type { EntityDefinition } from '../postgres/postgres-data-source';
import { follow } from './follow';
import { SwitchingRepository, SwitchingTreeRepository } from './switching-repository';

/**
 * What is injected of the database: it survives a switch, takes part in the open transaction, and can be taken apart (a
 * repository of a data source, the manager of a repository) while the application is being put together and nothing
 * serves yet.
 */
export class StoreAccess {
  readonly entityManager: EntityManager;
  readonly dataSource: DataSource;
  private readonly repositories = new Map<unknown, Repository<ObjectLiteral>>();

  constructor(
    private readonly manager: DatabaseManager,
    private readonly transactions: TransactionHost,
    private readonly registry: EntityRegistry,
  ) {
    const getRepository = <Entity extends ObjectLiteral>(target: EntityTarget<Entity>): Repository<Entity> =>
      this.repositoryOf(target);
    const getTreeRepository = getRepository as DataSource['getTreeRepository'];
    this.entityManager = follow(EntityManager.prototype, () => this.managerNow, {
      getRepository,
      getTreeRepository,
    });
    this.dataSource = follow(
      DataSource.prototype,
      () => manager.dataSource,
      this.ownOfDataSource({ getRepository, getTreeRepository }),
    );
  }

  /** The same for every call with a target, which is known as an entity from then on. */
  repositoryOf<Entity extends ObjectLiteral>(target: EntityTarget<Entity>): Repository<Entity> {
    let repository = this.repositories.get(target);
    if (!repository) {
      if (this.isStarting && isDefinition(target)) this.registry.add([target]);
      repository = isTree(target)
        ? new SwitchingTreeRepository(target, this.managerOfRepositories)
        : new SwitchingRepository(target, this.managerOfRepositories);
      this.repositories.set(target, repository);
    }
    return repository as unknown as Repository<Entity>;
  }

  private ownOfDataSource(
    repositories: Pick<DataSource, 'getRepository' | 'getTreeRepository'>,
  ): Partial<DataSource> {
    const { manager, entityManager, registry } = this;
    const isStarting = (): boolean => this.isStarting;
    return {
      ...repositories,
      manager: entityManager,
      subscribers: registry.subscribers,
      createEntityManager: (runner?: QueryRunner) =>
        runner ? manager.dataSource.createEntityManager(runner) : entityManager,
      get isInitialized() {
        return manager.state.status !== 'unhealthy';
      },
      get options() {
        return isStarting() ? { type: 'postgres' as const } : manager.dataSource.options;
      },
      get entityMetadatas() {
        return isStarting() ? [] : manager.dataSource.entityMetadatas;
      },
    };
  }

  private get isStarting(): boolean {
    return this.manager.state.reason === 'starting';
  }

  /** The open transaction's manager, or that of the store that serves now. @throws DatabaseUnavailableError */
  private get managerNow(): EntityManager {
    const { transactions, manager } = this;
    return transactions.isTransactionActive()
      ? (transactions.tx as EntityManager)
      : manager.dataSource.manager;
  }

  /** Who takes it before anything serves is given one that follows. */
  private readonly managerOfRepositories = (): EntityManager =>
    this.isStarting ? this.entityManager : this.managerNow;
}

function isDefinition(target: unknown): target is EntityDefinition {
  return (
    typeof target === 'function' || (typeof target === 'object' && target !== null && 'options' in target)
  );
}

/** Whether the class, or one that it extends, is marked by `@Tree`. Of schemas only their options tell. */
function isTree(target: unknown): boolean {
  return (
    typeof target === 'function' &&
    treeClasses().some((tree) => tree === target || target.prototype instanceof tree)
  );
}

function treeClasses(): Function[] {
  return getMetadataArgsStorage().trees.flatMap(({ target }) =>
    typeof target === 'function' ? [target] : [],
  );
}
