/**
 * A value that an operator wrote and that cannot be meant.
 * The rule says what the value must be and how to get there; it never repeats the value,
 * because a malformed value may be a password in the wrong place.
 */
export class MalformedValueError extends Error {
  readonly code = 'malformed_value';

  /** @param rule completes the sentence "DATABASE_URL ...": "must name a host". */
  constructor(readonly rule: string) {
    super(rule);
    this.name = 'MalformedValueError';
  }
}
