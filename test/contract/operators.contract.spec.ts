import {
  And,
  Any,
  ArrayContainedBy,
  ArrayContains,
  ArrayOverlap,
  Between,
  Equal,
  ILike,
  In,
  IsNull,
  JsonContains,
  LessThan,
  LessThanOrEqual,
  Like,
  MoreThan,
  MoreThanOrEqual,
  Not,
  Or,
  Raw,
  type FindOptionsWhere,
} from 'typeorm';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Level, Person } from './entities/person.entity';

type Condition = FindOptionsWhere<Person>;

describeOnBothStores('find operators', [Person], (store) => {
  const ids = async (where: Condition): Promise<number[]> => {
    const found = await store.repository(Person).find({ where, order: { id: 'ASC' } });
    return found.map(({ id }) => id);
  };

  describe('on text', () => {
    beforeEach(async () => {
      const names = [
        'Plain',
        'plain',
        '100%',
        '100x',
        'a_b',
        'axb',
        'back\\slash',
        'two\nlines',
        'ÄPFEL',
        '(a+)',
      ];
      await store.repository(Person).insert(names.map((name) => ({ name })));
    });

    it.each<[string, Condition, number[]]>([
      ['Like tells upper from lower case', { name: Like('plain') }, [2]],
      ['ILike does not', { name: ILike('PLAIN') }, [1, 2]],
      ['ILike folds beyond ASCII', { name: ILike('äpf%') }, [9]],
      ['% and _ match', { name: Like('100_') }, [3, 4]],
      ['an escaped % is a character', { name: Like('100\\%') }, [3]],
      ['an escaped _ is a character', { name: Like('a\\_b') }, [5]],
      ['an escaped backslash is a character', { name: Like('back\\\\%') }, [7]],
      ['% crosses lines', { name: Like('two%lines') }, [8]],
      ['characters of regular expressions mean themselves', { name: Like('(a+)') }, [10]],
      ['Like takes a prefix', { name: Like('1%') }, [3, 4]],
    ])('%s', async (_, where, expected) => {
      expect(await ids(where)).toEqual(expected);
    });

    it('a pattern that ends in a backslash is an error', async () => {
      expect(await sqlStateOf(ids({ name: Like('Plai\\') }))).toBe('22025');
    });
  });

  describe('with parameters of other types', () => {
    beforeEach(() =>
      store.repository(Person).insert({
        name: 'Ada',
        age: 25,
        level: Level.High,
        token: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
        balance: '10.50',
        points: '9007199254740993',
        code: 'ab',
        handle: 'Ada',
      }),
    );

    it.each<[string, object, number]>([
      ['a number in a string', { age: '25' }, 1],
      ['spaces around it', { age: ' 25 ' }, 1],
      ['a uuid in capitals', { token: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' }, 1],
      ['a decimal in another scale', { balance: '10.5000' }, 1],
      ['a decimal as a number', { balance: 10.5 }, 1],
      ['a big integer', { points: '9007199254740993' }, 1],
      ['its neighbour, which doubles cannot tell apart', { points: '9007199254740992' }, 0],
      ['citext in another case', { handle: 'aDA' }, 1],
      ['char without its padding', { code: 'ab' }, 1],
      ['char with its padding', { code: 'ab    ' }, 1],
      ['a number for text', { name: 5 }, 0],
      ['e-mail through its transformer', { email: 'X' }, 0],
    ])('reads %s as the type of the column', async (_, where, count) => {
      expect(await store.repository(Person).countBy(where)).toBe(count);
    });

    it.each<[string, object, string]>([
      ['letters for an integer', { age: 'abc' }, '22P02'],
      ['a fraction for an integer', { age: 25.5 }, '22P02'],
      ['an integer out of range', { id: 3_000_000_000 }, '22003'],
      ['a malformed uuid', { token: 'nope' }, '22P02'],
      ['an unknown label of an enum', { level: 'extreme' }, '22P02'],
      ['Like on an integer', { age: Like('2%') }, '42883'],
      ['a NUL character', { name: 'a\0b' }, '22021'],
    ])('fails on %s', async (_, where, code) => {
      expect(await sqlStateOf(store.repository(Person).findBy(where))).toBe(code);
    });

    it('words the failure as PostgreSQL does', async () => {
      const failure = await failureOf(store.repository(Person).findBy({ age: 'abc' as never }));
      expect(failure).toMatchObject({
        name: 'QueryFailedError',
        message: 'invalid input syntax for type integer: "abc"',
        severity: 'ERROR',
      });
    });
  });

  describe('Raw', () => {
    beforeEach(() =>
      store.repository(Person).insert([
        { name: 'ADA', age: 3, settings: { theme: 'dark' } },
        { name: 'Bob', age: 4, settings: { theme: 'light' } },
      ]),
    );

    it.each<[string, Condition, number[]]>([
      ['arithmetic', { age: Raw((alias) => `${alias} % 2 = 1`) }, [1]],
      ['functions', { name: Raw((alias) => `LOWER(${alias}) = :name`, { name: 'ada' }) }, [1]],
      ['paths of json', { settings: Raw((alias) => `${alias} ->> 'theme' = 'light'`) }, [2]],
      ['date arithmetic', { seenAt: Raw((alias) => `${alias} > NOW() - INTERVAL '1 day'`) }, [1, 2]],
      ['lists', { age: Raw((alias) => `${alias} IN (:...ages)`, { ages: [4, 5] }) }, [2]],
    ])('evaluates %s', async (_, where, expected) => {
      expect(await ids(where)).toEqual(expected);
    });
  });

  it('passes operands through the transformer of the column', async () => {
    await store.repository(Person).insert([
      { name: 'Ada', email: 'Ada@Example.org' },
      { name: 'Bob', email: 'bob@example.org' },
    ]);
    expect(await ids({ email: 'ADA@example.ORG' })).toEqual([1]);
    expect(await ids({ email: In(['ADA@EXAMPLE.ORG', 'x']) })).toEqual([1]);
    expect(await ids({ email: Not('BOB@EXAMPLE.ORG') })).toEqual([1]);
    expect(await ids({ email: Not(In(['BOB@EXAMPLE.ORG'])) })).toEqual([1]);
  });

  describe('on jsonb', () => {
    beforeEach(() =>
      store
        .repository(Person)
        .insert([
          { name: 'Ada', settings: { a: 1, b: { c: [1, 2, 3], d: 'x' } } },
          { name: 'Bob', settings: { b: { d: 'x', c: [3] }, a: 2 } },
          { name: 'Cy' },
        ]),
    );

    it.each<[string, Condition, number[]]>([
      ['contains a nested object', { settings: JsonContains({ b: { d: 'x' } }) }, [1, 2]],
      ['contains an array as a set', { settings: JsonContains({ b: { c: [3, 1] } }) }, [1]],
      [
        'equals whatever the order of its keys',
        { settings: Equal({ b: { d: 'x', c: [1, 2, 3] }, a: 1 }) },
        [1],
      ],
      [
        'does not equal another order of an array',
        { settings: Equal({ a: 1, b: { c: [3, 2, 1], d: 'x' } }) },
        [],
      ],
      ['skips NULL under a negation', { settings: Not(JsonContains({ a: 1 })) }, [2]],
    ])('%s', async (_, where, expected) => {
      expect(await ids(where)).toEqual(expected);
    });
  });

  describe('on arrays', () => {
    beforeEach(() =>
      store
        .repository(Person)
        .insert([
          { name: 'a', tags: ['x', 'y'] },
          { name: 'b', tags: ['y'] },
          { name: 'c', tags: [] },
          { name: 'd' },
        ]),
    );

    it.each<[string, Condition, number[]]>([
      ['ArrayContains', { tags: ArrayContains(['x']) }, [1]],
      ['ArrayContains of nothing', { tags: ArrayContains([]) }, [1, 2, 3]],
      ['ArrayContainedBy', { tags: ArrayContainedBy(['y', 'z']) }, [2, 3]],
      ['ArrayOverlap', { tags: ArrayOverlap(['x', 'z']) }, [1]],
      ['Equal', { tags: Equal(['x', 'y']) }, [1]],
    ])('%s skips NULL', async (_, where, expected) => {
      expect(await ids(where)).toEqual(expected);
    });
  });

  describe('in the order of the type', () => {
    beforeEach(() =>
      store
        .repository(Person)
        .insert([
          { name: 'a', level: Level.High, balance: '9', points: '9', handle: 'B', code: 'b', age: 9 },
          { name: 'b', level: Level.Low, balance: '10', points: '10', handle: 'a', code: 'a', age: 10 },
          { name: 'c', level: Level.Medium, balance: '100', points: '100', handle: 'C', code: 'c', age: 100 },
          { name: 'd' },
        ]),
    );

    it.each<[string, Condition, number[]]>([
      ['an enum compares by declaration', { level: MoreThan(Level.Low) }, [1, 3]],
      ['a decimal compares as a number', { balance: MoreThan('9.5') }, [2, 3]],
      ['a bigint compares as a number', { points: LessThan('10') }, [1]],
      ['citext folds the case', { handle: LessThan('b') }, [2]],
      ['Between takes both ends', { age: Between(9, 10) }, [1, 2]],
      ['LessThanOrEqual takes its end', { age: LessThanOrEqual(10) }, [1, 2]],
      ['MoreThanOrEqual takes its end', { age: MoreThanOrEqual(10) }, [2, 3]],
      ['And joins', { age: And(MoreThan(9), LessThan(100)) }, [2]],
      ['Or joins', { age: Or(Equal(9), MoreThan(10)) }, [1, 3]],
      ['Not turns a range around', { age: Not(Between(9, 10)) }, [3]],
      ['Any takes an array', { name: Any(['a', 'd']) }, [1, 4]],
      ['Or with IsNull', { age: Or(IsNull(), Equal(9)) }, [1, 4]],
      ['Not with Not', { age: Not(Not(9)) }, [1]],
    ])('%s', async (_, where, expected) => {
      expect(await ids(where)).toEqual(expected);
    });

    it.each<['level' | 'balance' | 'points' | 'handle', number[]]>([
      ['level', [2, 3, 1, 4]],
      ['balance', [1, 2, 3, 4]],
      ['points', [1, 2, 3, 4]],
      ['handle', [2, 1, 3, 4]],
    ])('%s sorts that way', async (property, expected) => {
      const found = await store.repository(Person).find({ order: { [property]: 'ASC' } });
      expect(found.map(({ id }) => id)).toEqual(expected);
    });
  });
});
