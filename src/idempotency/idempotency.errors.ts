import { DomainError, RetryLaterError } from '../errors/domain.error';

export class IdempotencyKeyReusedError extends DomainError {
  readonly code = 'idempotency_key_reused';

  constructor() {
    super('The Idempotency-Key was sent with another request before. Make a new one for each request.');
  }
}

/** The same request is being answered at the moment. */
export class IdempotencyKeyInUseError extends RetryLaterError {
  readonly code = 'idempotency_key_in_use';

  constructor() {
    super('A request with this Idempotency-Key is under way. Send it again for its answer.', 1);
  }
}
