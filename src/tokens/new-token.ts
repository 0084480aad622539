import { v7 as uuidv7 } from 'uuid';
import type { TokenKind } from '../auth/caller';
import { formatScopes, type Scope } from '../auth/scopes';
import { hashOf, makeSecret } from './token-secret';
import { Token } from './token.entity';

/** A token to be stored, and its secret, which nobody can tell afterwards. */
export interface NewToken {
  readonly token: Token;
  readonly secret: string;
}

export interface TokenDraft {
  readonly userId: string;
  readonly kind: TokenKind;
  readonly name: string;
  readonly scopes: Iterable<Scope>;
  readonly lifetimeMs: number;
}

export function newToken({ userId, kind, name, scopes, lifetimeMs }: TokenDraft): NewToken {
  const secret = makeSecret(kind);
  const now = new Date();
  const token = Object.assign(new Token(), {
    id: uuidv7(),
    userId,
    kind,
    name,
    tokenHash: hashOf(secret),
    last4: secret.slice(-4),
    scopes: formatScopes(scopes),
    expiresAt: new Date(now.getTime() + lifetimeMs),
    lastUsedAt: null,
    revokedAt: null,
    revokedReason: null,
    replacedById: null,
    signedInAt: kind === 'session' ? now : null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  });
  return { token, secret };
}
