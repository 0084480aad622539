import * as z from 'zod';

/** What to serve from when PostgreSQL cannot be reached at start-up, or is not configured. */
export type FallbackPolicy = 'always' | 'unconfigured' | 'never';

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

const MAX_TIMER_MS = 2_147_483_647;
const milliseconds = (minimum = 1) => wholeNumber(minimum, MAX_TIMER_MS);

/** The environment variables of the database layer. A variable that is not set takes the default. */
export const databaseEnvironment = z.object({
  DATABASE_URL: z.string().optional(),
  AWS_DB_SECRET: z.string().optional(),
  AWS_SECRET_NAME: z.string().optional(),
  AWS_REGION: z.string().optional(),
  AWS_DB_HOST: z.string().optional(),
  AWS_DB_PORT: wholeNumber(1, 65_535).optional(),
  AWS_DB_NAME: z.string().optional(),
  AWS_DB_USER: z.string().optional(),
  AWS_DB_PASSWORD: z.string().optional(),
  AWS_REQUIRE_SSL: flag.optional(),
  AWS_SSLROOTCERT: z.string().optional(),
  DATABASE_FALLBACK: z
    .enum(['always', 'unconfigured', 'never'], 'must be always, unconfigured or never')
    .default('always'),
  DATABASE_MIGRATE: flag.default(true),
  DATABASE_POOL_SIZE: wholeNumber(1, 1_000).default(5),
  DATABASE_POOL_OVERFLOW: wholeNumber(0, 1_000).default(10),
  DATABASE_POOL_RECYCLE_SECONDS: wholeNumber(1, 604_800).default(3_600),
  DATABASE_POOL_WAIT_TIMEOUT_MS: milliseconds().default(30_000),
  DATABASE_CONNECT_TIMEOUT_MS: milliseconds().default(5_000),
  DATABASE_QUERY_TIMEOUT_MS: milliseconds().default(30_000),
  DATABASE_KEEP_ALIVE: flag.default(true),
  DATABASE_PROBE_INTERVAL_MS: milliseconds(50).default(500),
  DATABASE_PROBE_TIMEOUT_MS: milliseconds(50).default(1_000),
  DATABASE_RETRY_MIN_MS: milliseconds().default(500),
  DATABASE_RETRY_MAX_MS: milliseconds().default(30_000),
  DATABASE_SECRET_TIMEOUT_MS: milliseconds().default(3_000),
  DATABASE_SHUTDOWN_TIMEOUT_MS: milliseconds().default(10_000),
  DATABASE_APPLICATION_NAME: z.string().max(63, 'must have at most 63 characters').default('ballast'),
});

export type DatabaseEnvironment = z.infer<typeof databaseEnvironment>;

/** The settings of the database layer, parsed and typed. Units are in the names. */
export interface DatabaseOptions {
  readonly url?: string;
  /** AWS_DB_SECRET: a secret's name or ARN, or the secret's JSON itself. */
  readonly secret?: string;
  /** AWS_SECRET_NAME: a secret's name or ARN. */
  readonly secretName?: string;
  readonly region?: string;
  readonly host?: string;
  readonly port?: number;
  readonly name?: string;
  readonly user?: string;
  readonly password?: string;
  readonly requireSsl: boolean;
  readonly sslRootCert?: string;
  readonly fallback: FallbackPolicy;
  /** Whether pending migrations are run after connecting. */
  readonly migrate: boolean;
  readonly poolSize: number;
  readonly poolOverflow: number;
  readonly poolRecycleSeconds: number;
  readonly poolWaitTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly queryTimeoutMs: number;
  readonly keepAlive: boolean;
  readonly probeIntervalMs: number;
  readonly probeTimeoutMs: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  readonly secretTimeoutMs: number;
  readonly shutdownTimeoutMs: number;
  readonly applicationName: string;
}

/** The settings that the environment gives. */
export function databaseOptions(environment: DatabaseEnvironment): DatabaseOptions {
  return Object.freeze({
    url: environment.DATABASE_URL,
    secret: environment.AWS_DB_SECRET,
    secretName: environment.AWS_SECRET_NAME,
    region: environment.AWS_REGION,
    host: environment.AWS_DB_HOST,
    port: environment.AWS_DB_PORT,
    name: environment.AWS_DB_NAME,
    user: environment.AWS_DB_USER,
    password: environment.AWS_DB_PASSWORD,
    requireSsl: environment.AWS_REQUIRE_SSL ?? false,
    sslRootCert: environment.AWS_SSLROOTCERT,
    fallback: environment.DATABASE_FALLBACK,
    migrate: environment.DATABASE_MIGRATE,
    poolSize: environment.DATABASE_POOL_SIZE,
    poolOverflow: environment.DATABASE_POOL_OVERFLOW,
    poolRecycleSeconds: environment.DATABASE_POOL_RECYCLE_SECONDS,
    poolWaitTimeoutMs: environment.DATABASE_POOL_WAIT_TIMEOUT_MS,
    connectTimeoutMs: environment.DATABASE_CONNECT_TIMEOUT_MS,
    queryTimeoutMs: environment.DATABASE_QUERY_TIMEOUT_MS,
    keepAlive: environment.DATABASE_KEEP_ALIVE,
    probeIntervalMs: environment.DATABASE_PROBE_INTERVAL_MS,
    probeTimeoutMs: environment.DATABASE_PROBE_TIMEOUT_MS,
    retryMinMs: environment.DATABASE_RETRY_MIN_MS,
    retryMaxMs: environment.DATABASE_RETRY_MAX_MS,
    secretTimeoutMs: environment.DATABASE_SECRET_TIMEOUT_MS,
    shutdownTimeoutMs: environment.DATABASE_SHUTDOWN_TIMEOUT_MS,
    applicationName: environment.DATABASE_APPLICATION_NAME,
  });
}
