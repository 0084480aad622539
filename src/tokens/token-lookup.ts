import { AsyncResource } from 'node:async_hooks';
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

/** By the hashes that they have asked for. */
type Asked = Map<string, Asker[]>;

/** Somebody who wants to know what a hash stands for. */
interface Asker {
  found(held: HeldToken | null): void;
  failed(error: unknown): void;
}

/**
 * Looks up tokens by their hashes. Those that are asked for while others are being looked up go together, after the last
 * of them was asked for: nobody gets to know what was true before he asked.
 */
@Injectable()
export class TokenLookup {
  private asked: Asked = new Map();
  /** Those of the last look-up, while it is under way. One that it has overtaken is waited for no more. */
  private lookedUp: Asked | null = null;
  private overdue: NodeJS.Timeout | null = null;
  /** Many requests share a look-up: it must not run in a transaction of one of them. */
  private readonly root = new AsyncResource('TokenLookup');

  constructor(
    @InjectRepository(Token) private readonly tokens: Repository<Token>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /** Null for what there is not. Never reads from a replica. */
  find(hash: string): Promise<HeldToken | null> {
    return new Promise((found, failed) => {
      const askers = this.asked.get(hash);
      if (askers) askers.push({ found, failed });
      else this.asked.set(hash, [{ found, failed }]);
      if (!askers && this.asked.size === 1) this.root.runInAsyncScope(() => setImmediate(() => this.begin()));
    });
  }

  /** After the turn of the event loop in which the first has asked, and the look-up before. */
  private begin(): void {
    if (!this.lookedUp) this.lookUp();
    else this.overdue = setTimeout(() => this.lookUp(), MOST_WAIT_MS);
  }

  private lookUp(): void {
    if (this.overdue) clearTimeout(this.overdue);
    this.overdue = null;
    const { asked } = this;
    this.asked = new Map();
    this.lookedUp = asked;
    readFromPrimary(() => this.read([...asked.keys()])).then(
      (found) => this.end(asked, (asker, hash) => asker.found(found.get(hash) ?? null)),
      (error: unknown) => this.end(asked, (asker) => asker.failed(error)),
    );
  }

  private end(asked: Asked, answer: (asker: Asker, hash: string) => void): void {
    for (const [hash, askers] of asked) for (const asker of askers) answer(asker, hash);
    if (this.lookedUp !== asked) return;
    this.lookedUp = null;
    if (this.overdue) this.lookUp();
  }

  private async read(hashes: string[]): Promise<ByHash> {
    const tokens = await this.tokens.find({ select: OF_TOKEN, where: { tokenHash: Any(hashes) } });
    const userOf = await this.usersOf(tokens.filter(({ scopes }) => holdsAdministrative(scopes)));
    return new Map(
      tokens.map((token) => [token.tokenHash, { token, user: userOf.get(token.userId) ?? null }]),
    );
  }

  private async usersOf(tokens: readonly HeldToken['token'][]): Promise<Map<string, HeldToken['user']>> {
    if (tokens.length === 0) return new Map();
    const ids = [...new Set(tokens.map(({ userId }) => userId))];
    const users = await this.users.find({ select: OF_USER, where: { id: Any(ids) } });
    return new Map(users.map((user) => [user.id, user]));
  }
}
