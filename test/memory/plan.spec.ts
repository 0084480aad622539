import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import { Crate } from '../contract/entities/crate.entity';
import { openMemoryDatabase } from '../contract/sql/stores';
import type { Database } from '../../src/database/memory/storage/database';

/** How often a statement walked over a whole table, and how often it looked into an index. */
async function pathsOf(
  database: Database,
  table: string,
  run: () => Promise<unknown>,
): Promise<{ readonly scans: number; readonly hits: number }> {
  const count = (): { scans: number; hits: number } => {
    const { scans, indexes } = database.catalog.table(null, table)!.statistics(database.snapshot());
    return { scans, hits: indexes.reduce((sum, index) => sum + index.hits, 0) };
  };
  const before = count();
  await run();
  const after = count();
  return { scans: after.scans - before.scans, hits: after.hits - before.hits };
}

describe('the planner', () => {
  let database: Database;
  let session: Session;

  beforeAll(async () => {
    database = await openMemoryDatabase();
    session = new Session(database, new StatementCache(100));
  });

  it.each([
    ['a primary key', 'SELECT * FROM post WHERE id = $1', [1]],
    ['a primary key in reverse', 'SELECT * FROM post WHERE $1 = id', [1]],
    ['a list of primary keys', 'SELECT * FROM post WHERE id IN ($1, $2)', [1, 2]],
    ['a long list', 'SELECT * FROM post WHERE id IN ($1, $2, $3, $4, $5, $6)', [1, 2, 3, 4, 5, 6]],
    ['an array of primary keys', 'SELECT * FROM post WHERE id = ANY ($1)', [[1, 2]]],
    ['a foreign key', 'SELECT * FROM post WHERE "authorId" = $1', [1]],
    ['a foreign key by sub-query', 'SELECT * FROM post WHERE "authorId" IN (SELECT 1)', []],
    ['a range of an index', 'SELECT * FROM post WHERE "createdAt" > $1', ['2026-01-11']],
    ['the order of an index', 'SELECT * FROM post ORDER BY "createdAt" DESC LIMIT 2', []],
    ['the order of the key', 'SELECT * FROM post ORDER BY id DESC LIMIT 2', []],
    [
      'an equality and the order after it',
      'SELECT * FROM post WHERE "authorId" = 1 ORDER BY views LIMIT 1',
      [],
    ],
    ['the inner side of a join', 'SELECT * FROM author a JOIN post p ON p."authorId" = a.id', []],
    ['the inner side of an outer join', 'SELECT * FROM node n LEFT JOIN post p ON p.id = n.id', []],
    [
      'a correlated sub-query',
      'SELECT (SELECT max(title) FROM post p WHERE p."authorId" = a.id) FROM author a',
      [],
    ],
    ['an update by key', 'UPDATE post SET views = 1 WHERE id = $1', [1]],
    ['a delete by key', 'DELETE FROM post WHERE id = $1', [999]],
  ])('uses an index for %s', async (_what, sql, params) => {
    const { scans, hits } = await pathsOf(database, 'post', () => session.execute(sql, params));
    expect({ scans, used: hits > 0 }).toEqual({ scans: 0, used: true });
  });

  it('uses the beginning of a LIKE pattern', async () => {
    database.catalog.table(null, 'author')!.indexes.orderedOn([3]);
    const paths = await pathsOf(database, 'author', () =>
      session.execute('SELECT id FROM author WHERE email LIKE $1', ['ann%']),
    );
    expect(paths).toEqual({ scans: 0, hits: 1 });
    const { rows } = await session.execute('SELECT id FROM author WHERE email LIKE $1', ['ann%']);
    expect(rows).toEqual([{ id: 1 }, { id: 5 }]);
  });

  it('scans the inner side of a join without an index once', async () => {
    const { scans } = await pathsOf(database, 'node', () =>
      session.execute('SELECT * FROM node a JOIN node b ON b.parent = a.id'),
    );
    expect(scans).toBe(2);
  });

  it('stops a scan when LIMIT is reached', async () => {
    await session.execute("SELECT nextval('post_id_seq') FROM node LIMIT 2");
    const { rows } = await session.execute("SELECT currval('post_id_seq') AS drawn");
    expect(rows).toEqual([{ drawn: '8' }]);
  });

  describe('with an index over the elements of an array', () => {
    const ROWS = 5_000;
    let crates: InMemoryDataSource;

    beforeAll(async () => {
      crates = await new InMemoryDataSource({ entities: [Crate], synchronize: true }).initialize();
      const rows = Array.from({ length: ROWS }, (_, id) => ({
        id,
        labels: id % 2 ? [1, 100 + id] : [2, 3],
        shelf: 0,
        words: [],
      }));
      for (let from = 0; from < ROWS; from += 500)
        await crates.manager.insert(Crate, rows.slice(from, from + 500));
    });
    afterAll(() => crates.destroy());

    it.each([
      ['a rare one', [100 + 4_999], [4_999]],
      ['a common one', [1], [4_999, 4_997, 4_995]],
      ['one that nobody has', [99], []],
      ['two that nobody has together', [1, 2], []],
      ['a rare and a common one', [1, 100 + 1], [1]],
    ])('looks for %s without walking over the table', async (_what, labels, expected) => {
      let rows: { id: number }[] = [];
      const { scans, hits } = await pathsOf(crates.database, 'crate', async () => {
        rows = await crates.query('SELECT id FROM crate WHERE labels @> $1 ORDER BY id DESC LIMIT 3', [
          labels,
        ]);
      });
      expect([rows.map(({ id }) => id), scans, hits > 0]).toEqual([expected, 0, true]);
    });
  });
});
