import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Api } from './api.entity';
import { ApiVersion, type VersionStatus } from './api-version.entity';
import type { ApiStatsView } from './apis.schemas';
import { type Audience, seesDrafts } from './audience';

interface StatusRow {
  readonly status: VersionStatus;
  readonly versions: string;
  readonly publishes: string;
  readonly breaking: string;
  readonly lastPublishedAt: Date | null;
}

const COUNT = `
  SELECT "status", count(*) AS "versions", count("publishedAt") AS "publishes",
    count(*) FILTER (WHERE "breakingCount" > 0) AS "breaking", max("publishedAt") AS "lastPublishedAt"
  FROM "api_versions" WHERE "apiId" = $1 GROUP BY "status"`;

/** The numbers of an API. */
@Injectable()
export class ApiStats {
  constructor(@InjectRepository(ApiVersion) private readonly versions: Repository<ApiVersion>) {}

  async of(audience: Audience, api: Api): Promise<ApiStatsView> {
    const rows = await this.versions.query<StatusRow[]>(COUNT, [api.id]);
    const count = (status: VersionStatus): number =>
      Number(rows.find((row) => row.status === status)?.versions ?? 0);
    const sum = (column: 'publishes' | 'breaking'): number =>
      rows.reduce((total, row) => total + Number(row[column]), 0);
    const latest =
      api.latestVersion === null
        ? null
        : await this.versions.findOneBy({ apiId: api.id, version: api.latestVersion });
    const published = rows.flatMap(({ lastPublishedAt }) => lastPublishedAt?.getTime() ?? []);
    return {
      versions: {
        draft: seesDrafts(audience, api) ? count('draft') : null,
        published: count('published'),
        deprecated: count('deprecated'),
        retired: count('retired'),
      },
      operations: latest?.operationCount ?? null,
      publishes: sum('publishes'),
      breaking: sum('breaking'),
      lastPublishedAt: published.length > 0 ? new Date(Math.max(...published)).toISOString() : null,
    };
  }
}
