import { Injectable } from '@nestjs/common';
import type { Comparison } from '../diff/comparison';
import type { DocumentSource } from '../documents/documents';
import { DocumentsService } from '../documents/documents.service';
import type { Api } from './api.entity';
import type { Audience } from './audience';
import type { DiffView } from './documents.schemas';
import { VersionDocuments } from './version-documents.service';
import { VersionLifecycle } from './version-lifecycle.service';
import { baseFor } from './version-order';

const NOTHING: Comparison = {
  changes: [],
  breaking: 0,
  warnings: 0,
  infos: 0,
  unknown: 0,
  isBreaking: false,
};

/** Compares documents of versions that are there for who asks. */
@Injectable()
export class VersionDiffs {
  constructor(
    private readonly documents: VersionDocuments,
    private readonly lifecycle: VersionLifecycle,
    private readonly comparer: DocumentsService,
  ) {}

  /**
   * @param baseNumber that which it would be compared with when it is published, unless told
   * @throws VersionNotFoundError, DocumentNotFoundError
   */
  async between(
    audience: Audience,
    api: Api,
    number: string,
    baseNumber: string | undefined,
  ): Promise<DiffView> {
    const { version, source } = await this.documents.get(audience, api, number);
    const base = baseNumber ?? baseFor(await this.lifecycle.published(api.id), version)?.version;
    return this.against(audience, api, source, base ?? null);
  }

  /**
   * @param baseNumber the latest version, unless told; null for none
   * @throws VersionNotFoundError, DocumentNotFoundError
   */
  async against(
    audience: Audience,
    api: Api,
    source: DocumentSource,
    baseNumber: string | null | undefined,
  ): Promise<DiffView> {
    const base = baseNumber === undefined ? api.latestVersion : baseNumber;
    if (base === null) return { base, ...NOTHING };
    const documented = await this.documents.get(audience, api, base);
    return { base, ...(await this.comparer.compare(documented.source, source, audience.userId)) };
  }
}
