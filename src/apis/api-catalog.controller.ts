import { Controller, Get, Header, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { Public } from '../auth/access';
import { Describe } from '../docs/describe';
import { problems } from '../http/api-problems';
import { linkNext } from '../http/next-link';
import { pageQuery } from '../http/page-query';
import type { Api } from './api.entity';
import { ApiSearch } from './api-search.service';
import { audienceOf } from './audience';

const PATH = '/.well-known/api-catalog';

const catalogQuerySchema = z.strictObject({ ...pageQuery, limit: pageQuery.limit.default(100) });

const linkSchema = z.array(z.strictObject({ href: z.string(), type: z.string().optional() }));
const catalogSchema = z
  .strictObject({ linkset: z.array(z.record(z.string(), z.union([z.string(), linkSchema]))) })
  .meta({ id: 'ApiCatalog' });
type Catalog = z.output<typeof catalogSchema>;

/** The APIs that everybody sees, for programs that look for them at the place that RFC 9727 names. */
@Describe((swagger) => [swagger.ApiTags('apis'), problems(swagger)])
@Public()
@Controller(PATH)
export class ApiCatalogController {
  constructor(private readonly search: ApiSearch) {}

  @Get()
  @Header('content-type', 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"')
  @Describe(({ ApiOkResponse, ApiOperation }) => [
    ApiOkResponse({ standardSchema: catalogSchema, description: 'One page of a linkset (RFC 9264)' }),
    ApiOperation({ summary: 'The catalog of public APIs (RFC 9727)' }),
  ])
  async get(
    @Query({ schema: catalogQuerySchema }) { limit, cursor }: z.output<typeof catalogQuerySchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Catalog> {
    const query = { limit, cursor, sort: 'createdAt' as const, includeTotal: false };
    const { items, nextCursor } = await this.search.list(audienceOf(null), query);
    linkNext(request, reply, nextCursor);
    const { link } = reply.getHeaders();
    // Section 5 of the RFC: HEAD is answered with it, too.
    void reply.header('link', [`<${PATH}>; rel="api-catalog"`, ...[link ?? []].flat()].join(', '));
    const origin = `${request.protocol}://${request.host}`;
    return {
      linkset: [
        {
          anchor: `${origin}${PATH}`,
          item: items.map(({ slug }) => ({ href: `${origin}/v1/apis/${slug}` })),
        },
        ...items.map((api) => linksOf(api, origin)),
      ],
    };
  }
}

function linksOf({ slug, latestVersion, homepageUrl }: Api, origin: string): Catalog['linkset'][number] {
  const anchor = `${origin}/v1/apis/${slug}`;
  return {
    anchor,
    ...(latestVersion === null
      ? {}
      : { 'service-desc': [{ href: `${anchor}/versions/${latestVersion}/document` }] }),
    ...(homepageUrl === null ? {} : { 'service-doc': [{ href: homepageUrl, type: 'text/html' }] }),
  };
}
