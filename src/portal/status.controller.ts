import { Controller, Get, Header, Query } from '@nestjs/common';
import { Public, RequireScopes, RequireStepUp } from '../auth/access';
import { Describe } from '../docs/describe';
import { noParameters } from '../http/no-parameters';
import { PageRenderer } from './page-renderer.service';
import { StatusViews } from './status-views.service';

const HTML = ['content-type', 'text/html; charset=utf-8'] as const;
const NOT_KEPT = ['cache-control', 'no-store'] as const;

/**
 * The page of the status, and its parts, which it asks for again and again (`assets/status.js`). Everybody is told the
 * state; the rest is for who may ask the administration for it.
 */
@Describe(({ ApiExcludeController }) => [ApiExcludeController()])
@Controller('status')
export class StatusController {
  constructor(
    private readonly views: StatusViews,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  @Public()
  @Header(...HTML)
  @Header(...NOT_KEPT)
  page(): Promise<string> {
    return this.pages.render({ page: 'status', view: this.views.state() });
  }

  @Get('state')
  @Public()
  @Header(...HTML)
  @Header(...NOT_KEPT)
  state(): Promise<string> {
    return this.pages.renderPart({ part: 'state', view: this.views.state() });
  }

  @Get('figures')
  @RequireScopes('admin:db')
  @RequireStepUp()
  @Header(...HTML)
  @Header(...NOT_KEPT)
  async figures(@Query({ schema: noParameters }) _query: object): Promise<string> {
    return this.pages.renderPart({ part: 'figures', view: await this.views.figures() });
  }

  @Get('details')
  @RequireScopes('admin:db')
  @RequireStepUp()
  @Header(...HTML)
  @Header(...NOT_KEPT)
  async details(@Query({ schema: noParameters }) _query: object): Promise<string> {
    return this.pages.renderPart({ part: 'details', view: await this.views.details() });
  }
}
