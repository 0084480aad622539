import type { QueryRunner } from 'typeorm';
import { eventually } from '../support/eventually';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { isWaiting } from './is-waiting';

describeOnBothStores('what no rollback takes back', [Account, Bank], (store) => {
  const begun = async (): Promise<QueryRunner> => {
    const session = await store.session();
    await session.startTransaction();
    return session;
  };
  const query = <T>(sql: string): Promise<T> => store.dataSource.query<T>(sql);

  beforeEach(() =>
    store.repository(Account).insert([
      { email: 'a', balance: 10 },
      { email: 'b', balance: 20 },
    ]),
  );

  it('is a value of its own sequence, though a row was left out after a wait', async () => {
    await query(`SELECT setval('account_id_seq', 1000), setval('bank_id_seq', 50)`);
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 99 });
    const waiting = query(
      `UPDATE account SET balance =
         CASE email WHEN 'a' THEN nextval('account_id_seq') ELSE nextval('bank_id_seq') END
       WHERE balance < 50 RETURNING email, balance`,
    );
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toEqual([[{ email: 'b', balance: 51 }], 1]);
  });

  it('is set once, however often the statement waits', async () => {
    await query(
      `SELECT setval('bank_id_seq', 10), nextval('bank_id_seq'), pg_sleep(0.01), nextval('bank_id_seq')`,
    );
    expect(await query(`SELECT nextval('bank_id_seq')`)).toEqual([{ nextval: '13' }]);
  });

  it('is a lock on a number that the session takes once, and gives up once', async () => {
    const session = await store.session();
    expect(
      await session.query(
        `SELECT pg_advisory_lock(1), pg_advisory_unlock(1), pg_advisory_lock(1), pg_sleep(0.01), pg_advisory_unlock(1),
           pg_advisory_unlock(1) AS again`,
      ),
    ).toMatchObject([{ pg_advisory_unlock: true, again: false }]);
  });

  /** The SQLSTATE that a statement fails with, or 'done'; then the session gives up what it holds. */
  const outcome = async (session: QueryRunner, sql: string): Promise<string | undefined> => {
    const code = await session.query(sql).then(
      () => 'done',
      ({ code: state }: { code?: string }) => state,
    );
    if (session.isTransactionActive) await session.rollbackTransaction();
    await session.query('SELECT pg_advisory_unlock_all()');
    return code;
  };

  it('does not keep a deadlock over locks of sessions from being broken', async () => {
    const [one, two] = [await store.session(), await store.session()];
    await one.query('SELECT pg_advisory_lock(1)');
    await two.query('SELECT pg_advisory_lock(2)');
    const codes = await Promise.all([
      outcome(one, 'SELECT pg_advisory_lock(2)'),
      outcome(two, 'SELECT pg_advisory_lock(1)'),
    ]);
    expect(new Set(codes)).toEqual(new Set(['40P01', 'done']));
  });

  it('does not keep a deadlock over a row and a lock of a session from being broken', async () => {
    const [one, two] = [await store.session(), await begun()];
    await one.query('SELECT pg_advisory_lock(1)');
    await two.query(`UPDATE account SET balance = 1 WHERE email = 'a'`);
    const codes = await Promise.all([
      outcome(one, `UPDATE account SET balance = 2 WHERE email = 'a'`),
      outcome(two, 'SELECT pg_advisory_lock(1)'),
    ]);
    expect(new Set(codes)).toEqual(new Set(['40P01', 'done']));
  });

  it('sleeps longer than a timer runs', async () => {
    const session = await begun();
    await session.query('SET LOCAL statement_timeout = 50');
    expect(await sqlStateOf(session.query('SELECT pg_sleep(3000000)'))).toBe('57014');
    await session.rollbackTransaction();
    await session.startTransaction();
    await session.query('SET LOCAL statement_timeout = 50');
    expect(await sqlStateOf(session.query(`SELECT pg_sleep('Infinity')`))).toBe('57014');
  });

  it('is when the statement began, though it waited', async () => {
    const one = await begun();
    const two = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 1 });
    const waiting = two.query(
      `UPDATE account SET balance = 2 WHERE email = 'a' RETURNING statement_timestamp()::text AS began`,
    );
    expect(await isWaiting(store, waiting)).toBe(true);
    const [{ waited = '' } = {}]: { waited?: string }[] = await one.query(
      'SELECT clock_timestamp()::text AS waited',
    );
    await eventually(async () => {
      const sql = `SELECT clock_timestamp() > $1::timestamptz + interval '2 ms' AS "isLater"`;
      const [{ isLater = false } = {}]: { isLater?: boolean }[] = await one.query(sql, [waited]);
      return isLater;
    });
    await one.commitTransaction();
    const [[{ began = '' } = {}] = []] = (await waiting) as { began?: string }[][];
    const sql = `SELECT $1::timestamptz < $2::timestamptz + interval '2 ms' AS before`;
    expect(await one.query(sql, [began, waited])).toEqual([{ before: true }]);
  });

  it('is not begun by a transaction that only reads', async () => {
    const session = await store.session();
    await session.query('BEGIN READ ONLY');
    await session.query('SAVEPOINT s');
    for (const [work, name] of [
      [() => session.manager.insert(Account, { email: 'c' }), 'INSERT'],
      [() => session.manager.update(Account, { email: 'a' }, { balance: 3 }), 'UPDATE'],
      [() => session.manager.delete(Account, { email: 'a' }), 'DELETE'],
      [() => session.query(`SELECT 1 FROM account FOR NO KEY UPDATE`), 'SELECT FOR NO KEY UPDATE'],
      [() => session.query('TRUNCATE account'), 'TRUNCATE TABLE'],
    ] as const) {
      expect(await failureOf(work)).toMatchObject({
        code: '25006',
        message: `cannot execute ${name} in a read-only transaction`,
      });
      await session.query('ROLLBACK TO s');
    }
    await session.query('ROLLBACK');
  });

  it('is waited for while another starts a sequence over, and goes on from where that leads', async () => {
    await query(`SELECT setval('bank_id_seq', 40)`);
    const one = await begun();
    await one.query('ALTER SEQUENCE bank_id_seq RESTART WITH 7');
    const waiting = store.repository(Bank).insert({ code: 'x' });
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.rollbackTransaction();
    expect((await waiting).identifiers).toEqual([{ id: 41 }]);
    await one.startTransaction();
    await one.query('ALTER SEQUENCE bank_id_seq RESTART WITH 70');
    const next = store.repository(Bank).insert({ code: 'y' });
    expect(await isWaiting(store, next)).toBe(true);
    await one.commitTransaction();
    expect((await next).identifiers).toEqual([{ id: 70 }]);
  });
});

describeOnBothStores('what a session has set', [Account, Bank], (store) => {
  beforeEach(() => store.repository(Account).insert({ email: 'a', balance: 10 }));

  it('decides which tables the calls of its manager mean', async () => {
    const session = await store.session();
    await session.query('SET search_path = nowhere');
    const { manager } = session;
    expect(await sqlStateOf(manager.find(Account))).toBe('42P01');
    expect(await sqlStateOf(manager.findOneBy(Account, { email: 'a' }))).toBe('42P01');
    expect(await sqlStateOf(manager.insert(Account, { email: 'b' }))).toBe('42P01');
    expect(await sqlStateOf(manager.update(Account, { email: 'a' }, { balance: 1 }))).toBe('42P01');
    expect(await sqlStateOf(manager.delete(Account, { email: 'a' }))).toBe('42P01');
    await session.query('RESET search_path');
    expect(await manager.countBy(Account, { balance: 10 })).toBe(1);
  });

  it('decides how times without a zone are read, and nothing about those that have one', async () => {
    const session = await store.session();
    await session.query(`SET TIME ZONE 'Asia/Tokyo'`);
    const at = new Date('2026-03-01T12:00:00Z');
    for (const text of ['2026-03-01 21:00', '2026-03-01 13:00+01', at])
      expect(await session.query('SELECT $1::timestamptz AS at', [text])).toEqual([{ at }]);
    await session.query('RESET timezone');
  });

  it('keeps its transactions to the level that it says', async () => {
    const session = await store.session();
    await session.query('SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await session.query('BEGIN');
    expect(await session.manager.count(Account)).toBe(1);
    await store.repository(Account).insert({ email: 'b' });
    expect(await session.manager.count(Account)).toBe(1);
    await session.query('COMMIT');
    expect(await session.manager.count(Account)).toBe(2);
    await session.query('RESET ALL');
  });

  it('keeps its calls from writing where it only reads', async () => {
    const session = await store.session();
    await session.query('SET default_transaction_read_only = on');
    expect(await failureOf(session.manager.insert(Account, { email: 'b' }))).toMatchObject({
      code: '25006',
      message: 'cannot execute INSERT in a read-only transaction',
    });
    await session.query('SET default_transaction_read_only = off');
    await session.manager.insert(Account, { email: 'b' });
  });

  it('gives a row that changed while it was waited for its new place among those that tie', async () => {
    await store.repository(Account).insert([
      { email: 'b', balance: 20 },
      { email: 'c', balance: 20 },
      { email: 'd', balance: 30 },
    ]);
    const other = await store.session();
    await other.startTransaction();
    await other.manager.update(Account, { email: 'c' }, { balance: 25 });
    const session = await store.session();
    await session.startTransaction();
    const waiting = session.query(
      'SELECT email FROM account ORDER BY balance FETCH FIRST 2 ROWS WITH TIES FOR UPDATE',
    );
    expect(await isWaiting(store, waiting)).toBe(true);
    await other.commitTransaction();
    expect(await waiting).toEqual([{ email: 'a' }, { email: 'b' }]);
  });
});
