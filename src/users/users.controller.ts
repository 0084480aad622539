import {
  Body,
  Controller,
  Delete,
  Get,
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
import { AuditLog, type SecurityEvent } from '../audit/audit-log';
import { RequireScopes } from '../auth/access';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { etagOf, expectedVersions, IF_MATCH, tellVersion } from '../http/etag';
import { linkNext } from '../http/next-link';
import { noParameters } from '../http/no-parameters';
import { Idempotent } from '../idempotency/idempotent';
import { UsersService } from './users.service';
import {
  type CreateUser,
  createUserSchema,
  type ListUsers,
  listUsersSchema,
  type UpdateUser,
  updateUserSchema,
  userIdSchema,
  userPageSchema,
  userSchema,
  type UserView,
  viewOf,
} from './users.schemas';
import { UserNotFoundError } from './users.errors';

@Describe((swagger) => [swagger.ApiTags('users'), problems(swagger)])
@RequireScopes('admin:users')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly audit: AuditLog,
  ) {}

  @Post()
  @Idempotent()
  @Describe(({ ApiCreatedResponse, ApiOperation }) => [
    ApiCreatedResponse({ standardSchema: userSchema, description: 'The user, with its ETag and Location' }),
    ApiOperation({ summary: 'Create a user' }),
  ])
  async create(
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: createUserSchema }) input: CreateUser,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView> {
    const user = await this.users.create(input);
    this.audit.record({ event: 'security.user_created', ...about(user.id, request) });
    void reply.header('location', `/v1/users/${user.id}`).header('etag', etagOf(user));
    return viewOf(user);
  }

  @Get()
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: userPageSchema, description: 'One page, with a Link to the next' }),
    ApiOperation({ summary: 'List users' }),
  ])
  async list(
    @Query({ schema: listUsersSchema }) query: ListUsers,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const { items, nextCursor, total } = await this.users.list(query);
    linkNext(request, reply, nextCursor);
    return { items: items.map(viewOf), nextCursor, ...(total === undefined ? {} : { total }) };
  }

  @Get(':id')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: userSchema, description: 'The user, with its ETag' }),
    ApiOperation({ summary: 'Get a user' }),
  ])
  async get(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView | undefined> {
    const user = await this.users.get(idOf(id));
    return tellVersion(user, ifNoneMatch, reply) ? undefined : viewOf(user);
  }

  @Patch(':id')
  @Describe(({ ApiHeader, ApiOkResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiOkResponse({ standardSchema: userSchema, description: 'The user as it is now, with its new ETag' }),
    ApiOperation({ summary: 'Change a user' }),
  ])
  async update(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: updateUserSchema }) changes: UpdateUser,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView> {
    const userId = idOf(id);
    const user = await this.users.update(userId, expectedVersions(ifMatch, userId), changes);
    const { role, status } = changes;
    if (role) this.audit.record({ event: 'security.role_changed', reason: role, ...about(userId, request) });
    if (status)
      this.audit.record({ event: 'security.status_changed', reason: status, ...about(userId, request) });
    void reply.header('etag', etagOf(user));
    return viewOf(user);
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe(({ ApiHeader, ApiNoContentResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiNoContentResponse({ description: 'The user is gone' }),
    ApiOperation({ summary: 'Delete a user' }),
  ])
  async delete(
    @Param('id') id: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const userId = idOf(id);
    await this.users.delete(userId, expectedVersions(ifMatch, userId));
    this.audit.record({ event: 'security.user_deleted', ...about(userId, request) });
  }
}

/** Who was changed by whom. */
function about(userId: string, { id: requestId, caller }: FastifyRequest): Omit<SecurityEvent, 'event'> {
  return { userId, requestId, byUserId: caller?.userId };
}

/** What is no id is the id of nobody. */
function idOf(text: string): string {
  if (!userIdSchema.safeParse(text).success) throw new UserNotFoundError();
  return text.toLowerCase();
}
