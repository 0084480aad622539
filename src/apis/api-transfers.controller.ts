import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog } from '../audit/audit-log';
import { RequireScopes } from '../auth/access';
import { Caller } from '../auth/caller';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { linkNext } from '../http/next-link';
import { noParameters } from '../http/no-parameters';
import type { Api } from './api.entity';
import { ApiTransfers } from './api-transfers.service';
import { ApiViews } from './api-views.service';
import {
  apiPageSchema,
  type ApiPageView,
  apiSchema,
  type ApiView,
  type ListTransfers,
  listTransfersSchema,
  noBodySchema,
  type TransferApi,
  transferApiSchema,
} from './apis.schemas';
import { type Audience, audienceOf } from './audience';
import { etagOfApi } from './revision-tag';

/** How an API becomes another one's. */
@Describe((swagger) => [swagger.ApiTags('apis'), problems(swagger)])
@Controller('v1')
export class ApiTransfersController {
  constructor(
    private readonly transfers: ApiTransfers,
    private readonly views: ApiViews,
    private readonly audit: AuditLog,
  ) {}

  @Get('transfers')
  @RequireScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiPageSchema, description: 'One page, with a Link to the next' }),
    ApiOperation({ summary: 'List the APIs that are offered to you' }),
  ])
  async list(
    @Query({ schema: listTransfersSchema }) query: ListTransfers,
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiPageView> {
    const { items, nextCursor } = await this.transfers.offeredTo(caller.userId, query);
    linkNext(request, reply, nextCursor);
    return { items: await this.views.viewsOf(audienceOf(caller), items), nextCursor };
  }

  @Post('apis/:slug/transfer')
  @RequireScopes('apis:write')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiSchema, description: 'The API, which is yours until it is accepted' }),
    ApiOperation({
      summary:
        'Offer an API of yours to another user, who has seven days to accept it; an administrator gives another one’s at once',
    }),
  ])
  async offer(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: transferApiSchema }) { to }: TransferApi,
    @Caller() caller: Caller,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiView> {
    const audience = audienceOf(caller);
    const { api, formerOwnerId } = await this.transfers.offer(audience, slug, to);
    const isGiven = api.ownerId !== formerOwnerId;
    this.audit.record({
      event: isGiven ? 'security.api_transferred' : 'security.api_offered',
      requestId,
      apiId: api.id,
      userId: isGiven ? api.ownerId : (api.pendingOwnerId ?? undefined),
      byUserId: caller.userId,
    });
    return this.show(audience, api, reply);
  }

  @Post('apis/:slug/transfer/accept')
  @RequireScopes('apis:write')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiSchema, description: 'The API, which is yours now' }),
    ApiOperation({ summary: 'Accept an API that is offered to you' }),
  ])
  async accept(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: noBodySchema }) _body: object,
    @Caller() caller: Caller,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiView> {
    const audience = audienceOf(caller);
    const { api, formerOwnerId } = await this.transfers.accept(audience, slug);
    this.audit.record({
      event: 'security.api_transferred',
      requestId,
      apiId: api.id,
      userId: api.ownerId,
      byUserId: formerOwnerId,
    });
    return this.show(audience, api, reply);
  }

  @Delete('apis/:slug/transfer')
  @RequireScopes('apis:write')
  @HttpCode(204)
  @Describe(({ ApiNoContentResponse, ApiOperation }) => [
    ApiNoContentResponse({ description: 'The API is offered no more' }),
    ApiOperation({ summary: 'Take back an offer of yours, or decline one that is made to you' }),
  ])
  async end(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Caller() caller: Caller,
  ): Promise<void> {
    await this.transfers.end(audienceOf(caller), slug);
  }

  private async show(audience: Audience, api: Api, reply: FastifyReply): Promise<ApiView> {
    const view = await this.views.viewOf(audience, api);
    void reply.header('etag', etagOfApi(view));
    return view;
  }
}
