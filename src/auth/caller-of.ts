import type { HeldToken } from '../tokens/token-lookup';
import type { Caller } from './caller';
import { effectiveScopes } from './scopes';

/** What a token in force makes of who sends it. */
export function callerOf({ token, user }: HeldToken): Caller {
  const { id: tokenId, userId, kind, scopes, signedInAt } = token;
  return { userId, tokenId, kind, scopes: effectiveScopes(scopes, user?.role ?? 'user'), signedInAt };
}
