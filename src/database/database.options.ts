import { z } from 'zod';
import { type BrokenRule, flag, milliseconds, oneOf, readBy, wholeNumber } from './environment-values';
import { SYNC_MODES, type SyncMode } from './journal/log';
import { parseConnectionUrl } from './resolution/connection-url';
import { readHost, readPort } from './resolution/server-address';
import { isPlainText } from './resolution/ssl-mode';

/** When memory may serve: whenever PostgreSQL cannot, only if no PostgreSQL is configured, or never. */
export const FALLBACK_POLICIES = ['always', 'unconfigured', 'never'] as const;
export type FallbackPolicy = (typeof FALLBACK_POLICIES)[number];

/** What the database layer is told, typed and frozen. Built by `databaseOptions`. */
export type DatabaseOptions = Readonly<{
  /** Step 1. Known to parse. Holds the password: never log it. */
  url?: string;
  /** Step 2: a secret's name, its ARN, or the secret itself as JSON. Never log it. */
  secret?: string;
  awsRegion?: string;
  /** Replaces AWS's own address of Secrets Manager: a VPC endpoint, or a stand-in in tests. */
  awsEndpointUrl?: string;
  /** Absent: the AWS SDK looks in its usual places (profile, container, instance). */
  awsCredentials?: Readonly<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
  /** Step 3, and what a secret leaves out. */
  aws: Readonly<{
    /** A bare IPv6 address stands without brackets. */
    host?: string;
    /** The same for reads: a replica, or the reader endpoint of a cluster. */
    readerHost?: string;
    name?: string;
    user?: string;
    password?: string;
    /** Absent: the secret's own, else 5432. */
    port?: number;
    /** Sign in with tokens of RDS's IAM authentication instead of a password. */
    iamAuth: boolean;
    requireSsl: boolean;
    /** Path of a PEM file. Read when the connection is resolved. */
    sslRootCert?: string;
  }>;
  /** Servers that may be read from. Hold passwords: never log them. */
  replicaUrls: readonly string[];
  /** A replica that is further behind is not read from. */
  replicaMaxLagMs: number;
  fallback: FallbackPolicy;
  /** Connections that are kept open while idle. */
  poolSize: number;
  /** Connections beyond `poolSize` under load, closed when they come back and enough are idle. */
  poolOverflow: number;
  /** How long a request waits for a connection to come back before one beyond `poolSize` is opened. */
  poolOverflowAfterMs: number;
  /** Age at which a connection is replaced; 0 keeps it for ever. */
  poolRecycleSeconds: number;
  /** Longest wait of a request for a free connection. */
  poolCheckoutTimeoutMs: number;
  /** How many requests may wait for a connection at once; more are refused. */
  poolMaxWaiting: number;
  /** A connection that was idle for longer has to answer before it is handed out. */
  poolValidateAfterIdleMs: number;
  poolValidateTimeoutMs: number;
  /** A connection that is held for longer is reported with the stack that took it; 0 is never. */
  poolLeakAfterMs: number;
  /** Age at which credentials are asked for again before the server refuses them; 0 is never. */
  credentialsTtlSeconds: number;
  connectTimeoutMs: number;
  /** The client gives up and destroys the connection; 0 is no limit. */
  queryTimeoutMs: number;
  /** The server cancels the statement (SQLSTATE 57014); 0 is no limit. */
  statementTimeoutMs: number;
  /** Keep the statements of simple calls prepared on their connections. */
  preparedStatements: boolean;
  keepAlive: boolean;
  probeIntervalMs: number;
  probeTimeoutMs: number;
  /** A PostgreSQL that failed within so long of serving has to answer for so long before it serves again. */
  stabilityWindowMs: number;
  /** First and longest pause between two attempts to reach a primary. */
  retryMinMs: number;
  retryMaxMs: number;
  /** Where memory keeps what it has acknowledged; absent: nowhere. */
  journalDirectory?: string;
  /** Whether a change is on the disk when it is acknowledged, soon after that, or when the system sees fit. */
  journalSync: SyncMode;
  /** Of the mode `interval`. */
  journalSyncIntervalMs: number;
  /** How long writes under way may take when PostgreSQL takes over from memory; then their commits are refused. */
  promotionWaitMs: number;
  /** Run the pending migrations before serving. */
  migrate: boolean;
  /** Longest wait for running queries when the layer closes; then they are cut off. */
  shutdownTimeoutMs: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
}>;

/** A non-empty text: empty variables count as absent before the schema sees them. */
const text = z.string();

/** A text that is never meant to have white space around it: what a file is read into often ends in a new line. */
const name = text.regex(/^\S(.*\S)?$/, { error: 'must not start or end with white space' });

/** The variables of the database layer: raw text in, typed values out. Compose it with `.shape`. */
export const databaseEnvironment = z.object({
  DATABASE_URL: readBy((url) => {
    parseConnectionUrl(url);
    return url;
  }).optional(),

  AWS_DB_SECRET: text.optional(),
  AWS_SECRET_NAME: text.optional(),
  AWS_REGION: text
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, { error: 'must be the code of a region: eu-central-1' })
    .optional(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional(),
  AWS_ACCESS_KEY_ID: text.optional(),
  AWS_SECRET_ACCESS_KEY: text.optional(),
  AWS_SESSION_TOKEN: text.optional(),

  AWS_DB_HOST: readBy(readHost).optional(),
  AWS_DB_READER_HOST: readBy(readHost).optional(),
  AWS_DB_NAME: name.optional(),
  AWS_DB_USER: name.optional(),
  AWS_DB_PASSWORD: text.regex(/[^\r\n]$/, { error: 'must not end in a new line' }).optional(),
  AWS_DB_PORT: readBy(readPort).optional(),
  AWS_DB_IAM_AUTH: flag().default(false),
  AWS_REQUIRE_SSL: flag().default(false),
  AWS_SSLROOTCERT: name.optional(),

  DATABASE_REPLICA_URLS: readBy(readUrls).optional(),
  DATABASE_REPLICA_MAX_LAG_MS: milliseconds({ min: 0, default: 1000 }),
  DATABASE_FALLBACK: oneOf(FALLBACK_POLICIES).default('always'),
  DATABASE_POOL_SIZE: wholeNumber({ min: 1, max: 1000, default: 5 }),
  DATABASE_POOL_OVERFLOW: wholeNumber({ min: 0, max: 1000, default: 10 }),
  DATABASE_POOL_OVERFLOW_AFTER_MS: milliseconds({ min: 0, default: 10 }),
  DATABASE_POOL_RECYCLE_SECONDS: wholeNumber({ min: 0, max: 604_800, default: 3600 }),
  DATABASE_POOL_CHECKOUT_TIMEOUT_MS: milliseconds({ min: 1, default: 30_000 }),
  DATABASE_POOL_MAX_WAITING: wholeNumber({ min: 0, max: 1_000_000, default: 1000 }),
  DATABASE_POOL_VALIDATE_AFTER_IDLE_MS: milliseconds({ min: 0, default: 500 }),
  DATABASE_POOL_VALIDATE_TIMEOUT_MS: milliseconds({ min: 10, default: 1000 }),
  DATABASE_POOL_LEAK_AFTER_MS: milliseconds({ min: 0, default: 60_000 }),
  DATABASE_CREDENTIALS_TTL_SECONDS: wholeNumber({ min: 0, max: 604_800, default: 3600 }),
  DATABASE_CONNECT_TIMEOUT_MS: milliseconds({ min: 1, default: 3000 }),
  DATABASE_QUERY_TIMEOUT_MS: milliseconds({ min: 0, default: 15_000 }),
  DATABASE_STATEMENT_TIMEOUT_MS: milliseconds({ min: 0, default: 10_000 }),
  DATABASE_PREPARED_STATEMENTS: flag().default(true),
  DATABASE_KEEP_ALIVE: flag().default(true),
  DATABASE_PROBE_INTERVAL_MS: milliseconds({ min: 50, default: 200 }),
  DATABASE_PROBE_TIMEOUT_MS: milliseconds({ min: 10, default: 500 }),
  DATABASE_STABILITY_WINDOW_MS: milliseconds({ min: 0, default: 10_000 }),
  DATABASE_RETRY_MIN_MS: milliseconds({ min: 10, default: 250 }),
  DATABASE_RETRY_MAX_MS: milliseconds({ min: 10, default: 5000 }),
  DATABASE_JOURNAL_DIR: name.optional(),
  DATABASE_JOURNAL_SYNC: oneOf(SYNC_MODES).default('always'),
  DATABASE_JOURNAL_SYNC_INTERVAL_MS: milliseconds({ min: 1, default: 50 }),
  DATABASE_PROMOTION_WAIT_MS: milliseconds({ min: 0, default: 2000 }),
  DATABASE_MIGRATE: flag().default(true),
  DATABASE_SHUTDOWN_TIMEOUT_MS: milliseconds({ min: 0, default: 5000 }),
  DATABASE_APPLICATION_NAME: text.max(63, { error: 'must be at most 63 characters' }).default('ballast'),
});

export type DatabaseEnvironment = z.output<typeof databaseEnvironment>;

/**
 * The rules that no single variable can check. Empty when all hold.
 *
 * @param env lacks the variables that are malformed; a rule that needs one of them is left for the next attempt
 */
export function brokenDatabaseRules(env: Partial<DatabaseEnvironment>): BrokenRule[] {
  return [...brokenCredentials(env), ...brokenTimes(env), ...brokenTls(env), ...brokenIam(env)];
}

/** Gives the parsed variables the names that the database layer uses. */
export function databaseOptionsOf(env: DatabaseEnvironment): DatabaseOptions {
  return Object.freeze({
    url: env.DATABASE_URL,
    secret: env.AWS_DB_SECRET ?? env.AWS_SECRET_NAME,
    awsRegion: env.AWS_REGION,
    awsEndpointUrl: env.AWS_ENDPOINT_URL_SECRETS_MANAGER,
    awsCredentials: credentialsOf(env),
    aws: Object.freeze({
      host: env.AWS_DB_HOST,
      readerHost: env.AWS_DB_READER_HOST,
      name: env.AWS_DB_NAME,
      user: env.AWS_DB_USER,
      password: env.AWS_DB_PASSWORD,
      port: env.AWS_DB_PORT,
      iamAuth: env.AWS_DB_IAM_AUTH,
      requireSsl: env.AWS_REQUIRE_SSL,
      sslRootCert: env.AWS_SSLROOTCERT,
    }),
    replicaUrls: Object.freeze(env.DATABASE_REPLICA_URLS ?? []),
    replicaMaxLagMs: env.DATABASE_REPLICA_MAX_LAG_MS,
    fallback: env.DATABASE_FALLBACK,
    poolSize: env.DATABASE_POOL_SIZE,
    poolOverflow: env.DATABASE_POOL_OVERFLOW,
    poolOverflowAfterMs: env.DATABASE_POOL_OVERFLOW_AFTER_MS,
    poolRecycleSeconds: env.DATABASE_POOL_RECYCLE_SECONDS,
    poolCheckoutTimeoutMs: env.DATABASE_POOL_CHECKOUT_TIMEOUT_MS,
    poolMaxWaiting: env.DATABASE_POOL_MAX_WAITING,
    poolValidateAfterIdleMs: env.DATABASE_POOL_VALIDATE_AFTER_IDLE_MS,
    poolValidateTimeoutMs: env.DATABASE_POOL_VALIDATE_TIMEOUT_MS,
    poolLeakAfterMs: env.DATABASE_POOL_LEAK_AFTER_MS,
    credentialsTtlSeconds: env.DATABASE_CREDENTIALS_TTL_SECONDS,
    connectTimeoutMs: env.DATABASE_CONNECT_TIMEOUT_MS,
    queryTimeoutMs: env.DATABASE_QUERY_TIMEOUT_MS,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
    preparedStatements: env.DATABASE_PREPARED_STATEMENTS,
    keepAlive: env.DATABASE_KEEP_ALIVE,
    probeIntervalMs: env.DATABASE_PROBE_INTERVAL_MS,
    probeTimeoutMs: env.DATABASE_PROBE_TIMEOUT_MS,
    stabilityWindowMs: env.DATABASE_STABILITY_WINDOW_MS,
    retryMinMs: env.DATABASE_RETRY_MIN_MS,
    retryMaxMs: env.DATABASE_RETRY_MAX_MS,
    journalDirectory: env.DATABASE_JOURNAL_DIR,
    journalSync: env.DATABASE_JOURNAL_SYNC,
    journalSyncIntervalMs: env.DATABASE_JOURNAL_SYNC_INTERVAL_MS,
    promotionWaitMs: env.DATABASE_PROMOTION_WAIT_MS,
    migrate: env.DATABASE_MIGRATE,
    shutdownTimeoutMs: env.DATABASE_SHUTDOWN_TIMEOUT_MS,
    applicationName: env.DATABASE_APPLICATION_NAME,
  });
}

/** Whether there is anything to read from but the primary. */
export function hasReplicas({ replicaUrls, aws }: DatabaseOptions): boolean {
  return replicaUrls.length > 0 || aws.readerHost !== undefined;
}

function brokenCredentials(env: Partial<DatabaseEnvironment>): BrokenRule[] {
  const [id, key] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
  if ((env[id] === undefined) === (env[key] === undefined)) return [];
  const [missing, present] = env[id] === undefined ? [id, key] : [key, id];
  return [{ key: missing, rule: `must be set, because ${present} is` }];
}

function brokenTimes(env: Partial<DatabaseEnvironment>): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const { DATABASE_RETRY_MIN_MS: retryMinMs, DATABASE_RETRY_MAX_MS: retryMaxMs } = env;
  if (retryMinMs !== undefined && retryMaxMs !== undefined && retryMaxMs < retryMinMs) {
    broken.push({ key: 'DATABASE_RETRY_MAX_MS', rule: 'must not be less than DATABASE_RETRY_MIN_MS' });
  }
  const { DATABASE_QUERY_TIMEOUT_MS: queryMs, DATABASE_STATEMENT_TIMEOUT_MS: statementMs } = env;
  if (queryMs !== undefined && statementMs !== undefined && queryMs > 0 && statementMs > queryMs) {
    broken.push({
      key: 'DATABASE_STATEMENT_TIMEOUT_MS',
      rule: 'must not be more than DATABASE_QUERY_TIMEOUT_MS: the server cancels before the client gives up',
    });
  }
  return broken;
}

function brokenTls(env: Partial<DatabaseEnvironment>): BrokenRule[] {
  const required = env.AWS_REQUIRE_SSL === true || env.AWS_SSLROOTCERT !== undefined;
  if (!required || env.DATABASE_URL === undefined) return [];
  const { sslMode } = parseConnectionUrl(env.DATABASE_URL);
  if (sslMode === undefined || !isPlainText(sslMode)) return [];
  return [
    {
      key: 'DATABASE_URL',
      rule: `must not ask for plain text (sslmode=${sslMode}) while AWS_REQUIRE_SSL or AWS_SSLROOTCERT asks for TLS`,
    },
  ];
}

/** URLs with white space between them. */
function readUrls(text: string): string[] {
  const urls = text.split(/\s+/).filter((url) => url !== '');
  for (const url of urls) parseConnectionUrl(url);
  return urls;
}

function brokenIam(env: Partial<DatabaseEnvironment>): BrokenRule[] {
  if (!env.AWS_DB_IAM_AUTH || env.AWS_REQUIRE_SSL || env.AWS_SSLROOTCERT !== undefined) return [];
  return [
    {
      key: 'AWS_REQUIRE_SSL',
      rule: 'must be true, because AWS_DB_IAM_AUTH is: RDS takes its tokens over TLS alone',
    },
  ];
}

function credentialsOf(env: DatabaseEnvironment): DatabaseOptions['awsCredentials'] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return Object.freeze({ accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN });
}
