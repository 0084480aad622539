import * as fs from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Like, type QueryRunner } from 'typeorm';
import type { ChangeRecord, TransactionRecord } from '../../src/database/journal/transaction-record';
import { snapshotTables } from '../../src/database/memory/journaling/snapshot-tables';
import { Sale, ShopTotal } from '../contract/entities/summary.entities';
import { contentsOf, type JournaledStore, openStore, temporaryFolder } from './journaled-store';
import {
  Author,
  AuthorByName,
  AuthorWithoutName,
  Book,
  DatedAuthor,
  NumberedAuthor,
} from './library.entities';
import { collect } from './records';

const LIBRARY = [Author, Book];

let directory: string;
let store: JournaledStore;

beforeEach(async () => {
  directory = temporaryFolder();
  store = await openStore(directory, LIBRARY);
});

afterEach(async () => {
  await store.close();
  fs.rmSync(directory, { recursive: true, force: true });
});

describe('memory with a journal', () => {
  it('has after a restart what was committed, in the order of the rows, and draws the next numbers', async () => {
    const { manager } = store.dataSource;
    const ann = await manager.save(Author, { name: 'Ann' });
    const bob = await manager.save(Author, { name: 'Bob' });
    await manager.insert(Book, [
      { title: 'One "quoted"\nline', authorId: ann.id },
      { title: 'Two', price: '12.50', authorId: bob.id },
    ]);
    await manager.update(Author, { id: ann.id }, { name: 'Anna' });
    await manager.delete(Book, { title: 'Two' });
    await reopen();

    const authors = await store.dataSource.manager.query('SELECT * FROM authors');
    expect(authors).toEqual([
      { id: 2, name: 'Bob', letters: 3 },
      { id: 1, name: 'Anna', letters: 4 },
    ]);
    expect(await store.dataSource.manager.save(Author, { name: 'Cid' })).toMatchObject({ id: 3 });
  });

  it('keeps nothing of what was rolled back', async () => {
    const { manager } = store.dataSource;
    await expect(
      manager.transaction(async (inner) => {
        await inner.insert(Author, { name: 'Ann' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await manager.transaction(async (inner) => {
      await inner.insert(Author, { name: 'Bob' });
      await expect(
        inner.transaction(async (nested) => {
          await nested.insert(Author, { name: 'Cid' });
          throw new Error('not this');
        }),
      ).rejects.toThrow('not this');
    });
    await reopen();
    expect((await store.dataSource.manager.find(Author)).map(({ name }) => name)).toEqual(['Bob']);
    expect(store.journal.lastId).toBe(1);
  });

  it('writes nothing for what only reads', async () => {
    await store.dataSource.manager.find(Author);
    await store.dataSource.query('SELECT count(*) FROM authors');
    await store.dataSource.query('UPDATE authors SET name = $1 WHERE id = 7', ['x']);
    expect(store.journal.lastId).toBe(0);
  });

  it('shows a change to others only when it is durable', async () => {
    const { manager } = store.dataSource;
    const inserted = manager.insert(Author, { name: 'Ann' });
    expect(await manager.count(Author)).toBe(0);
    expect(store.journal.lastId).toBe(0);
    await inserted;
    expect(await manager.count(Author)).toBe(1);
    expect(store.journal.lastId).toBe(1);
  });

  it('keeps a unique key from others until the deletion that frees it is durable', async () => {
    const { manager } = store.dataSource;
    await manager.insert(Author, { name: 'Ann' });
    const deleted = manager.delete(Author, { name: 'Ann' });
    const inserted = manager.insert(Author, { name: 'Ann' });
    await Promise.all([deleted, inserted]);
    expect((await records()).flatMap(({ changes }) => changes.map(({ kind }) => kind))).toEqual([
      'insert',
      'delete',
      'insert',
    ]);
    await reopen();
    expect((await store.dataSource.manager.find(Author)).map(({ id }) => id)).toEqual([2]);
  });

  it('orders those that change the same row as they saw each other', async () => {
    const { manager } = store.dataSource;
    await manager.insert(Author, { name: '' });
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => manager.query(`UPDATE authors SET name = name || $1`, [`${n},`])),
    );
    const before = await manager.find(Author);
    expect(before[0]?.name.split(',')).toHaveLength(41);
    await reopen();
    expect(await store.dataSource.manager.find(Author)).toEqual(before);
  });

  it('shares syncs between commits that come at the same time', async () => {
    const { manager } = store.dataSource;
    await manager.insert(Author, { name: 'first' });
    const before = store.journal.statistics().syncs;
    await Promise.all(Array.from({ length: 32 }, (_, n) => manager.insert(Author, { name: `n${n}` })));
    expect(store.journal.statistics().syncs - before).toBeLessThan(8);
  });

  it('says which changes a foreign key made', async () => {
    const { manager } = store.dataSource;
    const ann = await manager.save(Author, { name: 'Ann' });
    await manager.insert(Book, { title: 'One', authorId: ann.id });
    await manager.delete(Author, ann.id);
    const [, , last] = await records();
    expect(last?.changes).toEqual<ChangeRecord[]>([
      { kind: 'delete', table: 'public.authors', key: { id: '1' } },
      { kind: 'delete', table: 'public.books', key: { id: '1' }, byAction: true },
    ]);
    await reopen();
    expect(await store.dataSource.manager.count(Book)).toBe(0);
  });

  it('keeps where sequences stand, however they got there', async () => {
    const { dataSource } = store;
    await dataSource.query(`SELECT nextval('authors_id_seq')`);
    await dataSource.query(`SELECT setval('books_id_seq', 41)`);
    await reopen();
    expect(await store.dataSource.manager.save(Author, { name: 'Ann' })).toMatchObject({ id: 2 });
    expect(await store.dataSource.manager.save(Book, { title: 'One' })).toMatchObject({ id: 42 });
    await store.dataSource.query('TRUNCATE authors, books RESTART IDENTITY');
    await reopen();
    expect(await store.dataSource.manager.count(Book)).toBe(0);
    expect(await store.dataSource.manager.save(Author, { name: 'Bob' })).toMatchObject({ id: 1 });
  });

  it('starts anew after a restart when everything was dropped', async () => {
    const { dataSource } = store;
    await Promise.all([
      dataSource.manager.insert(Author, { name: 'Ann' }),
      dataSource.synchronize(true),
      dataSource.manager.insert(Author, { name: 'Bob' }).catch(() => undefined),
    ]);
    const before = contentsOf(dataSource);
    await reopen();
    expect(contentsOf(store.dataSource)).toEqual(before);
  });

  it('keeps what materialized views held when they were refreshed last', async () => {
    await reopen([Sale, ShopTotal]);
    const { dataSource } = store;
    await dataSource.manager.insert(Sale, { shop: 'north', amount: 3 });
    await dataSource.query('REFRESH MATERIALIZED VIEW shop_total');
    await dataSource.manager.insert(Sale, { shop: 'south', amount: 4 });
    const before = contentsOf(dataSource);
    await reopen([Sale, ShopTotal]);
    expect(contentsOf(store.dataSource)).toEqual(before);
  });

  it('takes snapshots while others write, and restores from them', async () => {
    const title = 'x'.repeat(10_000);
    const write = async (): Promise<void> => {
      await store.dataSource.manager.insert(Book, { title });
    };
    while (store.journal.statistics().snapshotId === 0) await Promise.all(Array.from({ length: 50 }, write));
    await store.dataSource.manager.update(Book, { id: 1 }, { title: 'y' });
    const before = contentsOf(store.dataSource);
    await reopen();
    expect(contentsOf(store.dataSource)).toEqual(before);
    expect(store.journal.statistics().snapshotId).toBeGreaterThan(1000);
  });

  it('gives the rows of a snapshot in parts that are small, however long the rows are', async () => {
    const title = 'x'.repeat(50_000);
    await store.dataSource.manager.insert(
      Book,
      Array.from({ length: 100 }, () => ({ title })),
    );
    const snapshot = snapshotTables(store.dataSource.database);
    const lengths = (await collect(snapshot.parts)).map((part) => JSON.stringify(part).length);
    snapshot.release();
    expect(Math.max(...lengths)).toBeLessThan(300_000);
  });

  it('lets a closed session end only with the outcome of its commit', async () => {
    const runner: QueryRunner = store.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`INSERT INTO authors (name) VALUES ('Ann')`);
    const committed = runner.query('COMMIT');
    // The record is on its way.
    await nextTurn();
    await runner.release();
    await committed;
    expect(await store.dataSource.manager.count(Author)).toBe(1);
    await reopen();
    expect(await store.dataSource.manager.count(Author)).toBe(1);
  });

  it('does not give again after a restart the numbers that were drawn and rolled back', async () => {
    const { manager } = store.dataSource;
    await manager.insert(Author, { name: 'Ann' });
    await expect(manager.insert(Author, { name: 'Ann' })).rejects.toMatchObject({ code: '23505' });
    await reopen();
    expect(await store.dataSource.manager.save(Author, { name: 'Bob' })).toMatchObject({ id: 3 });
  });
});

describe('SERIALIZABLE with a journal', () => {
  it('refuses the second half of a write skew that began while the first was being kept', async () => {
    const { manager } = store.dataSource;
    await manager.insert(Author, [{ name: 'on 1' }, { name: 'on 2' }]);
    const first = await takeOff('on 1');
    const committed = first.commitTransaction();
    const second = await takeOff('on 2');
    await expect(second.commitTransaction()).rejects.toMatchObject({ driverError: { code: '40001' } });
    await second.rollbackTransaction();
    await committed;
    expect(await manager.countBy(Author, { name: Like('on%') })).toBe(1);
    await Promise.all([first.release(), second.release()]);
  });

  /** Takes somebody off duty, if somebody else is on. */
  async function takeOff(name: string): Promise<QueryRunner> {
    const runner = store.dataSource.createQueryRunner();
    await runner.startTransaction('SERIALIZABLE');
    const on = await runner.manager.findBy(Author, { name: Like('on%') });
    if (on.length > 1) await runner.query(`UPDATE authors SET name = 'off ' || id WHERE name = $1`, [name]);
    return runner;
  }
});

describe('entities that have changed since', () => {
  beforeEach(async () => {
    const { manager } = store.dataSource;
    await manager.insert(Author, [{ name: 'Ann' }, { name: 'Bob' }]);
    await manager.update(Author, { name: 'Bob' }, { name: 'Bert' });
  });

  it('take the default of a column that is new, and find rows by a key that is another now', async () => {
    await reopen([AuthorByName]);
    expect(await store.dataSource.manager.find(AuthorByName)).toEqual([
      { id: 1, name: 'Ann', country: 'unknown' },
      { id: 2, name: 'Bert', country: 'unknown' },
    ]);
  });

  it.each([
    ['a table', [Sale], 'there is no table public.authors'],
    ['a column', [AuthorWithoutName], 'the table public.authors has no column name'],
    [
      'a column of that type',
      [NumberedAuthor],
      'the column name of public.authors is integer now, and not all of its values are',
    ],
    [
      'a value for a column',
      [DatedAuthor],
      'the column born of public.authors is NOT NULL, and rows that are older have no value',
    ],
  ])('are refused without %s, and nothing is lost', async (_what, entities, difference) => {
    const before = contentsOf(store.dataSource);
    await expect(reopen(entities)).rejects.toMatchObject({
      name: 'JournalSchemaError',
      differences: [difference],
      message: expect.stringContaining(directory) as string,
    });
    await reopen();
    expect(contentsOf(store.dataSource)).toEqual(before);
  });
});

async function reopen(entities: typeof LIBRARY | readonly unknown[] = LIBRARY): Promise<void> {
  await store.close();
  store = await openStore(directory, entities as never);
}

async function records(): Promise<TransactionRecord[]> {
  const found: TransactionRecord[] = [];
  for await (const record of store.journal.records()) found.push(record);
  return found;
}
