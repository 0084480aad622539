import {
  Between,
  EventSubscriber,
  In,
  LessThan,
  Like,
  MoreThan,
  Not,
  Raw,
  type EntitySubscriberInterface,
  type RemoveEvent,
} from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { Article } from './entities/article.entity';
import { Author, Biography, Book, library, Review } from './entities/library.entities';
import { mappings, Offer, Price } from './entities/mapping.entities';
import { Person } from './entities/person.entity';

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

describe.each([
  ['throw', 'throw', 'TypeORMError', 'TypeORMError'],
  ['ignore', 'ignore', ['One', 'Two', 'Three'], ['One', 'Two', 'Three']],
  ['sql-null', 'ignore', ['Three'], ['One', 'Two', 'Three']],
] as const)('null under %s and undefined under %s', (onNull, onUndefined, byNull, byUndefined) => {
  describeOnBothStores(
    'in a condition',
    library,
    (store) => {
      const titles = (where: object): Promise<string[] | string> =>
        store
          .repository(Book)
          .find({ where, order: { id: 'ASC' } })
          .then(
            (books) => books.map(({ title }) => title),
            (error: Error) => error.name,
          );

      beforeEach(async () => {
        const author = await store.repository(Author).save({ name: 'Ada' });
        await store
          .repository(Book)
          .save([{ title: 'One', author }, { title: 'Two', author }, { title: 'Three' }]);
      });

      it('mean the same at the top and in a nested path', async () => {
        expect(await titles({ authorId: null })).toEqual(byNull);
        expect(await titles({ authorId: undefined })).toEqual(byUndefined);
        expect(await titles({ author: { id: undefined } })).toEqual(byUndefined);
        const either = await titles([{ authorId: undefined }, { title: 'One' }]);
        expect(either).toEqual(onUndefined === 'throw' ? 'TypeORMError' : ['One']);
      });

      it('mean the same to update and delete', async () => {
        const outcome = await store
          .repository(Book)
          .delete({ title: 'One', authorId: undefined })
          .then(
            ({ affected }) => affected,
            (error: Error) => error.name,
          );
        expect(outcome).toBe(onUndefined === 'throw' ? 'TypeORMError' : 1);
      });
    },
    { invalidWhereValuesBehavior: { null: onNull, undefined: onUndefined } },
  );
});

describeOnBothStores('conditions and their parameters', [Person], (store) => {
  const names = async (where: object): Promise<string[]> =>
    (await store.repository(Person).find({ where, order: { id: 'ASC' } })).map(({ name }) => name);

  it('pass every operand of every operator through the transformer', async () => {
    await store.repository(Person).insert([
      { name: 'Ada', email: 'ADA@x' },
      { name: 'Bob', email: 'bob@x' },
      { name: 'Cy', email: null },
    ]);
    expect(await names({ email: 'ADA@X' })).toEqual(['Ada']);
    expect(await names({ email: In(['ADA@X', 'BOB@X']) })).toEqual(['Ada', 'Bob']);
    expect(await names({ email: Not('ADA@X') })).toEqual(['Bob']);
    expect(await names({ email: Like('ADA%') })).toEqual(['Ada']);
    expect(await names({ email: Between('ADA', 'B') })).toEqual(['Ada']);
    expect(await names({ email: MoreThan('B') })).toEqual(['Bob']);
    expect(await names({ email: Not(LessThan('B')) })).toEqual(['Bob']);
    expect(await names([{ email: 'ADA@X' }, { email: 'BOB@X' }])).toEqual(['Ada', 'Bob']);
    expect((await store.repository(Person).update({ email: 'ADA@X' }, { email: 'NEW@X' })).affected).toBe(1);
    expect((await store.repository(Person).findOneByOrFail({ name: 'Ada' })).email).toBe('new@x');
    expect((await store.repository(Person).delete({ email: 'NEW@X' })).affected).toBe(1);
  });

  it('evaluate an SQL expression of any kind', async () => {
    await store
      .repository(Person)
      .insert([
        { name: 'Ada', age: 31, settings: { city: 'Rome', n: 2 }, seenAt: new Date() },
        { name: 'bob', age: 40, settings: { city: 'Oslo' }, seenAt: new Date(0) },
        { name: 'Cy' },
      ]);
    expect(await names({ age: Raw((alias) => `${alias} % 2 = 1`) })).toEqual(['Ada']);
    expect(await names({ name: Raw((alias) => `LOWER(${alias}) = :n`, { n: 'ada' }) })).toEqual(['Ada']);
    expect(await names({ settings: Raw((alias) => `${alias} ->> 'city' = :c`, { c: 'Oslo' }) })).toEqual([
      'bob',
    ]);
    expect(await names({ settings: Raw((alias) => `(${alias} ->> 'n')::int + 1 = 3`) })).toEqual(['Ada']);
    expect(await names({ seenAt: Raw((alias) => `${alias} > NOW() - INTERVAL '1 day'`) })).toEqual([
      'Ada',
      'Cy',
    ]);
    expect(await names({ age: Raw((alias) => `${alias} IN (:...ages)`, { ages: [31, 40] }) })).toEqual([
      'Ada',
      'bob',
    ]);
    expect(await names({ age: Raw((alias) => `${alias} IS NULL OR ${alias} > 35`) })).toEqual(['bob', 'Cy']);
    expect(await names({ age: Raw((alias) => `${alias} BETWEEN length(name) AND 31`) })).toEqual(['Ada']);
    expect((await failureOf(names({ age: Raw((alias) => `nothing(${alias})`) }))).code).toBe('42883');
  });
});

describeOnBothStores('loading relations by their ids', mappings, (store) => {
  it('replaces eager ones too', async () => {
    await store.repository(Price).insert({ product: 1, currency: 'EUR' });
    await store.repository(Offer).save({ name: 'lamp', price: { product: 1, currency: 'EUR' } });
    const load = (loadRelationIds: object | boolean): Promise<Offer[]> =>
      store.repository(Offer).find({ loadRelationIds });
    expect((await load(true)).map(({ price }) => price)).toEqual([{ product: 1, currency: 'EUR' }]);
    expect((await load({ disableMixedMap: true })).map(({ price }) => price)).toEqual([
      { product: 1, currency: 'EUR' },
    ]);
    expect((await load({ relations: [] })).map(({ price }) => price)).toEqual([
      { product: 1, currency: 'EUR', amount: null },
    ]);
    const [bare] = await store.repository(Offer).find({ loadEagerRelations: false });
    expect(bare?.price).toBeUndefined();
  });
});

const removals: string[] = [];

@EventSubscriber()
class RemovalSubscriber implements EntitySubscriberInterface {
  afterRemove({ metadata }: RemoveEvent<unknown>): void {
    removals.push(metadata.name);
  }
}

describeOnBothStores(
  'what the database does to the rows that hang on a deleted one',
  library,
  (store) => {
    it('needs no loading and tells no subscriber', async () => {
      const author = await store.repository(Author).save({ name: 'Ada' });
      await store.repository(Biography).save({ text: 'b', author });
      await store.repository(Book).save({ title: 'One', author, reviews: [{ text: 'r' }] });
      removals.length = 0;
      expect((await store.repository(Author).delete({ name: 'Ada' })).affected).toBe(1);
      expect(await store.repository(Biography).count()).toBe(0);
      expect((await store.repository(Book).find()).map(({ authorId }) => authorId)).toEqual([null]);
      await store.repository(Book).createQueryBuilder().delete().where('id = 1').execute();
      expect(await store.repository(Review).count()).toBe(0);
      expect(removals).toEqual(['Author', 'Book']);
    });
  },
  { subscribers: [RemovalSubscriber] },
);

describeOnBothStores('versions and dates', [Article, Account, Bank], (store) => {
  const articles = () => store.repository(Article);
  const stamp = async (): Promise<[number, number]> => {
    const [article] = await articles().find({ where: { id: 1 }, withDeleted: true });
    return [article?.version ?? 0, article?.updatedAt.getTime() ?? 0];
  };

  it.each<[string, () => Promise<unknown>]>([
    ['update', () => articles().update(1, { title: 'b' })],
    ['an update to the same value', () => articles().update(1, { title: 'a' })],
    ['updateAll', () => articles().updateAll({ title: 'b' })],
    ['increment', () => articles().increment({ id: 1 }, 'rank', 1)],
    ['decrement', () => articles().decrement({ id: 1 }, 'rank', 1)],
    ['softDelete', () => articles().softDelete(1)],
    ['save', () => articles().save({ id: 1, title: 'b' })],
    [
      'an update by a query builder',
      () => articles().createQueryBuilder().update().set({ title: 'b' }).where('id = 1').execute(),
    ],
  ])('are bumped by %s', async (_, work) => {
    await articles().insert({ title: 'a' });
    const [, before] = await stamp();
    await tick();
    await work();
    const [version, after] = await stamp();
    expect(version).toBe(2);
    expect(after).toBeGreaterThan(before);
  });

  it('are bumped by restoring a row that is deleted, and by nothing that changes no row', async () => {
    await articles().insert({ title: 'a' });
    await articles().restore(1);
    expect((await stamp())[0]).toBe(1);
    await articles().softDelete(1);
    await articles().softDelete(1);
    const [version, before] = await stamp();
    expect(version).toBe(2);
    await tick();
    await articles().restore(1);
    const [restored, after] = await stamp();
    expect(restored).toBe(3);
    expect(after).toBeGreaterThan(before);
  });

  it('stay as they are when they are given', async () => {
    const at = new Date(2020, 0, 1);
    await articles().save({ title: 'a', createdAt: at, updatedAt: at });
    expect(await articles().findOneByOrFail({ id: 1 })).toMatchObject({ createdAt: at, updatedAt: at });
    await articles().update(1, { updatedAt: at, title: 'c' });
    expect((await articles().findOneByOrFail({ id: 1 })).updatedAt).toEqual(at);
  });

  it('are all of one moment in a transaction, that of its start', async () => {
    await store.manager.transaction(async (manager) => {
      const moments = async (): Promise<unknown> =>
        manager.query(
          `SELECT now() = CURRENT_TIMESTAMP AS same, now() AS now, clock_timestamp() >= now() AS later`,
        );
      const first = await moments();
      const one = await manager.save(Article, { title: 'a' });
      await tick();
      expect(await moments()).toEqual(first);
      const two = await manager.save(Article, { title: 'b' });
      one.title = 'c';
      await tick();
      await manager.save(Article, one);
      expect(two.createdAt).toEqual(one.createdAt);
      expect(one.updatedAt).toEqual(two.updatedAt);
      expect(first).toEqual([{ same: true, now: expect.any(Date), later: true }]);
    });
  });
});

describeOnBothStores('adding to a column', [Person], (store) => {
  it('is exact for bigint and decimal, and leaves NULL at NULL', async () => {
    const persons = store.repository(Person);
    await persons.insert([{ name: 'Ada', points: '9007199254740993', balance: '0.10' }, { name: 'Bob' }]);
    await persons.increment({ name: 'Ada' }, 'points', 2);
    await persons.increment({ name: 'Ada' }, 'points', '9007199254740993');
    await persons.decrement({ name: 'Ada' }, 'balance', '0.30');
    await persons.increment({ name: 'Bob' }, 'points', 5);
    expect(await persons.find({ order: { id: 'ASC' } })).toMatchObject([
      { points: '18014398509481988', balance: '-0.20' },
      { points: null, balance: null },
    ]);
    expect(
      await failureOf(persons.increment({ name: 'Ada' }, 'points', '9223372036854775807')),
    ).toMatchObject({
      code: '22003',
      message: 'bigint out of range',
    });
  });
});

describeOnBothStores('moments', [Article], (store) => {
  it('of what is made one after the other follow each other, however fast', async () => {
    const articles = store.repository(Article);
    for (let i = 1; i <= 20; i += 1) await articles.insert({ title: String(i) });
    const inOrder = Array.from({ length: 20 }, (_, i) => i + 1);
    const ids = async (direction: 'ASC' | 'DESC'): Promise<number[]> =>
      (await articles.find({ order: { createdAt: direction } })).map(({ id }) => id);
    expect(await ids('ASC')).toEqual(inOrder);
    expect(await ids('DESC')).toEqual(inOrder.toReversed());
    const [row] = await store.dataSource.query<{ n: string }[]>(
      'SELECT COUNT(DISTINCT "createdAt") AS n FROM article',
    );
    expect(row?.n).toBe('20');
  });

  it('are finer than a Date, that of the transaction and of the statement apart', async () => {
    const [row] = await store.dataSource.query<Record<string, boolean>[]>(
      `SELECT now() = transaction_timestamp() AS transaction, statement_timestamp() >= now() AS statement,
        clock_timestamp() > now() AS clock, now()::timestamptz(3) <= clock_timestamp() + interval '1 ms' AS rounded`,
    );
    expect(row).toEqual({ transaction: true, statement: true, clock: true, rounded: true });
  });
});
