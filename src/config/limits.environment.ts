import { z } from 'zod';
import { milliseconds, wholeNumber } from '../database';
import type { RateLimitOptions } from './config';

/** The variables that say how often the service may be asked, and when it forgets. */
export const limitsEnvironment = z.object({
  RATE_LIMIT_PER_ADDRESS: wholeNumber({ min: 0, max: 10_000_000, default: 6_000 }),
  RATE_LIMIT_PER_TOKEN: wholeNumber({ min: 0, max: 10_000_000, default: 3_000 }),
  RATE_LIMIT_CODES_PER_ADDRESS: wholeNumber({ min: 1, max: 10_000, default: 20 }),
  RATE_LIMIT_TOKENS_PER_USER: wholeNumber({ min: 1, max: 10_000, default: 100 }),
  HOUSEKEEPING_INTERVAL_MS: milliseconds({ min: 100, default: 300_000 }),
});

export function rateLimitOptionsOf(env: z.output<typeof limitsEnvironment>): RateLimitOptions {
  return Object.freeze({
    perAddress: env.RATE_LIMIT_PER_ADDRESS,
    perToken: env.RATE_LIMIT_PER_TOKEN,
    codesPerAddress: env.RATE_LIMIT_CODES_PER_ADDRESS,
    tokensPerUser: env.RATE_LIMIT_TOKENS_PER_USER,
  });
}
