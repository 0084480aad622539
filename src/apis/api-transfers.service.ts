import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, MoreThan, Repository } from 'typeorm';
import { databaseErrorOf, Transactional } from '../database';
import { InvalidInputError } from '../errors/input.errors';
import { idIn, pageOf } from '../http/cursor';
import { User } from '../users/user.entity';
import { Api } from './api.entity';
import { ApiNotFoundError, ApiNotYoursError, TransferNotFoundError } from './apis.errors';
import { ApisService } from './apis.service';
import type { ListTransfers } from './apis.schemas';
import { type Audience, isOffered, sees } from './audience';

/** So long an API can be accepted. */
const OFFER_MS = 7 * 24 * 3_600_000;

/** What an API is without an offer. */
const NO_OFFER = { pendingOwnerId: null, pendingUntil: null };

/** An API, and what has become of it. */
export interface Transfer {
  readonly api: Api;
  /** Whose it was. */
  readonly formerOwnerId: string;
}

/**
 * How an API becomes another one's: its owner offers it, and the other one accepts, as who owns an API answers for it, and
 * cannot be deleted while he does.
 */
@Injectable()
export class ApiTransfers {
  constructor(
    private readonly service: ApisService,
    @InjectRepository(Api) private readonly apis: Repository<Api>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /**
   * Offers an API of one's own to another user, in place of what was offered before. An administrator gives another one's at
   * once: there may be nobody to ask.
   *
   * @throws ApiNotFoundError, ApiNotYoursError, InvalidInputError when there is no such user
   */
  @Transactional()
  async offer(audience: Audience, slug: string, handle: string): Promise<Transfer> {
    const api = await this.service.lock({ slug });
    if (!api || !sees(audience, api)) throw new ApiNotFoundError();
    const isOwn = api.ownerId === audience.userId;
    if (!isOwn && !audience.seesAll) throw new ApiNotYoursError();
    const user = await this.users.findOneBy({ handle, status: 'active' });
    if (!user || user.id === api.ownerId) throw unknownRecipient();
    try {
      const changed = await this.service.change(
        api,
        isOwn
          ? { pendingOwnerId: user.id, pendingUntil: new Date(Date.now() + OFFER_MS) }
          : { ownerId: user.id, ...NO_OFFER },
      );
      return { api: changed, formerOwnerId: api.ownerId };
    } catch (error) {
      const { constraint } = databaseErrorOf(error) ?? {};
      // Deleted since.
      if (constraint === 'FK_apis_owner_id' || constraint === 'FK_apis_pending_owner_id')
        throw unknownRecipient();
      throw error;
    }
  }

  /**
   * Takes an API that is offered.
   *
   * @throws ApiNotFoundError, TransferNotFoundError also when who has offered it is suspended
   */
  @Transactional()
  async accept(audience: Audience, slug: string): Promise<Transfer> {
    const api = await this.lockOffered(audience, slug);
    const { userId } = audience;
    if (userId === null || api.pendingOwnerId !== userId) throw new TransferNotFoundError();
    const isMeant = await this.users.existsBy({ id: api.ownerId, status: 'active' });
    if (!isMeant) throw new TransferNotFoundError();
    const changed = await this.service.change(api, { ownerId: userId, ...NO_OFFER });
    return { api: changed, formerOwnerId: api.ownerId };
  }

  /** Takes an offer back, or declines it. @throws ApiNotFoundError, TransferNotFoundError */
  @Transactional()
  async end(audience: Audience, slug: string): Promise<void> {
    const api = await this.lockOffered(audience, slug);
    if (![api.ownerId, api.pendingOwnerId].includes(audience.userId)) throw new TransferNotFoundError();
    await this.service.change(api, NO_OFFER);
  }

  /** APIs that are offered to a user, by pages. @throws InvalidCursorError */
  async offeredTo(
    userId: string,
    { limit, cursor }: ListTransfers,
  ): Promise<{ readonly items: readonly Api[]; readonly nextCursor: string | null }> {
    const list = JSON.stringify(['transfers', userId]);
    const found = await this.apis.find({
      where: {
        pendingOwnerId: userId,
        pendingUntil: MoreThan(new Date()),
        ...(cursor === undefined ? {} : { id: LessThan(idIn(cursor, list)) }),
      },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return pageOf(found, limit, list);
  }

  /** An API that is offered to somebody now. */
  private async lockOffered(audience: Audience, slug: string): Promise<Api> {
    const api = await this.service.lock({ slug });
    if (!api || !sees(audience, api)) throw new ApiNotFoundError();
    if (!isOffered(api)) throw new TransferNotFoundError();
    return api;
  }
}

function unknownRecipient(): InvalidInputError {
  return new InvalidInputError([
    { pointer: '/to', code: 'user_not_found', detail: 'must be the handle of another user, who is active' },
  ]);
}
