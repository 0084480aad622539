import { Body, Controller, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog } from '../audit/audit-log';
import { RequireScopes } from '../auth/access';
import { Caller } from '../auth/caller';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { noParameters } from '../http/no-parameters';
import { noBodySchema } from './apis.schemas';
import { audienceOf } from './audience';
import { Publication } from './publication.service';
import { VersionLifecycle } from './version-lifecycle.service';
import { VersionViews } from './version-views.service';
import {
  apiVersionSchema,
  type ApiVersionView,
  type DeprecateVersion,
  deprecateVersionSchema,
  type PublishVersion,
  publishVersionSchema,
} from './versions.schemas';

/** From a draft to what is retired. */
@Describe((swagger) => [swagger.ApiTags('versions'), problems(swagger)])
@RequireScopes('apis:publish')
@Controller('v1/apis/:slug/versions/:version')
export class VersionActionsController {
  constructor(
    private readonly publication: Publication,
    private readonly lifecycle: VersionLifecycle,
    private readonly views: VersionViews,
    private readonly audit: AuditLog,
  ) {}

  @Post('publish')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiVersionSchema, description: 'The version, which stays as it is' }),
    ApiOperation({
      summary: 'Publish a draft whose document is valid, and breaks nothing that its number says it does not',
    }),
  ])
  async publish(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: publishVersionSchema }) options: PublishVersion,
    @Caller() caller: Caller,
    @Req() { id: requestId }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiVersionView> {
    const version = await this.publication.publish(audienceOf(caller), slug, number, options);
    if (version.overrideReason !== null)
      this.audit.record({
        event: 'security.breaking_change_published',
        requestId,
        apiId: version.apiId,
        versionId: version.id,
        userId: caller.userId,
      });
    return this.views.show(version, reply);
  }

  @Post('deprecate')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: apiVersionSchema,
      description: 'The version; its document tells of it from now on',
    }),
    ApiOperation({ summary: 'Deprecate a version: with its successor, the time of its sunset, or both' }),
  ])
  async deprecate(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: deprecateVersionSchema }) input: DeprecateVersion,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiVersionView> {
    const version = await this.lifecycle.deprecate(audienceOf(caller), slug, number, input);
    return this.views.show(version, reply);
  }

  @Post('retire')
  @HttpCode(200)
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: apiVersionSchema, description: 'The version' }),
    ApiOperation({ summary: 'Retire a version that is deprecated' }),
  ])
  async retire(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Body({ schema: noBodySchema }) _body: object,
    @Caller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiVersionView> {
    const version = await this.lifecycle.retire(audienceOf(caller), slug, number);
    return this.views.show(version, reply);
  }
}
