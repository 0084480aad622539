import { Equal, In, LessThan, Raw } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Specimen } from './entities/extension.entities';

describeOnBothStores('types of extensions and multiranges', [Specimen], (store) => {
  /** The text that each expression comes to; they are separated by semicolons. */
  const answers = async (expressions: string): Promise<unknown> => {
    const selected = expressions.split(';').map((expression) => `(${expression.trim()})::text`);
    const rows = await store.dataSource.query<{ answers: unknown }[]>(
      `SELECT ARRAY[${selected.join()}] AS answers`,
    );
    return rows[0]?.answers;
  };
  const ids = async (where: object): Promise<number[]> =>
    (await store.repository(Specimen).find({ where, order: { id: 'ASC' } })).map(({ id }) => id);

  it.each<[keyof Specimen, unknown, unknown, unknown]>([
    ['attributes', 'b=>2, a=>1, aa=>NULL', '"a"=>"1", "b"=>"2", "aa"=>NULL', { a: '1', b: '2', aa: null }],
    [
      'attributes',
      { b: 2, a: 'x y', c: null, 'q"k': 'v\\w' },
      '"a"=>"x y", "b"=>"2", "c"=>NULL, "q\\"k"=>"v\\\\w"',
      { a: 'x y', b: '2', c: null, 'q"k': 'v\\w' },
    ],
    ['attributes', '', '', {}],
    ['attributes', '"a b" => "c, d"', '"a b"=>"c, d"', { 'a b': 'c, d' }],
    [
      'properties',
      { b: 2, a: 'x', c: null, 'q"k': 'v"w' },
      '"a"=>"x", "b"=>"2", "c"=>NULL, "q\\"k"=>"v\\"w"',
      { a: 'x', b: '2', c: null, 'q"k': 'v"w' },
    ],
    ['properties', {}, '', {}],
    ['place', 'Top.Science.Astronomy', 'Top.Science.Astronomy', 'Top.Science.Astronomy'],
    ['place', 'Top. .Bad  Label.', 'Top._.Bad_Label', 'Top._.Bad_Label'],
    ['place', '', '', ''],
    ['size', [1, 2.5, -3], '(1, 2.5, -3)', [1, 2.5, -3]],
    ['size', [], '()', []],
    ['sizes', [[1, 2], [3]], '{"(1, 2)",(3)}', [[1, 2]]],
    ['sizes', [], '{}', []],
    ['lots', '{[1,3),[5,7]}', '{[1,3),[5,8)}', '{[1,3),[5,8)}'],
    ['lots', '{[5,7],[1,6)}', '{[1,8)}', '{[1,8)}'],
    ['lots', '{}', '{}', '{}'],
    ['lots', '{empty, (1,3), [3,3]}', '{[2,4)}', '{[2,4)}'],
    ['lots', ' { [1,2) , [4,] } ', '{[1,2),[4,)}', '{[1,2),[4,)}'],
    [
      'seasons',
      '{[2026-01-01,2026-02-01],[2026-02-02,2026-03-01)}',
      '{[2026-01-01,2026-03-01)}',
      '{[2026-01-01,2026-03-01)}',
    ],
    ['spans', '{(1.5,2],(2,3.50)}', '{(1.5,3.50)}', '{(1.5,3.50)}'],
  ])('%s keeps %j', async (property, value, text, loaded) => {
    const saved = await store.repository(Specimen).save({ [property]: value });
    expect(saved[property]).toEqual(value);
    const [row] = await store.dataSource.query<{ text: string }[]>(
      `SELECT "${property}"::text AS text FROM specimen`,
    );
    const found = await store.repository(Specimen).findOneByOrFail({ id: 1 });
    expect(row?.text).toEqual(text);
    expect(found[property]).toEqual(loaded);
  });

  it('are refused when they are malformed', async () => {
    const insert = (values: object): Promise<unknown> => store.repository(Specimen).insert(values);
    expect(await failureOf(insert({ place: 'a@b' }))).toMatchObject({ code: '42601' });
    expect(await failureOf(insert({ lots: 'x' }))).toEqual({
      name: 'QueryFailedError',
      message: 'malformed multirange literal: "x"',
      code: '22P02',
      detail: 'Missing left brace.',
      severity: 'ERROR',
    });
    expect(await failureOf(insert({ lots: '{[1,2)' }))).toEqual({
      name: 'QueryFailedError',
      message: 'malformed multirange literal: "{[1,2)"',
      code: '22P02',
      detail: 'Unexpected end of input.',
      severity: 'ERROR',
    });
    expect(await failureOf(insert({ lots: '{[3,1)}' }))).toEqual({
      name: 'QueryFailedError',
      message: 'range lower bound must be less than or equal to range upper bound',
      code: '22000',
      severity: 'ERROR',
    });
  });

  it('answer to their operators and functions', async () => {
    expect(
      await answers(`
        ('a=>1,b=>2'::hstore -> 'a'); ('a=>1'::hstore ? 'b'); ('a=>1,b=>2'::hstore @> 'b=>2'); ('b=>2'::hstore <@ 'a=>1');
        ('a=>1'::hstore || 'a=>3,b=>2'); ('a=>1,b=>2'::hstore - 'a'::text); ('a=>1,b=>2'::hstore ?& ARRAY['a','b']);
        ('a=>1,b=>2'::hstore ?| ARRAY['c']); hstore('k', 'v'); hstore(ARRAY['a','1','b','2']); hstore(ARRAY['a'], ARRAY['1']);
        akeys('b=>1,a=>2'); avals('b=>1,a=>2'); exist('a=>NULL', 'a'); defined('a=>NULL', 'a'); delete('a=>1,b=>2', 'a');
        slice('a=>1,b=>2', ARRAY['a']); hstore_to_json('a=>1,b=>NULL'); ('a=>1'::hstore)::jsonb; ('a=>1'::hstore = 'a=>1')`),
    ).toEqual([
      '1',
      'false',
      'true',
      'false',
      '"a"=>"3", "b"=>"2"',
      '"b"=>"2"',
      'true',
      'false',
      '"k"=>"v"',
      '"a"=>"1", "b"=>"2"',
      '"a"=>"1"',
      '{a,b}',
      '{2,1}',
      'true',
      'false',
      '"b"=>"2"',
      '"a"=>"1"',
      '{"a": "1", "b": null}',
      '{"a": "1"}',
      'true',
    ]);
    expect(
      await answers(`
        ('a.b'::ltree @> 'a.b.c'); ('a.b.c'::ltree <@ 'a.b'); ('a.b.c'::ltree ~ 'a.*'); ('a.b.c'::ltree ~ '*.b.*{1}');
        ('a.b.c'::ltree ~ 'a.b'); ('a.bcd'::ltree ~ 'a.b*'); ('a.B'::ltree ~ 'a.b@'); ('a.x'::ltree ~ 'a.!b'); ('a.b'::ltree ~ 'a|z.b|c');
        ('a.b'::ltree || 'c.d'); nlevel('a.b.c'); subpath('a.b.c.d', 1, 2); subpath('a.b.c.d', -2); subltree('a.b.c', 0, 1);
        index('a.b.c', 'b'); lca('a.b.c', 'a.b.d'); ('a.b'::ltree < 'a.b.c'); ('a.c'::ltree < 'a.b.c'); text2ltree('a.b')`),
    ).toEqual([
      'true',
      'true',
      'true',
      'true',
      'false',
      'true',
      'true',
      'true',
      'true',
      'a.b.c.d',
      '3',
      'b.c',
      'c.d',
      'a',
      '1',
      'a.b',
      'true',
      'false',
      'a.b',
    ]);
    expect(
      await answers(`
        int4multirange(int4range(1,3), int4range(5,7)); int4multirange(); multirange(int4range(1,3));
        ('{[1,3),[5,7)}'::int4multirange @> 2); ('{[1,3),[5,7)}'::int4multirange @> 4); ('{[1,3)}'::int4multirange && '{[2,9)}');
        ('{[1,3),[5,7)}'::int4multirange @> '{[5,6)}'); ('{[1,9)}'::int4multirange @> int4range(2,3));
        ('{[1,3)}'::int4multirange + '{[3,5)}'); ('{[1,5),[7,9)}'::int4multirange * '{[3,8)}'); lower('{[1,3),[5,7)}'::int4multirange);
        upper('{[1,3),[5,7)}'::int4multirange); isempty('{}'::int4multirange); range_merge('{[1,3),[5,7)}'::int4multirange);
        ('{[1,3)}'::int4multirange < '{[1,4)}'); ('{[1,3)}'::int4multirange = '{[1,2]}')`),
    ).toEqual([
      '{[1,3),[5,7)}',
      '{}',
      '{[1,3)}',
      'true',
      'false',
      'true',
      'true',
      'true',
      '{[1,5)}',
      '{[3,5),[7,8)}',
      '1',
      '7',
      'true',
      '[1,7)',
      'true',
      'true',
    ]);
  });

  it('are looked for and put in order', async () => {
    await store.repository(Specimen).insert([
      { place: 'a.b', lots: '{[1,3)}', attributes: 'k=>1', label: 'Ab' },
      { place: 'a', lots: '{[2,9)}', attributes: 'k=>2', label: 'aC' },
      { place: 'a.b.c', lots: null, label: null },
      { place: 'b', lots: '{}', label: 'AA' },
    ]);
    expect(await ids({ place: 'a.b' })).toEqual([1]);
    expect(await ids({ place: Raw((alias) => `${alias} <@ 'a.b'`) })).toEqual([1, 3]);
    expect(await ids({ place: LessThan('a.b.c') })).toEqual([1, 2]);
    expect(await ids({ place: In(['a', 'b']) })).toEqual([2, 4]);
    expect(await ids({ lots: Equal('{[1,2]}') })).toEqual([1]);
    expect(await ids({ lots: Raw((alias) => `${alias} @> 2`) })).toEqual([1, 2]);
    expect(await ids({ attributes: Raw((alias) => `${alias} -> 'k' = :v`, { v: '2' }) })).toEqual([2]);
    expect(await ids({ label: In(['AB', 'ac']) })).toEqual([1, 2]);
    const order = async (property: keyof Specimen): Promise<number[]> =>
      (await store.repository(Specimen).find({ order: { [property]: 'ASC' } })).map(({ id }) => id);
    expect(await order('place')).toEqual([2, 1, 3, 4]);
    expect(await order('lots')).toEqual([4, 1, 2, 3]);
    expect(await order('label')).toEqual([4, 1, 2, 3]);
  });

  it('are changed only where they differ', async () => {
    const specimens = store.repository(Specimen);
    await specimens.save({ properties: { a: '1' }, place: 'a.b', size: [1, 2] });
    const found = await specimens.findOneByOrFail({ id: 1 });
    found.properties = { a: '1', b: null };
    found.place = 'a.c';
    await specimens.save(found);
    expect(await specimens.findOneByOrFail({ id: 1 })).toMatchObject({
      properties: { a: '1', b: null },
      place: 'a.c',
      size: [1, 2],
    });
    await specimens.update(1, { properties: { z: 'q' }, size: [9] });
    expect(await specimens.findOneByOrFail({ id: 1 })).toMatchObject({ properties: { z: 'q' }, size: [9] });
  });
});
