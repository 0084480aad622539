import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { DocumentSource } from '../documents/documents';
import { DocumentsService } from '../documents/documents.service';
import type { Api } from './api.entity';
import { ApiVersion } from './api-version.entity';
import { DocumentNotFoundError } from './apis.errors';
import { ApisService } from './apis.service';
import type { Audience } from './audience';
import { requireUnchangedDraft, VERSION_COLUMNS, VersionsService } from './versions.service';

/** A version, and the document that it is known to have. */
export interface Documented {
  readonly version: ApiVersion;
  readonly source: DocumentSource;
}

/** The documents of versions, as they were sent. */
@Injectable()
export class VersionDocuments {
  constructor(
    @InjectRepository(ApiVersion) private readonly rows: Repository<ApiVersion>,
    private readonly apis: ApisService,
    private readonly versions: VersionsService,
    private readonly documents: DocumentsService,
  ) {}

  /** @throws VersionNotFoundError, DocumentNotFoundError */
  async get(audience: Audience, api: Api, number: string): Promise<Documented> {
    const { id } = await this.versions.get(audience, api, number);
    const documented = await this.find(id);
    if (!documented) throw new DocumentNotFoundError();
    return documented;
  }

  /** Version and document as they are at one moment; null when there is none of the two. */
  async find(id: string): Promise<Documented | null> {
    const columns = Object.fromEntries(VERSION_COLUMNS.map((name) => [name, true]));
    const version = await this.rows.findOne({ where: { id }, select: { ...columns, document: true } });
    if (!version || version.document === null || version.mediaType === null) return null;
    return { version, source: { text: version.document, mediaType: version.mediaType } };
  }

  /**
   * Gives a draft a document, valid or not.
   *
   * @param ifMatch the header
   * @throws ApiNotFoundError, ApiNotYoursError, VersionNotFoundError, VersionPublishedError, PreconditionRequiredError,
   * PreconditionFailedError, DocumentsBusyError
   */
  async put(
    audience: Audience,
    slug: string,
    number: string,
    ifMatch: string | undefined,
    source: DocumentSource,
  ): Promise<ApiVersion> {
    // Before it is looked at, which takes longer, and after it.
    const api = await this.apis.getOwn(audience, slug);
    requireUnchangedDraft(await this.versions.get(audience, api, number), ifMatch);
    const { specVersion, operationCount } = await this.documents.inspect(source, audience.userId);
    return this.versions.changeDraft(audience, slug, number, ifMatch, {
      document: source.text,
      mediaType: source.mediaType,
      sha256: createHash('sha256').update(source.text, 'utf8').digest('hex'),
      specVersion,
      operationCount,
    });
  }
}
