import { In, Like, MoreThan, Not } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import {
  Computed,
  Converted,
  Defaulted,
  Extension,
  Nest,
  Odd,
  options,
  Pair,
  PairItem,
  Ranked,
  Ref,
} from './entities/option.entities';

describeOnBothStores('options of a mapping', options, (store) => {
  it('embed objects in each other, with columns, dates and relations', async () => {
    const nests = store.repository(Nest);
    const ref = await store.repository(Ref).save({ name: 'r' });
    const saved = await nests.save({ outer: { label: 'l', deep: { text: 'd' }, flat: { number: 9 }, ref } });
    expect(saved).toEqual({
      outer: {
        label: 'l',
        deep: { text: 'd', number: 5 },
        flat: { number: 9, text: null },
        ref: { name: 'r', id: 1 },
        madeAt: expect.any(Date),
      },
      id: 1,
    });
    await nests.save({});
    expect(await nests.find({ relations: { outer: { ref: true } }, order: { id: 'ASC' } })).toEqual([
      {
        id: 1,
        outer: {
          label: 'l',
          deep: { text: 'd', number: 5 },
          flat: { text: null, number: 9 },
          ref: { id: 1, name: 'r' },
          madeAt: expect.any(Date),
        },
      },
      {
        id: 2,
        outer: {
          label: null,
          deep: { text: null, number: 5 },
          flat: { text: null, number: 5 },
          ref: null,
          madeAt: expect.any(Date),
        },
      },
    ]);
    expect(await nests.countBy({ outer: { deep: { text: 'd' }, ref: { name: 'r' } } })).toBe(1);
    expect((await nests.find({ order: { outer: { deep: { text: 'DESC' } } } })).map(({ id }) => id)).toEqual([
      2, 1,
    ]);
    expect(
      await nests.find({ select: { id: true, outer: { deep: { number: true } } }, order: { id: 'ASC' } }),
    ).toEqual([
      { id: 1, outer: { deep: { number: 5 } } },
      { id: 2, outer: { deep: { number: 5 } } },
    ]);
    await nests.update({ outer: { label: 'l' } }, { outer: { flat: { text: 'f' } } });
    await nests.save({ id: 1, outer: { deep: { text: null } } });
    await nests.increment({ id: 1 }, 'outer.deep.number', 2);
    const [row] = await store.dataSource.query<Record<string, unknown>[]>('SELECT * FROM nest WHERE id = 1');
    expect(row).toEqual({
      id: 1,
      outerRefid: 1,
      outerLabel: 'l',
      outerMadeat: expect.any(Date),
      outerDeep_Text: null,
      outerDeep_Number: 7,
      outerText: 'f',
      outerNumber: 9,
    });
  });

  it('fill in every kind of default, once for each row', async () => {
    const rows = store.repository(Defaulted);
    const { id, token, ...saved } = await rows.save({});
    expect([id, token]).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
    expect(saved).toEqual({
      nothing: null,
      counter: 1,
      computed: 'xy',
      at: expect.any(Date),
      list: [1, 2],
      flag: true,
      ratio: 1.5,
      json: { a: 1 },
      parts: ['a', 'b'],
      choice: 'q',
      negative: -1,
      big: '9007199254740993',
      padded: 'z  ',
      clock: '10:00:00',
    });
    await rows.insert({ counter: 50, list: [], flag: false });
    const [given] = await rows.findBy({ flag: false });
    expect([given?.counter, given?.list]).toEqual([2, []]);
    expect(await failureOf(rows.insert({ choice: 'nope' }))).toMatchObject({ code: '22P02' });
    expect(await failureOf(rows.insert({ list: null as never }))).toMatchObject({
      code: '23502',
      column: 'list',
    });
    expect((await rows.save({})).counter).toEqual(4);
  });

  it('make a key of several columns, with relations that point to it', async () => {
    const pairs = store.repository(Pair);
    await pairs.save([
      { a: 1, b: 'x', items: [{ text: '1' }, { text: '2' }], refs: [{ name: 'r' }] },
      { a: 1, b: 'y' },
    ]);
    expect(
      await pairs.find({ relations: { items: true, refs: true }, order: { b: 'ASC', items: { id: 'ASC' } } }),
    ).toEqual([
      {
        a: 1,
        b: 'x',
        value: null,
        items: [
          { id: 1, text: '1' },
          { id: 2, text: '2' },
        ],
        refs: [{ id: 1, name: 'r' }],
      },
      { a: 1, b: 'y', value: null, items: [], refs: [] },
    ]);
    const items = store.repository(PairItem);
    expect(
      await items.find({
        where: { pair: { a: 1, b: 'x' } },
        relations: { pair: true },
        order: { id: 'ASC' },
      }),
    ).toEqual([
      { id: 1, text: '1', pair: { a: 1, b: 'x', value: null } },
      { id: 2, text: '2', pair: { a: 1, b: 'x', value: null } },
    ]);
    expect(await items.find({ loadRelationIds: true, order: { id: 'ASC' } })).toEqual([
      { id: 1, text: '1', pair: { a: 1, b: 'x' } },
      { id: 2, text: '2', pair: { a: 1, b: 'x' } },
    ]);
    expect(
      await pairs
        .createQueryBuilder('p')
        .whereInIds([{ a: 1, b: 'y' }])
        .getMany(),
    ).toMatchObject([{ b: 'y' }]);
    await pairs.update({ a: 1, b: 'x' }, { b: 'z' });
    expect((await items.find({ relations: { pair: true } })).map(({ pair }) => pair?.b)).toEqual(['z', 'z']);
    await pairs.upsert({ a: 1, b: 'y', value: 'v' }, ['a', 'b']);
    expect((await pairs.findOneByOrFail({ b: 'y' })).value).toBe('v');
    expect(pairs.getId({ a: 1, b: 'x' } as Pair)).toEqual({ a: 1, b: 'x' });
    expect(await failureOf(pairs.insert({ a: 1, b: 'y' }))).toMatchObject({
      code: '23505',
      detail: 'Key (a, b)=(1, y) already exists.',
    });
    const [page, count] = await pairs.findAndCount({
      relations: { items: true },
      order: { b: 'ASC' },
      take: 1,
    });
    expect([page.map(({ b }) => b), count]).toEqual([['y'], 2]);
    await pairs.delete({ a: 1, b: 'z' });
    expect(await items.count()).toBe(0);
    expect(await pairs.remove(await pairs.findOneByOrFail({ b: 'y' }))).toMatchObject({ value: 'v' });
  });

  it('make a key of a relation', async () => {
    const ref = await store.repository(Ref).save({ name: 'r' });
    const extensions = store.repository(Extension);
    expect(await extensions.save({ ref, text: 'a' })).toEqual({
      ref: { name: 'r', id: 1 },
      text: 'a',
      refId: 1,
    });
    await extensions.save({ refId: ref.id, text: 'b' });
    expect(await extensions.find({ relations: { ref: true } })).toEqual([
      { refId: 1, ref: { id: 1, name: 'r' }, text: 'b' },
    ]);
  });

  it('convert values on their way in, out and into conditions', async () => {
    const rows = store.repository(Converted);
    await rows.save({ object: { a: 1 }, twice: 'v', millis: 1000, price: 1.255 });
    expect(await store.dataSource.query('SELECT object, twice, price FROM converted')).toEqual([
      { object: '{"a":1}', twice: 'a:b:v', price: '1.26' },
    ]);
    expect(await rows.find()).toEqual([{ id: 1, object: { a: 1 }, twice: 'v', millis: 1000, price: 1.26 }]);
    expect(await rows.countBy({ twice: 'v' })).toBe(1);
    expect(await rows.countBy({ twice: In(['v', 'w']) })).toBe(1);
    expect(await rows.countBy({ twice: Not('v') })).toBe(0);
    expect(await rows.countBy({ millis: MoreThan(500) })).toBe(1);
    expect(await rows.createQueryBuilder('c').where('c.twice = :v', { v: 'v' }).getCount()).toBe(0);
    await rows.update({ twice: 'v' }, { twice: 'w', object: { b: [2] } });
    const found = await rows.findOneByOrFail({ twice: 'w' });
    expect(found).toMatchObject({ object: { b: [2] }, millis: 1000, price: 1.26 });
    await rows.save(found);
    expect(await rows.findOneByOrFail({ id: 1 })).toEqual(found);
  });

  it('compute columns on reading and on writing, and hide others', async () => {
    const rows = store.repository(Computed);
    expect(await rows.save([{ name: 'a', hidden: 'h' }, { name: 'a' }, { name: 'bbb' }])).toEqual([
      { name: 'a', hidden: 'h', length: 1, id: 1 },
      { name: 'a', hidden: null, length: 1, id: 2 },
      { name: 'bbb', hidden: null, length: 3, id: 3 },
    ]);
    expect(await rows.find({ order: { id: 'ASC' } })).toEqual([
      { id: 1, name: 'a', namesakes: '2', twice: 2, length: 1 },
      { id: 2, name: 'a', namesakes: '2', twice: 4, length: 1 },
      { id: 3, name: 'bbb', namesakes: '1', twice: 6, length: 3 },
    ]);
    expect(
      await rows.find({ select: { id: true, namesakes: true, hidden: true }, order: { id: 'ASC' } }),
    ).toEqual([
      { id: 1, namesakes: '2', hidden: 'h' },
      { id: 2, namesakes: '2', hidden: null },
      { id: 3, namesakes: '1', hidden: null },
    ]);
    expect(await rows.createQueryBuilder('c').addSelect('c.hidden').where('c.id = 1').getOne()).toEqual({
      id: 1,
      name: 'a',
      namesakes: '3',
      twice: 2,
      hidden: 'h',
      length: 1,
    });
    await rows.update({ name: 'bbb' }, { name: 'cc' });
    expect(await rows.countBy({ length: 2 })).toBe(1);
    expect(await failureOf(rows.update(1, { length: 9 }))).toEqual({
      name: 'QueryFailedError',
      message: 'column "length" can only be updated to DEFAULT',
      code: '428C9',
      detail: 'Column "length" is a generated column.',
      severity: 'ERROR',
    });
  });

  it('order by default, but not over what a query asks for', async () => {
    const rows = store.repository(Ranked);
    await rows.save([
      { place: 1, items: [{ number: 1 }, { number: 3 }, { number: 2 }] },
      { place: 3 },
      { place: 2 },
    ]);
    const places = (found: Ranked[]): number[] => found.map(({ place }) => place);
    expect(places(await rows.find())).toEqual([3, 2, 1]);
    expect(places(await rows.find({ order: { place: 'ASC' } }))).toEqual([1, 2, 3]);
    expect(places(await rows.find({ take: 2 }))).toEqual([3, 2]);
    expect(places(await rows.createQueryBuilder('r').getMany())).toEqual([3, 2, 1]);
    expect((await rows.findOneByOrFail({ place: 1 })).items.map(({ number }) => number)).toEqual([1, 3, 2]);
    expect((await rows.findOneBy({}))?.place).toEqual(3);
  });

  it('take any name for a table, a column or an alias', async () => {
    const rows = store.repository(Odd);
    await rows.save([{ select: `a"b'c\\`, user: '$1 %' }, { select: 'x' }]);
    expect(await rows.findBy({ select: `a"b'c\\` })).toEqual([{ id: 1, select: `a"b'c\\`, user: '$1 %' }]);
    expect((await rows.update({ user: Like('$1%') }, { user: 'v' })).affected).toBe(1);
    expect(await rows.createQueryBuilder('o p').orderBy('"o p"."the id"').getRawMany()).toEqual([
      { 'o p_the id': 1, 'o p_SELECT': 'a"b\'c\\', 'o p_user': 'v' },
      { 'o p_the id': 2, 'o p_SELECT': 'x', 'o p_user': null },
    ]);
    expect(await store.dataSource.query('SELECT * FROM "odd schema"."Odd Table" ORDER BY 1')).toEqual([
      { 'the id': 1, SELECT: 'a"b\'c\\', user: 'v' },
      { 'the id': 2, SELECT: 'x', user: null },
    ]);
    expect(await failureOf(rows.insert({ select: null as never }))).toMatchObject({
      code: '23502',
      schema: 'odd schema',
      table: 'Odd Table',
      column: 'SELECT',
    });
    const alias = 'an_alias_that_is_far_longer_than_the_sixty_three_bytes_of_a_name_in_postgresql';
    const long = await store.repository(Pair).createQueryBuilder(alias).getMany();
    expect(long).toEqual([]);
  });
});
