import * as z from 'zod';
import { TOKEN_KINDS } from '../auth/caller';
import { parseScopes, SCOPES } from '../auth/scopes';
import { includeTotal, pageQuery } from '../http/page-query';
import { nameText } from '../http/text';
import type { NewToken } from './new-token';
import type { Token } from './token.entity';

const name = nameText(1, 100);
const scope = z.enum(SCOPES, `must be one of ${SCOPES.join(', ')}`);

export const createTokenSchema = z.strictObject({
  name,
  kind: z.enum(['personal', 'service'], 'must be personal or service').default('personal'),
  scopes: z
    .array(scope)
    .min(1, 'must name at least one scope')
    .max(SCOPES.length, 'must name each scope once'),
  expiresInDays: z.int().min(1, 'must be at least 1').max(365, 'must be at most 365').default(90),
});
export type CreateToken = z.output<typeof createTokenSchema>;

export const updateTokenSchema = z.strictObject({ name });
export type UpdateToken = z.output<typeof updateTokenSchema>;

export const rotateTokenSchema = z.strictObject({
  graceSeconds: z.int().min(0, 'must be at least 0').max(86_400, 'must be at most 86400').default(0),
});
export type RotateToken = z.output<typeof rotateTokenSchema>;

export const revokeAllSchema = z.strictObject({
  keep: z.literal('current', 'must be current').optional(),
});
export type RevokeAll = z.output<typeof revokeAllSchema>;

export const tokenIdSchema = z.uuid();

export const listTokensSchema = z.strictObject({
  ...pageQuery,
  sort: z.enum(['createdAt', '-createdAt'], 'must be one of createdAt, -createdAt').default('-createdAt'),
  includeTotal,
});
export type ListTokens = z.output<typeof listTokensSchema>;

const shape = {
  id: z.uuid(),
  kind: z.enum(TOKEN_KINDS),
  name: z.string(),
  last4: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  revokedReason: z.string().nullable(),
  replacedById: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.int(),
};

/** A token on the wire, which nobody can use. */
export const tokenSchema = z.strictObject(shape).meta({ id: 'Token' });
export type TokenView = z.output<typeof tokenSchema>;

/** A token with its secret, this once. */
export const newTokenSchema = z.strictObject({ ...shape, token: z.string() }).meta({ id: 'NewToken' });
export type NewTokenView = z.output<typeof newTokenSchema>;

export const tokenPageSchema = z
  .strictObject({ items: z.array(tokenSchema), nextCursor: z.string().nullable(), total: z.int().optional() })
  .meta({ id: 'TokenPage' });

export const revokedSchema = z.strictObject({ revoked: z.int() }).meta({ id: 'RevokedTokens' });

/** Who a token is, and what it may do now. */
export const callerSchema = z
  .strictObject({
    userId: z.uuid(),
    role: z.enum(['user', 'admin']),
    tokenId: z.uuid(),
    kind: z.enum(TOKEN_KINDS),
    scopes: z.array(z.enum(SCOPES)),
    signedInAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Caller' });
export type CallerView = z.output<typeof callerSchema>;

/** Only what is named here goes over the wire. */
export function viewOf(token: Token): TokenView {
  return {
    id: token.id,
    kind: token.kind,
    name: token.name,
    last4: token.last4,
    scopes: parseScopes(token.scopes),
    expiresAt: token.expiresAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    revokedReason: token.revokedReason,
    replacedById: token.replacedById,
    createdAt: token.createdAt.toISOString(),
    updatedAt: token.updatedAt.toISOString(),
    version: token.version,
  };
}

export function newViewOf({ token, secret }: NewToken): NewTokenView {
  return { ...viewOf(token), token: secret };
}
