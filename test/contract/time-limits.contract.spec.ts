import type { QueryRunner } from 'typeorm';
import { eventually } from '../support/eventually';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';

describeOnBothStores('time in SQL', [Account, Bank], (store) => {
  const locking = async (): Promise<QueryRunner> => {
    const session = await store.session();
    await session.startTransaction();
    await session.query('SELECT 1 FROM account WHERE id = 1 FOR UPDATE');
    return session;
  };

  beforeEach(() => store.repository(Account).insert({ email: 'a' }));

  it('passes while a statement sleeps, for nobody else', async () => {
    let awake = false;
    const sleeping = store.dataSource
      .query<unknown>('SELECT pg_sleep(0.2), clock_timestamp() > now() AS later')
      .then((rows) => {
        awake = true;
        return rows;
      });
    expect(await store.repository(Account).count()).toBe(1);
    expect(awake).toBe(false);
    expect(await sleeping).toEqual([{ pg_sleep: '', later: true }]);
    expect(await store.dataSource.query(`SELECT pg_sleep_for('1 millisecond')`)).toEqual([
      { pg_sleep_for: '' },
    ]);
    expect(await store.dataSource.query('SELECT pg_sleep(0)')).toEqual([{ pg_sleep: '' }]);
  });

  it('does nothing twice that came before a sleep', async () => {
    const rows = await store.dataSource.query(
      `INSERT INTO account (email) SELECT 'b' || coalesce(pg_sleep(0.01)::text, '') RETURNING id`,
    );
    expect(rows).toEqual([{ id: 2 }]);
    expect(await store.repository(Account).count()).toBe(2);
  });

  it('is up for a statement at its limit', async () => {
    const session = await store.session();
    await session.startTransaction();
    await session.query('SET LOCAL statement_timeout = 20');
    expect(await failureOf(session.query('SELECT pg_sleep(10)'))).toMatchObject({
      code: '57014',
      message: 'canceling statement due to statement timeout',
    });
    expect((await failureOf(session.query('SELECT 1'))).code).toBe('25P02');
    await session.rollbackTransaction();
    expect(await session.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '0' }]);
  });

  it('is up for a statement that waits for a row', async () => {
    const owner = await locking();
    const session = await store.session();
    await session.startTransaction();
    await session.query('SET LOCAL statement_timeout = 20');
    expect((await failureOf(session.query('UPDATE account SET balance = 1'))).code).toBe('57014');
    await session.rollbackTransaction();
    await session.startTransaction();
    await session.query('SET LOCAL lock_timeout = 20');
    expect(await failureOf(session.query('UPDATE account SET balance = 1'))).toMatchObject({
      code: '55P03',
      message: 'canceling statement due to lock timeout',
    });
    await session.rollbackTransaction();
    await owner.rollbackTransaction();
    await eventually(async () => (await store.repository(Account).update(1, { balance: 2 })).affected === 1);
  });
});
