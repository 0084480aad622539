import type { EntityManager, QueryRunner } from 'typeorm';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { isWaiting } from './is-waiting';
import { model } from '../property/model/model';

describeOnBothStores('statements that meet locks', [Account, Bank], (store) => {
  const begun = async (isolation?: Parameters<QueryRunner['startTransaction']>[0]): Promise<QueryRunner> => {
    const session = await store.session();
    await session.startTransaction(isolation);
    return session;
  };
  const balances = async (manager: EntityManager = store.manager): Promise<unknown[]> => {
    const rows = await manager.find(Account, { order: { email: 'ASC' }, withDeleted: true });
    return rows.map(({ email, balance }) => [email, balance]);
  };
  const impatiently = (email: string): Promise<unknown> =>
    store.manager.transaction((manager) =>
      manager.findOneOrFail(Account, {
        where: { email },
        lock: { mode: 'pessimistic_write', onLocked: 'nowait' },
      }),
    );

  beforeEach(() =>
    store.repository(Account).insert([
      { email: 'a', balance: 10 },
      { email: 'b', balance: 20 },
    ]),
  );

  it('go on with what they saw first, but for the rows that they waited for', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 1 });
    await one.manager.insert(Account, { email: 'c', balance: 30 });
    const waiting = store.manager.query('UPDATE account SET balance = balance + 100 WHERE balance < 1000');
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    await waiting;
    expect(await balances()).toEqual([
      ['a', 101],
      ['b', 120],
      ['c', 30],
    ]);
  });

  it('leave a row that does not meet the conditions any more, and one that does so only now', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 20 });
    await one.manager.update(Account, { email: 'b' }, { balance: 10 });
    const waiting = store.repository(Account).update({ balance: 10 }, { balance: 99 });
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect((await waiting).affected).toBe(0);
    expect(await balances()).toEqual([
      ['a', 20],
      ['b', 10],
    ]);
  });

  it('test a joined row again with the rows that it was joined with', async () => {
    await store.repository(Bank).insert([{ code: 'x' }, { code: 'y' }]);
    await store.repository(Account).update({ email: 'a' }, { bankId: 1, number: 1 });
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { bankId: 2 });
    const waiting = store.manager.query(
      'UPDATE account a SET balance = 77 FROM bank b WHERE b.id = a."bankId" RETURNING a.email',
    );
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toEqual([[], 0]);
  });

  it('delete what is there after the wait', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 11 });
    await one.manager.delete(Account, { email: 'b' });
    const waiting = store.manager.query('DELETE FROM account WHERE balance > 5 RETURNING balance');
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toEqual([[{ balance: 11 }], 1]);
  });

  it('show a locked row as it is after the wait, in the place that it had', async () => {
    const one = await begun();
    const two = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 50 });
    const waiting = two.manager.find(Account, {
      lock: { mode: 'pessimistic_write' },
      order: { balance: 'ASC' },
    });
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect((await waiting).map(({ balance }) => balance)).toEqual([50, 20]);
  });

  it('hold the rows that they have changed already while they wait for another', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'b' }, { balance: 1 });
    const two = await begun();
    const waiting = two.query('UPDATE account SET balance = balance + 1');
    expect(await isWaiting(store, waiting)).toBe(true);
    expect(await sqlStateOf(impatiently('a'))).toBe('55P03');
    await one.commitTransaction();
    await waiting;
    await two.commitTransaction();
    expect(await balances()).toEqual([
      ['a', 11],
      ['b', 2],
    ]);
  });

  it('hold the keys that they have inserted already while they wait for another', async () => {
    const one = await begun();
    const two = await begun();
    await one.manager.insert(Account, { email: 'd' });
    const waiting = two.manager.insert(Account, [{ email: 'c' }, { email: 'd' }]);
    expect(await isWaiting(store, waiting)).toBe(true);
    const third = store.repository(Account).insert({ email: 'c' });
    expect(await isWaiting(store, third, 2)).toBe(true);
    await one.rollbackTransaction();
    await waiting;
    await two.commitTransaction();
    expect(await sqlStateOf(third)).toBe('23505');
  });

  it('do not wait to learn that the row would break a rule of its own', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 1 });
    expect(await sqlStateOf(store.repository(Account).update({ email: 'a' }, { balance: -1 }))).toBe('23514');
  });

  it('go on as soon as a statement of the other has failed', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'a' }, { balance: 1 });
    const waiting = store.repository(Account).increment({ email: 'a' }, 'balance', 5);
    expect(await isWaiting(store, waiting)).toBe(true);
    expect(await sqlStateOf(one.manager.insert(Account, { email: 'b' }))).toBe('23505');
    await waiting;
    expect(await balances()).toEqual([
      ['a', 15],
      ['b', 20],
    ]);
  });

  it('go on as soon as the other has rolled back to before its lock', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'b' }, { balance: 21 });
    await one.query('SAVEPOINT s');
    await one.manager.update(Account, { email: 'a' }, { balance: 1 });
    await one.query('SELECT pg_advisory_xact_lock(42)');
    const waiting = store.repository(Account).increment({ email: 'a' }, 'balance', 5);
    const advised = store.manager.query('SELECT pg_advisory_xact_lock(42)');
    expect(await isWaiting(store, waiting)).toBe(true);
    expect(await isWaiting(store, advised, 2)).toBe(true);
    await one.query('ROLLBACK TO SAVEPOINT s');
    await Promise.all([waiting, advised]);
    expect(await sqlStateOf(impatiently('b'))).toBe('55P03');
    await one.commitTransaction();
    expect(await balances()).toEqual([
      ['a', 15],
      ['b', 21],
    ]);
  });

  it('give up only what was locked since the savepoint when one fails', async () => {
    const one = await begun();
    await one.manager.update(Account, { email: 'b' }, { balance: 21 });
    await one.query('SAVEPOINT s');
    await one.manager.update(Account, { email: 'a' }, { balance: 1 });
    expect(await sqlStateOf(one.manager.insert(Account, { email: 'b' }))).toBe('23505');
    await impatiently('a');
    expect(await sqlStateOf(impatiently('b'))).toBe('55P03');
    await one.query('ROLLBACK TO SAVEPOINT s');
    await one.commitTransaction();
    expect(await balances()).toEqual([
      ['a', 10],
      ['b', 21],
    ]);
  });

  it('are refused in a failed transaction before anybody asks what is wrong with them', async () => {
    const one = await begun();
    await failureOf(one.manager.insert(Account, { email: 'a' }));
    expect(await sqlStateOf(one.query('SELECT nothing FROM nowhere'))).toBe('25P02');
    expect(await sqlStateOf(one.query('SELECT FROM FROM'))).toBe('42601');
  });

  it('tell under REPEATABLE READ whether the row was changed or deleted meanwhile', async () => {
    const one = await begun('REPEATABLE READ');
    const two = await begun('REPEATABLE READ');
    await one.manager.count(Account);
    await two.manager.count(Account);
    await store.repository(Account).update({ email: 'a' }, { balance: 1 });
    await store.repository(Account).delete({ email: 'b' });
    expect(await failureOf(one.manager.update(Account, { email: 'a' }, { balance: 2 }))).toMatchObject({
      code: '40001',
      message: 'could not serialize access due to concurrent update',
    });
    expect(await failureOf(two.manager.delete(Account, { email: 'b' }))).toMatchObject({
      code: '40001',
      message: 'could not serialize access due to concurrent delete',
    });
  });

  it('pass by, refuse or wait for the locks on a row that has changed since their snapshot, before they tell that', async () => {
    const old = await begun('REPEATABLE READ');
    await old.manager.count(Account);
    const locker = await begun('REPEATABLE READ');
    await locker.manager.count(Account);
    await store.repository(Account).update({ email: 'a' }, { balance: 1 });
    await locker.query(`SELECT 1 FROM account WHERE email = 'a' FOR KEY SHARE`);

    const rows = `SELECT email FROM account ORDER BY email FOR UPDATE`;
    expect(await old.query(`${rows} SKIP LOCKED`)).toEqual([{ email: 'b' }]);
    await old.query('SAVEPOINT before');
    expect(await sqlStateOf(old.query(`${rows} NOWAIT`))).toBe('55P03');
    await old.query('ROLLBACK TO SAVEPOINT before');
    const waiting = failureOf(old.manager.delete(Account, { email: 'a' }));
    expect(await isWaiting(store, waiting)).toBe(true);
    await locker.commitTransaction();
    expect(await waiting).toMatchObject({
      code: '40001',
      message: 'could not serialize access due to concurrent update',
    });
  });

  it('wait for the holders of a row one after another, in the order in which they began to write', async () => {
    const [changing, holding, both] = [await begun(), await begun(), await begun()];
    const lock = (session: QueryRunner, email: string, strength: string): Promise<unknown> =>
      session.query(`SELECT 1 FROM account WHERE email = '${email}' FOR ${strength}`).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    await changing.manager.update(Account, { email: 'a' }, { balance: 1 });
    await lock(holding, 'a', 'KEY SHARE');
    await lock(both, 'b', 'UPDATE');
    const first = lock(both, 'a', 'UPDATE');
    expect(await isWaiting(store, first)).toBe(true);
    const second = lock(holding, 'b', 'UPDATE');
    expect(await isWaiting(store, second, 2)).toBe(true);
    expect(await isWaiting(store, first, 2)).toBe(true);
    await changing.commitTransaction();
    // Now they wait for each other. Who dies is the server's choice.
    const died = await Promise.race([
      first.then((code) => ({ code, session: both })),
      second.then((code) => ({ code, session: holding })),
    ]);
    expect(died.code).toBe('40P01');
    await died.session.rollbackTransaction();
    expect(new Set([await first, await second])).toEqual(new Set(['40P01', 'done']));
  });

  it('that close two deadlocks at once leave both broken', async () => {
    const [one, two, three] = [await begun(), await begun(), await begun()];
    await three.manager.update(Account, { email: 'b' }, { balance: 1 });
    const lock = async ({ manager }: QueryRunner): Promise<void> => {
      await manager.query(`SELECT 1 FROM account WHERE email = 'a' FOR SHARE`);
    };
    await lock(one);
    await lock(two);
    const wait = (session: QueryRunner): Promise<string> =>
      session.manager.update(Account, { email: 'b' }, { balance: 2 }).then(
        () => 'done',
        async (error: { code?: string }) => {
          await session.rollbackTransaction();
          return error.code ?? 'failed';
        },
      );
    const waiting = [wait(one), wait(two)];
    for (const [i, each] of waiting.entries()) expect(await isWaiting(store, each, i + 1)).toBe(true);
    const closing = three.manager.update(Account, { email: 'a' }, { balance: 3 }).then(
      () => 'done',
      async (error: { code?: string }) => {
        await three.rollbackTransaction();
        return error.code ?? 'failed';
      },
    );
    const last = await closing;
    if (last === 'done') await three.commitTransaction();
    const first = await waiting[0];
    if (first === 'done') await one.commitTransaction();
    // Who dies is the server's choice: either the last, or both that waited first.
    expect([last, first, await waiting[1]]).toContain('40P01');
  });
});

describeOnBothStores('foreign keys among sessions', Object.values(model), (store) => {
  const begun = async (isolation?: Parameters<QueryRunner['startTransaction']>[0]): Promise<QueryRunner> => {
    const session = await store.session();
    await session.startTransaction(isolation);
    return session;
  };
  const run = (sql: string): Promise<unknown> => store.manager.query(sql);

  beforeEach(() =>
    run(
      `INSERT INTO owner (code, rank) VALUES ('a', 1), ('b', 2), ('z', 0);
       INSERT INTO member (email, version, "referrerId") VALUES ('a', 1, NULL), ('b', 1, 1);
       INSERT INTO post (title, "editorId") VALUES ('x', 1)`,
    ),
  );

  it('wait for a parent that another has changed and then deleted', async () => {
    const one = await begun();
    await one.query(`UPDATE owner SET rank = 9 WHERE code = 'a'`);
    await one.query(`DELETE FROM owner WHERE code = 'a'`);
    const waiting = sqlStateOf(run(`INSERT INTO dependent (id, cascaded) VALUES (1, 'a')`));
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toBe('23503');
  });

  it('hold a parent through what another changes in it', async () => {
    const one = await begun();
    await one.query(`INSERT INTO dependent (id, restricted) VALUES (1, 'a')`);
    await run(`UPDATE owner SET rank = 9 WHERE code = 'a'`);
    const waiting = sqlStateOf(run(`DELETE FROM owner WHERE code = 'a'`));
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(['23503', '23001']).toContain(await waiting);
  });

  it('wait for a child that another is about to take away', async () => {
    const one = await begun();
    await one.query('DELETE FROM post');
    const waiting = run('DELETE FROM member WHERE id = 1');
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toEqual([[], 1]);
  });

  it('are checked again when a row that the transaction wrote is written again', async () => {
    const one = await begun();
    await one.query('UPDATE member SET age = 1 WHERE id = 2');
    const free = 'SELECT id FROM member WHERE id = 1 FOR UPDATE SKIP LOCKED';
    expect(await run(free)).toEqual([{ id: 1 }]);
    await one.query('UPDATE member SET age = 2 WHERE id = 2');
    expect(await run(free)).toEqual([]);
  });

  it('that are put off are not forgotten when the row is written again', async () => {
    const one = await begun();
    await one.query('INSERT INTO slot (id, "nextId", position) VALUES (1, 9, 1)');
    await one.query('UPDATE slot SET rank = 1');
    expect(await sqlStateOf(one.query('COMMIT'))).toBe('23503');
  });

  it('leave what is due of a unique key to the row as it is in the end', async () => {
    await run('INSERT INTO slot (id, position) VALUES (1, 1), (2, 2)');
    const one = await begun();
    await one.query('UPDATE slot SET position = 2 WHERE id = 1');
    await one.query('UPDATE slot SET rank = 7 WHERE id = 1');
    expect(await sqlStateOf(one.query('COMMIT'))).toBe('23505');
  });

  it('do not let an upsert that sets the key pass by a lock on it', async () => {
    const one = await begun();
    await one.query(`SELECT 1 FROM owner WHERE code = 'a' FOR KEY SHARE`);
    await run(`INSERT INTO owner (code) VALUES ('a') ON CONFLICT (code) DO UPDATE SET rank = 5`);
    const waiting = run(`INSERT INTO owner (code) VALUES ('a') ON CONFLICT (code) DO UPDATE SET code = 'a'`);
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    await waiting;
  });

  it('do not act under REPEATABLE READ on what has changed since', async () => {
    await run(`INSERT INTO dependent (id, cascaded) VALUES (1, 'b')`);
    const changing = await begun('REPEATABLE READ');
    await changing.query('SELECT 1 FROM owner');
    await run(`INSERT INTO dependent (id, cascaded) VALUES (2, 'b')`);
    expect(await failureOf(changing.query(`DELETE FROM owner WHERE code = 'b'`))).toMatchObject({
      code: '40001',
      message: 'could not serialize access due to concurrent update',
    });
  });

  it('miss the parent that leaves rows which have the default already', async () => {
    await run(`INSERT INTO dependent (id, defaulted) VALUES (1, 'z')`);
    const one = await begun();
    // What the transaction wrote itself is checked again when an action writes it.
    await one.query(`UPDATE dependent SET nulled = NULL WHERE id = 1`);
    const failure = await failureOf(one.query(`UPDATE owner SET code = 'd' WHERE code = 'z'`));
    expect(failure).toMatchObject({
      code: '23503',
      detail: 'Key (code)=(z) is still referenced from table "dependent".',
    });
  });

  it('act on one child after another: they wait for the first before they tell what became of the second', async () => {
    await run(`INSERT INTO dependent (id, cascaded) VALUES (1, 'b')`);
    const locker = await begun();
    await locker.query('SELECT 1 FROM dependent WHERE id = 1 FOR KEY SHARE');
    const changing = await begun('REPEATABLE READ');
    await changing.query('SELECT 1 FROM owner');
    await run(`INSERT INTO dependent (id, cascaded) VALUES (2, 'b')`);
    const waiting = sqlStateOf(changing.query(`DELETE FROM owner WHERE code = 'b'`));
    expect(await isWaiting(store, waiting)).toBe(true);
    await locker.commitTransaction();
    expect(await waiting).toBe('40001');
  });

  it('fail under REPEATABLE READ when the parent goes while they wait', async () => {
    const one = await begun();
    await one.query(`DELETE FROM owner WHERE code = 'a'`);
    const two = await begun('REPEATABLE READ');
    const waiting = failureOf(two.query(`INSERT INTO dependent (id, cascaded) VALUES (1, 'a')`));
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toMatchObject({
      code: '40001',
      message: 'could not serialize access due to concurrent update',
    });
  });

  it('lock the key of a row that has changed in all but its key, even under REPEATABLE READ', async () => {
    const one = await begun('REPEATABLE READ');
    await one.query('SELECT 1 FROM owner');
    await run(`UPDATE owner SET rank = 9 WHERE code = 'a'`);
    expect(await one.query(`SELECT rank FROM owner WHERE code = 'a' FOR KEY SHARE`)).toEqual([{ rank: 1 }]);
    expect(await sqlStateOf(one.query(`SELECT rank FROM owner WHERE code = 'a' FOR SHARE`))).toBe('40001');
  });

  it('do not find under REPEATABLE READ a parent that came later', async () => {
    const one = await begun('REPEATABLE READ');
    await one.query('SELECT 1 FROM owner');
    await run(`INSERT INTO owner (code) VALUES ('c')`);
    expect(await sqlStateOf(one.query(`INSERT INTO dependent (id, cascaded) VALUES (1, 'c')`))).toBe('23503');
  });

  it('do not take a parent for the one that they waited for, though it has the same key', async () => {
    const one = await begun();
    await one.query(`DELETE FROM owner WHERE code = 'a'`);
    const waiting = sqlStateOf(run(`INSERT INTO dependent (id, restricted) VALUES (1, 'a')`));
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.query(`INSERT INTO owner (code) VALUES ('a')`);
    await one.commitTransaction();
    expect(await waiting).toBe('23503');
  });

  it('count a change of a row that was locked for update as one of its key', async () => {
    const one = await begun('REPEATABLE READ');
    await one.query('SELECT 1 FROM owner');
    const two = await begun();
    await two.query(`SELECT 1 FROM owner WHERE code = 'a' FOR UPDATE`);
    await two.query(`UPDATE owner SET rank = 9 WHERE code = 'a'`);
    await two.commitTransaction();
    expect(await sqlStateOf(one.query(`SELECT rank FROM owner WHERE code = 'a' FOR KEY SHARE`))).toBe(
      '40001',
    );
  });

  it('wait with a row that is written for a key that another has put in twice', async () => {
    await run('INSERT INTO slot (id, position, rank) VALUES (1, 1, 1)');
    const one = await begun();
    await one.query('INSERT INTO slot (id, position) VALUES (2, 1)');
    const waiting = run('UPDATE slot SET rank = 2 WHERE id = 1');
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.rollbackTransaction();
    await waiting;
  });

  it('are not asked by TRUNCATE, which waits for writers and then takes all that there is', async () => {
    const one = await begun();
    await one.query(`UPDATE tag SET weight = 2`);
    await one.query(`INSERT INTO comment (text) VALUES ('a'), ('b')`);
    const waiting = run('TRUNCATE comment');
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.query(`UPDATE comment SET text = 'c' WHERE text = 'b'`);
    await one.commitTransaction();
    await waiting;
    expect(await run('SELECT * FROM comment')).toEqual([]);
  });

  it('are waited for by TRUNCATE before it looks at who references its table', async () => {
    const one = await begun();
    await one.query(`INSERT INTO tag (name) VALUES ('held')`);
    const waiting = sqlStateOf(run('TRUNCATE tag'));
    expect(await isWaiting(store, waiting)).toBe(true);
    await one.commitTransaction();
    expect(await waiting).toBe('0A000');
    expect(await run('SELECT name FROM tag')).toEqual([{ name: 'held' }]);
  });
});

describeOnBothStores('checks at COMMIT', Object.values(model), (store) => {
  it('come in the order of the rows that are still there: what has moved on is checked where it is now', async () => {
    await store.manager.query('INSERT INTO slot (id, position) VALUES (1, 1), (2, 2), (3, 3)');
    const session = await store.session();
    await session.startTransaction();
    // The first owes a check of the position; the second has moved on, and owes a key and another position.
    await session.query('UPDATE slot SET position = 2 WHERE id = 3');
    await session.query('UPDATE slot SET position = 1, "nextId" = 4 WHERE id = 3');
    expect(await failureOf(session.commitTransaction())).toMatchObject({
      code: '23503',
      detail: 'Key (nextId)=(4) is not present in table "slot".',
    });
  });
});
