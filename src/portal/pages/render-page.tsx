import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { PageView } from '../page-view';
import { ApiPage } from './api.page';
import { DiffPage } from './diff.page';
import { ErrorPage } from './error.page';
import { FindingsPage } from './findings.page';
import { HomePage } from './home.page';
import type { Surroundings } from './layout';
import { StatusPage } from './status/status.page';
import { VersionPage } from './version.page';

/** A page as HTML. All that is put into it is escaped. */
export function renderPage(content: PageView, surroundings: Surroundings): string {
  return `<!doctype html>${render(pageOf(content, surroundings))}`;
}

function pageOf(content: PageView, surroundings: Surroundings): VNode {
  switch (content.page) {
    case 'home':
      return <HomePage {...content.view} surroundings={surroundings} />;
    case 'api':
      return <ApiPage {...content.view} surroundings={surroundings} />;
    case 'version':
      return <VersionPage {...content.view} surroundings={surroundings} />;
    case 'findings':
      return <FindingsPage {...content.view} surroundings={surroundings} />;
    case 'diff':
      return <DiffPage {...content.view} surroundings={surroundings} />;
    case 'status':
      return <StatusPage {...content.view} surroundings={surroundings} />;
    case 'error':
      return <ErrorPage {...content.view} surroundings={surroundings} />;
  }
}
