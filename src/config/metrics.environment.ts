import { z } from 'zod';
import { type BrokenRule, readBy, wholeNumber } from '../database';
import type { MetricsOptions } from './config';
import { readListenAddress } from './listen-address';

/** The variables that say where, and to whom, metrics are told. */
export const metricsEnvironment = z.object({
  METRICS_PORT: wholeNumber({ min: 0, max: 65_535, default: 0 }).removeDefault().optional(),
  METRICS_HOST: readBy(readListenAddress).optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/-]{24,200}={0,2}$/, {
      error: 'must have 24 to 200 of A-Z, a-z, 0-9 and -._~+/: openssl rand -base64 32',
    })
    .optional(),
});
type MetricsEnvironment = z.output<typeof metricsEnvironment>;

/** The rules that tie these variables together. */
export function brokenMetricsRules(
  env: Partial<MetricsEnvironment & { readonly PORT: number }>,
  malformed: ReadonlySet<string>,
): BrokenRule[] {
  const { METRICS_PORT: port, METRICS_HOST: host } = env;
  const broken: BrokenRule[] = [];
  if (port !== undefined && port !== 0 && port === env.PORT)
    broken.push({ key: 'METRICS_PORT', rule: 'must be another port than PORT' });
  if (host !== undefined && port === undefined && !malformed.has('METRICS_PORT'))
    broken.push({ key: 'METRICS_PORT', rule: 'must be set, because METRICS_HOST is' });
  return broken;
}

/** Null where nobody is told. */
export function metricsOptionsOf(env: MetricsEnvironment): MetricsOptions | null {
  const { METRICS_PORT: port, METRICS_HOST: host = '127.0.0.1', METRICS_TOKEN: token = null } = env;
  if (port === undefined && token === null) return null;
  return Object.freeze({ listen: port === undefined ? null : Object.freeze({ port, host }), token });
}
