import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PublicOrScopes, RequireScopes } from '../auth/access';
import { Caller, OptionalCaller } from '../auth/caller';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
import type { Api } from './api.entity';
import { ApiLifecycle } from './api-lifecycle.service';
import { ApiStats } from './api-stats.service';
import { ApiViews } from './api-views.service';
import {
  apiSchema,
  apiStatsSchema,
  type ApiStatsView,
  type ApiView,
  type DeprecateApi,
  deprecateApiSchema,
  noBodySchema,
} from './apis.schemas';
import { ApisService } from './apis.service';
import { type Audience, audienceOf } from './audience';
import { etagOfApi } from './revision-tag';

/** What is done with a whole API, and its numbers. */
@Describe((swagger) => [swagger.ApiTags('apis'), problems(swagger)])
@Controller('v1/apis/:slug')
export class ApiActionsController {
  constructor(
    private readonly apis: ApisService,
    private readonly lifecycle: ApiLifecycle,
    private readonly numbers: ApiStats,
    private readonly views: ApiViews,
  ) {}

  @Get('stats')
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiStatsSchema, description: 'The numbers' }),
    ApiOperation({ summary: 'Count the versions of an API, and what became of them' }),
  ])
  async stats(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @OptionalCaller() caller: Caller | null,
  ): Promise<ApiStatsView> {
    const audience = audienceOf(caller);
    return this.numbers.of(audience, await this.apis.get(audience, slug));
  }

  @Post('deprecate')
  @RequireScopes('apis:publish')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: apiSchema,
      description: 'The API; its documents tell of it from now on',
    }),
    ApiOperation({
      summary: 'Deprecate an API of yours: with its successor, the time of its sunset, or both',
    }),
  ])
  async deprecate(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: deprecateApiSchema }) input: DeprecateApi,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiView> {
    const audience = audienceOf(caller);
    return this.show(audience, await this.lifecycle.deprecate(audience, slug, input), reply);
  }

  @Post('retire')
  @RequireScopes('apis:publish')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiSchema, description: 'The API; nothing is published of it any more' }),
    ApiOperation({ summary: 'Retire an API of yours that is deprecated' }),
  ])
  async retire(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: noBodySchema }) _body: object,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiView> {
    const audience = audienceOf(caller);
    return this.show(audience, await this.lifecycle.retire(audience, slug), reply);
  }

  private async show(audience: Audience, api: Api, reply: FastifyReply): Promise<ApiView> {
    const view = await this.views.viewOf(audience, api);
    void reply.header('etag', etagOfApi(view));
    return view;
  }
}
