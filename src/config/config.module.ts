import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from './config';

/** The token of the parsed configuration. */
export const CONFIG = Symbol('CONFIG');

/** Gives the configuration, parsed once at the start, to whoever asks. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: Config): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: CONFIG, useValue: config }], exports: [CONFIG] };
  }
}
