import { Injectable } from '@nestjs/common';
import type { Api } from '../apis/api.entity';
import { ApiSearch } from '../apis/api-search.service';
import { ApiViews } from '../apis/api-views.service';
import type { ApiPageView, ApiView, ListApis } from '../apis/apis.schemas';
import { ApisService } from '../apis/apis.service';
import { audienceOf } from '../apis/audience';
import type { DiffView } from '../apis/documents.schemas';
import { VersionDiffs } from '../apis/version-diffs.service';
import { VersionDocuments } from '../apis/version-documents.service';
import { VersionViews } from '../apis/version-views.service';
import { type ApiVersionView, listVersionsSchema, type VersionPageView } from '../apis/versions.schemas';
import { VersionsService } from '../apis/versions.service';
import type { DocumentReport } from '../documents/documents';
import { DocumentsService } from '../documents/documents.service';

/** Pages are for everybody: whoever looks at one sees what who shows no token sees of the API. */
const EVERYBODY = audienceOf(null);

/** So many versions are offered to be compared. */
const MOST_COMPARED = '100';

/** What pages show: what the API answers to everybody, by the same services. */
@Injectable()
export class Catalogue {
  constructor(
    private readonly found: ApiSearch,
    private readonly apis: ApisService,
    private readonly views: ApiViews,
    private readonly versions: VersionsService,
    private readonly versionViews: VersionViews,
    private readonly documents: VersionDocuments,
    private readonly diffs: VersionDiffs,
    private readonly inspector: DocumentsService,
  ) {}

  /** @throws InvalidCursorError */
  async search(query: ListApis): Promise<ApiPageView> {
    const { items, ...page } = await this.found.list(EVERYBODY, query);
    const { facets, ...rest } = page;
    return {
      items: await this.views.viewsOf(EVERYBODY, items),
      ...rest,
      facets: facets as ApiPageView['facets'],
    };
  }

  /** An API with one page of its versions. @throws ApiNotFoundError, InvalidCursorError */
  async api(slug: string, cursor?: string): Promise<{ api: ApiView; versions: VersionPageView }> {
    const api = await this.apis.get(EVERYBODY, slug);
    return { api: await this.viewOf(api), versions: await this.versionsOf(api, { limit: '50', cursor }) };
  }

  /** @throws ApiNotFoundError, VersionNotFoundError */
  async version(slug: string, number: string): Promise<{ api: ApiView; version: ApiVersionView }> {
    const api = await this.apis.get(EVERYBODY, slug);
    const version = await this.versions.get(EVERYBODY, api, number);
    return { api: await this.viewOf(api), version: await this.versionViews.viewOf(version) };
  }

  /** A version and what was found in its document. @throws ApiNotFoundError, VersionNotFoundError, DocumentNotFoundError */
  async findings(
    slug: string,
    number: string,
  ): Promise<{ api: ApiView; version: ApiVersionView; report: DocumentReport }> {
    const api = await this.apis.get(EVERYBODY, slug);
    const { version, source } = await this.documents.get(EVERYBODY, api, number);
    return {
      api: await this.viewOf(api),
      version: await this.versionViews.viewOf(version),
      report: await this.inspector.inspect(source),
    };
  }

  /**
   * What changes between two versions: the latest one and that which it was compared with when it was published, unless told.
   *
   * @returns a diff of null where there are no two to compare
   * @throws ApiNotFoundError, VersionNotFoundError, DocumentNotFoundError
   */
  async diff(
    slug: string,
    { base, revision }: { base?: string; revision?: string },
  ): Promise<ComparedVersions> {
    const api = await this.apis.get(EVERYBODY, slug);
    const { items } = await this.versionsOf(api, { limit: MOST_COMPARED });
    const newer = revision ?? api.latestVersion ?? items[0]?.version ?? null;
    const older = base ?? items.find(({ version }) => version === newer)?.base ?? null;
    const isComparable = newer !== null && older !== null && newer !== older;
    return {
      api: await this.viewOf(api),
      numbers: items.map(({ version }) => version),
      base: older,
      revision: newer,
      diff: isComparable ? await this.diffs.between(EVERYBODY, api, newer, older) : null,
    };
  }

  private viewOf(api: Api): Promise<ApiView> {
    return this.views.viewOf(EVERYBODY, api);
  }

  private async versionsOf(api: Api, query: { limit: string; cursor?: string }): Promise<VersionPageView> {
    const { items, ...page } = await this.versions.list(EVERYBODY, api, listVersionsSchema.parse(query));
    return { items: await this.versionViews.viewsOf(items), ...page };
  }
}

/** Two versions of an API, and what changes from one to the other. */
export interface ComparedVersions {
  readonly api: ApiView;
  /** Those that can be chosen from, the latest first. */
  readonly numbers: readonly string[];
  readonly base: string | null;
  readonly revision: string | null;
  readonly diff: DiffView | null;
}
