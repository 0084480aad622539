import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import type { Database } from '../../src/database/memory/storage/database';
import { openMemoryDatabase } from '../contract/sql/stores';

/** The SQLSTATE that running the statements ends with, or null when they all went well. */
async function failureOf(steps: readonly (readonly [Session, string])[]): Promise<unknown> {
  for (const [session, sql] of steps) {
    try {
      await session.execute(sql);
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
  }
  return null;
}

describe('SERIALIZABLE', () => {
  let database: Database;
  let one: Session;
  let two: Session;
  let three: Session;
  const open = (): Session => new Session(database, new StatementCache(100));
  const begin = 'BEGIN ISOLATION LEVEL SERIALIZABLE';

  beforeEach(async () => {
    database = await openMemoryDatabase();
    [one, two, three] = [open(), open(), open()];
    for (const session of [one, two]) await session.execute(begin);
  });

  it('refuses two that each read what the other wrote', async () => {
    const failure = await failureOf([
      [one, 'SELECT sum(age) FROM author'],
      [two, 'SELECT sum(age) FROM author'],
      [one, 'UPDATE author SET age = 0 WHERE id = 1'],
      [two, 'UPDATE author SET age = 0 WHERE id = 2'],
      [one, 'COMMIT'],
      [two, 'COMMIT'],
    ]);
    expect(failure).toBe('40001');
  });

  it('refuses two that each looked for the row that the other inserted', async () => {
    const failure = await failureOf([
      [one, 'SELECT * FROM node WHERE id = 11'],
      [two, 'SELECT * FROM node WHERE id = 10'],
      [one, 'INSERT INTO node (id) VALUES (10)'],
      [two, 'INSERT INTO node (id) VALUES (11)'],
      [one, 'COMMIT'],
      [two, 'COMMIT'],
    ]);
    expect(failure).toBe('40001');
  });

  it('lets two pass that read and write rows of their own', async () => {
    const failure = await failureOf([
      [one, 'SELECT * FROM author WHERE id = 1'],
      [two, 'SELECT * FROM author WHERE id = 2'],
      [one, 'UPDATE author SET age = 0 WHERE id = 1'],
      [two, 'UPDATE author SET age = 0 WHERE id = 2'],
      [one, 'COMMIT'],
      [two, 'COMMIT'],
    ]);
    expect(failure).toBeNull();
  });

  it('lets one pass that only read what the other wrote', async () => {
    const failure = await failureOf([
      [one, 'SELECT sum(age) FROM author'],
      [two, 'UPDATE author SET age = 0 WHERE id = 2'],
      [two, 'COMMIT'],
      [one, 'INSERT INTO node (id) VALUES (10)'],
      [one, 'COMMIT'],
    ]);
    expect(failure).toBeNull();
  });

  it('does not hold against a transaction what its snapshot shows', async () => {
    const failure = await failureOf([
      [two, 'SELECT sum(age) FROM author'],
      [two, 'UPDATE author SET age = 0 WHERE id = 2'],
      [two, 'COMMIT'],
      [one, 'SELECT sum(age) FROM author'],
      [one, 'UPDATE author SET age = 0 WHERE id = 1'],
      [one, 'COMMIT'],
    ]);
    expect(failure).toBeNull();
  });

  it('refuses the reader that would see a batch closed and a receipt in it missing', async () => {
    // The read-only anomaly of Fekete, O'Neil and O'Neil (2004).
    const failure = await failureOf([
      [one, 'SELECT label FROM node WHERE id = 1'],
      [two, "UPDATE node SET label = 'closed' WHERE id = 1"],
      [two, 'COMMIT'],
      [three, begin],
      [three, 'SELECT label FROM node WHERE id = 1'],
      [three, 'SELECT * FROM pair'],
      [three, 'COMMIT'],
      [one, "INSERT INTO pair VALUES (90, 90, 'receipt')"],
      [one, 'COMMIT'],
    ]);
    expect(failure).toBe('40001');
  });

  it('leaves the weaker levels alone', async () => {
    await failureOf([
      [one, 'ROLLBACK'],
      [one, 'BEGIN ISOLATION LEVEL REPEATABLE READ'],
      [two, 'ROLLBACK'],
      [two, 'BEGIN ISOLATION LEVEL REPEATABLE READ'],
    ]);
    const failure = await failureOf([
      [one, 'SELECT sum(age) FROM author'],
      [two, 'SELECT sum(age) FROM author'],
      [one, 'UPDATE author SET age = 0 WHERE id = 1'],
      [two, 'UPDATE author SET age = 0 WHERE id = 2'],
      [one, 'COMMIT'],
      [two, 'COMMIT'],
    ]);
    expect(failure).toBeNull();
  });
});
