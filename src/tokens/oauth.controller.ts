import { Body, Controller, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuditLog } from '../audit/audit-log';
import { RequireScopes } from '../auth/access';
import { Caller } from '../auth/caller';
import { callerOf } from '../auth/caller-of';
import { formatScopes } from '../auth/scopes';
import { InsufficientScopeError } from '../errors/authentication.errors';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { AcceptForms } from '../http/form-body';
import { noParameters } from '../http/no-parameters';
import type { User } from '../users/user.entity';
import { type Introspection, introspectionSchema, type TokenForm, tokenFormSchema } from './oauth.schemas';
import { TokenOwners } from './token-owners.service';
import { TokenRevocation } from './token-revocation.service';
import type { HeldToken } from './token-lookup';
import { TokenVerification } from './token-verification.service';

/** What programs that know OAuth ask of any authorization server. */
@Describe((swagger) => [swagger.ApiTags('oauth'), problems(swagger)])
@Controller('oauth')
export class OAuthController {
  constructor(
    private readonly verification: TokenVerification,
    private readonly owners: TokenOwners,
    private readonly revocation: TokenRevocation,
    private readonly audit: AuditLog,
  ) {}

  @Post('introspect')
  @RequireScopes('introspect')
  @AcceptForms()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Describe(({ ApiConsumes, ApiOkResponse, ApiOperation }) => [
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiOkResponse({ standardSchema: introspectionSchema, description: 'RFC 7662' }),
    ApiOperation({ summary: 'Tell whether a token is in force, and what it may do' }),
  ])
  async introspect(
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: tokenFormSchema }) { token }: TokenForm,
  ): Promise<Introspection> {
    const held = await this.verification.findLive(token);
    const owner = held && (await this.owners.find(held.token.userId));
    return owner ? describe(held, owner) : { active: false };
  }

  /** A token may take itself out of force, and with `tokens:write` any other one of its user. */
  @Post('revoke')
  @RequireScopes()
  @AcceptForms()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Describe(({ ApiConsumes, ApiOkResponse, ApiOperation }) => [
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiOkResponse({ description: 'RFC 7009: the token, if it was one of yours, is no longer in force' }),
    ApiOperation({ summary: 'Revoke a token, by its secret' }),
  ])
  async revoke(
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: tokenFormSchema }) { token: secret }: TokenForm,
    @Caller() caller: Caller,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<void> {
    const held = await this.verification.findLive(secret);
    if (held?.token.userId !== caller.userId) return;
    const { id } = held.token;
    if (id !== caller.tokenId && !caller.scopes.has('tokens:write'))
      throw new InsufficientScopeError('tokens:write');
    await this.revocation.revoke({ id }, 'revoked');
    this.audit.record({ event: 'security.token_revoked', requestId, userId: caller.userId, tokenId: id });
  }
}

function describe(held: HeldToken, { handle }: User): Introspection {
  const { token } = held;
  return {
    active: true,
    token_type: 'Bearer',
    scope: formatScopes(callerOf(held).scopes),
    username: handle,
    sub: token.userId,
    jti: token.id,
    iat: secondsOf(token.createdAt),
    exp: secondsOf(token.expiresAt),
  };
}

/** Since 1970 (RFC 7519, NumericDate). */
function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1_000);
}
