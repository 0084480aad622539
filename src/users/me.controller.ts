import { Body, Controller, Delete, Get, Headers, HttpCode, Patch, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog } from '../audit/audit-log';
import { RequireScopes, RequireStepUp } from '../auth/access';
import { Caller } from '../auth/caller';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { etagOf, expectedVersions, IF_MATCH, tellVersion } from '../http/etag';
import { noParameters } from '../http/no-parameters';
import { type UpdateMe, updateMeSchema, userSchema, type UserView, viewOf } from './users.schemas';
import { UsersService } from './users.service';

/** The user who asks, in his own hands. */
@Describe((swagger) => [swagger.ApiTags('users'), problems(swagger)])
@Controller('v1/users/me')
export class MeController {
  constructor(
    private readonly users: UsersService,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @RequireScopes('profile:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: userSchema, description: 'You, with your ETag' }),
    ApiOperation({ summary: 'Get yourself' }),
  ])
  async get(
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Caller() { userId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView | undefined> {
    const user = await this.users.get(userId);
    return tellVersion(user, ifNoneMatch, reply) ? undefined : viewOf(user);
  }

  @Patch()
  @RequireScopes('profile:write')
  @Describe(({ ApiHeader, ApiOkResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiOkResponse({ standardSchema: userSchema, description: 'You as you are now, with your new ETag' }),
    ApiOperation({ summary: 'Change your handle and your name' }),
  ])
  async update(
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: updateMeSchema }) changes: UpdateMe,
    @Caller() { userId }: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView> {
    const user = await this.users.update(userId, expectedVersions(ifMatch, userId), changes);
    void reply.header('etag', etagOf(user));
    return viewOf(user);
  }

  @Delete()
  @RequireScopes('profile:write')
  @RequireStepUp()
  @HttpCode(204)
  @Describe(({ ApiHeader, ApiNoContentResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiNoContentResponse({ description: 'You are gone, and so are your tokens' }),
    ApiOperation({ summary: 'Delete yourself; takes a session that was proved within the last minutes' }),
  ])
  async delete(
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Caller() { userId }: Caller,
    @Req() { id: requestId }: FastifyRequest,
  ): Promise<void> {
    await this.users.delete(userId, expectedVersions(ifMatch, userId));
    this.audit.record({ event: 'security.user_deleted', requestId, userId, byUserId: userId });
  }
}
