import { RetryLaterError } from '../errors/domain.error';

/** Somebody asks more often than he may. */
export class RateLimitedError extends RetryLaterError {
  readonly code = 'rate_limited';

  constructor(retryAfterSeconds: number) {
    super('You ask more often than you may. Slow down, and see the header RateLimit.', retryAfterSeconds);
  }
}
