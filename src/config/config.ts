import { getConfigToken } from '@nestjs/config';
import type { DatabaseOptions } from '../database';

/** Under which name `@nestjs/config` holds the `Config`. */
export const CONFIG_NAMESPACE = 'ballast';

/** Injection token of the `Config`. */
export const CONFIG = getConfigToken(CONFIG_NAMESPACE);

export const RUNTIME_ENVIRONMENTS = ['development', 'production', 'test'] as const;
export const SMTP_SECURITIES = ['starttls', 'tls', 'none'] as const;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Everything the service is told from outside, typed and frozen. Holds secrets: never log it. */
export type Config = Readonly<{
  environment: (typeof RUNTIME_ENVIRONMENTS)[number];
  host: string;
  /** 0 lets the system choose a free port. */
  port: number;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Whether readiness says yes while memory serves. */
  readyWhenDegraded: boolean;
  bodyLimitBytes: number;
  /** Of the request's line and all of its headers. */
  headerLimitBytes: number;
  /** Longest time a client may take to send a request. */
  requestTimeoutMs: number;
  /** How long after SIGTERM requests are still taken, while readiness says no. */
  shutdownDelayMs: number;
  /** Longest wait for requests in flight after that; then they are cut off. */
  shutdownTimeoutMs: number;
  /** Whose X-Forwarded-* headers to believe, as Fastify's `trustProxy` takes it. */
  trustProxy: TrustProxy;
  /** Whose owners are administrators as soon as they have signed in. Lower case. */
  adminEmails: readonly string[];
  /** Of an administrator's session, by which the commands ask the service. */
  adminToken: string | undefined;
  /** Keys of the codes' HMAC, the first for new codes. Without any, one is made for the life of the process. */
  otpPeppers: readonly Pepper[];
  /** How mail leaves; null: codes go to the log. */
  smtp: SmtpOptions | null;
  rateLimits: RateLimitOptions;
  /** Null: metrics are not told. */
  metrics: MetricsOptions | null;
  /** How often what nobody needs any more is deleted. */
  housekeepingIntervalMs: number;
  /** Where traces are sent; null: none are kept. */
  tracing: TracingOptions | null;
  database: DatabaseOptions;
}>;

/** Nobody, everybody, or these addresses and networks. */
export type TrustProxy = boolean | string[];

export interface Pepper {
  /** Tells which key a code was kept with. */
  readonly id: string;
  readonly key: Buffer;
}

/** Where metrics are told, and to whom. */
export interface MetricsOptions {
  /** A port of their own; null: that of the service. */
  readonly listen: { readonly port: number; readonly host: string } | null;
  /** What who asks has to show; null lets in everybody, which is for a port of their own alone. */
  readonly token: string | null;
}

/** How often somebody may do something. */
export interface RateLimitOptions {
  /** Requests a minute, to one instance; 0 for any number. */
  readonly perAddress: number;
  readonly perToken: number;
  /** Codes by mail an hour that an address of the network may ask for. */
  readonly codesPerAddress: number;
  /** Tokens an hour that a user may make. */
  readonly tokensPerUser: number;
}

export interface TracingOptions {
  readonly url: string;
  /** Of each request to it; may hold a secret. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What all spans say of the service. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: `${'' | 'parentbased_'}${'always_on' | 'always_off' | 'traceidratio'}`;
  /** Which part of the traces is kept, with `traceidratio`. */
  readonly ratio: number;
}

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** TLS after STARTTLS or no mail, TLS from the start, or plain text. */
  readonly security: (typeof SMTP_SECURITIES)[number];
  readonly credentials: { readonly user: string; readonly password: string } | null;
  /** The sender's address. */
  readonly from: string;
  /** Longest wait for the server, at each step. */
  readonly timeoutMs: number;
}
