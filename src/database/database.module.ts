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
import { databaseOptions, type DatabaseSettings } from './database-settings';
import type { RawEnvironment } from './environment-values';
import type { EntityDefinition } from './postgres/postgres-data-source';
import { DatabaseHealthIndicator } from './health/database.health';
import { follow } from './switching/follow';
import { transactionScopes } from './transactions/transaction-scopes.module';
import { SwitchingRepository } from './switching/switching-repository';

/** What the stores hold. */
export interface DatabaseSchema {
  /** Beside those of all `forFeature()` calls. */
  readonly entities?: readonly EntityDefinition[];
  /** Migrations of the application, in the order of their time stamps. */
  readonly migrations?: readonly (new () => unknown)[];
}

export interface DatabaseModuleOptions extends DatabaseSettings, DatabaseSchema {
  /** The variables that say what the settings leave out: those of the process unless others are given. */
  readonly environment?: RawEnvironment;
}

/** Async options, as every Nest module takes them; `databaseOptions` makes what the factory has to answer. */
export interface DatabaseModuleAsyncOptions extends DatabaseSchema {
  readonly imports?: DynamicModule['imports'];
  readonly inject?: readonly (string | symbol | (new (...args: never[]) => unknown))[];
  readonly useFactory: (...args: never[]) => DatabaseOptions | Promise<DatabaseOptions>;
}

const OPTIONS = Symbol('DATABASE_OPTIONS');
const MIGRATIONS = Symbol('DATABASE_MIGRATIONS');

/** The entities of all `forFeature()` calls of one application. */
export class EntityRegistry {
  private readonly classes: Set<EntityDefinition>;

  constructor(entities: readonly EntityDefinition[] = []) {
    this.classes = new Set(entities);
  }

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
  /** With settings, and the variables of the process for all that they leave out. */
  static forRoot(options: DatabaseModuleOptions = {}): DynamicModule {
    const { environment = process.env, entities, migrations, ...settings } = options;
    return DatabaseModule.forRootAsync({
      entities,
      migrations,
      useFactory: () => databaseOptions(environment, settings),
    });
  }

  static forRootAsync(options: DatabaseModuleAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory, entities = [], migrations = [] } = options;
    const providers: Provider[] = [
      { provide: EntityRegistry, useFactory: () => new EntityRegistry(entities) },
      { provide: OPTIONS, inject: [...inject] as never[], useFactory },
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
      imports: [...imports, transactionScopes(getDataSourceToken())],
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
