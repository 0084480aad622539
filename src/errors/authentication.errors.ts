import { DomainError } from './domain.error';

/** Somebody has not shown that he may do what he asks for; `challenge` says what would (RFC 6750, section 3). */
export abstract class ChallengeError extends DomainError {
  /** For the header WWW-Authenticate. */
  abstract readonly challenge: string;
}

/** Without credentials the challenge tells no error (RFC 6750, section 3.1). */
export class MissingCredentialsError extends ChallengeError {
  readonly code = 'unauthenticated';
  readonly challenge = 'Bearer';

  constructor() {
    super('Send an access token: Authorization: Bearer apr_...');
  }
}

/** What is known of a token that is not in force: nothing of one that nobody knows. */
export interface DeadToken {
  readonly tokenId?: string;
  readonly userId?: string;
}

/** Malformed, unknown, expired, revoked, or of a user who is suspended: which of these is nobody's business. */
export class InvalidTokenError extends ChallengeError {
  readonly code = 'invalid_token';
  readonly challenge = 'Bearer error="invalid_token"';

  /** @param dead for the log; null where what was shown cannot be a token */
  constructor(readonly dead: DeadToken | null = null) {
    super('The access token is not valid (any more). Sign in, or send another one.');
  }
}

/** A token in a URL ends up in logs and histories. */
export class TokenInUrlError extends ChallengeError {
  readonly code = 'token_in_url';
  readonly challenge = 'Bearer error="invalid_token"';

  constructor() {
    super(
      'A token in a URL is not taken, and others may have seen it: revoke it, and send the header Authorization.',
    );
  }
}

/** More than one way of sending a token was used (RFC 6750, section 2). */
export class TwoCredentialsError extends ChallengeError {
  readonly code = 'two_credentials';
  readonly challenge = 'Bearer error="invalid_request"';

  constructor() {
    super('Send one token, in one header Authorization.');
  }
}

export class InsufficientScopeError extends ChallengeError {
  readonly code = 'insufficient_scope';
  readonly challenge: string;

  /** @param required parted by spaces */
  constructor(required: string) {
    super(`The token does not have the scopes that this takes: ${required}.`);
    this.challenge = `Bearer error="insufficient_scope", scope="${required}"`;
  }
}

/** The user has to prove once more who he is (RFC 9470, section 3). */
export class StepUpRequiredError extends ChallengeError {
  readonly code = 'step_up_required';
  readonly challenge: string;

  constructor(maxAgeSeconds: number) {
    super(
      'This takes a session in which you have signed in, or proved again who you are, within the last minutes.',
    );
    this.challenge = `Bearer error="insufficient_user_authentication", max_age=${maxAgeSeconds}`;
  }
}

/** What only somebody does who has signed in himself, and no program for him. */
export class SessionRequiredError extends DomainError {
  readonly code = 'session_required';

  constructor() {
    super('This takes the token of a session: sign in.');
  }
}
