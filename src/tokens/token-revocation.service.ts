import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, IsNull, Repository } from 'typeorm';
import { type RevocationReason, Token } from './token.entity';

/** Takes tokens out of force. A revocation stands: it is neither undone nor given another reason. */
@Injectable()
export class TokenRevocation {
  constructor(@InjectRepository(Token) private readonly tokens: Repository<Token>) {}

  /** Every token of a user. @returns how many there were to revoke */
  revokeAllOf(userId: string, reason: RevocationReason): Promise<number> {
    return this.revoke({ userId }, reason);
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
