import { Column, Entity, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';

@Entity()
class Author {
  @PrimaryColumn('int')
  id!: number;

  @Column('varchar')
  name!: string;

  @Column('jsonb', { nullable: true })
  data?: object | null;

  @OneToMany(() => Book, (book) => book.author)
  books!: Relation<Book>[];
}

@Entity()
class Book {
  @PrimaryColumn('int')
  id!: number;

  @Column('varchar')
  title!: string;

  @ManyToOne(() => Author, (author) => author.books, { deferrable: 'INITIALLY DEFERRED' })
  author!: Relation<Author> | null;
}

/** Calls that look simple, and mean more than the rows of one table. */
describeOnBothStores('calls that look simple', [Author, Book], (store) => {
  beforeEach(async () => {
    await store.repository(Author).insert([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
    ]);
    await store.repository(Book).insert([
      { id: 1, title: 'x', author: { id: 1 } },
      { id: 2, title: 'z', author: { id: 1 } },
      { id: 3, title: 'y', author: { id: 2 } },
    ]);
  });

  it('order by a relation without showing a row twice', async () => {
    const found = await store.repository(Author).find({ order: { books: { title: 'DESC' } } });
    expect(found.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('reject what they do not know', async () => {
    const order = { nope: 'ASC' } as object;
    const found = store.repository(Author).find({ order });
    expect(await failureOf(found)).toMatchObject({ name: 'EntityPropertyNotFoundError' });
  });

  it('reject what no JSON can hold', async () => {
    const authors = store.repository(Author);
    await authors.insert({ id: 3, name: 'c', data: {} });
    await authors.update({ id: 1 }, { data: {} });
    const data = { n: 1n };
    const results = await Promise.allSettled([
      authors.insert({ id: 4, name: 'd', data }),
      authors.update({ id: 1 }, { data }),
    ]);
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
  });

  it('give each page its own rows', async () => {
    const pages = [0, 1, 2, 3].map((skip) =>
      store.repository(Book).find({ order: { id: 'ASC' }, skip, take: 1 }),
    );
    expect((await Promise.all(pages)).map(([book]) => book?.id)).toEqual([1, 2, 3, undefined]);
  });

  it('keep changes by conditions to an order in which they could have run', async () => {
    const [one, two] = [await store.session(), await store.session()];
    await one.startTransaction('SERIALIZABLE');
    await two.startTransaction('SERIALIZABLE');
    await one.manager.update(Book, { title: 'x' }, { title: 'z' });
    await two.manager.update(Book, { title: 'z' }, { title: 'x' });
    const outcomes = await Promise.allSettled([one.commitTransaction(), two.commitTransaction()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('owe a deferred check again when the savepoint before it passed is gone back to', async () => {
    const session = await store.session();
    await session.query('BEGIN');
    await session.query(`INSERT INTO book (id, title, "authorId") VALUES (9, 'orphan', 7)`);
    await session.query('SAVEPOINT s');
    await session.query(`INSERT INTO author (id, name) VALUES (7, 'late')`);
    await session.query('SET CONSTRAINTS ALL IMMEDIATE');
    await session.query('ROLLBACK TO SAVEPOINT s');
    expect(await failureOf(session.query('COMMIT'))).toMatchObject({ code: '23503' });
    expect(await store.repository(Book).existsBy({ id: 9 })).toBe(false);
  });

  it('keep the locks of a transaction that is told to be read-only, and refuse it another level', async () => {
    const session = await store.session();
    await session.query('BEGIN');
    await session.query('SELECT * FROM book WHERE id = 1 FOR UPDATE');
    expect(await failureOf(session.query('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE'))).toMatchObject({
      code: '25001',
    });
    await session.query('ROLLBACK');
    await session.query('BEGIN');
    await session.query('SELECT * FROM book WHERE id = 1 FOR UPDATE');
    await session.query('SET TRANSACTION READ ONLY');
    const other = store.manager.query('SELECT * FROM book WHERE id = 1 FOR UPDATE NOWAIT');
    expect(await failureOf(other)).toMatchObject({ code: '55P03' });
    expect(await failureOf(session.query('DELETE FROM book'))).toMatchObject({ code: '25006' });
    await session.query('ROLLBACK');
  });

  it('match a pattern of many wildcards in no time', async () => {
    const began = performance.now();
    const [row] = await store.manager.query<{ matches: boolean }[]>(
      `SELECT repeat('a', 2000) LIKE '%a%a%a%a%a%a%a%a%b' AS matches`,
    );
    expect(row).toEqual({ matches: false });
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
