import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, MoreThan, Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { databaseErrorOf, Transactional } from '../database';
import { InvalidCursorError, PreconditionFailedError } from '../errors/input.errors';
import { decodeCursor, encodeCursor } from '../http/cursor';
import { Api } from './api.entity';
import { ApiVersion, VERSION_STATUSES } from './api-version.entity';
import {
  ApiNotFoundError,
  VersionNotFoundError,
  VersionPublishedError,
  VersionTakenError,
} from './apis.errors';
import { type Audience, seesDrafts } from './audience';
import { parseSemver, type Semver } from './semver';
import { type ListVersions, versionIdSchema } from './versions.schemas';

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

/** The versions of one API, which has been found to be there for who asks. */
@Injectable()
export class VersionsService {
  constructor(
    @InjectRepository(ApiVersion) private readonly versions: Repository<ApiVersion>,
    @InjectRepository(Api) private readonly apis: Repository<Api>,
  ) {}

  /** @throws VersionTakenError, ApiNotFoundError when the API was deleted or given away meanwhile */
  @Transactional()
  async create(api: Api, number: string): Promise<ApiVersion> {
    await this.hold(api);
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
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      nextCursor: last && found.length > limit ? encodeCursor({ key: last.id, id: last.id }, list) : null,
      ...(includeTotal ? { total: await this.versions.countBy(where) } : {}),
    };
  }

  /**
   * Gives a draft another number.
   *
   * @param revisions those that may be changed; null for any
   * @throws ApiNotFoundError, VersionNotFoundError, VersionPublishedError, PreconditionFailedError, VersionTakenError
   */
  renumber(
    api: Api,
    number: string,
    revisions: readonly number[] | null,
    renumbered: string,
  ): Promise<ApiVersion> {
    return translatingConflicts(() => this.changeDraft(api, number, revisions, numberOf(renumbered)));
  }

  /**
   * Changes a version that is a draft yet: one conditional UPDATE, so that of a change and a publication at the same time
   * the second finds what the first has left.
   *
   * @throws ApiNotFoundError when the API was deleted or given away meanwhile, VersionNotFoundError, VersionPublishedError,
   * PreconditionFailedError
   */
  @Transactional()
  async changeDraft(
    api: Api,
    number: string,
    revisions: readonly number[] | null,
    changes: Partial<ApiVersion>,
  ): Promise<ApiVersion> {
    await this.hold(api);
    const which = { apiId: api.id, version: number };
    const { raw } = await this.versions.update(
      { ...which, status: 'draft', ...(revisions === null ? {} : { revision: In(revisions) }) },
      { ...changes, updatedAt: new Date(), revision: () => '"revision" + 1' },
      { returning: [...VERSION_COLUMNS] },
    );
    const [row] = raw as ApiVersion[];
    return row ? Object.assign(new ApiVersion(), row) : this.explainMiss(which);
  }

  /**
   * Deletes a draft.
   *
   * @param revisions those that may be deleted; null for any
   * @throws ApiNotFoundError when the API was deleted or given away meanwhile, VersionNotFoundError, VersionPublishedError,
   * PreconditionFailedError
   */
  @Transactional()
  async delete(api: Api, number: string, revisions: readonly number[] | null): Promise<void> {
    await this.hold(api);
    const which = { apiId: api.id, version: number };
    const { affected } = await this.versions.delete({
      ...which,
      status: 'draft',
      ...(revisions === null ? {} : { revision: In(revisions) }),
    });
    if (!affected) await this.explainMiss(which);
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

  /** Keeps the API, and whose it is, as they were found until the transaction ends. @throws ApiNotFoundError */
  private async hold({ id, ownerId }: Api): Promise<void> {
    const held = await this.apis.findOne({
      where: { id, ownerId },
      select: { id: true },
      lock: { mode: 'pessimistic_read' },
    });
    if (!held) throw new ApiNotFoundError();
  }

  private async explainMiss(which: { readonly apiId: string; readonly version: string }): Promise<never> {
    const version = await this.versions.findOneBy(which);
    if (!version) throw new VersionNotFoundError();
    if (version.status !== 'draft') throw new VersionPublishedError();
    throw new PreconditionFailedError();
  }
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

/** @throws InvalidCursorError */
function idIn(cursor: string, list: string): string {
  const { data } = versionIdSchema.safeParse(decodeCursor(cursor, list).id);
  if (data === undefined) throw new InvalidCursorError();
  return data;
}
