import {
  type DynamicModule,
  Global,
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { getDataSourceToken, getEntityManagerToken, getRepositoryToken } from '@nestjs/typeorm';
import { TransactionHost } from '@nestjs-cls/transactional';
import { DataSource, EntityManager, type ObjectLiteral } from 'typeorm';
import type { DatabaseOptions } from './database.options';
import { DatabaseManager } from './database-manager';
import type { EntityDefinition } from './postgres/postgres-data-source';
import { DatabaseHealthIndicator } from './health/database.health';
import { follow } from './switching/follow';
import { transactionScopes } from './transactions/transaction-scopes.module';
import { SwitchingRepository } from './switching/switching-repository';

/** Async options, as every Nest module takes them. */
export interface DatabaseModuleOptions {
  readonly inject?: readonly (string | symbol | (new (...args: never[]) => unknown))[];
  readonly useFactory: (...args: never[]) => DatabaseOptions | Promise<DatabaseOptions>;
  /** Migrations of the application, in the order of their time stamps. */
  readonly migrations?: readonly (new () => unknown)[];
}

const OPTIONS = Symbol('DATABASE_OPTIONS');
const MIGRATIONS = Symbol('DATABASE_MIGRATIONS');

/** The entities of all `forFeature()` calls of one application. */
@Injectable()
export class EntityRegistry {
  private readonly classes = new Set<EntityDefinition>();

  add(entities: readonly EntityDefinition[]): void {
    for (const entity of entities) this.classes.add(entity);
  }

  get entities(): EntityDefinition[] {
    return [...this.classes];
  }
}

/** Opens the database before any other module's `onModuleInit`, and closes it after the last request. */
@Injectable()
class DatabaseLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(DatabaseManager) private readonly manager: DatabaseManager) {}

  async onModuleInit(): Promise<void> {
    await this.manager.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.manager.close();
  }
}

/**
 * The database layer for a Nest application: `forRoot` once, `forFeature` where `TypeOrmModule.forFeature`
 * would stand. Tokens and decorators are those of `@nestjs/typeorm`, and what they inject survives a switch.
 */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot({ inject, useFactory, migrations = [] }: DatabaseModuleOptions): DynamicModule {
    const providers: Provider[] = [
      EntityRegistry,
      { provide: OPTIONS, inject: [...(inject ?? [])] as never[], useFactory },
      { provide: MIGRATIONS, useValue: migrations },
      {
        provide: DatabaseManager,
        inject: [OPTIONS, MIGRATIONS, EntityRegistry],
        useFactory: (options: DatabaseOptions, list: (new () => unknown)[], registry: EntityRegistry) =>
          new DatabaseManager({
            options,
            schema: () => ({ entities: registry.entities, migrations: list }),
            logger: new Logger('Database'),
          }),
      },
      {
        provide: getDataSourceToken(),
        inject: [DatabaseManager],
        useFactory: (manager: DatabaseManager): DataSource =>
          follow(DataSource.prototype, () => manager.dataSource),
      },
      {
        provide: getEntityManagerToken(),
        inject: [DatabaseManager, TransactionHost],
        useFactory: (manager: DatabaseManager, host: TransactionHost): EntityManager =>
          follow(EntityManager.prototype, () => managerNow(manager, host)),
      },
      DatabaseLifecycle,
      DatabaseHealthIndicator,
    ];
    return {
      module: DatabaseModule,
      imports: [transactionScopes(getDataSourceToken())],
      providers,
      exports: [
        EntityRegistry,
        DatabaseManager,
        getDataSourceToken(),
        getEntityManagerToken(),
        DatabaseHealthIndicator,
      ],
    };
  }

  static forFeature(entities: readonly EntityDefinition[]): DynamicModule {
    const providers = entities.map((entity): Provider => ({
      provide: getRepositoryToken(entity as Parameters<typeof getRepositoryToken>[0]),
      inject: [EntityRegistry, DatabaseManager, TransactionHost],
      useFactory: (registry: EntityRegistry, manager: DatabaseManager, host: TransactionHost) => {
        registry.add(entities);
        return new SwitchingRepository<ObjectLiteral>(entity, () => managerNow(manager, host));
      },
    }));
    return { module: FeatureModule, providers, exports: providers };
  }
}

/** Carries the repositories of one `forFeature()` call. */
@Module({})
class FeatureModule {}

/** The open transaction's manager, or that of the store that serves now. */
function managerNow(manager: DatabaseManager, host: TransactionHost): EntityManager {
  return host.isTransactionActive() ? (host.tx as EntityManager) : manager.dataSource.manager;
}
