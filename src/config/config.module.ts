import { type DynamicModule } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { type Config, CONFIG_NAMESPACE } from './config';

/**
 * Gives the configuration to every module, by the token `CONFIG`. It is parsed before Nest starts, so that a bad
 * one costs no half-started application; Nest's own reading of files and of `process.env`, into which it also
 * writes, is left out.
 */
export function configModule(config: Config): Promise<DynamicModule> {
  return ConfigModule.forRoot({
    isGlobal: true,
    ignoreEnvFile: true,
    validatePredefined: false,
    skipProcessEnv: true,
    load: [registerAs(CONFIG_NAMESPACE, () => config)],
  });
}
