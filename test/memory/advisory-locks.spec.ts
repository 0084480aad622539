import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import { openMemoryDatabase } from '../contract/sql/stores';

describe('advisory locks', () => {
  let one: Session;
  let two: Session;
  const firstValue = async (session: Session, sql: string): Promise<unknown> =>
    Object.values((await session.execute(sql)).rows[0] ?? {})[0];

  beforeEach(async () => {
    const database = await openMemoryDatabase();
    [one, two] = [0, 1].map(() => new Session(database, new StatementCache(10))) as [Session, Session];
  });

  it('keep others out until the transaction ends', async () => {
    await one.execute('BEGIN');
    await one.execute('SELECT pg_advisory_xact_lock(7)');
    expect(await firstValue(two, 'SELECT pg_try_advisory_xact_lock(7)')).toBe(false);
    expect(await firstValue(two, 'SELECT pg_try_advisory_xact_lock(8)')).toBe(true);
    await one.execute('ROLLBACK');
    expect(await firstValue(two, 'SELECT pg_try_advisory_xact_lock(7)')).toBe(true);
  });

  it('make others wait', async () => {
    await one.execute('BEGIN');
    await one.execute('SELECT pg_advisory_xact_lock(7)');
    const order: string[] = [];
    const waiting = two.execute('SELECT pg_advisory_xact_lock(7)').then(() => order.push('two'));
    await one.execute('SELECT 1');
    order.push('one');
    await one.execute('COMMIT');
    await waiting;
    expect(order).toEqual(['one', 'two']);
  });

  it('of a session outlive its transactions, and count', async () => {
    await one.execute('SELECT pg_advisory_lock(1, 2)');
    await one.execute('SELECT pg_advisory_lock(1, 2)');
    expect(await firstValue(one, 'SELECT pg_advisory_unlock(1, 2)')).toBe(true);
    expect(await firstValue(two, 'SELECT pg_try_advisory_lock(1, 2)')).toBe(false);
    expect(await firstValue(one, 'SELECT pg_advisory_unlock(1, 2)')).toBe(true);
    expect(await firstValue(one, 'SELECT pg_advisory_unlock(1, 2)')).toBe(false);
    expect(await firstValue(two, 'SELECT pg_try_advisory_lock(1, 2)')).toBe(true);
  });

  it('are given up by a session that ends', async () => {
    await one.execute('SELECT pg_advisory_lock(7)');
    const waiting = two.execute('SELECT pg_advisory_lock(7)');
    one.close();
    await expect(waiting).resolves.toBeDefined();
  });

  it('can be shared', async () => {
    await one.execute('SELECT pg_advisory_lock_shared(7)');
    expect(await firstValue(two, 'SELECT pg_try_advisory_lock_shared(7)')).toBe(true);
    expect(await firstValue(two, 'SELECT pg_try_advisory_lock(7)')).toBe(false);
  });

  it('end a deadlock', async () => {
    for (const session of [one, two]) await session.execute('BEGIN');
    await one.execute('SELECT pg_advisory_xact_lock(1)');
    await two.execute('SELECT pg_advisory_xact_lock(2)');
    const take = async (session: Session, key: number): Promise<void> => {
      try {
        await session.execute(`SELECT pg_advisory_xact_lock(${key})`);
      } finally {
        await session.execute('ROLLBACK');
      }
    };
    const results = await Promise.allSettled([take(one, 2), take(two, 1)]);
    const codes = results.map((result) =>
      result.status === 'rejected' ? (result.reason as { code: string }).code : null,
    );
    expect(codes).toContain('40P01');
  });
});
