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
import { getDataSourceToken, getEntityManagerToken } from '@nestjs/typeorm';
import { TransactionHost } from '@nestjs-cls/transactional';
import { DataSource } from 'typeorm';
import type { DatabaseOptions } from './database.options';
import { DatabaseManager } from './database-manager';
import type { DatabaseModuleAsyncOptions } from './database-module-options';
import { EntityRegistry } from './entity-registry';
import { DatabaseHealthIndicator } from './health/database.health';
import { follow } from './switching/follow';
import { StoreAccess } from './switching/store-access';
import { transactionScopes } from './transactions/transaction-scopes.module';

const OPTIONS = Symbol('DATABASE_OPTIONS');
/** The data source that transactions are opened on, which they do not take part in themselves. */
const TRANSACTION_SOURCE = Symbol('DATABASE_TRANSACTION_SOURCE');

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

/** What there is one of in an application. */
@Global()
@Module({})
export class DatabaseCoreModule {
  static forRoot(options: DatabaseModuleAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory, entities = [], migrations = [] } = options;
    const providers: Provider[] = [
      { provide: EntityRegistry, useFactory: () => new EntityRegistry(entities) },
      { provide: OPTIONS, inject: [...inject] as never[], useFactory },
      {
        provide: DatabaseManager,
        inject: [OPTIONS, EntityRegistry],
        useFactory: (options: DatabaseOptions, registry: EntityRegistry) =>
          new DatabaseManager({
            options,
            schema: () => ({ entities: registry.entities, migrations, subscribers: registry.subscribers }),
            logger: new Logger('Database'),
          }),
      },
      {
        provide: TRANSACTION_SOURCE,
        inject: [DatabaseManager],
        useFactory: (manager: DatabaseManager): DataSource =>
          follow(DataSource.prototype, () => manager.dataSource),
      },
      {
        provide: StoreAccess,
        inject: [DatabaseManager, TransactionHost, EntityRegistry],
        useFactory: (manager: DatabaseManager, host: TransactionHost, registry: EntityRegistry) =>
          new StoreAccess(manager, host, registry),
      },
      {
        provide: getDataSourceToken(),
        inject: [StoreAccess],
        useFactory: ({ dataSource }: StoreAccess) => dataSource,
      },
      {
        provide: getEntityManagerToken(),
        inject: [StoreAccess],
        useFactory: ({ entityManager }: StoreAccess) => entityManager,
      },
      DatabaseLifecycle,
      DatabaseHealthIndicator,
    ];
    return {
      module: DatabaseCoreModule,
      imports: [...imports, transactionScopes(TRANSACTION_SOURCE)],
      providers,
      exports: [
        DatabaseManager,
        StoreAccess,
        TRANSACTION_SOURCE,
        getDataSourceToken(),
        getEntityManagerToken(),
        DatabaseHealthIndicator,
      ],
    };
  }
}
