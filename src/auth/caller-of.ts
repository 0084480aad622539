import type { HeldToken } from '../tokens/token-lookup';
import type { Caller } from './caller';
import { effectiveScopes } from './scopes';

/** What a token in force makes of who sends it. */
export function callerOf({ token, user: { id: userId, role } }: HeldToken): Caller {
  const { id: tokenId, kind, scopes, signedInAt } = token;
  return { userId, tokenId, kind, scopes: effectiveScopes(scopes, role), role, signedInAt };
}
