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
import { IF_MATCH, tellVersion } from '../http/etag';
import { linkNext } from '../http/next-link';
import { noParameters } from '../http/no-parameters';
import { Idempotent } from '../idempotency/idempotent';
import { ApisService } from './apis.service';
import { audienceOf } from './audience';
import { revisionOf } from './revision-tag';
import { VersionViews } from './version-views.service';
import {
  apiVersionSchema,
  type ApiVersionView,
  type CreateVersion,
  createVersionSchema,
  type ListVersions,
  listVersionsSchema,
  updateVersionSchema,
  versionPageSchema,
  type VersionPageView,
} from './versions.schemas';
import { VersionsService } from './versions.service';

/** The versions of an API: drafts are there for its owner alone. */
@Describe((swagger) => [swagger.ApiTags('versions'), problems(swagger)])
@Controller('v1/apis/:slug/versions')
export class VersionsController {
  constructor(
    private readonly apis: ApisService,
    private readonly versions: VersionsService,
    private readonly views: VersionViews,
  ) {}

  @Post()
  @RequireScopes('apis:write')
  @Idempotent()
  @Describe(({ ApiCreatedResponse, ApiOperation }) => [
    ApiCreatedResponse({
      standardSchema: apiVersionSchema,
      description: 'The version, with its ETag and Location',
    }),
    ApiOperation({ summary: 'Make a version, which is a draft' }),
  ])
  async create(
    @Param('slug') slug: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: createVersionSchema }) { version: number }: CreateVersion,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiVersionView> {
    const version = await this.versions.create(audienceOf(caller), slug, number);
    void reply.header('location', `/v1/apis/${slug}/versions/${version.version}`);
    return this.views.show(version, reply);
  }

  @Get()
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: versionPageSchema, description: 'One page, with a Link to the next' }),
    ApiOperation({ summary: 'List the versions of an API' }),
  ])
  async list(
    @Param('slug') slug: string,
    @Query({ schema: listVersionsSchema }) query: ListVersions,
    @OptionalCaller() caller: Caller | null,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionPageView> {
    const audience = audienceOf(caller);
    const api = await this.apis.get(audience, slug);
    const { items, ...page } = await this.versions.list(audience, api, query);
    linkNext(request, reply, page.nextCursor);
    return { items: await this.views.viewsOf(items), ...page };
  }

  @Get(':version')
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiVersionSchema, description: 'The version, with its ETag' }),
    ApiOperation({ summary: 'Get a version' }),
  ])
  async get(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @OptionalCaller() caller: Caller | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiVersionView | undefined> {
    const audience = audienceOf(caller);
    const version = await this.versions.get(audience, await this.apis.get(audience, slug), number);
    return tellVersion(revisionOf(version), ifNoneMatch, reply) ? undefined : this.views.viewOf(version);
  }

  @Patch(':version')
  @RequireScopes('apis:write')
  @Describe(({ ApiHeader, ApiOkResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiOkResponse({
      standardSchema: apiVersionSchema,
      description: 'The version as it is now, with its new ETag',
    }),
    ApiOperation({ summary: 'Give a draft another number' }),
  ])
  async update(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: updateVersionSchema }) { version: renumbered }: CreateVersion,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiVersionView> {
    const version = await this.versions.renumber(audienceOf(caller), slug, number, ifMatch, renumbered);
    return this.views.show(version, reply);
  }

  @Delete(':version')
  @RequireScopes('apis:write')
  @HttpCode(204)
  @Describe(({ ApiHeader, ApiNoContentResponse, ApiOperation }) => [
    ApiHeader(IF_MATCH),
    ApiNoContentResponse({ description: 'The draft is gone' }),
    ApiOperation({ summary: 'Delete a draft' }),
  ])
  async delete(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Caller() caller: Caller,
  ): Promise<void> {
    await this.versions.delete(audienceOf(caller), slug, number, ifMatch);
  }
}
