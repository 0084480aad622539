import { Injectable } from '@nestjs/common';
import { DatabaseManager, isAbsenceUncertain } from '../database';
import { Assets } from './assets.service';
import type { PageView } from './page-view';
import type { StatusPart } from './status-view';

/** Makes pages. What that takes is loaded for the first one: a start does not need it. */
@Injectable()
export class PageRenderer {
  constructor(
    private readonly assets: Assets,
    private readonly database: DatabaseManager,
  ) {}

  async render(content: PageView): Promise<string> {
    const { renderPage } = await import('./pages/render-page.js');
    return renderPage(content, {
      assets: await this.assets.addresses(),
      isIncomplete: isAbsenceUncertain(this.database.state),
    });
  }

  async renderPart(content: StatusPart): Promise<string> {
    const { renderPart } = await import('./pages/status/render-part.js');
    return renderPart(content);
  }
}
