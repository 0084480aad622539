import { DomainError, RetryLaterError } from '../errors/domain.error';

/** Wrong, expired, used, exhausted, another's or unknown: which of these is nobody's business. */
export class OtpInvalidError extends DomainError {
  readonly code = 'otp_invalid';

  constructor() {
    super('The code is wrong, or does not work any more. Ask for a new one.');
  }
}

/** Codes for the address were answered wrongly too often. */
export class OtpDelayedError extends RetryLaterError {
  readonly code = 'otp_delayed';

  constructor(retryAfterSeconds: number) {
    super(
      'Codes for this address were answered wrongly too often. Ask for a new one later.',
      retryAfterSeconds,
    );
  }
}

/** Codes for the address were answered wrongly so often that somebody has to look into it. */
export class OtpLockedError extends DomainError {
  readonly code = 'otp_locked';

  constructor() {
    super('Codes for this address were answered wrongly too often. An administrator has to let it in again.');
  }
}

/** The challenge has had as many codes as it may have. */
export class OtpSendsExhaustedError extends DomainError {
  readonly code = 'otp_sends_exhausted';

  constructor() {
    super('For this challenge no more codes are sent. Start again with a new one.');
  }
}
