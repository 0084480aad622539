import type { EntityManager, QueryRunner } from 'typeorm';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { Article } from './entities/article.entity';

/** Whether a promise has settled once everything that could settle it by itself has had its turn. */
async function isWaiting(work: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const later = new Promise((resolve) => setTimeout(resolve, 50, pending));
  return (await Promise.race([work.catch(() => undefined), later])) === pending;
}

describeOnBothStores('transactions', [Account, Bank, Article], (store) => {
  const balance = async (manager: EntityManager = store.manager): Promise<number> =>
    (await manager.findOneByOrFail(Account, { email: 'a' })).balance;

  const begun = async (isolation?: Parameters<QueryRunner['startTransaction']>[0]): Promise<QueryRunner> => {
    const session = await store.session();
    await session.startTransaction(isolation);
    return session;
  };

  beforeEach(() =>
    store.repository(Account).insert([
      { email: 'a', balance: 10 },
      { email: 'b', balance: 20 },
    ]),
  );

  it('take everything back when they fail', async () => {
    const failure = await failureOf(
      store.manager.transaction(async (manager) => {
        await manager.update(Account, { email: 'a' }, { balance: 0 });
        await manager.insert(Account, { email: 'c' });
        await manager.delete(Account, { email: 'b' });
        expect(await manager.count(Account)).toBe(2);
        throw new Error('enough');
      }),
    );
    expect(failure.message).toBe('enough');
    expect(await balance()).toBe(10);
    expect(
      (await store.repository(Account).find({ order: { id: 'ASC' } })).map(({ email }) => email),
    ).toEqual(['a', 'b']);
  });

  it('give every row the time of their start', async () => {
    const [first, second] = await store.manager.transaction(async (manager) => {
      const one = await manager.save(Article, { title: 'a' });
      await new Promise((resolve) => setTimeout(resolve, 5));
      return [one, await manager.save(Article, { title: 'b' })];
    });
    expect(second.createdAt).toEqual(first.createdAt);
  });

  it('show their work to themselves only, until they commit', async () => {
    const session = await begun();
    await session.manager.update(Account, { email: 'a' }, { balance: 1 });
    await session.manager.insert(Account, { email: 'c' });
    expect(await balance(session.manager)).toBe(1);
    expect(await balance()).toBe(10);
    expect(await store.repository(Account).count()).toBe(2);
    expect(await store.repository(Account).existsBy({ email: 'c' })).toBe(false);
    await session.commitTransaction();
    expect(await balance()).toBe(1);
    expect(await store.repository(Account).count()).toBe(3);
  });

  it('see what others have committed, under READ COMMITTED', async () => {
    const session = await begun();
    expect(await balance(session.manager)).toBe(10);
    await store.repository(Account).update({ email: 'a' }, { balance: 2 });
    expect(await balance(session.manager)).toBe(2);
  });

  it('see one moment, under REPEATABLE READ, and cannot write what has changed since', async () => {
    const session = await begun('REPEATABLE READ');
    expect(await balance(session.manager)).toBe(10);
    await store.repository(Account).update({ email: 'a' }, { balance: 2 });
    await store.repository(Account).insert({ email: 'c' });
    expect(await balance(session.manager)).toBe(10);
    expect(await session.manager.count(Account)).toBe(2);
    expect(await sqlStateOf(session.manager.update(Account, { email: 'a' }, { balance: 3 }))).toBe('40001');
  });

  it('do not fit together when each read what the other wrote, under SERIALIZABLE', async () => {
    const one = await begun('SERIALIZABLE');
    const two = await begun('SERIALIZABLE');
    const total = async ({ manager }: QueryRunner): Promise<number | null> => manager.sum(Account, 'balance');
    expect([await total(one), await total(two)]).toEqual([30, 30]);
    const attempts = async (): Promise<void> => {
      await one.manager.update(Account, { email: 'a' }, { balance: 0 });
      await two.manager.update(Account, { email: 'b' }, { balance: 0 });
      await one.commitTransaction();
      await two.commitTransaction();
    };
    expect(await sqlStateOf(attempts)).toBe('40001');
  });

  it('refuse everything after an error, and commit nothing', async () => {
    const session = await begun();
    await session.manager.update(Account, { email: 'a' }, { balance: 1 });
    expect(await sqlStateOf(session.manager.insert(Account, { email: 'b' }))).toBe('23505');
    expect(await failureOf(session.manager.count(Account))).toMatchObject({
      code: '25P02',
      message: 'current transaction is aborted, commands ignored until end of transaction block',
    });
    expect(await sqlStateOf(session.manager.findOneBy(Account, { id: 1 }))).toBe('25P02');
    await session.commitTransaction();
    expect(await balance()).toBe(10);
  });

  it('nest, and recover from a failure within', async () => {
    await store.manager.transaction(async (outer) => {
      await outer.update(Account, { email: 'a' }, { balance: 1 });
      await failureOf(
        outer.transaction(async (inner) => {
          await inner.update(Account, { email: 'a' }, { balance: 2 });
          await inner.insert(Account, { email: 'b' });
        }),
      );
      expect(await balance(outer)).toBe(1);
      await outer.transaction((inner) => inner.update(Account, { email: 'b' }, { balance: 3 }));
    });
    const rows = await store.repository(Account).find({ order: { email: 'ASC' } });
    expect(rows.map((account) => account.balance)).toEqual([1, 3]);
  });

  it('wait for a row that another has locked', async () => {
    const one = await begun();
    const two = await begun();
    const lock = { lock: { mode: 'pessimistic_write' as const } };
    await one.manager.findOneOrFail(Account, { where: { email: 'a' }, ...lock });
    const waiting = two.manager.findOneOrFail(Account, { where: { email: 'a' }, ...lock });
    expect(await isWaiting(waiting)).toBe(true);
    expect(await balance()).toBe(10);
    await one.manager.update(Account, { email: 'a' }, { balance: 11 });
    await one.commitTransaction();
    expect((await waiting).balance).toBe(11);
  });

  it('wait to write a row that another has written, and then see its work', async () => {
    const one = await begun();
    await one.manager.increment(Account, { email: 'a' }, 'balance', 5);
    const waiting = store.repository(Account).increment({ email: 'a' }, 'balance', 100);
    expect(await isWaiting(waiting)).toBe(true);
    await one.commitTransaction();
    await waiting;
    expect(await balance()).toBe(115);
  });

  it('forget a condition that no longer holds after the wait', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 99 });
    const waiting = store.repository(Account).update({ balance: 10 }, { balance: 0 });
    expect(await isWaiting(waiting)).toBe(true);
    await one.commitTransaction();
    expect((await waiting).affected).toBe(0);
    expect(await balance()).toBe(99);
  });

  it('do not wait with NOWAIT, and pass by with SKIP LOCKED', async () => {
    const one = await begun();
    const two = await begun();
    await one.manager.findOneOrFail(Account, { where: { email: 'a' }, lock: { mode: 'pessimistic_write' } });
    const free = await two.manager.find(Account, {
      lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      order: { id: 'ASC' },
    });
    expect(free.map(({ email }) => email)).toEqual(['b']);
    const impatient = two.manager.find(Account, { lock: { mode: 'pessimistic_write', onLocked: 'nowait' } });
    expect(await failureOf(impatient)).toMatchObject({
      code: '55P03',
      message: 'could not obtain lock on row in relation "account"',
    });
  });

  it('lose an update without a lock', async () => {
    const [one, two] = [await balance(), await balance()];
    await store.repository(Account).update({ email: 'a' }, { balance: one + 1 });
    await store.repository(Account).update({ email: 'a' }, { balance: two + 1 });
    expect(await balance()).toBe(11);
  });

  it('wait for the same key to be inserted, and fail when it was', async () => {
    const one = await begun();
    await one.manager.insert(Account, { email: 'c' });
    const waiting = sqlStateOf(store.repository(Account).insert({ email: 'c' }));
    expect(await isWaiting(waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toBe('23505');
  });

  it('insert the same key when the other has rolled back', async () => {
    const one = await begun();
    await one.manager.insert(Account, { email: 'c' });
    const waiting = store.repository(Account).insert({ email: 'c' });
    expect(await isWaiting(waiting)).toBe(true);
    await one.rollbackTransaction();
    expect((await waiting).identifiers).toHaveLength(1);
  });

  it('break a deadlock', async () => {
    const one = await begun();
    const two = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 1 });
    await two.manager.update(Account, { email: 'b' }, { balance: 1 });
    const outcomes = await Promise.allSettled([
      one.manager.update(Account, { email: 'b' }, { balance: 2 }).catch(async (error: Error) => {
        await one.rollbackTransaction();
        throw error;
      }),
      two.manager.update(Account, { email: 'a' }, { balance: 2 }).catch(async (error: Error) => {
        await two.rollbackTransaction();
        throw error;
      }),
    ]);
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost.map(({ reason }) => (reason as { code?: string }).code)).toEqual(['40P01']);
  });

  it('lock only inside of a transaction', async () => {
    const { name } = await failureOf(
      store.repository(Account).findOne({ where: { email: 'a' }, lock: { mode: 'pessimistic_write' } }),
    );
    expect(name).toBe('PessimisticLockTransactionRequiredError');
  });

  it('tell an outdated version', async () => {
    const article = await store.repository(Article).save({ title: 'a' });
    const locked = (version: number): Promise<unknown> =>
      store.repository(Article).findOne({ where: { id: article.id }, lock: { mode: 'optimistic', version } });
    expect(await locked(1)).toMatchObject({ title: 'a' });
    expect((await failureOf(locked(2))).name).toBe('OptimisticLockVersionMismatchError');
  });

  it('leave a manager that can no longer be used', async () => {
    const manager = await store.manager.transaction((inner) => Promise.resolve(inner));
    expect((await failureOf(manager.count(Account))).name).toBe('QueryRunnerAlreadyReleasedError');
    expect((await failureOf(manager.findOneBy(Account, { id: 1 }))).name).toBe(
      'QueryRunnerAlreadyReleasedError',
    );
    expect((await failureOf(manager.insert(Account, { email: 'z' }))).name).toBe(
      'QueryRunnerAlreadyReleasedError',
    );
  });
});
