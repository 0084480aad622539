import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { DatabaseManager } from '../../src/database';
import { Housekeeping } from '../../src/housekeeping/housekeeping.service';
import { IdempotencyRecord } from '../../src/idempotency/idempotency-record.entity';
import { RateLimitRecord } from '../../src/limits/rate-limit.entity';
import { RateLimits } from '../../src/limits/rate-limits.service';
import { OtpFailures } from '../../src/otps/otp-failures.entity';
import { Otp } from '../../src/otps/otp.entity';
import { eventually } from '../support/eventually';
import { STORES } from '../../src/database/testing';
import { TokenService } from '../tokens/signed-in';

const HOUR_MS = 3_600_000;
const ago = (milliseconds: number): Date => new Date(Date.now() - milliseconds);

describe.each(STORES)('housekeeping on $store', (store) => {
  let api: TokenService;

  beforeEach(async () => {
    api = await TokenService.start(store);
  });
  afterEach(() => api.close());

  const repository = <T extends object>(entity: new () => T): Repository<T> =>
    api.service.app.get<Repository<T>>(getRepositoryToken(entity));
  const purge = (): Promise<Readonly<Record<string, number>>> => api.service.app.get(Housekeeping).purge();
  const insertHits = async (count: number, expiresAt: Date): Promise<void> => {
    const rows = Array.from({ length: count }, (_, i) => ({
      bucket: String(i).padStart(64, '0'),
      hits: ['1'],
      expiresAt,
    }));
    await repository(RateLimitRecord).insert(rows);
  };
  const otp = (expiresAt: Date): Partial<Otp> => ({
    id: uuidv4(),
    userId: null,
    email: 'ada@example.com',
    purpose: 'sign_in',
    codeHash: '0'.repeat(64),
    keyId: 'k',
    attempts: 0,
    sends: 1,
    lastSentAt: new Date(0),
    expiresAt,
    status: 'pending',
    delivery: 'sent',
    consumedAt: null,
    createdAt: new Date(0),
  });

  it('deletes what has had its time, however much it is', async () => {
    await insertHits(1_201, ago(1));
    await repository(IdempotencyRecord).insert({
      id: '0'.repeat(64),
      requestHash: '0'.repeat(64),
      body: '{}',
      headers: '{}',
      expiresAt: ago(1),
    });
    await repository(Otp).insert(otp(ago(25 * HOUR_MS)));
    const ada = await api.signIn();
    const { id } = await api.makeToken(ada);
    await api.tokens.update({ id }, { createdAt: new Date(0), expiresAt: ago(31 * 24 * HOUR_MS) });
    expect(await purge()).toEqual({ rate_limits: 1_201, idempotency_records: 1, otps: 1, tokens: 1 });
    expect(await purge()).toEqual({ rate_limits: 0, idempotency_records: 0, otps: 0, tokens: 0 });
    expect(await api.tokens.countBy({ userId: ada.user.id })).toBe(1);
  });

  it('keeps what still counts against a limit, and what somebody may want to see', async () => {
    const once = { name: 'once', limit: 1, windowMs: HOUR_MS };
    await api.service.app.get(RateLimits).take('somebody', once);
    await repository(Otp).insert(otp(ago(HOUR_MS)));
    await repository(OtpFailures).insert({
      email: 'eve@example.com',
      failures: 100,
      lastFailedAt: new Date(0),
    });
    const ada = await api.signIn();
    const { id } = await api.makeToken(ada);
    await api.tokens.update({ id }, { createdAt: new Date(0), expiresAt: ago(29 * 24 * HOUR_MS) });
    expect(await purge()).toEqual({ rate_limits: 0, idempotency_records: 0, otps: 0, tokens: 0 });
    expect((await api.service.app.get(RateLimits).take('somebody', once)).isAllowed).toBe(false);
    expect(await repository(OtpFailures).count()).toBe(1);
  });

  it('takes away the successor of no token that is still there', async () => {
    const ada = await api.signIn();
    const { id } = await api.makeToken(ada);
    const rotated = await api.ask('POST', `/v1/tokens/${id}/rotate`, ada.secret, {});
    await api.tokens.update({ id }, { createdAt: new Date(0), expiresAt: ago(31 * 24 * HOUR_MS) });
    expect(await purge()).toMatchObject({ tokens: 1 });
    expect(await api.tokens.existsBy({ id: String(rotated[1]['id']) })).toBe(true);
  });

  it('leaves it to another instance that is at it', async () => {
    await insertHits(3, ago(1));
    const { dataSource } = api.service.app.get(DatabaseManager);
    await dataSource.transaction(async (manager) => {
      await manager.query("SELECT pg_advisory_xact_lock('7164285530917'::bigint)");
      expect(await purge()).toMatchObject({ rate_limits: 0 });
    });
    expect(await purge()).toMatchObject({ rate_limits: 3 });
  });
});

describe('housekeeping', () => {
  it('is done from time to time', async () => {
    const [memory] = STORES;
    if (!memory) throw new Error('there is no store');
    const api = await TokenService.start(memory, { HOUSEKEEPING_INTERVAL_MS: '100' });
    const hits = api.service.app.get<Repository<RateLimitRecord>>(getRepositoryToken(RateLimitRecord));
    await hits.insert({ bucket: '0'.repeat(64), hits: ['1'], expiresAt: ago(1) });
    expect(await eventually(async () => (await hits.count()) === 0)).toBe(true);
    await api.close();
  });
});
