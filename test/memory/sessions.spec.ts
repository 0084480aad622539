import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import { openMemoryDatabase } from '../contract/sql/stores';

describe('a session that ends', () => {
  let one: Session;
  let two: Session;

  beforeEach(async () => {
    const database = await openMemoryDatabase();
    [one, two] = [0, 1].map(() => new Session(database, new StatementCache(10))) as [Session, Session];
  });

  it.each([
    ['in a transaction of its own', []],
    ['in an open transaction', ['BEGIN']],
  ])('fails a statement that waits %s, and changes nothing', async (_where, before) => {
    await one.execute('BEGIN');
    await one.execute("UPDATE node SET label = 'one' WHERE id = 1");
    for (const sql of before) await two.execute(sql);
    const waiting = two.execute("UPDATE node SET label = 'two' WHERE id < 3");
    const next = two.execute('SELECT 1');
    two.close();
    await expect(waiting).rejects.toMatchObject({ code: '57P01' });
    await expect(next).rejects.toMatchObject({ code: '08003' });
    await one.execute('COMMIT');
    const { rows } = await one.execute('SELECT label FROM node WHERE id < 3 ORDER BY id');
    expect(rows).toEqual([{ label: 'one' }, { label: 'left' }]);
  });

  it('fails a statement that sleeps', async () => {
    const sleeping = one.execute('SELECT pg_sleep(1000)');
    one.close();
    await expect(sleeping).rejects.toMatchObject({ code: '57P01' });
  });

  it('does not run a statement again whose wait has just ended', async () => {
    await one.execute('BEGIN');
    await one.execute("UPDATE node SET label = 'one' WHERE id = 1");
    await two.execute('BEGIN');
    const waiting = two.execute("UPDATE node SET label = 'two' WHERE id = 1");
    const committed = one.execute('ROLLBACK');
    two.close();
    await committed;
    await expect(waiting).rejects.toMatchObject({ code: '57P01' });
    const { rows } = await one.execute('SELECT label FROM node WHERE id = 1');
    expect(rows).toEqual([{ label: 'root' }]);
  });
});

describe('a session', () => {
  it.each([
    ["SET DateStyle = 'German'", 'DateStyle other than ISO, MDY'],
    ["SET bytea_output = 'escape'", 'bytea_output other than hex'],
    ['SET session_replication_role = replica', 'session_replication_role other than origin or local'],
    ['SET transform_null_equals = on', 'transform_null_equals other than off'],
    ['SHOW ALL', 'SHOW ALL'],
  ])('refuses what would change results and does not here: %s', async (sql, construct) => {
    const session = new Session(await openMemoryDatabase(), new StatementCache(10));
    await expect(session.execute(sql)).rejects.toMatchObject({
      code: '0A000',
      message: `${construct} is not supported by the in-memory store`,
    });
  });
});
