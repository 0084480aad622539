import type { DynamicModule } from '@nestjs/common';
import type { DatabaseOptions } from './database.options';
import type { DatabaseSettings } from './database-settings';
import type { RawEnvironment } from './environment-values';
import type { EntityDefinition } from './postgres/postgres-data-source';

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
