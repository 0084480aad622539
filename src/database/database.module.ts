import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { getRepositoryToken } from '@nestjs/typeorm';
import { DatabaseCoreModule } from './database-core.module';
import type { DatabaseModuleAsyncOptions, DatabaseModuleOptions } from './database-module-options';
import { databaseOptions } from './database-settings';
import type { EntityDefinition } from './postgres/postgres-data-source';
import { StoreAccess } from './switching/store-access';

/**
 * The database layer for a Nest application: `forRoot` once, `forFeature` where `TypeOrmModule.forFeature`
 * would stand. Tokens and decorators are those of `@nestjs/typeorm`, and what they inject survives a switch.
 */
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
    return { module: DatabaseModule, imports: [DatabaseCoreModule.forRoot(options)] };
  }

  static forFeature(entities: readonly EntityDefinition[] = []): DynamicModule {
    const providers = entities.map((entity): Provider => ({
      provide: getRepositoryToken(entity as Parameters<typeof getRepositoryToken>[0]),
      inject: [StoreAccess],
      useFactory: (access: StoreAccess) => access.repositoryOf(entity),
    }));
    return { module: DatabaseModule, providers, exports: providers };
  }
}
