import type { ApiPageView, ApiView } from '../apis/apis.schemas';
import type { ApiVersionView, VersionPageView } from '../apis/versions.schemas';
import type { DocumentReport } from '../documents/documents';
import type { Problem } from '../http/problem';
import type { ComparedVersions } from './catalogue.service';
import type { SearchFields } from './search-fields';
import type { StateView } from './status-view';

/** What is sought, and what was found; no result where what is sought cannot be. */
export interface HomeView {
  readonly fields: SearchFields;
  /** What is wrong with a field, by its name. */
  readonly problems: Readonly<Partial<Record<string, string>>>;
  readonly result: ApiPageView | null;
}

export interface ApiPageContent {
  readonly api: ApiView;
  readonly versions: VersionPageView;
  /** Whether these versions are not the latest. */
  readonly isContinued: boolean;
}

export interface VersionView {
  readonly api: ApiView;
  readonly version: ApiVersionView;
}

export interface FindingsView extends VersionView {
  readonly report: DocumentReport;
}

export interface ErrorView {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;
}

/** What a page shows, by what page it is. */
export type PageView =
  | { readonly page: 'home'; readonly view: HomeView }
  | { readonly page: 'api'; readonly view: ApiPageContent }
  | { readonly page: 'version'; readonly view: VersionView }
  | { readonly page: 'findings'; readonly view: FindingsView }
  | { readonly page: 'diff'; readonly view: ComparedVersions }
  | { readonly page: 'status'; readonly view: StateView }
  | { readonly page: 'error'; readonly view: ErrorView };
