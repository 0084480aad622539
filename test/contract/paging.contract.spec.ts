import { IsNull, Not } from 'typeorm';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Author, Book, Genre, library } from './entities/library.entities';
import { Person } from './entities/person.entity';

describeOnBothStores('order, paging and selection', [Person], (store) => {
  const ids = (persons: Person[]): number[] => persons.map(({ id }) => id);

  beforeEach(() =>
    store.repository(Person).insert([
      { name: 'b', age: 2, secret: 'hidden' },
      { name: 'B', age: null },
      { name: 'a', age: 1 },
      { name: 'é', age: 2 },
      { name: '_', age: 3 },
    ]),
  );

  it('puts NULL last when ascending, first when descending, and where it is told', async () => {
    const persons = store.repository(Person);
    expect(ids(await persons.find({ order: { age: 'ASC', id: 'ASC' } }))).toEqual([3, 1, 4, 5, 2]);
    expect(ids(await persons.find({ order: { age: 'DESC', id: 'ASC' } }))).toEqual([2, 5, 1, 4, 3]);
    const first = await persons.find({ order: { age: { direction: 'ASC', nulls: 'FIRST' }, id: 'ASC' } });
    expect(ids(first)).toEqual([2, 3, 1, 4, 5]);
    const last = await persons.find({ order: { age: { direction: 'DESC', nulls: 'LAST' }, id: 'ASC' } });
    expect(ids(last)).toEqual([5, 1, 4, 3, 2]);
  });

  it('orders text by code point', async () => {
    const found = await store.repository(Person).find({ order: { name: 'ASC' } });
    expect(found.map(({ name }) => name)).toEqual(['B', '_', 'a', 'b', 'é']);
  });

  it('returns rows as they were stored when no order is given, a changed row last', async () => {
    const persons = store.repository(Person);
    expect(ids(await persons.find())).toEqual([1, 2, 3, 4, 5]);
    await persons.update(2, { age: 50 });
    expect(ids(await persons.find())).toEqual([1, 3, 4, 5, 2]);
    expect(ids(await persons.findBy({ age: 2 }))).toEqual([1, 4]);
  });

  it('takes and skips', async () => {
    const persons = store.repository(Person);
    const order = { id: 'ASC' } as const;
    expect(ids(await persons.find({ order, take: 2, skip: 1 }))).toEqual([2, 3]);
    expect(ids(await persons.find({ order, skip: 3 }))).toEqual([4, 5]);
    expect(ids(await persons.find({ order, take: 0 }))).toEqual([]);
    expect(ids(await persons.find({ order, take: 99, skip: 99 }))).toEqual([]);
    expect(await sqlStateOf(persons.find({ order, take: -1 }))).toBe('2201W');
    expect(await sqlStateOf(persons.find({ order, take: 1, skip: -1 }))).toBe('2201X');
    expect((await failureOf(persons.find({ order, take: 'abc' as never }))).name).toBe('TypeORMError');
  });

  it('counts without regard to paging', async () => {
    const persons = store.repository(Person);
    const [found, count] = await persons.findAndCount({ order: { id: 'ASC' }, take: 2, skip: 1 });
    expect(ids(found)).toEqual([2, 3]);
    expect(count).toBe(5);
    expect(await persons.count({ take: 1, skip: 1 })).toBe(5);
    expect(await persons.countBy({ age: 2 })).toBe(2);
    expect(await persons.findAndCountBy({ age: 2 })).toEqual([await persons.findBy({ age: 2 }), 2]);
  });

  it('tells whether there is a row', async () => {
    const persons = store.repository(Person);
    expect(await persons.existsBy({ age: 2 })).toBe(true);
    expect(await persons.existsBy({ age: 77 })).toBe(false);
    expect(await persons.exists({ where: { age: IsNull() } })).toBe(true);
    expect(await persons.exists()).toBe(true);
  });

  it('loads only what is selected, without an id if that is not', async () => {
    const [first] = await store.repository(Person).find({ select: { name: true }, order: { id: 'ASC' } });
    expect(JSON.stringify(first)).toBe('{"name":"b"}');
    const found = await store
      .repository(Person)
      .find({ select: { age: true }, where: { age: Not(IsNull()) } });
    expect(found).toHaveLength(4);
    expect(found[0]).toBeInstanceOf(Person);
  });

  it('leaves out a column that is not selected by default, unless it is asked for', async () => {
    const persons = store.repository(Person);
    expect((await persons.findOneBy({ id: 1 }))?.secret).toBeUndefined();
    expect(await persons.findOne({ where: { id: 1 }, select: { id: true, secret: true } })).toEqual({
      id: 1,
      secret: 'hidden',
    });
    expect(await persons.save({ name: 'New', secret: 'mine' })).toHaveProperty('secret', 'mine');
    expect(await persons.countBy({ secret: 'hidden' })).toBe(1);
  });

  it('orders and selects by the same row when one is wanted', async () => {
    const persons = store.repository(Person);
    const oldest = await persons.findOne({ where: {}, order: { age: { direction: 'DESC', nulls: 'LAST' } } });
    expect(oldest?.id).toBe(5);
  });

  it('aggregates to numbers, NULL left out, and to null without rows', async () => {
    const persons = store.repository(Person);
    await persons.update(1, { balance: '10.25', points: '9007199254740993' });
    await persons.update(3, { balance: '0.50' });
    expect(await persons.sum('age' as never)).toBe(8);
    expect(await persons.average('age' as never)).toBe(2);
    expect(await persons.minimum('age' as never)).toBe(1);
    expect(await persons.maximum('age' as never, { name: 'a' })).toBe(1);
    expect(await persons.sum('balance' as never)).toBe(10.75);
    expect(await persons.maximum('points' as never)).toBe(9_007_199_254_740_992);
    expect(await persons.sum('age' as never, { age: 77 })).toBeNull();
    expect(await persons.average('age' as never, { age: 77 })).toBeNull();
  });
});

describeOnBothStores('paging over relations', library, (store) => {
  beforeEach(async () => {
    const genres = await store.repository(Genre).save([{ name: 'g1' }, { name: 'g2' }, { name: 'g3' }]);
    const [ada, bob] = await store.repository(Author).save([{ name: 'Ada' }, { name: 'Bob' }]);
    await store.repository(Book).save([
      { title: 'One', author: bob, genres },
      { title: 'Two', author: null, genres: genres.slice(0, 1) },
      { title: 'Three', author: ada, genres: [] },
    ]);
  });

  it('counts root entities, not joined rows', async () => {
    const [books, count] = await store.repository(Book).findAndCount({
      relations: { genres: true },
      order: { id: 'ASC' },
      take: 2,
    });
    expect(books.map(({ title, genres }) => [title, genres.map(({ name }) => name).toSorted()])).toEqual([
      ['One', ['g1', 'g2', 'g3']],
      ['Two', ['g1']],
    ]);
    expect(count).toBe(3);
  });

  it('sorts a missing relation as NULL', async () => {
    const titles = async (direction: 'ASC' | 'DESC'): Promise<string[]> => {
      const books = await store
        .repository(Book)
        .find({ relations: { author: true }, order: { author: { name: direction } } });
      return books.map(({ title }) => title);
    };
    expect(await titles('ASC')).toEqual(['Three', 'One', 'Two']);
    expect(await titles('DESC')).toEqual(['Two', 'One', 'Three']);
  });

  it('pages by the order of a relation', async () => {
    const page = async (skip: number): Promise<string[]> => {
      const books = await store.repository(Book).find({
        relations: { author: true, genres: true },
        order: { author: { name: 'ASC' } },
        take: 1,
        skip,
      });
      return books.map(({ title }) => title);
    };
    expect([await page(0), await page(1), await page(2), await page(3)]).toEqual([
      ['Three'],
      ['One'],
      ['Two'],
      [],
    ]);
  });
});
