import { Any, Equal, In, IsNull, LessThan, Like, MoreThan, Not } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { library, Author, Book } from './entities/library.entities';
import { Person } from './entities/person.entity';

describeOnBothStores('conditions', [Person], (store) => {
  const names = async (where: object | object[]): Promise<string[]> => {
    const found = await store.repository(Person).find({ where, order: { id: 'ASC' } });
    return found.map(({ name }) => name);
  };

  beforeEach(async () => {
    await store.repository(Person).insert([
      { name: 'Ada', nickname: 'x', age: 30 },
      { name: 'Bob', nickname: 'y', age: 40 },
      { name: 'Cy', nickname: null, age: null },
    ]);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
  ])('refuses %s as a value', async (_, value) => {
    const { name } = await failureOf(store.repository(Person).findBy({ nickname: value as never }));
    expect(name).toBe('TypeORMError');
  });

  it('drops an empty alternative, and lets an empty condition match everything', async () => {
    expect(await names([{ age: 30 }, {}])).toEqual(['Ada']);
    expect(await names({})).toEqual(['Ada', 'Bob', 'Cy']);
    expect(await names([])).toEqual(['Ada', 'Bob', 'Cy']);
  });

  it('joins alternatives with or, and the properties of one with and', async () => {
    expect(await names([{ age: 30 }, { name: 'Cy' }])).toEqual(['Ada', 'Cy']);
    expect(await names([{ age: 30, name: 'Bob' }])).toEqual([]);
  });

  it.each(['update', 'delete', 'softDelete'] as const)('refuses an empty criteria of %s', async (method) => {
    const persons = store.repository(Person);
    for (const criteria of [{}, [], '', undefined, null]) {
      const call = (persons[method] as (criteria: unknown, values: unknown) => Promise<unknown>).bind(
        persons,
      );
      const { message } = await failureOf(() => call(criteria, { age: 1 }));
      expect(message).toContain('Empty criteria(s) are not allowed');
    }
    expect(await persons.count()).toBe(3);
  });

  it('changes and deletes every row when asked for all', async () => {
    const persons = store.repository(Person);
    expect((await persons.updateAll({ age: 1 })).affected).toBe(3);
    expect(await persons.countBy({ age: 1 })).toBe(3);
    expect((await persons.deleteAll()).affected).toBe(3);
    expect(await persons.count()).toBe(0);
  });

  it.each([
    ['a value', Not('x'), ['Bob']],
    ['a list', Not(In(['x'])), ['Bob']],
    ['a pattern', Not(Like('x%')), ['Bob']],
    ['a comparison', Not(MoreThan('x')), ['Ada']],
    ['a list with NULL', Not(In(['x', null])), []],
    ['IS NULL', Not(IsNull()), ['Ada', 'Bob']],
  ])('skips NULL under a negation of %s', async (_, operator, expected) => {
    expect(await names({ nickname: operator })).toEqual(expected);
  });

  it('never finds NULL by equality', async () => {
    expect(await names({ nickname: In(['x', null]) })).toEqual(['Ada']);
    expect(await names({ nickname: Equal(null) })).toEqual([]);
    expect(await names({ nickname: IsNull() })).toEqual(['Cy']);
  });

  it('finds any of a list that goes as one array', async () => {
    const people = store.repository(Person);
    expect(await names({ name: Any(['Cy', 'Ada', 'Nobody', 'Ada']) })).toEqual(['Ada', 'Cy']);
    expect(await names({ age: Any([40]) })).toEqual(['Bob']);
    expect(await names({ age: Any([]) })).toEqual([]);
    expect(await names({ name: Any(["it's", '{"Ada"}', 'Bob', 'a,b', '\\']) })).toEqual(['Bob']);
    expect(await people.countBy({ name: Any(['Ada', 'Bob']), age: 30 })).toBe(1);
    expect(await people.existsBy({ age: Any([1, 2]) })).toBe(false);
    expect((await people.update({ name: Any(['Ada', 'Bob']) }, { age: 50 })).affected).toBe(2);
    expect((await failureOf(people.findBy({ age: Any(['x'] as never) }))).code).toBe('22P02');
  });

  it('selects the columns that are asked for', async () => {
    const people = store.repository(Person);
    const where = { name: 'Ada' };
    const [whole] = await people.findBy(where);
    expect(await people.find({ select: { id: true, age: true }, where })).toEqual([
      Object.assign(new Person(), { id: whole?.id, age: 30 }),
    ]);
    expect(await people.findOne({ select: { id: true, name: true }, where })).toEqual(
      Object.assign(new Person(), { id: whole?.id, name: 'Ada' }),
    );
    // TypeORM takes a row of which it sees nothing but NULL for none.
    expect(await people.find({ select: { age: true }, order: { id: 'ASC' } })).toEqual(
      [30, 40].map((age) => Object.assign(new Person(), { age })),
    );
    expect(await people.find({ select: { id: true, age: false }, where })).toEqual([
      Object.assign(new Person(), { id: whole?.id }),
    ]);
    expect((await failureOf(people.find({ select: { nothing: true } as never, where }))).name).toBe(
      'EntityPropertyNotFoundError',
    );
  });

  it('finds nothing in an empty list, and everything outside of it', async () => {
    expect(await names({ nickname: In([]) })).toEqual([]);
    expect(await names({ nickname: Not(In([])) })).toEqual(['Ada', 'Bob', 'Cy']);
  });

  it('refuses findOne without a condition, and tells the criteria when a row has to exist', async () => {
    const persons = store.repository(Person);
    expect((await failureOf(persons.findOne({}))).message).toContain('You must provide selection conditions');
    const missing = await failureOf(persons.findOneByOrFail({ name: 'Nobody', age: LessThan(3) }));
    expect(missing.name).toBe('EntityNotFoundError');
    expect(missing.message).toMatch(
      /^Could not find any entity of type "Person" matching: \{\s+"name": "Nobody"/,
    );
    expect(await persons.findOneBy({ name: 'Nobody' })).toBeNull();
  });

  it.each([
    ['where', { where: { nothing: 1 } }],
    ['order', { order: { nothing: 'ASC' } }],
    ['select', { select: { nothing: true } }],
    ['relations', { relations: { nothing: true } }],
  ])('refuses an unknown property in %s', async (_, options) => {
    const { name, message } = await failureOf(store.repository(Person).find(options as object));
    expect(name).toBe('EntityPropertyNotFoundError');
    expect(message).toContain('"nothing"');
  });
});

describe.each([
  ['ignore', ['Ada', 'Cy']],
  ['sql-null', ['Cy']],
] as const)('null in a condition under %s', (behaviour, expected) => {
  describeOnBothStores(
    `finds ${expected.join(' and ')}`,
    [Person],
    (store) => {
      it('by a condition that is null', async () => {
        await store.repository(Person).insert([{ name: 'Ada', nickname: 'x' }, { name: 'Cy' }]);
        const found = await store
          .repository(Person)
          .find({ where: { nickname: null as never }, order: { id: 'ASC' } });
        expect(found.map(({ name }) => name)).toEqual(expected);
      });
    },
    { invalidWhereValuesBehavior: { null: behaviour, undefined: 'ignore' } },
  );
});

describeOnBothStores('conditions on relations', library, (store) => {
  beforeEach(async () => {
    const [ada, bob] = await store.repository(Author).save([{ name: 'Ada' }, { name: 'Bob' }]);
    await store.repository(Book).save([
      { title: 'One', author: ada },
      { title: 'Two', author: bob },
      { title: 'Three', author: null },
    ]);
  });

  it('refuse undefined and null in nested paths too', async () => {
    const books = store.repository(Book);
    for (const value of [undefined, null]) {
      const { name } = await failureOf(books.findBy({ author: { name: value as never } }));
      expect(name).toBe('TypeORMError');
    }
  });

  it('leave out rows without the relation, under a negation as well', async () => {
    const titles = async (where: object): Promise<string[]> =>
      (await store.repository(Book).find({ where, order: { id: 'ASC' } })).map(({ title }) => title);
    expect(await titles({ author: { name: 'Ada' } })).toEqual(['One']);
    expect(await titles({ author: { name: Not('Ada') } })).toEqual(['Two']);
    expect(await titles({ author: IsNull() })).toEqual(['Three']);
    expect(await titles({ author: { id: 1 } })).toEqual(['One']);
  });
});
