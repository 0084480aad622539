import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { User } from '../users/user.entity';
import { Api } from './api.entity';
import type { ApiView } from './apis.schemas';
import { type Audience, sees, seesOffer } from './audience';

/** APIs as they go over the wire: with the names of what they point at. */
@Injectable()
export class ApiViews {
  constructor(
    @InjectRepository(Api) private readonly apis: Repository<Api>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  async viewOf(audience: Audience, api: Api): Promise<ApiView> {
    const [view] = await this.viewsOf(audience, [api]);
    return view as ApiView;
  }

  /** In the order of the APIs. */
  async viewsOf(audience: Audience, apis: readonly Api[]): Promise<ApiView[]> {
    if (apis.length === 0) return [];
    const offered = new Set(apis.filter((api) => seesOffer(audience, api)));
    const handles = await this.handlesOf([
      ...apis.map(({ ownerId }) => ownerId),
      ...[...offered].map(({ pendingOwnerId }) => pendingOwnerId),
    ]);
    const successors = await this.slugsOf(
      audience,
      apis.flatMap(({ successorId }) => successorId ?? []),
    );
    return apis.map((api) =>
      viewOf(api, {
        owner: handles.get(api.ownerId) ?? '',
        successor: successors.get(api.successorId ?? '') ?? null,
        receiver: offered.has(api) ? (handles.get(api.pendingOwnerId ?? '') ?? null) : null,
      }),
    );
  }

  /** The slug of the API that takes another's place; null when there is none, or it is not there for who asks. */
  async successorOf(audience: Audience, { successorId }: Api): Promise<string | null> {
    if (successorId === null) return null;
    return (await this.slugsOf(audience, [successorId])).get(successorId) ?? null;
  }

  private async handlesOf(ids: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    const found = await this.users.find({ where: { id: In(wanted) }, select: { id: true, handle: true } });
    return new Map(found.map(({ id, handle }) => [id, handle]));
  }

  private async slugsOf(audience: Audience, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const found = await this.apis.findBy({ id: In([...new Set(ids)]) });
    return new Map(found.filter((api) => sees(audience, api)).map(({ id, slug }) => [id, slug]));
  }
}

/** The names of what an API points at, as far as who asks sees it. */
interface Names {
  readonly owner: string;
  readonly successor: string | null;
  readonly receiver: string | null;
}

/** Only what is named here goes over the wire. */
function viewOf(api: Api, { owner, successor, receiver }: Names): ApiView {
  return {
    id: api.id,
    slug: api.slug,
    name: api.name,
    description: api.description,
    owner,
    visibility: api.visibility,
    lifecycle: api.lifecycle,
    tags: api.tags,
    homepageUrl: api.homepageUrl,
    latestVersion: api.latestVersion,
    specVersion: api.specVersion,
    deprecatedAt: api.deprecatedAt?.toISOString() ?? null,
    sunsetAt: api.sunsetAt?.toISOString() ?? null,
    successor,
    transfer:
      receiver === null || api.pendingUntil === null
        ? null
        : { to: receiver, expiresAt: api.pendingUntil.toISOString() },
    createdAt: api.createdAt.toISOString(),
    updatedAt: api.updatedAt.toISOString(),
    revision: api.revision,
  };
}
