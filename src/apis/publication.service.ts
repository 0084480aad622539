import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Transactional } from '../database';
import type { Change } from '../diff/change';
import type { Comparison } from '../diff/comparison';
import type { DocumentReport } from '../documents/documents';
import { DocumentsService } from '../documents/documents.service';
import type { InputProblem } from '../errors/domain.error';
import type { Api } from './api.entity';
import { ApiVersion } from './api-version.entity';
import { ApiRetiredError, VersionPublishedError } from './apis.errors';
import { ApisService } from './apis.service';
import type { Audience } from './audience';
import {
  BreakingChangeError,
  DocumentInvalidError,
  DocumentMissingError,
  PublicationConflictError,
  VersionOutOfOrderError,
} from './publication.errors';
import { mayBreak } from './semver';
import { type Documented, VersionDocuments } from './version-documents.service';
import { VersionLifecycle } from './version-lifecycle.service';
import { baseFor, latestColumnsOf, laterThan } from './version-order';
import { VERSION_COLUMNS, VersionsService } from './versions.service';
import type { PublishVersion } from './versions.schemas';

/** How often a version is looked at again that others have changed meanwhile. */
const MOST_ATTEMPTS = 3;

/** So many places are named in an answer. */
const MOST_PROBLEMS = 100;

/** What was found of a draft before it is published. */
interface Findings {
  readonly draft: ApiVersion;
  readonly base: ApiVersion | null;
  readonly comparison: Comparison | null;
  /** Null unless it breaks what it must not. */
  readonly overrideReason: string | null;
}

/**
 * Publishes versions. A draft is looked at first, which takes its time, and then published in one transaction, provided that
 * nothing has changed that was looked at.
 */
@Injectable()
export class Publication {
  constructor(
    private readonly apis: ApisService,
    private readonly versions: VersionsService,
    private readonly lifecycle: VersionLifecycle,
    private readonly documents: VersionDocuments,
    private readonly inspector: DocumentsService,
    @InjectRepository(ApiVersion) private readonly rows: Repository<ApiVersion>,
  ) {}

  /**
   * @throws ApiNotFoundError, ApiNotYoursError, ApiRetiredError, VersionNotFoundError, VersionPublishedError,
   * DocumentMissingError, DocumentInvalidError, VersionOutOfOrderError, BreakingChangeError, PublicationConflictError
   */
  async publish(
    audience: Audience,
    slug: string,
    number: string,
    options: PublishVersion,
  ): Promise<ApiVersion> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after another
      const api = await this.apis.getOwn(audience, slug);
      // oxlint-disable-next-line no-await-in-loop -- see above
      const findings = await this.look(audience, api, number, options);
      // oxlint-disable-next-line no-await-in-loop -- see above
      const published = await this.commit(api, findings);
      if (published) return published;
    }
    throw new PublicationConflictError();
  }

  private async look(
    audience: Audience,
    api: Api,
    number: string,
    { reason }: PublishVersion,
  ): Promise<Findings> {
    if (api.lifecycle === 'retired') throw new ApiRetiredError();
    const { id, status } = await this.versions.get(audience, api, number);
    if (status !== 'draft') throw new VersionPublishedError();
    const documented = await this.documents.find(id);
    if (!documented) {
      // Deleted since, if not.
      await this.versions.get(audience, api, number);
      throw new DocumentMissingError();
    }
    const { version: draft, source } = documented;
    const others = await this.lifecycle.published(api.id);
    const later = laterThan(others, draft);
    if (later) throw new VersionOutOfOrderError(later.version);
    requireValid(await this.inspector.inspect(source, audience.userId));
    const base = baseFor(others, draft);
    if (!base) return { draft, base, comparison: null, overrideReason: null };
    const comparison = await this.compare(audience, base, documented);
    const isBroken = (comparison?.isBreaking ?? false) && !mayBreak(base, draft);
    if (comparison && isBroken && reason === undefined)
      throw new BreakingChangeError(base.version, problemsOf(comparison.changes));
    return { draft, base, comparison, overrideReason: isBroken ? (reason ?? null) : null };
  }

  private async compare(
    { userId }: Audience,
    base: ApiVersion,
    { source }: Documented,
  ): Promise<Comparison | null> {
    const documented = await this.documents.find(base.id);
    return documented && this.inspector.compare(documented.source, source, userId);
  }

  /** @returns null when something has changed since it was looked at */
  @Transactional()
  private async commit(api: Api, findings: Findings): Promise<ApiVersion | null> {
    const { draft, base, comparison, overrideReason } = findings;
    const locked = await this.apis.lock({ id: api.id });
    if (!locked || locked.ownerId !== api.ownerId || locked.lifecycle === 'retired') return null;
    const others = await this.lifecycle.published(api.id);
    if (baseFor(others, draft)?.id !== base?.id || laterThan(others, draft)) return null;
    const now = new Date();
    const { raw } = await this.rows.update(
      { id: draft.id, status: 'draft', revision: draft.revision },
      {
        status: 'published',
        baseId: base?.id ?? null,
        breakingCount: comparison && comparison.breaking + comparison.unknown,
        overrideReason,
        publishedAt: now,
        updatedAt: now,
        revision: draft.revision + 1,
      },
      { returning: [...VERSION_COLUMNS] },
    );
    const [row] = raw as ApiVersion[];
    if (!row) return null;
    await this.apis.change(locked, {
      ...latestColumnsOf([...others, row]),
      lifecycle: locked.lifecycle === 'draft' ? 'active' : locked.lifecycle,
    });
    return Object.assign(new ApiVersion(), row);
  }
}

/** @throws DocumentInvalidError */
function requireValid({ valid, findings }: DocumentReport): void {
  if (valid) return;
  throw new DocumentInvalidError(
    findings
      .filter(({ severity }) => severity === 'error')
      .slice(0, MOST_PROBLEMS)
      .map(({ pointer, rule, message, hint }) => ({ pointer, code: rule, detail: `${message} ${hint}` })),
  );
}

/** What breaks, or may. */
function problemsOf(changes: readonly Change[]): InputProblem[] {
  return changes
    .filter(({ severity }) => severity === 'breaking' || severity === 'unknown')
    .slice(0, MOST_PROBLEMS)
    .map(({ pointer, rule, operation, reason }) => ({
      pointer,
      code: rule,
      detail: operation === null ? reason : `${operation}: ${reason}`,
    }));
}
