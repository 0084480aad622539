import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository } from 'typeorm';
import { Transactional } from '../database';
import { InvalidInputError } from '../errors/input.errors';
import type { Api } from './api.entity';
import { ApiVersion } from './api-version.entity';
import { VersionNotDeprecatableError, VersionNotFoundError, VersionNotRetirableError } from './apis.errors';
import { ApisService } from './apis.service';
import type { Audience } from './audience';
import { latestColumnsOf } from './version-order';
import type { DeprecateVersion } from './versions.schemas';
import { VersionsService } from './versions.service';

/** How a version comes to its end: deprecated first, so that everybody is told, then retired. */
@Injectable()
export class VersionLifecycle {
  constructor(
    private readonly apis: ApisService,
    private readonly service: VersionsService,
    @InjectRepository(ApiVersion) private readonly versions: Repository<ApiVersion>,
  ) {}

  /**
   * Deprecates a version, or changes what is said of its end.
   *
   * @throws ApiNotFoundError, ApiNotYoursError, VersionNotFoundError, VersionNotDeprecatableError, InvalidInputError when
   * the successor is none
   */
  @Transactional()
  async deprecate(
    audience: Audience,
    slug: string,
    number: string,
    { successor, sunsetAt }: DeprecateVersion,
  ): Promise<ApiVersion> {
    const api = await this.apis.lockOwn(audience, slug);
    const version = await this.get(api, number);
    if (version.status !== 'published' && version.status !== 'deprecated')
      throw new VersionNotDeprecatableError();
    const successorId = successor === undefined ? null : await this.successorId(version, successor);
    const deprecatedAt = version.deprecatedAt ?? new Date();
    return this.change(api, version, {
      status: 'deprecated',
      deprecatedAt,
      sunsetAt: sunsetAt ?? null,
      successorId,
    });
  }

  /** @throws ApiNotFoundError, ApiNotYoursError, VersionNotFoundError, VersionNotRetirableError */
  @Transactional()
  async retire(audience: Audience, slug: string, number: string): Promise<ApiVersion> {
    const api = await this.apis.lockOwn(audience, slug);
    const version = await this.get(api, number);
    if (version.status !== 'deprecated') throw new VersionNotRetirableError();
    return this.change(api, version, { status: 'retired' });
  }

  /** The versions of an API that are or were published. */
  published(apiId: string): Promise<ApiVersion[]> {
    return this.versions.findBy({ apiId, status: Not('draft' as const) });
  }

  private async get(api: Api, number: string): Promise<ApiVersion> {
    const version = await this.service.find(api, number);
    if (!version) throw new VersionNotFoundError();
    return version;
  }

  /** The API is locked: nobody else publishes, deprecates or retires a version of it meanwhile. */
  private async change(api: Api, version: ApiVersion, changes: Partial<ApiVersion>): Promise<ApiVersion> {
    const changed = Object.assign(new ApiVersion(), version, changes, {
      updatedAt: new Date(),
      revision: version.revision + 1,
    });
    const { updatedAt, revision } = changed;
    await this.versions.update({ id: version.id }, { ...changes, updatedAt, revision });
    await this.apis.change(api, latestColumnsOf(await this.published(api.id)));
    return changed;
  }

  /** Another version of the API that is in force. */
  private async successorId({ apiId, id }: ApiVersion, number: string): Promise<string> {
    const successor = await this.versions.findOneBy({ apiId, version: number, status: 'published' });
    if (!successor || successor.id === id)
      throw new InvalidInputError([
        {
          pointer: '/successor',
          code: 'api_version_not_found',
          detail: 'must be another version of the API that is published',
        },
      ]);
    return successor.id;
  }
}
