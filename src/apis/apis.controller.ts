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
import { PublicOrScopes, RequireScopes } from '../auth/access';
import { Caller, OptionalCaller } from '../auth/caller';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { IF_MATCH, tellEtag } from '../http/etag';
import { linkNext } from '../http/next-link';
import { noParameters } from '../http/no-parameters';
import { Idempotent } from '../idempotency/idempotent';
import type { Api } from './api.entity';
import { ApiSearch } from './api-search.service';
import { ApiViews } from './api-views.service';
import {
  apiPageSchema,
  type ApiPageView,
  apiSchema,
  type ApiView,
  type CreateApi,
  createApiSchema,
  type ListApis,
  listApisSchema,
  type UpdateApi,
  updateApiSchema,
} from './apis.schemas';
import { ApisService } from './apis.service';
import { type Audience, audienceOf } from './audience';
import { etagOfApi } from './revision-tag';

/** APIs: everybody sees those that are public and published, an owner also his others. */
@Describe((swagger) => [swagger.ApiTags('apis'), problems(swagger)])
@Controller('v1/apis')
export class ApisController {
  constructor(
    private readonly apis: ApisService,
    private readonly search: ApiSearch,
    private readonly views: ApiViews,
  ) {}

  @Post()
  @RequireScopes('apis:write')
  @Idempotent()
  @Describe(({ ApiCreatedResponse, ApiOperation }) => [
    ApiCreatedResponse({ standardSchema: apiSchema, description: 'The API, with its ETag and Location' }),
    ApiOperation({ summary: 'Register an API, which is yours and a draft' }),
  ])
  async create(
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: createApiSchema }) input: CreateApi,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiView> {
    const api = await this.apis.create(caller.userId, input);
    void reply.header('location', `/v1/apis/${api.slug}`);
    return this.show(audienceOf(caller), api, reply);
  }

  @Get()
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiPageSchema, description: 'One page, with a Link to the next' }),
    ApiOperation({ summary: 'Search APIs' }),
  ])
  async list(
    @Query({ schema: listApisSchema }) query: ListApis,
    @OptionalCaller() caller: Caller | null,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiPageView> {
    const audience = audienceOf(caller);
    const { items, facets, ...page } = await this.search.list(audience, query);
    linkNext(request, reply, page.nextCursor);
    const views = await this.views.viewsOf(audience, items);
    return { items: views, ...page, ...(facets ? { facets: facets as ApiPageView['facets'] } : {}) };
  }

  @Get(':slug')
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiSchema, description: 'The API, with its ETag' }),
    ApiOperation({ summary: 'Get an API' }),
  ])
  async get(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @OptionalCaller() caller: Caller | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiView | undefined> {
    const audience = audienceOf(caller);
    const view = await this.views.viewOf(audience, await this.apis.get(audience, slug));
    return tellEtag(etagOfApi(view), ifNoneMatch, reply) ? undefined : view;
  }

  @Patch(':slug')
  @RequireScopes('apis:write')
  @Describe(({ ApiHeader, ApiOkResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiOkResponse({ standardSchema: apiSchema, description: 'The API as it is now, with its new ETag' }),
    ApiOperation({ summary: 'Change an API of yours' }),
  ])
  async update(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: updateApiSchema }) changes: UpdateApi,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiView> {
    const audience = audienceOf(caller);
    return this.show(audience, await this.apis.update(audience, slug, ifMatch, changes), reply);
  }

  @Delete(':slug')
  @RequireScopes('apis:write')
  @HttpCode(204)
  @Describe(({ ApiHeader, ApiNoContentResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiNoContentResponse({ description: 'The API is gone, and so are its versions' }),
    ApiOperation({ summary: 'Delete an API of yours that is a draft or retired' }),
  ])
  async delete(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Caller() caller: Caller,
  ): Promise<void> {
    await this.apis.delete(audienceOf(caller), slug, ifMatch);
  }

  private async show(audience: Audience, api: Api, reply: FastifyReply): Promise<ApiView> {
    const view = await this.views.viewOf(audience, api);
    void reply.header('etag', etagOfApi(view));
    return view;
  }
}
