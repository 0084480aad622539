import { Body, Controller, Get, Headers, Param, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicOrScopes, RequireScopes } from '../auth/access';
import { Caller, OptionalCaller } from '../auth/caller';
import { Describe } from '../docs/describe';
import type { DocumentReport } from '../documents/documents';
import { DocumentsService } from '../documents/documents.service';
import { problems } from '../http/api-problems';
import { checkDigests, digestFields } from '../http/digest';
import { AcceptDocuments } from '../http/document-body';
import { IF_MATCH, tellVersion } from '../http/etag';
import { noParameters } from '../http/no-parameters';
import { ApiViews } from './api-views.service';
import { ApisService } from './apis.service';
import { audienceOf } from './audience';
import { deprecationHeaders } from './deprecation-headers';
import { documentOf } from './document-source';
import { reportSchema } from './documents.schemas';
import { revisionOf } from './revision-tag';
import { VersionDocuments } from './version-documents.service';
import { VersionViews } from './version-views.service';
import { apiVersionSchema, type ApiVersionView } from './versions.schemas';
import { VersionsService } from './versions.service';

/** What a version looks like: the bytes that were sent, and what there is to say of them. */
@Describe((swagger) => [swagger.ApiTags('documents'), problems(swagger)])
@Controller('v1/apis/:slug/versions/:version')
export class DocumentsController {
  constructor(
    private readonly apis: ApisService,
    private readonly versions: VersionsService,
    private readonly documents: VersionDocuments,
    private readonly inspector: DocumentsService,
    private readonly apiViews: ApiViews,
    private readonly views: VersionViews,
  ) {}

  @Put('document')
  @RequireScopes('apis:write')
  @AcceptDocuments()
  @Describe(({ ApiConsumes, ApiHeader, ApiOkResponse, ApiOperation }) => [
    ApiConsumes('application/json', 'application/yaml'),
    ApiHeader(IF_MATCH),
    ApiOkResponse({
      standardSchema: apiVersionSchema,
      description: 'The version as it is now, with its new ETag',
    }),
    ApiOperation({ summary: 'Give a draft its OpenAPI document, valid or not yet' }),
  ])
  async put(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: unknown,
    @Caller() caller: Caller,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiVersionView> {
    const source = documentOf(headers['content-type'], body);
    checkDigests(headers, body as Buffer);
    const version = await this.documents.put(audienceOf(caller), slug, number, ifMatch, source);
    return this.views.show(version, reply);
  }

  @Get('document')
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation, ApiProduces }) => [
    ApiProduces('application/json', 'application/yaml'),
    ApiOkResponse({
      schema: { type: 'object' },
      description: 'The document to the byte, with its digests, and what it tells of its end',
    }),
    ApiOperation({ summary: 'Get the document of a version' }),
  ])
  async get(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @OptionalCaller() caller: Caller | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | undefined> {
    const audience = audienceOf(caller);
    const api = await this.apis.get(audience, slug);
    const { version, source } = await this.documents.get(audience, api, number);
    const [successor, numbers] = await Promise.all([
      this.apiViews.successorOf(audience, api),
      this.versions.numbersOf([version.successorId]),
    ]);
    const newNumber = numbers.get(version.successorId ?? '');
    void reply.headers(
      deprecationHeaders(api, version, {
        version: newNumber === undefined ? null : `/v1/apis/${slug}/versions/${newNumber}/document`,
        api: successor === null ? null : `/v1/apis/${successor}`,
      }),
    );
    if (tellVersion(revisionOf(version), ifNoneMatch, reply)) return undefined;
    void reply.header('content-type', source.mediaType).headers(digestFields(version.sha256 ?? ''));
    return Buffer.from(source.text, 'utf8');
  }

  @Get('validation')
  @PublicOrScopes('apis:read')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({
      standardSchema: reportSchema,
      description: 'What was found, in the order of the document',
    }),
    ApiOperation({ summary: 'Look for what is wrong with the document of a version' }),
  ])
  async validate(
    @Param('slug') slug: string,
    @Param('version') number: string,
    @Query({ schema: noParameters }) _query: object,
    @OptionalCaller() caller: Caller | null,
  ): Promise<DocumentReport> {
    const audience = audienceOf(caller);
    const { source } = await this.documents.get(audience, await this.apis.get(audience, slug), number);
    return this.inspector.inspect(source, audience.userId);
  }
}
