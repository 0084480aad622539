import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ApiVersion } from './api-version.entity';
import { etagOfRevision } from './revision-tag';
import { type ApiVersionView, versionViewOf } from './versions.schemas';
import { VersionsService } from './versions.service';

/** Versions as they go over the wire: with the numbers of those that they point at. */
@Injectable()
export class VersionViews {
  constructor(private readonly versions: VersionsService) {}

  async viewOf(version: ApiVersion): Promise<ApiVersionView> {
    const [view] = await this.viewsOf([version]);
    return view as ApiVersionView;
  }

  /** In the order of the versions. */
  async viewsOf(versions: readonly ApiVersion[]): Promise<ApiVersionView[]> {
    const numbers = await this.versions.numbersOf(
      versions.flatMap(({ baseId, successorId }) => [baseId, successorId]),
    );
    return versions.map((version) => versionViewOf(version, (id) => numbers.get(id ?? '') ?? null));
  }

  /** With its ETag. */
  show(version: ApiVersion, reply: FastifyReply): Promise<ApiVersionView> {
    void reply.header('etag', etagOfRevision(version));
    return this.viewOf(version);
  }
}
