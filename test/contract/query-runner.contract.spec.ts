import type { QueryRunner, Table } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { catalogue } from './entities/catalogue.entities';
import { Author, Book, library } from './entities/library.entities';

describeOnBothStores('a query runner', [...library, ...catalogue], (store) => {
  const loaded = async (name: string): Promise<Table> => {
    const runner = await store.session();
    const table = await runner.getTable(name);
    if (!table) throw new Error(`there is no ${name}`);
    return table;
  };

  it('reads the columns of a table', async () => {
    const { name, schema, columns } = await loaded('book');
    expect([name, schema]).toEqual(['book', 'public']);
    expect(
      columns.map((column) => ({
        name: column.name,
        type: column.type,
        default: column.default,
        isNullable: column.isNullable,
        isPrimary: column.isPrimary,
        isGenerated: column.isGenerated,
        generationStrategy: column.generationStrategy,
      })),
    ).toEqual([
      {
        name: 'id',
        type: 'integer',
        isNullable: false,
        isPrimary: true,
        isGenerated: true,
        generationStrategy: 'increment',
      },
      { name: 'title', type: 'character varying', isNullable: false, isPrimary: false, isGenerated: false },
      { name: 'authorId', type: 'integer', isNullable: true, isPrimary: false, isGenerated: false },
    ]);
    const products = await loaded('shop.products');
    expect(
      products.columns.map(({ name: column, type, length, isArray }) => [column, type, length, isArray]),
    ).toEqual([
      ['id', 'bigint', '', false],
      ['shop', 'character varying', '20', false],
      ['product_code', 'character varying', '12', false],
      ['colour', 'enum', '', false],
      ['palette', 'enum', '', true],
      ['rank', 'integer', '', false],
      ['price', 'numeric', '', false],
      ['data', 'jsonb', '', false],
      ['madeAt', 'timestamp without time zone', '', false],
      ['hidden', 'boolean', '', false],
      ['labels', 'text', '', true],
      ['folded', 'character varying', '', false],
      ['serialNumber', 'integer', '', false],
      ['token', 'uuid', '', false],
      ['period', 'int4range', '', false],
    ]);
    expect(products.findColumnByName('colour')?.enum).toEqual(['red', 'green']);
    expect(products.primaryColumns.map((column) => column.name)).toEqual(['id', 'shop']);
  });

  it('reads the keys, uniques, checks and indexes of a table', async () => {
    const book = await loaded('book');
    expect(
      book.foreignKeys.map(({ name, columnNames, referencedTableName, referencedColumnNames, onDelete }) => [
        name,
        columnNames,
        referencedTableName,
        referencedColumnNames,
        onDelete,
      ]),
    ).toEqual([['FK_66a4f0f47943a0d99c16ecf90b2', ['authorId'], 'author', ['id'], 'SET NULL']]);
    const junction = await loaded('book_genres_genre');
    expect(
      junction.indices
        .map(({ name, columnNames, isUnique }) => [name, columnNames, isUnique])
        .toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['IDX_31d658e0af554165f4598158c5', ['bookId'], false],
      ['IDX_83bd32782d44d9db3d68c3f58c', ['genreId'], false],
    ]);
    const products = await loaded('shop.products');
    expect(
      products.uniques
        .map(({ name, columnNames }) => [name, columnNames.toSorted()])
        .toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual([
      ['UQ_695c8a75810125cbba6a06a78a5', ['colour', 'product_code']],
      ['UQ_products_rank', ['rank']],
    ]);
    expect(products.checks).toHaveLength(1);
    expect(products.exclusions.map(({ name }) => name)).toEqual(['EX_products_period']);
  });

  it('knows what there is and what not', async () => {
    const runner = await store.session();
    expect(await runner.getTable('nothing')).toBeUndefined();
    expect(
      (await runner.getTables(['author', 'book', 'nothing'])).map(({ name }) => name).toSorted(),
    ).toEqual(['author', 'book']);
    expect((await runner.getView('topic_summary'))?.name).toBe('topic_summary');
    expect(await runner.hasTable('author')).toBe(true);
    expect(await runner.hasTable('Author')).toBe(false);
    expect(await runner.hasColumn('author', 'name')).toBe(true);
    expect(await runner.hasSchema('shop')).toBe(true);
    expect(await runner.hasSchema('nowhere')).toBe(false);
    expect(await runner.getCurrentSchema()).toBe('public');
  });

  it('empties a table', async () => {
    await store.repository(Author).save({ name: 'Ada' });
    const runner = await store.session();
    await runner.clearTable('review');
    expect(await failureOf(runner.clearTable('author'))).toMatchObject({
      code: '0A000',
      message: 'cannot truncate a table referenced in a foreign key constraint',
    });
    await runner.clearTable('author', { cascade: true });
    expect(await store.repository(Author).count()).toBe(0);
  });

  describe('in transactions', () => {
    const states = (runner: QueryRunner): [boolean, boolean] => [
      runner.isTransactionActive,
      runner.isReleased,
    ];

    it('tells its state, and refuses what does not fit it', async () => {
      const runner = await store.session();
      expect(states(runner)).toEqual([false, false]);
      expect((await failureOf(runner.commitTransaction())).name).toBe('TransactionNotStartedError');
      expect((await failureOf(runner.rollbackTransaction())).name).toBe('TransactionNotStartedError');
      await runner.startTransaction();
      expect(states(runner)).toEqual([true, false]);
      await runner.commitTransaction();
      expect(states(runner)).toEqual([false, false]);
      expect((await failureOf(() => runner.startTransaction('NOTHING' as never))).name).toEqual(
        'TypeORMError',
      );
    });

    it('nests by savepoints, level by level', async () => {
      const runner = await store.session();
      const names = async (): Promise<string[]> =>
        (await runner.manager.find(Author, { order: { id: 'ASC' } })).map(({ name }) => name);
      await runner.startTransaction();
      await runner.manager.insert(Author, { name: 'outer' });
      await runner.startTransaction();
      await runner.manager.insert(Author, { name: 'middle' });
      await runner.startTransaction();
      await runner.manager.insert(Author, { name: 'inner' });
      await runner.rollbackTransaction();
      expect(await names()).toEqual(['outer', 'middle']);
      await runner.commitTransaction();
      expect(await names()).toEqual(['outer', 'middle']);
      expect(runner.isTransactionActive).toBe(true);
      await runner.rollbackTransaction();
      expect(await names()).toEqual([]);
    });

    it('recovers from an error by going back to its own savepoint', async () => {
      const runner = await store.session();
      await runner.startTransaction();
      await runner.manager.insert(Author, { name: 'a' });
      await runner.query('SAVEPOINT mine');
      expect((await failureOf(runner.query('SELECT 1 / 0'))).code).toBe('22012');
      expect((await failureOf(runner.query('SELECT 1'))).code).toBe('25P02');
      await runner.query('ROLLBACK TO SAVEPOINT mine');
      await runner.manager.insert(Author, { name: 'b' });
      await runner.query('RELEASE SAVEPOINT mine');
      expect((await failureOf(runner.query('ROLLBACK TO SAVEPOINT mine'))).code).toBe('3B001');
      await runner.rollbackTransaction();
      expect(await store.repository(Author).count()).toBe(0);
    });

    it('keeps its own isolation level, and hands it to a transaction of a manager', async () => {
      const runner = await store.session();
      await runner.startTransaction('REPEATABLE READ');
      expect(await runner.manager.count(Book)).toBe(0);
      await store.repository(Book).insert({ title: 'One' });
      expect(await runner.manager.count(Book)).toBe(0);
      await runner.commitTransaction();
      expect(await runner.manager.count(Book)).toBe(1);
      await runner.startTransaction();
      await store.repository(Book).insert({ title: 'Two' });
      expect(await runner.manager.count(Book)).toBe(2);
      await runner.rollbackTransaction();
    });

    it('rolls back what it left open when it is released', async () => {
      const runner = store.dataSource.createQueryRunner();
      await runner.connect();
      await runner.startTransaction();
      await runner.manager.insert(Author, { name: 'left' });
      await runner.rollbackTransaction();
      await runner.release();
      expect(states(runner)).toEqual([false, true]);
      expect(await store.repository(Author).count()).toBe(0);
      expect((await failureOf(() => runner.query('SELECT 1'))).name).toBe('QueryRunnerAlreadyReleasedError');
      expect((await failureOf(() => runner.startTransaction())).name).toEqual(
        'QueryRunnerAlreadyReleasedError',
      );
    });
  });
});
