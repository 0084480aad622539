import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PublicOrScopes, RequireScopes } from '../auth/access';
import { Caller, OptionalCaller } from '../auth/caller';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { checkDigests } from '../http/digest';
import { AcceptDocuments } from '../http/document-body';
import { ApisService } from './apis.service';
import { audienceOf } from './audience';
import { documentOf } from './document-source';
import { type DiffQuery, diffQuerySchema, diffSchema, type DiffView } from './documents.schemas';
import { VersionDiffs } from './version-diffs.service';

/** What changes from one document to another, and whom it breaks. */
@Describe((swagger) => [swagger.ApiTags('documents'), problems(swagger)])
@Controller('v1/apis/:slug')
export class DiffController {
  constructor(
    private readonly apis: ApisService,
    private readonly diffs: VersionDiffs,
  ) {}

  @Get('versions/:version/diff')
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: diffSchema, description: 'The changes' }),
    ApiOperation({ summary: 'Compare a version with another one, or with that which came before' }),
  ])
  async get(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: diffQuerySchema }) { base }: DiffQuery,
    @OptionalCaller() caller: Caller | null,
  ): Promise<DiffView> {
    const audience = audienceOf(caller);
    return this.diffs.between(audience, await this.apis.get(audience, slug), number, base);
  }

  @Post('diff')
  @RequireScopes('apis:read')
  @AcceptDocuments()
  @HttpCode(200)
  @Describe(({ ApiConsumes, ApiOkResponse, ApiOperation }) => [
    ApiConsumes('application/json', 'application/yaml'),
    ApiOkResponse({ standardSchema: diffSchema, description: 'The changes' }),
    ApiOperation({ summary: 'Compare a document with a version, or with the latest; nothing is kept' }),
  ])
  async tryOut(
    @Param('slug') slug: string,
    @Query({ schema: diffQuerySchema }) { base }: DiffQuery,
    @Body() body: unknown,
    @Caller() caller: Caller,
    @Req() { headers }: FastifyRequest,
  ): Promise<DiffView> {
    const audience = audienceOf(caller);
    const api = await this.apis.get(audience, slug);
    const source = documentOf(headers['content-type'], body);
    checkDigests(headers, body as Buffer);
    return this.diffs.against(audience, api, source, base);
  }
}
