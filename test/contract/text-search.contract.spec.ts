import { Raw } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Document } from './entities/document.entity';

describeOnBothStores('a text search', [Document], (store) => {
  const found = async (condition: string, parameters: object = {}): Promise<number[]> => {
    const documents = await store
      .repository(Document)
      .createQueryBuilder('d')
      .where(condition, parameters)
      .orderBy('d.id')
      .getMany();
    return documents.map(({ id }) => id);
  };

  it.each<[keyof Document, string, string]>([
    ['vector', 'a fat cat', "'a' 'cat' 'fat'"],
    ['vector', `b:2,1A 'it''s':3 c:10000000`, "'b':1A,2 'c':16383 'it''s':3"],
    ['vector', '', ''],
    ['query', 'fat & (cat | !rat)', "'fat' & ( 'cat' | !'rat' )"],
    ['query', `'fat cat' <-> dog <2> x:*A`, "'fat cat' <-> 'dog' <2> 'x':*A"],
    ['query', '', ''],
    ['path', '$.a[*] ? (@.b > 1)', '$."a"[*]?(@."b" > 1)'],
    ['path', 'strict $.**', 'strict $.**'],
  ])('keeps %s %s as PostgreSQL does', async (property, value, kept) => {
    await store.repository(Document).insert({ body: 'x', [property]: value });
    const [document] = await store.repository(Document).find();
    expect(document?.[property]).toEqual(kept);
  });

  it('refuses what is no document and no query', async () => {
    const insert = (values: object): Promise<unknown> =>
      store.repository(Document).insert({ body: 'x', ...values });
    expect(await failureOf(insert({ query: 'a b' }))).toMatchObject({
      code: '42601',
      message: 'syntax error in tsquery: "a b"',
    });
    expect(await failureOf(insert({ vector: `'a` }))).toMatchObject({
      code: '42601',
      message: `syntax error in tsvector: "'a"`,
    });
    expect(await failureOf(store.dataSource.query(`SELECT to_tsvector('nothing', 'a')`))).toMatchObject({
      code: '42704',
    });
  });

  it('takes texts apart into stems and their places', async () => {
    const [row] = await store.dataSource.query<Record<string, string>[]>(`
      SELECT to_tsvector('english', 'The quick brown foxes jumped over the lazy dogs') AS english,
        to_tsvector('simple', 'The quick Foxes') AS simple, to_tsvector('well-known 3.5 times 42 x1') AS mixed,
        to_tsvector('generously relational flies dying skies happily nationalization hopping constructor') AS stems,
        to_tsquery('fat & (cats | rats) & !dogs') AS query, to_tsquery('simple', 'The:*') AS prefix,
        plainto_tsquery('The Fat Rats') AS plain, phraseto_tsquery('fat cats of the world') AS phrase,
        setweight(to_tsvector('a cat'), 'A') || to_tsvector('dog') AS joined, strip(to_tsvector('cat dog'))::text AS bare`);
    expect(row).toEqual({
      english: "'brown':3 'dog':9 'fox':4 'jump':5 'lazi':8 'quick':2",
      simple: "'foxes':3 'quick':2 'the':1",
      mixed: "'3.5':4 '42':6 'known':3 'time':5 'well':2 'well-known':1 'x1':7",
      stems: "'constructor':9 'die':4 'fli':3 'generous':1 'happili':6 'hop':8 'nation':7 'relat':2 'sky':5",
      query: "'fat' & ( 'cat' | 'rat' ) & !'dog'",
      prefix: "'the':*",
      plain: "'fat' & 'rat'",
      phrase: "'fat' <-> 'cat' <3> 'world'",
      joined: "'cat':2A 'dog':3",
      bare: "'cat' 'dog'",
    });
  });

  it('finds documents by words, prefixes, phrases and their negation', async () => {
    await store
      .repository(Document)
      .insert([
        { body: 'The quick brown foxes jumped over lazy dogs' },
        { body: 'Running runners run quickly past a dog' },
        { body: 'A lazy brown cat' },
      ]);
    const matching = (query: string): Promise<number[]> =>
      found(`d.search @@ to_tsquery('english', :query)`, { query });
    expect(await matching('dog')).toEqual([1, 2]);
    expect(await matching('fox & dogs')).toEqual([1]);
    expect(await matching('cats | run')).toEqual([2, 3]);
    expect(await matching('!dog')).toEqual([3]);
    expect(await matching('lazy <-> dog')).toEqual([1]);
    expect(await matching('lazy <2> cat')).toEqual([3]);
    expect(await matching('qui:*')).toEqual([1, 2]);
    expect(await matching('nothing')).toEqual([]);
    expect(await found(`d.search @@ plainto_tsquery('english', :text)`, { text: 'the lazy dogs' })).toEqual([
      1,
    ]);
    expect(await found(`to_tsvector('simple', d.body) @@ to_tsquery('simple', 'the')`)).toEqual([1]);
    const raw = Raw((alias) => `${alias} @@ phraseto_tsquery('english', :text)`, { text: 'brown cats' });
    expect(await store.repository(Document).countBy({ search: raw })).toBe(1);
    await store.repository(Document).update(3, { body: 'A dog' });
    expect(await matching('dog')).toEqual([1, 2, 3]);
  });
});
