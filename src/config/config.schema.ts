import { z } from 'zod';
import {
  brokenDatabaseRules,
  databaseEnvironment,
  databaseOptionsOf,
  flag,
  milliseconds,
  oneOf,
  type RawEnvironment,
  readBy,
  readVariables,
  wholeNumber,
} from '../database';
import { accountsEnvironment, brokenAccountsRules, smtpOptionsOf } from './accounts.environment';
import { type Config, LOG_LEVELS, RUNTIME_ENVIRONMENTS } from './config';
import { ConfigError } from './config-error';
import { limitsEnvironment, rateLimitOptionsOf } from './limits.environment';
import { brokenTracingRules, tracingEnvironment, tracingOptionsOf } from './tracing.environment';
import { readListenAddress } from './listen-address';
import { brokenMetricsRules, metricsEnvironment, metricsOptionsOf } from './metrics.environment';
import { readTrustProxy } from './trust-proxy';

/** Every variable the service reads, with its rule and its default. Told to operators in .env.example. */
export const environment = z.object({
  NODE_ENV: oneOf(RUNTIME_ENVIRONMENTS).default('development'),
  HOST: readBy(readListenAddress).default('0.0.0.0'),
  PORT: wholeNumber({ min: 0, max: 65_535, default: 3000 }),
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  READY_WHEN_DEGRADED: flag().default(true),
  BODY_LIMIT_BYTES: wholeNumber({ min: 1024, max: 104_857_600, default: 1_048_576 }),
  HEADER_LIMIT_BYTES: wholeNumber({ min: 1024, max: 1_048_576, default: 16_384 }),
  REQUEST_TIMEOUT_MS: milliseconds({ min: 100, default: 30_000 }),
  SHUTDOWN_DELAY_MS: milliseconds({ min: 0, default: 0 }),
  SHUTDOWN_TIMEOUT_MS: milliseconds({ min: 0, default: 10_000 }),
  TRUST_PROXY: readBy(readTrustProxy).default(false),
  ...accountsEnvironment.shape,
  ...limitsEnvironment.shape,
  ...tracingEnvironment.shape,
  ...metricsEnvironment.shape,
  ...databaseEnvironment.shape,
});

/**
 * Turns a raw environment into the configuration. Pure: reads nothing but its argument.
 *
 * @throws ConfigError with every problem at once
 */
export function parseConfig(raw: RawEnvironment): Config {
  const { values, valid, broken } = readVariables(environment, raw);
  const malformed = new Set(broken.map(({ key }) => key));
  const problems = [
    ...broken,
    ...brokenAccountsRules(valid, malformed),
    ...brokenTracingRules(valid),
    ...brokenMetricsRules(valid, malformed),
    ...brokenDatabaseRules(valid),
  ];
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    environment: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    readyWhenDegraded: values.READY_WHEN_DEGRADED,
    bodyLimitBytes: values.BODY_LIMIT_BYTES,
    headerLimitBytes: values.HEADER_LIMIT_BYTES,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    shutdownDelayMs: values.SHUTDOWN_DELAY_MS,
    shutdownTimeoutMs: values.SHUTDOWN_TIMEOUT_MS,
    trustProxy: values.TRUST_PROXY,
    adminEmails: values.ADMIN_EMAILS ?? [],
    adminToken: values.ADMIN_TOKEN,
    otpPeppers: values.OTP_PEPPERS ?? [],
    smtp: smtpOptionsOf(values),
    rateLimits: rateLimitOptionsOf(values),
    metrics: metricsOptionsOf(values),
    housekeepingIntervalMs: values.HOUSEKEEPING_INTERVAL_MS,
    tracing: tracingOptionsOf(values),
    database: databaseOptionsOf(values),
  });
}
