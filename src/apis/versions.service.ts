import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, MoreThan, Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { databaseErrorOf, Transactional } from '../database';
import { idIn, pageOf } from '../http/cursor';
import { requireMatch } from '../http/etag';
import type { Api } from './api.entity';
import { ApiVersion, VERSION_STATUSES } from './api-version.entity';
import { VersionNotFoundError, VersionPublishedError, VersionTakenError } from './apis.errors';
import { ApisService } from './apis.service';
import { type Audience, seesDrafts } from './audience';
import { etagOfRevision } from './revision-tag';
import { parseSemver, type Semver } from './semver';
import type { ListVersions } from './versions.schemas';

export interface VersionPage {
  readonly items: readonly ApiVersion[];
  readonly nextCursor: string | null;
  readonly total?: number;
}

/** All of a version but its document. */
export const VERSION_COLUMNS = [
  'id',
  'apiId',
  'version',
  'major',
  'minor',
  'patch',
  'prerelease',
  'status',
  'mediaType',
  'specVersion',
  'sha256',
  'operationCount',
  'breakingCount',
  'baseId',
  'overrideReason',
  'publishedAt',
  'deprecatedAt',
  'sunsetAt',
  'successorId',
  'createdAt',
  'updatedAt',
  'revision',
] as const satisfies readonly (keyof ApiVersion)[];

/** The versions of an API. */
@Injectable()
export class VersionsService {
  constructor(
    @InjectRepository(ApiVersion) private readonly versions: Repository<ApiVersion>,
    private readonly apis: ApisService,
  ) {}

  /** @throws ApiNotFoundError, ApiNotYoursError, VersionTakenError */
  @Transactional()
  async create(audience: Audience, slug: string, number: string): Promise<ApiVersion> {
    const api = await this.apis.holdOwn(audience, slug);
    const now = new Date();
    const version = this.versions.create({
      id: uuidv7(),
      apiId: api.id,
      ...numberOf(number),
      status: 'draft',
      mediaType: null,
      specVersion: null,
      sha256: null,
      operationCount: null,
      breakingCount: null,
      baseId: null,
      overrideReason: null,
      publishedAt: null,
      deprecatedAt: null,
      sunsetAt: null,
      successorId: null,
      createdAt: now,
      updatedAt: now,
      revision: 1,
    });
    await translatingConflicts(() => this.versions.insert(version));
    return version;
  }

  /** @throws VersionNotFoundError also for a draft that is not there for who asks */
  async get(audience: Audience, api: Api, number: string): Promise<ApiVersion> {
    const version = await this.find(api, number);
    if (!version || (version.status === 'draft' && !seesDrafts(audience, api)))
      throw new VersionNotFoundError();
    return version;
  }

  async find({ id: apiId }: Api, number: string): Promise<ApiVersion | null> {
    return parseSemver(number) ? this.versions.findOneBy({ apiId, version: number }) : null;
  }

  /** One page in the order of creation, which is that of the ids. @throws InvalidCursorError */
  async list(audience: Audience, api: Api, query: ListVersions): Promise<VersionPage> {
    const { limit, cursor, sort, status, includeTotal } = query;
    const list = JSON.stringify([api.id, sort, status]);
    const isDescending = sort === '-createdAt';
    const beyond = isDescending ? LessThan : MoreThan;
    const seen = VERSION_STATUSES.filter((one) => one !== 'draft' || seesDrafts(audience, api));
    const where = { apiId: api.id, status: In(seen.filter((one) => status === undefined || one === status)) };
    const found = await this.versions.find({
      where: { ...where, ...(cursor === undefined ? {} : { id: beyond(idIn(cursor, list)) }) },
      order: { id: isDescending ? 'DESC' : 'ASC' },
      take: limit + 1,
    });
    return {
      ...pageOf(found, limit, list),
      ...(includeTotal ? { total: await this.versions.countBy(where) } : {}),
    };
  }

  /**
   * Gives a draft another number.
   *
   * @param ifMatch the header
   * @throws ApiNotFoundError, ApiNotYoursError, VersionNotFoundError, VersionPublishedError, PreconditionRequiredError,
   * PreconditionFailedError, VersionTakenError
   */
  renumber(
    audience: Audience,
    slug: string,
    number: string,
    ifMatch: string | undefined,
    renumbered: string,
  ): Promise<ApiVersion> {
    const changes = numberOf(renumbered);
    return translatingConflicts(() => this.changeDraft(audience, slug, number, ifMatch, changes));
  }

  /**
   * Changes a version that is a draft yet, and stays one meanwhile.
   *
   * @param ifMatch the header
   * @throws ApiNotFoundError, ApiNotYoursError, VersionNotFoundError, VersionPublishedError, PreconditionRequiredError,
   * PreconditionFailedError
   */
  @Transactional()
  async changeDraft(
    audience: Audience,
    slug: string,
    number: string,
    ifMatch: string | undefined,
    changes: Partial<ApiVersion>,
  ): Promise<ApiVersion> {
    const draft = await this.lockDraft(audience, slug, number, ifMatch);
    const changed = { ...changes, updatedAt: new Date(), revision: draft.revision + 1 };
    await this.versions.update({ id: draft.id }, changed);
    return Object.assign(draft, changed);
  }

  /**
   * Deletes a draft.
   *
   * @param ifMatch the header
   * @throws ApiNotFoundError, ApiNotYoursError, VersionNotFoundError, VersionPublishedError, PreconditionRequiredError,
   * PreconditionFailedError
   */
  @Transactional()
  async delete(audience: Audience, slug: string, number: string, ifMatch: string | undefined): Promise<void> {
    const { id } = await this.lockDraft(audience, slug, number, ifMatch);
    await this.versions.delete({ id });
  }

  /** The numbers of versions, by their ids. */
  async numbersOf(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    if (wanted.length === 0) return new Map();
    const found = await this.versions.find({
      where: { id: In(wanted) },
      select: { id: true, version: true },
    });
    return new Map(found.map(({ id, version }) => [id, version]));
  }

  /** A draft that may be changed until the transaction ends. What is published locks its API, which is held. */
  private async lockDraft(
    audience: Audience,
    slug: string,
    number: string,
    ifMatch: string | undefined,
  ): Promise<ApiVersion> {
    const { id: apiId } = await this.apis.holdOwn(audience, slug);
    const where = { apiId, version: number };
    const version = parseSemver(number)
      ? await this.versions.findOne({ where, lock: { mode: 'pessimistic_write' } })
      : null;
    if (!version) throw new VersionNotFoundError();
    requireUnchangedDraft(version, ifMatch);
    return version;
  }
}

/** @throws VersionPublishedError, PreconditionRequiredError, PreconditionFailedError */
export function requireUnchangedDraft(version: ApiVersion, ifMatch: string | undefined): void {
  if (version.status !== 'draft') throw new VersionPublishedError();
  requireMatch(ifMatch, etagOfRevision(version));
}

/** @param number that was found to be one */
function numberOf(number: string): Semver & { readonly version: string } {
  const parts = parseSemver(number);
  if (!parts) throw new Error('the number of a version was not checked');
  return { version: number, ...parts };
}

async function translatingConflicts<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (databaseErrorOf(error)?.constraint === 'UQ_api_versions_api_id_version')
      throw new VersionTakenError({ cause: error });
    throw error;
  }
}
