import * as fc from 'fast-check';
import { expressions, type Columns, type Expressions, type SqlKind } from './expressions';

type Sql = fc.Arbitrary<string>;
const pick = (...texts: readonly string[]): Sql => fc.constantFrom(...texts);

export const MEMBER: Columns = {
  int: ['m.id', 'm.age', 'm."referrerId"', 'm.version'],
  num: ['m.score'],
  text: ['m.email', 'm.nickname', 'm.phone', 'm."nameFirst"', 'm."nameLast"', 'm.role::text'],
  bool: ['(m."deletedAt" IS NULL)', "(m.role > 'guest')", '(m.visits > 0)'],
  time: ['m."bornOn"::timestamp', '(m."seenAt" AT TIME ZONE \'UTC\')'],
  json: ['m.settings'],
  list: ['m.labels'],
};

export const POST: Columns = {
  int: ['p.id::int', 'p.views', 'p."titleLength"', 'p."authorId"'],
  num: ['p.price'],
  text: ['p.title', 'p.slug', 'p.body', 'p.status::text'],
  bool: ["(p.status = 'published')", '(p.rating > 1)'],
  time: ['p."publishedAt"'],
  json: ['p.meta::jsonb'],
  list: ["string_to_array(p.title, 'i')"],
};

export const COMMENT: Columns = {
  int: ['c.id', 'c.likes', 'c."memberId"'],
  num: [],
  text: ['c.text'],
  bool: ['c.approved'],
  time: [],
  json: [],
  list: [],
};

function both(a: Columns, b: Columns): Columns {
  return Object.fromEntries(
    Object.entries(a).map(([kind, columns]) => [kind, [...columns, ...b[kind as SqlKind]]]),
  ) as unknown as Columns;
}

interface Source {
  readonly from: string;
  readonly columns: Columns;
}

/** Every source of rows that a query may start from. */
const SOURCES: readonly Source[] = [
  { from: 'member m', columns: MEMBER },
  { from: 'post p', columns: POST },
  { from: 'comment c', columns: COMMENT },
  { from: 'post p JOIN member m ON p."authorId" = m.id', columns: both(POST, MEMBER) },
  { from: 'post p LEFT JOIN member m ON p."authorId" = m.id', columns: both(POST, MEMBER) },
  { from: 'member m LEFT JOIN post p ON p."authorId" = m.id AND p.views > 0', columns: both(POST, MEMBER) },
  { from: 'post p FULL JOIN comment c ON c."postId" = p.id', columns: both(POST, COMMENT) },
  { from: 'comment c RIGHT JOIN member m ON c."memberId" = m.id', columns: both(COMMENT, MEMBER) },
  { from: 'post p, comment c', columns: both(POST, COMMENT) },
  {
    from: 'member m CROSS JOIN LATERAL (SELECT * FROM post q WHERE q."authorId" = m.id ORDER BY q.id DESC LIMIT 1) p',
    columns: both(POST, MEMBER),
  },
  { from: '(SELECT * FROM member WHERE age > 10 OR age IS NULL) m', columns: MEMBER },
  {
    from: 'post p JOIN post_tags_tag pt ON pt."postId" = p.id JOIN tag t ON t.name = pt."tagName"',
    columns: { ...POST, text: [...POST.text, 't.name', 't.color::text'] },
  },
];

const SUBQUERIES: readonly string[] = [
  'EXISTS (SELECT 1 FROM comment x WHERE x.likes > 0)',
  '(SELECT count(*) FROM post x) > 3',
  '3 IN (SELECT x.views FROM post x)',
  '5 > ALL (SELECT x.age FROM member x WHERE x.age < 40)',
  'NOT EXISTS (SELECT FROM tag)',
  "'red' = ANY (SELECT name FROM tag)",
];

const KINDS = ['int', 'num', 'text', 'bool', 'time', 'json', 'list'] as const;
const anyOf = (own: Expressions): Sql => fc.oneof(...KINDS.map((kind) => own[kind]));

const page = pick('', '', '', ' LIMIT 3', ' LIMIT 2 OFFSET 1', ' OFFSET 2', ' LIMIT 0');
const condition = (own: Expressions): Sql =>
  fc.oneof({ weight: 5, arbitrary: own.bool }, { weight: 1, arbitrary: pick(...SUBQUERIES) });

/** Ordered by every column of the result: rows that tie are equal. */
const orderedBy = (count: number, flags: readonly string[]): string =>
  ` ORDER BY ${Array.from({ length: count }, (_, i) => `${i + 1}${flags[i % flags.length] ?? ''}`).join(', ')}`;

const flags = fc.array(pick('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'), { minLength: 1, maxLength: 3 });

const source = fc.constantFrom(...SOURCES);
const built = source.map(({ from, columns }) => ({ from, columns, own: expressions(columns) }));

const plain: Sql = built.chain(({ from, own }) =>
  fc
    .tuple(
      fc.array(anyOf(own), { minLength: 1, maxLength: 4 }),
      fc.option(condition(own), { freq: 3 }),
      pick('', '', 'DISTINCT '),
      flags,
      page,
    )
    .map(
      ([list, where, distinct, sorts, limit]) =>
        `SELECT ${distinct}${list.map((one, i) => `${one} AS c${i}`).join(', ')} FROM ${from}${where === null ? '' : ` WHERE ${where}`}${orderedBy(list.length, sorts)}${limit}`,
    ),
);

function aggregate(own: Expressions): Sql {
  return fc.oneof(
    pick('count(*)'),
    own.int.map((one) => `sum(${one})`),
    own.int.map((one) => `avg(${one})`),
    own.num.map((one) => `sum(${one})`),
    own.num.map((one) => `avg(${one})`),
    own.num.map((one) => `stddev_pop(${one})`),
    own.text.map((one) => `max(${one})`),
    own.text.map((one) => `count(DISTINCT ${one})`),
    own.text.map((one) => `string_agg(${one}, '|' ORDER BY ${one})`),
    own.int.map((one) => `array_agg(${one} ORDER BY ${one} DESC NULLS LAST)`),
    own.bool.map((one) => `bool_and(${one})`),
    own.bool.map((one) => `bool_or(${one})`),
    own.time.map((one) => `min(${one})`),
    own.json.map((one) => `jsonb_agg(${one} ORDER BY ${one})`),
    fc.tuple(own.int, own.bool).map(([one, when]) => `sum(${one}) FILTER (WHERE ${when})`),
    own.int.map((one) => `percentile_disc(0.5) WITHIN GROUP (ORDER BY ${one})`),
  );
}

const grouped: Sql = built.chain(({ from, columns, own }) =>
  fc
    .tuple(
      fc.array(fc.oneof(own.int, own.text, own.bool, pick(...columns.text, ...columns.int)), {
        maxLength: 2,
      }),
      fc.array(aggregate(own), { minLength: 1, maxLength: 3 }),
      fc.option(condition(own), { freq: 2 }),
      pick('', '', ' HAVING count(*) > 1', ' HAVING count(*) < 3', ' HAVING bool_or(true)'),
      pick('plain', 'plain', 'plain', 'rollup', 'cube'),
      flags,
      page,
    )
    .map(([keys, aggregates, where, having, kind, sorts, limit]) => {
      const list = [...keys, ...aggregates].map((one, i) => `${one} AS c${i}`).join(', ');
      const positions = keys.map((_, i) => i + 1).join(', ');
      const by = kind === 'plain' ? positions : `${kind}(${keys.map((one) => `(${one})`).join(', ')})`;
      const groupBy = keys.length === 0 ? '' : ` GROUP BY ${by}`;
      return `SELECT ${list} FROM ${from}${where === null ? '' : ` WHERE ${where}`}${groupBy}${having}${orderedBy(keys.length + aggregates.length, sorts)}${limit}`;
    }),
);

const WINDOWED: readonly Source[] = [
  { from: 'member m', columns: MEMBER },
  { from: 'post p', columns: POST },
  { from: 'comment c', columns: COMMENT },
];

/** Window functions over an order that ends in the key, so that every frame is fixed. */
const windowed: Sql = fc.constantFrom(...WINDOWED).chain(({ from, columns }) => {
  const own = expressions(columns, 1);
  const key = `${from.split(' ')[1]}.id`;
  const call = fc.oneof(
    pick('row_number()', 'rank()', 'dense_rank()', 'ntile(2)', 'percent_rank()', 'cume_dist()', 'count(*)'),
    own.int.map((one) => `sum(${one})`),
    own.text.map((one) => `lag(${one})`),
    own.text.map((one) => `lead(${one}, 2, 'none')`),
    own.text.map((one) => `first_value(${one})`),
    own.int.map((one) => `last_value(${one})`),
    own.int.map((one) => `nth_value(${one}, 2)`),
    own.num.map((one) => `avg(${one})`),
    own.text.map((one) => `max(${one})`),
  );
  const frame = pick(
    '',
    '',
    ' ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING',
    ' ROWS UNBOUNDED PRECEDING',
    ' RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
    ' GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW',
    ' ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING EXCLUDE CURRENT ROW',
  );
  return fc
    .tuple(
      fc.array(call, { minLength: 1, maxLength: 2 }),
      fc.option(fc.oneof(own.bool, own.text)),
      own.int,
      pick('', ' DESC'),
      frame,
      fc.option(own.bool, { freq: 2 }),
    )
    .map(([calls, partition, by, direction, bounds, where]) => {
      const over = `OVER (${partition === null ? '' : `PARTITION BY ${partition} `}ORDER BY ${by}${direction}, ${key}${bounds})`;
      return `SELECT ${key}, ${calls.map((one, i) => `${one} ${over} AS w${i}`).join(', ')} FROM ${from}${where === null ? '' : ` WHERE ${where}`} ORDER BY ${key}`;
    });
});

/** UNION and the others, over queries with one column of one type. */
const combined: Sql = fc.constantFrom<SqlKind>('int', 'text', 'num', 'bool').chain((kind) => {
  const side = fc.constantFrom(...SOURCES.slice(0, 5)).chain(({ from, columns }) => {
    const own = expressions(columns, 1);
    return fc
      .tuple(own[kind], own.bool)
      .map(([one, where]) => `SELECT ${one} AS c0 FROM ${from} WHERE ${where}`);
  });
  return fc
    .tuple(
      side,
      pick('UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL', 'INTERSECT ALL'),
      side,
      flags,
      page,
    )
    .map(
      ([left, operator, right, sorts, limit]) => `${left} ${operator} ${right}${orderedBy(1, sorts)}${limit}`,
    );
});

const own = { member: expressions(MEMBER, 1), post: expressions(POST, 1), comment: expressions(COMMENT, 1) };

/** WITH queries, recursive ones, correlated subqueries and functions that return rows. */
const special: Sql = fc.oneof(
  fc
    .tuple(own.member.bool, own.post.bool)
    .map(
      ([a, b]) =>
        `WITH ms AS (SELECT m.* FROM member m WHERE ${a}), ps AS MATERIALIZED (SELECT p.* FROM post p WHERE ${b}) SELECT ms.email, count(ps.id) AS n FROM ms LEFT JOIN ps ON ps."authorId" = ms.id GROUP BY ms.email ORDER BY 1, 2`,
    ),
  own.member.bool.map(
    (start) =>
      `WITH RECURSIVE up(id, depth) AS (SELECT m.id, 0 FROM member m WHERE ${start} UNION SELECT r."referrerId", up.depth + 1 FROM up JOIN member r ON r.id = up.id WHERE r."referrerId" IS NOT NULL AND up.depth < 4) SELECT id, depth FROM up ORDER BY 1, 2`,
  ),
  own.member.text.map(
    (one) =>
      `SELECT x, count(*) FROM member m, unnest(m.labels || ARRAY[${one}]) AS x GROUP BY x ORDER BY 1, 2`,
  ),
  fc
    .tuple(own.post.int, own.post.bool)
    .map(
      ([one, where]) =>
        `SELECT m.id, (SELECT max(${one}) FROM post p WHERE p."authorId" = m.id AND ${where}) AS best FROM member m ORDER BY 1, 2`,
    ),
  own.comment.bool.map(
    (where) =>
      `SELECT p.id FROM post p WHERE EXISTS (SELECT 1 FROM comment c WHERE c."postId" = p.id AND ${where}) ORDER BY 1`,
  ),
  fc
    .tuple(own.member.int, own.member.bool)
    .map(
      ([one, where]) =>
        `SELECT g, (SELECT count(*) FROM member m WHERE ${one} = g AND ${where}) FROM generate_series(-1, 3) g ORDER BY 1`,
    ),
  own.member.json.map(
    (one) =>
      `SELECT m.id, k, v FROM member m, LATERAL jsonb_each_text(CASE WHEN jsonb_typeof(${one}) = 'object' THEN ${one} ELSE '{}' END) AS e(k, v) ORDER BY 1, 2, 3`,
  ),
  fc
    .tuple(own.post.text, own.post.int)
    .map(
      ([one, by]) =>
        `SELECT DISTINCT ON (${one}) ${one} AS c0, ${by} AS c1, p.id FROM post p ORDER BY ${one}, ${by}, p.id`,
    ),
  own.member.bool.map(
    (where) =>
      `SELECT row_to_json(x)::text AS j FROM (SELECT m.id, m.email, m.labels, m.score FROM member m WHERE ${where}) x ORDER BY 1`,
  ),
);

/** A query whose result is fixed, its order included. */
export const query: Sql = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 3, arbitrary: grouped },
  { weight: 2, arbitrary: windowed },
  { weight: 1, arbitrary: combined },
  { weight: 2, arbitrary: special },
);
