import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Transactional } from '../database';
import { InvalidInputError } from '../errors/input.errors';
import { Api } from './api.entity';
import { ApiNotDeprecatableError, ApiNotRetirableError } from './apis.errors';
import type { DeprecateApi } from './apis.schemas';
import { ApisService } from './apis.service';
import { type Audience, sees } from './audience';

/** How an API comes to its end: deprecated first, so that everybody is told, then retired. */
@Injectable()
export class ApiLifecycle {
  constructor(
    private readonly service: ApisService,
    @InjectRepository(Api) private readonly apis: Repository<Api>,
  ) {}

  /**
   * Deprecates an API, or changes what is said of its end.
   *
   * @throws ApiNotFoundError, ApiNotYoursError, ApiNotDeprecatableError, InvalidInputError when the successor is none
   */
  @Transactional()
  async deprecate(audience: Audience, slug: string, { successor, sunsetAt }: DeprecateApi): Promise<Api> {
    const api = await this.service.lockOwn(audience, slug);
    if (api.lifecycle !== 'active' && api.lifecycle !== 'deprecated') throw new ApiNotDeprecatableError();
    const successorId = successor === undefined ? null : await this.successorId(audience, api, successor);
    const deprecatedAt = api.deprecatedAt ?? new Date();
    return this.service.change(api, {
      lifecycle: 'deprecated',
      deprecatedAt,
      sunsetAt: sunsetAt ?? null,
      successorId,
    });
  }

  /** @throws ApiNotFoundError, ApiNotYoursError, ApiNotRetirableError */
  @Transactional()
  async retire(audience: Audience, slug: string): Promise<Api> {
    const api = await this.service.lockOwn(audience, slug);
    if (api.lifecycle !== 'deprecated') throw new ApiNotRetirableError();
    return this.service.change(api, { lifecycle: 'retired' });
  }

  /** Another API that is there for who deprecates, and in force. */
  private async successorId(audience: Audience, api: Api, slug: string): Promise<string> {
    const successor = await this.apis.findOneBy({ slug });
    if (
      !successor ||
      !sees(audience, successor) ||
      successor.lifecycle !== 'active' ||
      successor.id === api.id
    )
      throw new InvalidInputError([
        {
          pointer: '/successor',
          code: 'api_not_found',
          detail: 'must be the slug of another API that is active',
        },
      ]);
    return successor.id;
  }
}
