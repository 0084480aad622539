import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/access';
import { Describe } from '../docs/describe';
import { Catalogue } from './catalogue.service';
import { PageRenderer } from './page-renderer.service';
import { firstOf, listOf, type Parameters, searchFieldsOf } from './search-fields';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;
const NOT_KEPT = ['cache-control', 'no-cache'] as const;

/** Pages for people. What goes wrong becomes a page where it is answered: see `error-pages.ts`. */
@Describe(({ ApiExcludeController }) => [ApiExcludeController()])
@Public()
@Controller()
export class PortalController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  @Header(...HTML)
  @Header(...NOT_KEPT)
  async home(
    @Query() parameters: Parameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const fields = searchFieldsOf(parameters);
    const list = listOf(fields);
    if ('problems' in list) {
      void reply.status(400);
      return this.pages.render({ page: 'home', view: { fields, problems: list.problems, result: null } });
    }
    const result = await this.catalogue.search(list.query);
    return this.pages.render({ page: 'home', view: { fields, problems: {}, result } });
  }

  @Get('apis/:slug')
  @Header(...HTML)
  @Header(...NOT_KEPT)
  async api(@Param('slug') slug: string, @Query() parameters: Parameters): Promise<string> {
    const cursor = firstOf(parameters['cursor']) || undefined;
    const { api, versions } = await this.catalogue.api(slug, cursor);
    return this.pages.render({ page: 'api', view: { api, versions, isContinued: cursor !== undefined } });
  }

  @Get('apis/:slug/versions/:version')
  @Header(...HTML)
  @Header(...NOT_KEPT)
  async version(@Param('slug') slug: string, @Param('version') number: string): Promise<string> {
    return this.pages.render({ page: 'version', view: await this.catalogue.version(slug, number) });
  }

  @Get('apis/:slug/versions/:version/findings')
  @Header(...HTML)
  @Header(...NOT_KEPT)
  async findings(@Param('slug') slug: string, @Param('version') number: string): Promise<string> {
    return this.pages.render({ page: 'findings', view: await this.catalogue.findings(slug, number) });
  }

  @Get('apis/:slug/diff')
  @Header(...HTML)
  @Header(...NOT_KEPT)
  async diff(@Param('slug') slug: string, @Query() parameters: Parameters): Promise<string> {
    const base = firstOf(parameters['base']) || undefined;
    const revision = firstOf(parameters['revision']) || undefined;
    const view = await this.catalogue.diff(slug, { base, revision });
    return this.pages.render({ page: 'diff', view });
  }
}
