import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, Repository } from 'typeorm';
import { Transactional } from '../database';
import { IdempotencyKeyInUseError, IdempotencyKeyReusedError } from './idempotency.errors';
import { IdempotencyRecord } from './idempotency-record.entity';

const LIFETIME_MS = 24 * 3_600_000;

/** What is asked for, and under which key. */
export interface KeyedRequest {
  /** Whose key it is, for what, and the key itself. */
  readonly key: readonly string[];
  readonly body: unknown;
}

export interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Has requests with a key do what they do once. */
@Injectable()
export class IdempotencyRecords {
  constructor(@InjectRepository(IdempotencyRecord) private readonly records: Repository<IdempotencyRecord>) {}

  /**
   * Runs a request in the transaction in which its answer is kept: either both have happened or nothing, whatever ends in
   * between. One that fails is forgotten.
   *
   * @param run answers with what may be shown again
   * @returns null when it was run; the answer of before when it was not
   * @throws IdempotencyKeyReusedError, IdempotencyKeyInUseError, and what the request itself throws
   */
  @Transactional()
  async once(request: KeyedRequest, run: () => Promise<Answer>): Promise<Answer | null> {
    const id = hashOf(request.key);
    const requestHash = hashOf(request.body ?? null);
    if (!(await this.lock(id))) throw new IdempotencyKeyInUseError();
    const known = await this.records.findOneBy({ id, expiresAt: MoreThan(new Date()) });
    if (known) {
      if (known.requestHash !== requestHash) throw new IdempotencyKeyReusedError();
      return {
        body: JSON.parse(known.body) as Answer['body'],
        headers: JSON.parse(known.headers) as Answer['headers'],
      };
    }
    const { body, headers } = await run();
    await this.records.upsert(
      {
        id,
        requestHash,
        body: JSON.stringify(body),
        headers: JSON.stringify(headers),
        expiresAt: new Date(Date.now() + LIFETIME_MS),
      },
      ['id'],
    );
    return null;
  }

  /** Held until the transaction ends. */
  private async lock(id: string): Promise<boolean> {
    const number = BigInt.asIntN(64, BigInt(`0x${id.slice(0, 16)}`));
    const [row] = await this.records.query<{ locked: boolean }[]>(
      'SELECT pg_try_advisory_xact_lock($1::bigint) AS "locked"',
      [number.toString()],
    );
    return row?.locked === true;
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
