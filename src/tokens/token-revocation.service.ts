import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, IsNull, Not, Repository } from 'typeorm';
import { Transactional } from '../database';
import { InvalidTokenError } from '../errors/authentication.errors';
import { User } from '../users/user.entity';
import { type RevocationReason, Token } from './token.entity';

/** Takes tokens out of force. A revocation stands: it is neither undone nor given another reason. */
@Injectable()
export class TokenRevocation {
  constructor(
    @InjectRepository(Token) private readonly tokens: Repository<Token>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /**
   * Every token of a user, those included that are being made at this moment.
   *
   * @param kept the id of one that stays in force
   * @returns how many there were to revoke
   */
  @Transactional()
  async revokeAllOf(userId: string, reason: RevocationReason, kept: string | null = null): Promise<number> {
    // Who makes a token holds this row by its foreign key: whoever was first is waited for.
    await this.users.findOne({ where: { id: userId }, lock: { mode: 'pessimistic_write' } });
    return this.revoke({ userId, ...(kept !== null && { id: Not(kept) }) }, reason);
  }

  /**
   * Whether a token was revoked since its request was let in. A transaction that holds the row of its user asks in time: it
   * has waited for whoever revokes them all, or is waited for.
   *
   * @throws InvalidTokenError
   */
  async refuseRevoked(id: string): Promise<void> {
    if (!(await this.tokens.existsBy({ id, revokedAt: IsNull() }))) throw new InvalidTokenError();
  }

  /** @returns how many there were to revoke */
  async revoke(which: FindOptionsWhere<Token>, reason: RevocationReason): Promise<number> {
    const now = new Date();
    const { affected } = await this.tokens.update(
      { ...which, revokedAt: IsNull() },
      { revokedAt: now, revokedReason: reason, updatedAt: now, version: () => '"version" + 1' },
    );
    return affected ?? 0;
  }
}
