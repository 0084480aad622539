import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, Repository } from 'typeorm';
import { formatScopes, scopesOf } from '../auth/scopes';
import { InvalidTokenError } from '../errors/authentication.errors';
import type { User } from '../users/user.entity';
import { newToken } from './new-token';
import { Token } from './token.entity';

/** After so long everybody signs in again (NIST SP 800-63B-4, section 2.1.3, at AAL1). */
const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000;

/** The tokens of those who have signed in themselves. */
@Injectable()
export class SessionsService {
  constructor(@InjectRepository(Token) private readonly tokens: Repository<Token>) {}

  /** Begins a session of a user who has proved who he is just now. The secret is not to be had again. */
  async open({ id: userId, role }: User): Promise<{ token: string; expiresAt: Date }> {
    const { token, secret } = newToken({
      userId,
      kind: 'session',
      name: 'Sign-in',
      scopes: scopesOf(role),
      lifetimeMs: SESSION_LIFETIME_MS,
    });
    await this.tokens.insert(token);
    return { token: secret, expiresAt: token.expiresAt };
  }

  /** Has the other sessions of a user prove who he is before they do what takes that, however short ago they have. */
  async demandStepUps(userId: string, exceptId: string): Promise<void> {
    await this.tokens.update(
      { userId, kind: 'session', id: Not(exceptId), revokedAt: IsNull() },
      { signedInAt: null, updatedAt: new Date(), version: () => '"version" + 1' },
    );
  }

  /**
   * Notes that the user of a session has proved once more who he is, and gives the session what he may do by now.
   *
   * @throws InvalidTokenError when it was revoked
   */
  async stepUp(tokenId: string, { role }: User): Promise<void> {
    const now = new Date();
    const { affected } = await this.tokens.update(
      { id: tokenId, kind: 'session', revokedAt: IsNull() },
      {
        scopes: formatScopes(scopesOf(role)),
        signedInAt: now,
        updatedAt: now,
        version: () => '"version" + 1',
      },
    );
    if (!affected) throw new InvalidTokenError();
  }
}
