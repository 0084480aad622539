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
  async findLive(secret: string): Promise<HeldToken | null> {
    const held = await this.lookUp(secret);
    return held && isInForce(held) ? held : null;
  }

  /** The same for a request, which is refused without one. @throws InvalidTokenError, PrimaryUnavailableError */
  async getLive(secret: string): Promise<HeldToken> {
    const held = await this.lookUp(secret);
    if (held && isInForce(held)) return held;
    throw new InvalidTokenError(
      isWellFormed(secret) ? { tokenId: held?.token.id, userId: held?.token.userId } : null,
    );
  }

  private async lookUp(secret: string): Promise<HeldToken | null> {
    if (!isWellFormed(secret)) return null;
    const held = await this.lookup.find(hashOf(secret));
    if (!held && isAbsenceUncertain(this.database.state)) throw new PrimaryUnavailableError();
    return held;
  }
}

function isInForce({ token: { revokedAt, expiresAt }, user }: HeldToken): boolean {
  return revokedAt === null && expiresAt.getTime() > Date.now() && user?.status !== 'suspended';
}
