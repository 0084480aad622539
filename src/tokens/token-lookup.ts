import { AsyncResource } from 'node:async_hooks';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Any, Repository } from 'typeorm';
import { holdsAdministrative } from '../auth/scopes';
import { readFromPrimary } from '../database';
import { User } from '../users/user.entity';
import { Token } from './token.entity';

/** What is looked up of a token and of its user: many are, and each column costs. */
const OF_TOKEN = {
  id: true,
  userId: true,
  kind: true,
  tokenHash: true,
  scopes: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
  signedInAt: true,
  createdAt: true,
} as const;
const OF_USER = { id: true, role: true, status: true } as const;

/** A token, and the user whose it is. A suspension takes all tokens out of force, so that most tell enough by themselves. */
export interface HeldToken {
  readonly token: Pick<Token, keyof typeof OF_TOKEN>;
  /** Null of a token whose scopes have an effect whoever has it. */
  readonly user: Pick<User, keyof typeof OF_USER> | null;
}

/** A look-up that takes longer does not keep the next one waiting: its connection may hang. */
const MOST_WAIT_MS = 20;

type ByHash = ReadonlyMap<string, HeldToken>;

/** Tokens that are about to be looked up together. */
interface Batch {
  readonly hashes: Set<string>;
  readonly found: Promise<ByHash>;
}

/**
 * Looks up tokens by their hashes. Those that are asked for while others are being looked up go together, after the last
 * of them was asked for: nobody gets to know what was true before he asked.
 */
@Injectable()
export class TokenLookup {
  private batch: Batch | null = null;
  private previous: Promise<unknown> = Promise.resolve();
  /** Many requests share a look-up: it must not run in a transaction of one of them. */
  private readonly root = new AsyncResource('TokenLookup');

  constructor(
    @InjectRepository(Token) private readonly tokens: Repository<Token>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /** Null for what there is not. Never reads from a replica. */
  find(hash: string): Promise<HeldToken | null> {
    this.batch ??= this.gather();
    this.batch.hashes.add(hash);
    return this.batch.found.then((found) => found.get(hash) ?? null);
  }

  private gather(): Batch {
    const hashes = new Set<string>();
    const found = this.root.runInAsyncScope(async () => {
      await nextTurn();
      await Promise.race([this.previous, pause(MOST_WAIT_MS, undefined, { ref: false })]);
      this.batch = null;
      const reading = readFromPrimary(() => this.read([...hashes]));
      this.previous = reading.catch(() => undefined);
      return reading;
    });
    return { hashes, found };
  }

  private async read([hash, ...others]: readonly string[]): Promise<ByHash> {
    if (hash === undefined) return new Map();
    const tokens =
      others.length === 0
        ? await this.tokens.findBy({ tokenHash: hash })
        : await this.tokens.find({ select: OF_TOKEN, where: { tokenHash: Any([hash, ...others]) } });
    const userOf = await this.usersOf(tokens.filter(({ scopes }) => holdsAdministrative(scopes)));
    return new Map(
      tokens.map((token) => [token.tokenHash, { token, user: userOf.get(token.userId) ?? null }]),
    );
  }

  private async usersOf(tokens: readonly HeldToken['token'][]): Promise<Map<string, User>> {
    const [id, ...others] = new Set(tokens.map(({ userId }) => userId));
    if (id === undefined) return new Map();
    const users =
      others.length === 0
        ? await this.users.findBy({ id })
        : await this.users.find({ select: OF_USER, where: { id: Any([id, ...others]) } });
    return new Map(users.map((user) => [user.id, user]));
  }
}
