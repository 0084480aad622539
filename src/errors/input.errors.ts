import { DomainError, type InputProblem } from './domain.error';

/** The request cannot be read: a wrong type, an unknown field, an unknown or malformed parameter. */
export class MalformedInputError extends DomainError {
  readonly code = 'malformed_input';

  constructor(override readonly errors: readonly InputProblem[]) {
    super('The request has fields that are unknown or of the wrong type. See errors.');
  }
}

/** The request can be read, and what it says is not allowed. */
export class InvalidInputError extends DomainError {
  readonly code = 'invalid_input';

  constructor(override readonly errors: readonly InputProblem[]) {
    super('The request has values that are not allowed. See errors.');
  }
}

/** The cursor is not one that this list with these parameters has given out. */
export class InvalidCursorError extends DomainError {
  readonly code = 'invalid_cursor';

  constructor() {
    super('The cursor does not belong to this list, filter and sort. Start again without it.');
  }
}

/** A change needs If-Match, so that nobody overwrites what he has not seen (RFC 6585, section 3). */
export class PreconditionRequiredError extends DomainError {
  readonly code = 'precondition_required';

  constructor() {
    super('Send If-Match with the ETag that you have last seen.');
  }
}

/** If-Match names another version than the present one. */
export class PreconditionFailedError extends DomainError {
  readonly code = 'precondition_failed';

  constructor() {
    super('The resource has changed since. Get it again, and send its new ETag, with the quotes.');
  }
}

/** A digest that was sent with a body is not that of the bytes that came (RFC 9530). */
export class DigestMismatchError extends DomainError {
  readonly code = 'digest_mismatch';

  constructor() {
    super('The body is not the one that its digest was made of: send it again.');
  }
}
