import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { databaseErrorOf, Transactional } from '../database';
import { InvalidTokenError } from '../errors/authentication.errors';
import { InvalidInputError, PreconditionFailedError } from '../errors/input.errors';
import { User } from '../users/user.entity';
import { Api } from './api.entity';
import { searchColumnsOf } from './api-terms';
import { ApiInUseError, ApiNotFoundError, ApiNotYoursError, ApiSlugTakenError } from './apis.errors';
import { type CreateApi, isSlug, type UpdateApi } from './apis.schemas';
import { type Audience, requireOwner, sees } from './audience';

/** APIs of the registry, on whichever store serves. */
@Injectable()
export class ApisService {
  constructor(
    @InjectRepository(Api) private readonly apis: Repository<Api>,
    @InjectRepository(User) private readonly users: Repository<User>,
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
   * @param revisions those that may be changed; null for any
   * @throws ApiNotFoundError, ApiNotYoursError, PreconditionFailedError
   */
  @Transactional()
  async update(
    audience: Audience,
    slug: string,
    revisions: readonly number[] | null,
    changes: UpdateApi,
  ): Promise<Api> {
    const api = await this.lockOwn(audience, slug);
    requireRevision(api, revisions);
    return this.change(api, changes);
  }

  /**
   * Deletes an API with its versions: one that nobody relies on.
   *
   * @param revisions those that may be deleted; null for any
   * @throws ApiNotFoundError, ApiNotYoursError, PreconditionFailedError, ApiInUseError
   */
  @Transactional()
  async delete(audience: Audience, slug: string, revisions: readonly number[] | null): Promise<Api> {
    const api = await this.lockOwn(audience, slug);
    requireRevision(api, revisions);
    if (api.lifecycle !== 'draft' && api.lifecycle !== 'retired') throw new ApiInUseError();
    await this.apis.delete({ id: api.id });
    return api;
  }

  /**
   * Gives an API to another user; only its owner, or an administrator, can.
   *
   * @throws ApiNotFoundError, ApiNotYoursError, InvalidInputError when there is no such user
   */
  @Transactional()
  async transfer(audience: Audience, slug: string, handle: string): Promise<Api> {
    const api = await this.lock({ slug });
    if (!api || !sees(audience, api)) throw new ApiNotFoundError();
    if (!audience.seesAll && api.ownerId !== audience.userId) throw new ApiNotYoursError();
    const user = await this.users.findOneBy({ handle, status: 'active' });
    if (!user) throw unknownRecipient();
    try {
      return await this.change(api, { ownerId: user.id });
    } catch (error) {
      // Deleted since.
      if (databaseErrorOf(error)?.constraint === 'FK_apis_owner_id') throw unknownRecipient();
      throw error;
    }
  }

  /** Locks an API until the transaction ends: what is decided by the rest of it stays true meanwhile. */
  async lock(where: { readonly slug: string } | { readonly id: string }): Promise<Api | null> {
    if ('slug' in where && !isSlug(where.slug)) return null;
    return this.apis.findOne({ where, lock: { mode: 'pessimistic_write' } });
  }

  /** @throws ApiNotFoundError, ApiNotYoursError */
  async lockOwn(audience: Audience, slug: string): Promise<Api> {
    const api = await this.lock({ slug });
    if (!api) throw new ApiNotFoundError();
    requireOwner(audience, api);
    return api;
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

/** @throws PreconditionFailedError */
function requireRevision({ revision }: Api, revisions: readonly number[] | null): void {
  if (revisions !== null && !revisions.includes(revision)) throw new PreconditionFailedError();
}

function unknownRecipient(): InvalidInputError {
  return new InvalidInputError([
    { pointer: '/to', code: 'user_not_found', detail: 'must be the handle of a user who is active' },
  ]);
}
