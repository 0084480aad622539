import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog, type SecurityEventName } from '../audit/audit-log';
import { RequireScopes } from '../auth/access';
import { Caller } from '../auth/caller';
import { InvalidTokenError } from '../errors/authentication.errors';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { etagOf, expectedVersions, IF_MATCH } from '../http/etag';
import { linkNext } from '../http/next-link';
import { noParameters } from '../http/no-parameters';
import { Idempotent } from '../idempotency/idempotent';
import { RateLimit } from '../limits/rate-limit.guard';
import type { NewToken } from './new-token';
import { TokenOwners } from './token-owners.service';
import { TokenRevocation } from './token-revocation.service';
import { TokenNotFoundError } from './tokens.errors';
import {
  callerSchema,
  type CallerView,
  type CreateToken,
  createTokenSchema,
  type ListTokens,
  listTokensSchema,
  newTokenSchema,
  type NewTokenView,
  newViewOf,
  revokedSchema,
  type RevokeAll,
  revokeAllSchema,
  type RotateToken,
  rotateTokenSchema,
  tokenIdSchema,
  tokenPageSchema,
  tokenSchema,
  type TokenView,
  type UpdateToken,
  updateTokenSchema,
  viewOf,
} from './tokens.schemas';
import { TokensService } from './tokens.service';

const TOKENS_PER_USER = {
  name: 'tokens',
  by: 'caller',
  limit: 'tokensPerUser',
  windowMs: 3_600_000,
} as const;

/** The caller's own tokens. They are answered anew each time, for the last use is no part of the ETag. */
@Describe((swagger) => [swagger.ApiTags('tokens'), problems(swagger)])
@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly owners: TokenOwners,
    private readonly revocation: TokenRevocation,
    private readonly audit: AuditLog,
  ) {}

  @Post()
  @RequireScopes('tokens:write')
  @RateLimit(TOKENS_PER_USER)
  @Idempotent('token')
  @Header('cache-control', 'no-store')
  @Describe(({ ApiCreatedResponse, ApiOperation }) => [
    ApiCreatedResponse({
      standardSchema: newTokenSchema,
      description: 'The token, with its secret this once',
    }),
    ApiOperation({ summary: 'Make a token for a program; takes a session' }),
  ])
  async create(
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: createTokenSchema }) input: CreateToken,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewTokenView> {
    const made = await this.tokens.create(caller, input);
    this.note('security.token_created', request, made.token.id);
    return show(made, reply);
  }

  @Get()
  @RequireScopes('tokens:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: tokenPageSchema, description: 'One page, with a Link to the next' }),
    ApiOperation({ summary: 'List your tokens, those that are no longer in force included' }),
  ])
  async list(
    @Query({ schema: listTokensSchema }) query: ListTokens,
    @Caller() { userId }: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { items, nextCursor, total } = await this.tokens.list(userId, query);
    linkNext(request, reply, nextCursor);
    return { items: items.map(viewOf), nextCursor, ...(total === undefined ? {} : { total }) };
  }

  @Get('whoami')
  @RequireScopes()
  @Header('cache-control', 'no-store')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: callerSchema,
      description: 'The token that asks, and what it may do now',
    }),
    ApiOperation({ summary: 'Tell who asks' }),
  ])
  async whoami(
    @Query({ schema: noParameters }) _query: object,
    @Caller() caller: Caller,
  ): Promise<CallerView> {
    const { userId, tokenId, kind, scopes, signedInAt } = caller;
    const owner = await this.owners.find(userId);
    if (!owner) throw new InvalidTokenError();
    return {
      userId,
      role: owner.role,
      tokenId,
      kind,
      scopes: [...scopes],
      signedInAt: signedInAt?.toISOString() ?? null,
    };
  }

  @Post('revoke-all')
  @RequireScopes('tokens:write')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: revokedSchema, description: 'How many were in force' }),
    ApiOperation({ summary: 'Revoke all your tokens; with keep=current all but the one that asks' }),
  ])
  async revokeAll(
    @Query({ schema: revokeAllSchema }) { keep }: RevokeAll,
    @Caller() { userId, tokenId }: Caller,
    @Req() request: FastifyRequest,
  ): Promise<{ revoked: number }> {
    const kept = keep === 'current' ? tokenId : null;
    const revoked = await this.revocation.revokeAllOf(userId, 'revoked_all', kept);
    this.note('security.tokens_revoked', request);
    return { revoked };
  }

  @Get(':id')
  @RequireScopes('tokens:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: tokenSchema, description: 'The token, with its ETag' }),
    ApiOperation({ summary: 'Get a token of yours' }),
  ])
  async get(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Caller() { userId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenView> {
    const token = await this.tokens.get(userId, idOf(id));
    void reply.header('etag', etagOf(token));
    return viewOf(token);
  }

  @Patch(':id')
  @RequireScopes('tokens:write')
  @Describe(({ ApiHeader, ApiOkResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiOkResponse({ standardSchema: tokenSchema, description: 'The token as it is now, with its new ETag' }),
    ApiOperation({ summary: 'Rename a token of yours' }),
  ])
  async rename(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: updateTokenSchema }) changes: UpdateToken,
    @Caller() { userId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenView> {
    const tokenId = idOf(id);
    const token = await this.tokens.rename(userId, tokenId, expectedVersions(ifMatch, tokenId), changes);
    void reply.header('etag', etagOf(token));
    return viewOf(token);
  }

  @Post(':id/rotate')
  @RequireScopes('tokens:write')
  @RateLimit(TOKENS_PER_USER)
  @Idempotent('token')
  @Header('cache-control', 'no-store')
  @Describe(({ ApiCreatedResponse, ApiOperation }) => [
    ApiCreatedResponse({
      standardSchema: newTokenSchema,
      description: 'Its successor, with its secret this once',
    }),
    ApiOperation({ summary: 'Put a new token in the place of one of yours; takes a session' }),
  ])
  async rotate(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: rotateTokenSchema }) input: RotateToken,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewTokenView> {
    const made = await this.tokens.rotate(caller, idOf(id), input);
    this.note('security.token_rotated', request, idOf(id));
    return show(made, reply);
  }

  @Delete(':id')
  @RequireScopes('tokens:write')
  @HttpCode(204)
  @Describe(({ ApiHeader, ApiNoContentResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiNoContentResponse({ description: 'The token is no longer in force' }),
    ApiOperation({ summary: 'Revoke a token of yours' }),
  ])
  async revoke(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Caller() { userId }: Caller,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const tokenId = idOf(id);
    await this.tokens.revoke(userId, tokenId, expectedVersions(ifMatch, tokenId));
    this.note('security.token_revoked', request, tokenId);
  }

  private note(event: SecurityEventName, { id: requestId, caller }: FastifyRequest, tokenId?: string): void {
    this.audit.record({ event, requestId, userId: caller?.userId, tokenId });
  }
}

function show(made: NewToken, reply: FastifyReply): NewTokenView {
  void reply.header('location', `/v1/tokens/${made.token.id}`).header('etag', etagOf(made.token));
  return newViewOf(made);
}

/** What is no id is the id of nothing. */
function idOf(text: string): string {
  if (!tokenIdSchema.safeParse(text).success) throw new TokenNotFoundError();
  return text.toLowerCase();
}
