import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { databaseErrorOf, Transactional } from '../database';
import { InvalidTokenError } from '../errors/authentication.errors';
import { requireMatch } from '../http/etag';
import { Api } from './api.entity';
import { searchColumnsOf } from './api-terms';
import { ApiViews } from './api-views.service';
import { ApiInUseError, ApiNotFoundError, ApiSlugTakenError } from './apis.errors';
import { type CreateApi, isSlug, type UpdateApi } from './apis.schemas';
import { type Audience, requireOwner, sees } from './audience';
import { etagOfApi } from './revision-tag';

type LockMode = 'pessimistic_write' | 'pessimistic_read';

const CHANGES: LockMode = 'pessimistic_write';

/** APIs of the registry, on whichever store serves. */
@Injectable()
export class ApisService {
  constructor(
    @InjectRepository(Api) private readonly apis: Repository<Api>,
    private readonly views: ApiViews,
  ) {}

  /** @throws ApiSlugTakenError, InvalidTokenError when the user has just been deleted */
  async create(ownerId: string, input: CreateApi): Promise<Api> {
    const now = new Date();
    const api = this.apis.create({
      id: uuidv7(),
      ownerId,
      ...input,
      lifecycle: 'draft',
      latestVersion: null,
      specVersion: null,
      deprecatedAt: null,
      sunsetAt: null,
      successorId: null,
      pendingOwnerId: null,
      pendingUntil: null,
      createdAt: now,
      updatedAt: now,
      revision: 1,
    });
    try {
      await this.apis.insert(Object.assign(new Api(), api, searchColumnsOf(api)));
    } catch (error) {
      switch (databaseErrorOf(error)?.constraint) {
        case 'UQ_apis_slug':
          throw new ApiSlugTakenError({ cause: error });
        case 'FK_apis_owner_id':
          // Deleted since.
          throw new InvalidTokenError();
        default:
          throw error;
      }
    }
    return api;
  }

  /** @throws ApiNotFoundError also where it is not there for who asks */
  async get(audience: Audience, slug: string): Promise<Api> {
    const api = isSlug(slug) ? await this.apis.findOneBy({ slug }) : null;
    if (!api || !sees(audience, api)) throw new ApiNotFoundError();
    return api;
  }

  /** @throws ApiNotFoundError, ApiNotYoursError */
  async getOwn(audience: Audience, slug: string): Promise<Api> {
    const api = await this.get(audience, slug);
    requireOwner(audience, api);
    return api;
  }

  /**
   * @param ifMatch the header
   * @throws ApiNotFoundError, ApiNotYoursError, PreconditionRequiredError, PreconditionFailedError
   */
  @Transactional()
  async update(
    audience: Audience,
    slug: string,
    ifMatch: string | undefined,
    changes: UpdateApi,
  ): Promise<Api> {
    const api = await this.lockOwn(audience, slug);
    requireMatch(ifMatch, etagOfApi(await this.views.viewOf(audience, api)));
    return this.change(api, changes);
  }

  /**
   * Deletes an API with its versions: one that nobody relies on.
   *
   * @param ifMatch the header
   * @throws ApiNotFoundError, ApiNotYoursError, PreconditionRequiredError, PreconditionFailedError, ApiInUseError
   */
  @Transactional()
  async delete(audience: Audience, slug: string, ifMatch: string | undefined): Promise<Api> {
    const api = await this.lockOwn(audience, slug);
    requireMatch(ifMatch, etagOfApi(await this.views.viewOf(audience, api)));
    if (api.lifecycle !== 'draft' && api.lifecycle !== 'retired') throw new ApiInUseError();
    await this.apis.delete({ id: api.id });
    return api;
  }

  /** Locks an API until the transaction ends: what is decided by the rest of it stays true meanwhile. */
  async lock(
    where: { readonly slug: string } | { readonly id: string },
    mode: LockMode = CHANGES,
  ): Promise<Api | null> {
    if ('slug' in where && !isSlug(where.slug)) return null;
    return this.apis.findOne({ where, lock: { mode } });
  }

  /** @throws ApiNotFoundError, ApiNotYoursError */
  async lockOwn(audience: Audience, slug: string, mode: LockMode = CHANGES): Promise<Api> {
    const api = await this.lock({ slug }, mode);
    if (!api) throw new ApiNotFoundError();
    requireOwner(audience, api);
    return api;
  }

  /** Keeps an API, and whose it is, as they are until the transaction ends. @throws ApiNotFoundError, ApiNotYoursError */
  holdOwn(audience: Audience, slug: string): Promise<Api> {
    return this.lockOwn(audience, slug, 'pessimistic_read');
  }

  /** Changes an API that is locked. */
  async change(api: Api, changes: Partial<Api>): Promise<Api> {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = Object.assign(new Api(), api, given, {
      updatedAt: new Date(),
      revision: api.revision + 1,
    });
    const { updatedAt, revision } = changed;
    await this.apis.update(
      { id: api.id },
      { ...(given as Partial<Api>), ...searchColumnsOf(changed), updatedAt, revision },
    );
    return changed;
  }
}
