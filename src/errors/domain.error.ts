/** One place in the input that is at fault, as a JSON pointer (RFC 6901) into the body, or a parameter's name. */
export interface InputProblem {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/**
 * An error that the application throws on purpose. `code` is stable and part of the API; `message` may leave
 * the process; the cause may not. Which status it becomes is the business of `src/http`.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  readonly errors: readonly InputProblem[] = [];

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An error that passes by itself. */
export abstract class RetryLaterError extends DomainError {
  constructor(
    message: string,
    /** When it is worth trying again, in seconds. */
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}
