import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, In, IsNull, LessThan, MoreThan, Repository } from 'typeorm';
import type { Caller } from '../auth/caller';
import { parseScopes, type Scope } from '../auth/scopes';
import { databaseErrorOf, Transactional } from '../database';
import {
  InsufficientScopeError,
  InvalidTokenError,
  SessionRequiredError,
} from '../errors/authentication.errors';
import { PreconditionFailedError } from '../errors/input.errors';
import { idIn, pageOf } from '../http/cursor';
import { type NewToken, newToken } from './new-token';
import { Token } from './token.entity';
import { TokenRevocation } from './token-revocation.service';
import { TokenNotFoundError, TokenNotRotatableError } from './tokens.errors';
import { type CreateToken, type ListTokens, type RotateToken, type UpdateToken } from './tokens.schemas';

const DAY_MS = 24 * 60 * 60 * 1_000;

export interface TokenPage {
  readonly items: readonly Token[];
  readonly nextCursor: string | null;
  readonly total?: number;
}

/** The tokens of one user, in his own hands: somebody else's are not there for him. */
@Injectable()
export class TokensService {
  constructor(
    @InjectRepository(Token) private readonly tokens: Repository<Token>,
    private readonly revocation: TokenRevocation,
  ) {}

  /**
   * Issues a token for a program, within what the session itself may do.
   *
   * @throws SessionRequiredError, InsufficientScopeError, InvalidTokenError when the session has just ended
   */
  @Transactional()
  async create(caller: Caller, { name, kind, scopes, expiresInDays }: CreateToken): Promise<NewToken> {
    checkIssuer(caller, scopes);
    const made = newToken({ userId: caller.userId, kind, name, scopes, lifetimeMs: expiresInDays * DAY_MS });
    await this.issue(made, caller);
    return made;
  }

  /** @throws TokenNotFoundError */
  async get(userId: string, id: string): Promise<Token> {
    const token = await this.tokens.findOneBy({ id, userId });
    if (!token) throw new TokenNotFoundError();
    return token;
  }

  /** One page in the order of creation, which is that of the ids. @throws InvalidCursorError */
  async list(userId: string, { limit, cursor, sort, includeTotal }: ListTokens): Promise<TokenPage> {
    const isDescending = sort === '-createdAt';
    const list = `${userId} ${sort}`;
    const beyond = isDescending ? LessThan : MoreThan;
    const found = await this.tokens.find({
      where: { userId, ...(cursor === undefined ? {} : { id: beyond(idIn(cursor, list)) }) },
      order: { id: isDescending ? 'DESC' : 'ASC' },
      take: limit + 1,
    });
    const page = pageOf(found, limit, list);
    return { ...page, ...(includeTotal ? { total: await this.tokens.countBy({ userId }) } : {}) };
  }

  /**
   * @param versions those that may be changed; null for any
   * @throws TokenNotFoundError, PreconditionFailedError
   */
  async rename(
    userId: string,
    id: string,
    versions: readonly number[] | null,
    { name }: UpdateToken,
  ): Promise<Token> {
    const { raw } = await this.tokens.update(
      target(userId, id, versions),
      { name, updatedAt: new Date(), version: () => '"version" + 1' },
      { returning: '*' },
    );
    const [row] = raw as Token[];
    return row ? Object.assign(new Token(), row) : this.explainMiss(userId, id);
  }

  /**
   * Takes a token out of force; one that was revoked already stays so.
   *
   * @param versions those that may be revoked; null for any
   * @throws TokenNotFoundError, PreconditionFailedError
   */
  async revoke(userId: string, id: string, versions: readonly number[] | null): Promise<void> {
    if ((await this.revocation.revoke(target(userId, id, versions), 'revoked')) > 0) return;
    const token = await this.get(userId, id);
    if (versions !== null && !versions.includes(token.version)) throw new PreconditionFailedError();
  }

  /**
   * Puts a new token of the same name, scopes and lifetime in the place of another one, which is in force for a time of
   * grace yet: of two rotations of one token one wins.
   *
   * @throws SessionRequiredError, InsufficientScopeError, TokenNotFoundError, TokenNotRotatableError, InvalidTokenError
   */
  @Transactional()
  async rotate(caller: Caller, id: string, { graceSeconds }: RotateToken): Promise<NewToken> {
    const { userId } = caller;
    const old = await this.get(userId, id);
    const { kind, name, createdAt, expiresAt } = old;
    if (kind === 'session' || expiresAt.getTime() <= Date.now()) throw new TokenNotRotatableError();
    const scopes = parseScopes(old.scopes);
    checkIssuer(caller, scopes);
    const lifetimeMs = expiresAt.getTime() - createdAt.getTime();
    const made = newToken({ userId, kind, name, scopes, lifetimeMs });
    const now = made.token.createdAt;
    await this.issue(made, caller);
    const end = new Date(Math.min(expiresAt.getTime(), now.getTime() + graceSeconds * 1_000));
    const { affected } = await this.tokens.update(
      { id, revokedAt: IsNull(), replacedById: IsNull() },
      {
        replacedById: made.token.id,
        ...(graceSeconds > 0 ? { expiresAt: end } : { revokedAt: now, revokedReason: 'rotated' }),
        updatedAt: now,
        version: () => '"version" + 1',
      },
    );
    if (!affected) throw new TokenNotRotatableError();
    return made;
  }

  /**
   * Not by a session that is no longer in force: who has revoked all tokens would have one left that he does not know of.
   * The insertion holds the row of the user.
   */
  private async issue({ token }: NewToken, { tokenId }: Caller): Promise<void> {
    try {
      await this.tokens.insert(token);
    } catch (error) {
      if (databaseErrorOf(error)?.constraint === 'FK_tokens_user_id') throw new InvalidTokenError();
      throw error;
    }
    await this.revocation.refuseRevoked(tokenId);
  }

  private async explainMiss(userId: string, id: string): Promise<never> {
    await this.get(userId, id);
    throw new PreconditionFailedError();
  }
}

function target(userId: string, id: string, versions: readonly number[] | null): FindOptionsWhere<Token> {
  return versions === null ? { id, userId } : { id, userId, version: In(versions) };
}

/** A token makes no tokens: who has got hold of one could not be rid of otherwise. */
function checkIssuer({ kind, scopes: own }: Caller, scopes: readonly Scope[]): void {
  if (kind !== 'session') throw new SessionRequiredError();
  const missing = scopes.filter((scope) => !own.has(scope));
  if (missing.length > 0) throw new InsufficientScopeError(missing.join(' '));
}
