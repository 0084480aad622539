import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { DatabaseManager } from '../../src/database';
import { RateLimitRecord } from '../../src/limits/rate-limit.entity';
import { RateLimits } from '../../src/limits/rate-limits.service';
import { OutageService } from '../support/outage-service';

const ONCE = { name: 'once', limit: 1, windowMs: 3_600_000 };

describe('limits that instances share, while memory stands in for PostgreSQL', () => {
  let service: OutageService;

  beforeEach(async () => {
    service = await OutageService.prepare();
  });
  afterEach(() => service.close());

  const take = async (): Promise<boolean> =>
    (await service.app.get(RateLimits).take('somebody', ONCE)).isAllowed;

  it('hold in memory, and what was counted there takes the place of nothing when PostgreSQL serves again', async () => {
    service.bringBack();
    await service.start();
    await service.is('healthy');
    expect([await take(), await take()]).toEqual([true, false]);
    service.takeAway();
    await service.start();
    await service.is('degraded');
    expect([await take(), await take()]).toEqual([true, false]);
    service.bringBack();
    await service.is('healthy');
    expect(await take()).toBe(false);
    const records = service.app.get<Repository<RateLimitRecord>>(getRepositoryToken(RateLimitRecord));
    expect(await records.count()).toBe(2);
    const { dataSource } = service.app.get(DatabaseManager);
    expect(await dataSource.query('SELECT * FROM database_quarantine')).toEqual([]);
  });
});
