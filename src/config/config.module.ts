import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from './config';

/** Gives the configuration to every module, by the token `CONFIG`. */
@Global()
@Module({})
export class ConfigModule {
  /** @param config parsed before Nest starts, so that a bad one costs no half-started application */
  static forRoot(config: Config): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: CONFIG, useValue: config }], exports: [CONFIG] };
  }
}
