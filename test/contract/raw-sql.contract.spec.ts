import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';

describeOnBothStores('raw SQL', [Account, Bank], (store) => {
  const query = (sql: string, parameters?: unknown[]): Promise<unknown> =>
    store.dataSource.query(sql, parameters);

  beforeEach(() => store.repository(Account).insert([{ email: 'a', balance: 1 }, { email: 'b' }]));

  it('gives rows of a query, and rows with their number of a change', async () => {
    expect(await query('SELECT id, email FROM account WHERE id = $1', [1])).toEqual([{ id: 1, email: 'a' }]);
    expect(await query('SELECT id FROM account WHERE false')).toEqual([]);
    expect(await query('UPDATE account SET balance = 2')).toEqual([[], 2]);
    expect(await query('UPDATE account SET balance = 3 WHERE id = 1 RETURNING id, balance')).toEqual([
      [{ id: 1, balance: 3 }],
      1,
    ]);
    expect(await query(`INSERT INTO account (email) VALUES ('c') RETURNING id`)).toEqual([{ id: 3 }]);
    expect(await query(`INSERT INTO account (email) VALUES ('d')`)).toEqual([]);
    expect(await query('DELETE FROM account WHERE id > $1', [2])).toEqual([[], 2]);
    expect(await query('DELETE FROM account RETURNING email')).toEqual([
      expect.arrayContaining([{ email: 'a' }, { email: 'b' }]),
      2,
    ]);
  });

  it('gives a structured result on request', async () => {
    const runner = await store.session();
    const structured = (sql: string): Promise<unknown> => runner.query(sql, [], true);
    expect(await structured('SELECT id FROM account ORDER BY id')).toMatchObject({
      records: [{ id: 1 }, { id: 2 }],
      raw: [{ id: 1 }, { id: 2 }],
      affected: 2,
    });
    expect(await structured('UPDATE account SET balance = 5 WHERE id = 1')).toMatchObject({
      records: [],
      raw: [[], 1],
      affected: 1,
    });
    expect(await structured('DELETE FROM account WHERE false')).toMatchObject({ raw: [[], 0], affected: 0 });
  });

  it('runs several statements as one, and answers with none of their results', async () => {
    expect(
      await query(`INSERT INTO account (email) VALUES ('c'); SELECT count(*) FROM account`),
    ).toBeUndefined();
    expect(await store.repository(Account).count()).toBe(3);
    const failure = await failureOf(query(`INSERT INTO account (email) VALUES ('d'); SELECT 1 / 0`));
    expect(failure).toMatchObject({ code: '22012', message: 'division by zero' });
    const mixed = await failureOf(
      query(`SET lock_timeout = 0; INSERT INTO account (email) VALUES ('e'); SELECT 1 / 0`),
    );
    expect(mixed.code).toBe('22012');
    expect(await store.repository(Account).count()).toBe(3);
    const prepared = await failureOf(query('SELECT $1::int; SELECT 2', [1]));
    expect(prepared).toMatchObject({
      code: '42601',
      message: 'cannot insert multiple commands into a prepared statement',
    });
  });

  it('refuses parameters that are too few or too many', async () => {
    expect(await failureOf(query('SELECT $1::int'))).toMatchObject({
      code: '42P02',
      message: 'there is no parameter $1',
    });
    expect(await failureOf(query('SELECT $1::int, $2::int', [1]))).toMatchObject({
      code: '08P01',
      message: 'bind message supplies 1 parameters, but prepared statement "" requires 2',
    });
    expect(await failureOf(query('SELECT 1', [1]))).toMatchObject({ code: '08P01' });
  });

  it('takes values from a tagged template as parameters', async () => {
    expect(
      await store.dataSource
        .sql`SELECT ${1}::int AS a, ${'x'} AS b, ${[1, 2]}::int[] AS c, ${null}::text AS d`,
    ).toEqual([{ a: 1, b: 'x', c: [1, 2], d: null }]);
    expect(
      await store.dataSource.sql`SELECT id FROM account WHERE id IN (${() => [1, 2]}) ORDER BY id`,
    ).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await store.manager.sql`SELECT ${`a'b`} AS quoted`).toEqual([{ quoted: `a'b` }]);
    expect(await failureOf(() => store.dataSource.sql`SELECT * FROM ${() => 'nothing'}`)).toMatchObject({
      code: '42P01',
      message: 'relation "nothing" does not exist',
    });
  });

  it.each([
    ['SELECT nothing FROM account', '8'],
    ['SELECT * FROM nothing', '15'],
    ['SELECT nothing(1)', '8'],
    ['SELECT id FROM account WHERE id LIKE 1', '33'],
    [`SELECT id FROM account WHERE id = 'abc'`, '35'],
    [`SELECT 1 + 'x'`, '12'],
    ['SELECT id FROM account, bank', '8'],
    ['SELECT 1 FROM account a WHERE b.id = 1', '31'],
    ['SELEC 1', '1'],
    ['SELECT $1::int', '8'],
  ])('points at the mistake in %s', async (sql, position) => {
    await expect(query(sql)).rejects.toMatchObject({ position, driverError: { position } });
  });

  it('sets a sequence, and tells where it is', async () => {
    await query('ALTER SEQUENCE account_id_seq RESTART WITH 50');
    expect((await store.repository(Account).save({ email: 'c' })).id).toBe(50);
    await query(`SELECT setval('account_id_seq', 60), setval('bank_id_seq', 7, false)`);
    expect((await store.repository(Account).save({ email: 'd' })).id).toBe(61);
    expect((await store.repository(Bank).save({ code: 'x' })).id).toBe(7);
    await query('ALTER SEQUENCE account_id_seq RESTART');
    expect((await failureOf(store.repository(Account).save({ email: 'e' }))).code).toBe('23505');
    expect(await query(`SELECT pg_get_serial_sequence('account', 'id') AS name`)).toEqual([
      { name: 'public.account_id_seq' },
    ]);
  });

  it('tells of a transaction what it is', async () => {
    const levels = ['READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'] as const;
    for (const level of levels) {
      const shown = await store.manager.transaction(level, (manager) =>
        manager.query('SHOW transaction_isolation'),
      );
      expect(shown).toEqual([{ transaction_isolation: level.toLowerCase() }]);
    }
    expect(await query(`SELECT current_setting('transaction_isolation') AS level`)).toEqual([
      { level: 'read committed' },
    ]);
  });

  it('keeps a setting for the session, for the transaction, or not at all after a rollback', async () => {
    const session = await store.session();
    const shown = async (): Promise<string> => {
      const [row] = (await session.query('SHOW lock_timeout')) as { lock_timeout: string }[];
      return row?.lock_timeout ?? '';
    };
    await session.query('SET lock_timeout = 1500');
    expect(await shown()).toBe('1500ms');
    await session.startTransaction();
    await session.query(`SET LOCAL lock_timeout = '2s'`);
    expect(await shown()).toBe('2s');
    await session.commitTransaction();
    expect(await shown()).toBe('1500ms');
    await session.startTransaction();
    await session.query(`SET lock_timeout = '1min'`);
    expect(await shown()).toBe('1min');
    await session.rollbackTransaction();
    expect(await shown()).toBe('1500ms');
    await session.query('RESET lock_timeout');
    expect(await shown()).toBe('0');
  });
});
