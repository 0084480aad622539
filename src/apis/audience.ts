import type { Caller } from '../auth/caller';
import type { Api } from './api.entity';
import { ApiNotFoundError, ApiNotYoursError } from './apis.errors';

/** Who asks, as far as it decides what there is for him. */
export interface Audience {
  /** Null for who has not said who he is. */
  readonly userId: string | null;
  /** An administrator with the scope `admin:users` sees, and hands over, what is anybody's. */
  readonly seesAll: boolean;
}

export function audienceOf(caller: Caller | null): Audience {
  return { userId: caller?.userId ?? null, seesAll: caller?.scopes.has('admin:users') ?? false };
}

/** What decides who sees an API. */
type Seen = Pick<Api, 'listed' | 'ownerId' | 'pendingOwnerId' | 'pendingUntil'>;

/** Whether an API is there for somebody: it is listed, or his own, or offered to him. */
export function sees({ userId, seesAll }: Audience, api: Seen): boolean {
  if (seesAll || api.listed || api.ownerId === userId) return true;
  return userId !== null && api.pendingOwnerId === userId && isOffered(api);
}

/** Whether an API can be accepted by another user now. */
export function isOffered({
  pendingOwnerId,
  pendingUntil,
}: Pick<Api, 'pendingOwnerId' | 'pendingUntil'>): boolean {
  return pendingOwnerId !== null && pendingUntil !== null && pendingUntil.getTime() > Date.now();
}

/** Whether somebody sees to whom an API is offered: who can do something about it. */
export function seesOffer({ userId, seesAll }: Audience, api: Seen): boolean {
  return isOffered(api) && (seesAll || api.ownerId === userId || api.pendingOwnerId === userId);
}

/** Whether somebody sees of an API what is not published. */
export function seesDrafts({ userId, seesAll }: Audience, api: Pick<Api, 'ownerId'>): boolean {
  return seesAll || api.ownerId === userId;
}

/** @throws ApiNotFoundError where it is not there for him, ApiNotYoursError where it is, and another's */
export function requireOwner(audience: Audience, api: Api): void {
  if (!sees(audience, api)) throw new ApiNotFoundError();
  if (api.ownerId !== audience.userId) throw new ApiNotYoursError();
}
