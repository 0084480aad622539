import { Injectable } from '@nestjs/common';
import { DatabaseManager, isAbsenceUncertain } from '../database';
import { InvalidTokenError } from '../errors/authentication.errors';
import { PrimaryUnavailableError } from '../errors/primary-unavailable.error';
import { hashOf, isWellFormed } from './token-secret';
import { type HeldToken, TokenLookup } from './token-lookup';

/**
 * Tells what a secret stands for. It is looked up each time, and never at a replica, so that what was revoked is of no use
 * from that moment on.
 */
@Injectable()
export class TokenVerification {
  constructor(
    private readonly lookup: TokenLookup,
    private readonly database: DatabaseManager,
  ) {}

  /**
   * Null for what is malformed, unknown, expired or revoked, as all tokens of a user are who is suspended. What is
   * malformed is not looked up.
   *
   * @throws PrimaryUnavailableError when PostgreSQL may know it, and memory serves
   */
  findLive(secret: string): Promise<HeldToken | null> {
    return this.lookUp(secret, (held) => (held && isInForce(held) ? held : null));
  }

  /** The same for a request, which is refused without one. @throws InvalidTokenError, PrimaryUnavailableError */
  getLive(secret: string): Promise<HeldToken> {
    return this.lookUp(secret, (held, isKnowable) => {
      if (held && isInForce(held)) return held;
      throw new InvalidTokenError(
        isKnowable ? { tokenId: held?.token.id, userId: held?.token.userId } : null,
      );
    });
  }

  /** One promise for all of it: every request with a token waits for this. */
  private lookUp<Answer>(
    secret: string,
    answer: (held: HeldToken | null, isKnowable: boolean) => Answer,
  ): Promise<Answer> {
    const isKnowable = isWellFormed(secret);
    const lookedUp = isKnowable ? this.lookup.find(hashOf(secret)) : Promise.resolve(null);
    return lookedUp.then((held) => {
      if (isKnowable && !held && isAbsenceUncertain(this.database.state)) throw new PrimaryUnavailableError();
      return answer(held, isKnowable);
    });
  }
}

function isInForce({ token: { revokedAt, expiresAt }, user }: HeldToken): boolean {
  return revokedAt === null && expiresAt.getTime() > Date.now() && user?.status !== 'suspended';
}
