import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CountKeeper } from './count-keeper';
import { RateLimitRecord } from './rate-limit.entity';
import type { Decision, RateLimitRule } from './rate-limit-rule';

/**
 * One statement, so that of many at the same time no more are let in than may be: the oldest of the last times has to have
 * left the window. Who is refused changes nothing.
 */
const TAKE = `
  INSERT INTO "rate_limits" AS "r" ("bucket", "hits", "expiresAt") VALUES ($1, ARRAY[$2::bigint], $3)
  ON CONFLICT ("bucket") DO UPDATE SET
    "hits" = ("r"."hits" || $2::bigint)[greatest(1, cardinality("r"."hits") + 2 - $4::int):],
    "expiresAt" = excluded."expiresAt"
  WHERE coalesce("r"."hits"[cardinality("r"."hits") + 1 - $4::int] <= $5::bigint, true)
  RETURNING "hits"`;

/** Limits that all instances share, exact to the millisecond: in no span of the window's length are there more. */
@Injectable()
export class RateLimits {
  constructor(
    @InjectRepository(RateLimitRecord) private readonly records: Repository<RateLimitRecord>,
    private readonly keeper: CountKeeper,
  ) {}

  /**
   * Counts one more, unless there were enough; in the transaction that is open.
   *
   * @param bucket for whom; kept as a hash
   */
  async take(bucket: string, rule: RateLimitRule): Promise<Decision> {
    const { limit, windowMs } = rule;
    const key = createHash('sha256')
      .update(JSON.stringify([this.keeper.name, rule.name, bucket]))
      .digest('hex');
    const now = Date.now();
    const [taken] = await this.records.query<{ hits: string[] }[]>(TAKE, [
      key,
      now,
      new Date(now + windowMs),
      limit,
      now - windowMs,
    ]);
    const hits = (taken?.hits ?? (await this.hitsOf(key)))
      .map(Number)
      .filter((hit) => hit > now - windowMs)
      .slice(-limit);
    return {
      rule,
      isAllowed: taken !== undefined,
      remaining: limit - hits.length,
      resetMs: Math.max(0, (hits[0] ?? now) + windowMs - now),
    };
  }

  private async hitsOf(bucket: string): Promise<readonly string[]> {
    return (await this.records.findOneBy({ bucket }))?.hits ?? [];
  }
}
