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
