import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { RateLimitRecord } from '../../src/limits/rate-limit.entity';
import type { RateLimitRule } from '../../src/limits/rate-limit-rule';
import { RateLimits } from '../../src/limits/rate-limits.service';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

const THRICE: RateLimitRule = { name: 'thrice', limit: 3, windowMs: 60_000 };

describe.each(STORES)('limits that instances share on $store', (target) => {
  let service: TestApp;
  let drop: () => Promise<void>;
  let environment: Record<string, string>;
  let serial = 0;

  beforeAll(async () => {
    const prepared = await target.prepare();
    ({ environment } = prepared);
    drop = () => prepared.drop();
    service = await startApp(environment);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await service.close();
    await drop();
  });

  const limits = (): RateLimits => service.app.get(RateLimits);
  const records = (): Repository<RateLimitRecord> =>
    service.app.get<Repository<RateLimitRecord>>(getRepositoryToken(RateLimitRecord));
  const somebody = (): string => `somebody-${(serial += 1)}`;
  const at = (time: number): void => void jest.spyOn(Date, 'now').mockReturnValue(time);
  const NOON = Date.UTC(2026, 0, 1, 12);

  it('let in so many, and say how many are left and when there will be more', async () => {
    const who = somebody();
    const said = [];
    for (const time of [NOON, NOON + 10_000, NOON + 20_000, NOON + 30_000]) {
      at(time);
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const { isAllowed, remaining, resetMs } = await limits().take(who, THRICE);
      said.push([isAllowed, remaining, resetMs]);
    }
    expect(said).toEqual([
      [true, 2, 60_000],
      [true, 1, 50_000],
      [true, 0, 40_000],
      [false, 0, 30_000],
    ]);
  });

  it('let in no more in any span of the window, wherever it begins', async () => {
    const who = somebody();
    const allowed: number[] = [];
    for (let time = 0; time < 300_000; time += 7_000) {
      at(NOON + time);
      // oxlint-disable-next-line no-await-in-loop -- one after another
      if ((await limits().take(who, THRICE)).isAllowed) allowed.push(time);
    }
    const spans = allowed.map((begin) => allowed.filter((t) => t >= begin && t < begin + 60_000).length);
    expect(Math.max(...spans)).toBe(3);
    expect(allowed.length).toBeGreaterThan(12);
  });

  it('count for each by himself, and for each limit by itself', async () => {
    const [one, other] = [somebody(), somebody()];
    const once = { ...THRICE, limit: 1 };
    const takes = [
      await limits().take(one, once),
      await limits().take(other, once),
      await limits().take(one, { ...once, name: 'another' }),
      await limits().take(one, once),
    ];
    expect(takes.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false]);
  });

  it('let in no more of many who come at the same time', async () => {
    const who = somebody();
    const decisions = await Promise.all(Array.from({ length: 12 }, () => limits().take(who, THRICE)));
    expect(decisions.filter(({ isAllowed }) => isAllowed)).toHaveLength(3);
  });

  it('hold at once when they become stricter', async () => {
    const who = somebody();
    for (let i = 0; i < 3; i += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await limits().take(who, THRICE);
    }
    expect((await limits().take(who, { ...THRICE, limit: 2 })).isAllowed).toBe(false);
    expect((await limits().take(who, { ...THRICE, limit: 4 })).isAllowed).toBe(true);
  });

  it('keep no name, and no more times than matter', async () => {
    await records().clear();
    const who = 'ada@example.com';
    for (let time = NOON; time < NOON + 600_000; time += 30_000) {
      at(time);
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await limits().take(who, THRICE);
    }
    const [record, ...others] = await records().find();
    expect(others).toEqual([]);
    expect(record?.hits).toHaveLength(3);
    expect(JSON.stringify(record)).not.toContain('ada');
  });

  if (target.store === 'PostgreSQL') {
    it('hold across instances', async () => {
      const second = await startApp(environment);
      try {
        const who = somebody();
        const once = { ...THRICE, limit: 1 };
        expect((await limits().take(who, once)).isAllowed).toBe(true);
        expect((await second.app.get(RateLimits).take(who, once)).isAllowed).toBe(false);
      } finally {
        await second.close();
      }
    });
  }
});
