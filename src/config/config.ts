import * as z from 'zod';
import {
  databaseEnvironment,
  type DatabaseOptions,
  databaseOptions,
  parseConnectionUrl,
  ResolutionError,
} from '../database';
import { ConfigError, type ConfigProblem } from './config-error';

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be between ${minimum} and ${maximum}`);

const flag = z
  .string()
  .regex(/^(true|false|1|0|yes|no)$/i, 'must be true or false')
  .transform((value) => /^(true|1|yes)$/i.test(value));

/** Every variable that the service reads. */
export const environmentSchema = databaseEnvironment.extend({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development'),
  HOST: z.string().default('0.0.0.0'),
  PORT: wholeNumber(0, 65_535).default(3_000),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  READY_WHEN_DEGRADED: flag.default(true),
  BODY_LIMIT_BYTES: wholeNumber(1_024, 16_777_216).default(1_048_576),
  SHUTDOWN_TIMEOUT_MS: wholeNumber(0, 600_000).default(10_000),
  TRUST_PROXY: flag.default(false),
});

/** The service's configuration: parsed, typed, frozen. Units are in the names. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** What readiness says while memory serves. */
  readonly readyWhenDegraded: boolean;
  readonly bodyLimitBytes: number;
  /** How long requests in flight may take after SIGTERM. */
  readonly shutdownTimeoutMs: number;
  /** Whether X-Forwarded-* is believed. */
  readonly trustProxy: boolean;
  readonly database: DatabaseOptions;
}

/**
 * The configuration that an environment gives. Pure: it reads nothing but its argument.
 * An empty value counts as not set.
 *
 * @throws ConfigError with every key that is malformed, and never a value
 */
export function parseConfig(raw: Readonly<Record<string, string | undefined>>): Config {
  const stated = Object.fromEntries(
    Object.entries(raw).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = environmentSchema.safeParse(stated);
  const problems: ConfigProblem[] = result.success
    ? []
    : result.error.issues.map(({ path, message }) => ({ key: path.join('.'), rule: message }));
  problems.push(...urlProblems(stated['DATABASE_URL']));
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  const environment = result.data;
  return Object.freeze({
    environment: environment.NODE_ENV,
    host: environment.HOST,
    port: environment.PORT,
    logLevel: environment.LOG_LEVEL,
    readyWhenDegraded: environment.READY_WHEN_DEGRADED,
    bodyLimitBytes: environment.BODY_LIMIT_BYTES,
    shutdownTimeoutMs: environment.SHUTDOWN_TIMEOUT_MS,
    trustProxy: environment.TRUST_PROXY,
    database: databaseOptions(environment),
  });
}

/** A URL that is no PostgreSQL URL is an operator's mistake, not a step to pass over. */
function urlProblems(url: string | undefined): ConfigProblem[] {
  if (url === undefined) return [];
  try {
    parseConnectionUrl(url);
    return [];
  } catch (error) {
    if (error instanceof ResolutionError)
      return [{ key: 'DATABASE_URL', rule: error.message.replace(/^DATABASE_URL /, '') }];
    throw error;
  }
}
