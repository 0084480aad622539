import * as fc from 'fast-check';

/** Random queries over author and post: conditions of every shape that an index could be chosen for. */
const pick = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

const intColumn = pick('a.id', 'a.age', 'p.id', 'p."authorId"', 'p.views');
const intValue = pick(
  '0',
  '1',
  '2',
  '3',
  '5',
  '30',
  '41',
  '50',
  '100',
  'NULL',
  '(SELECT max(age) FROM author)',
);
const textColumn = pick('a.name', 'a.email', 'p.title');
const textValue = pick("'Ann'", "'ann'", "'First'", "'First'", "'bob@x.org'", "''", 'NULL', "'100%'");
const comparison = pick('=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM');

const leaf: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(intColumn, comparison, fc.oneof(intValue, intColumn)).map((parts) => parts.join(' ')),
  fc.tuple(textColumn, comparison, fc.oneof(textValue, textColumn)).map((parts) => parts.join(' ')),
  fc
    .tuple(intColumn, pick('IN', 'NOT IN'), fc.array(intValue, { minLength: 1, maxLength: 7 }))
    .map(([column, operator, values]) => `${column} ${operator} (${values.join(', ')})`),
  fc
    .tuple(intColumn, fc.array(pick('0', '1', '2', '30', 'NULL'), { minLength: 1, maxLength: 4 }))
    .map(([column, values]) => `${column} = ANY (ARRAY[${values.join(', ')}]::bigint[])`),
  fc
    .tuple(intColumn, pick('BETWEEN', 'NOT BETWEEN', 'BETWEEN SYMMETRIC'), intValue, intValue)
    .map(([column, operator, low, high]) => `${column} ${operator} ${low} AND ${high}`),
  fc
    .tuple(
      textColumn,
      pick('LIKE', 'ILIKE', 'NOT LIKE'),
      pick("'A%'", "'F%'", "'%n%'", "'100\\%'", "'_nn'", 'NULL'),
    )
    .map((parts) => parts.join(' ')),
  fc.tuple(fc.oneof(intColumn, textColumn), pick('IS NULL', 'IS NOT NULL')).map((parts) => parts.join(' ')),
  pick(
    'a.active',
    'a.active IS NOT TRUE',
    "a.mood > 'sad'",
    "a.bio @> '{}'",
    "'a' = ANY (p.tags)",
    'p."createdAt" >= \'2026-01-11\'',
    'p."createdAt" < \'2026-02-01\'',
    'p.published IS NULL',
    'p.rating > 3.2',
    'EXISTS (SELECT 1 FROM post q WHERE q."authorId" = a.id AND q.views > p.views)',
    'a.id IN (SELECT q."authorId" FROM post q)',
    'p.views > ALL (SELECT q.views FROM post q WHERE q."authorId" = 1)',
    '(a.id, p.id) > (1, 2)',
    'NULL',
    'true',
  ),
);

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('condition'), pick('AND', 'OR'), tie('condition'))
      .map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('condition').map((inner) => `NOT (${inner})`),
  ),
}));

const join = fc
  .tuple(
    pick('JOIN', 'LEFT JOIN', 'RIGHT JOIN'),
    fc.oneof(pick('p."authorId" = a.id', 'p."authorId" = a.id AND p.views > 10'), condition),
  )
  .map(([kind, on]) => `author a ${kind} post p ON ${on}`);

const from = fc.oneof(join, pick('author a FULL JOIN post p ON p."authorId" = a.id', 'author a, post p'));

const order = fc
  .array(
    fc
      .tuple(
        fc.oneof(intColumn, textColumn, pick('p."createdAt"', 'a.mood', 'p.rating')),
        pick('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'),
      )
      .map((parts) => parts.join('')),
    { maxLength: 2 },
  )
  // Nothing is left open, so that both stores have one order to give.
  .map((keys) => [...keys, 'a.id', 'p.id'].join(', '));

const limit = pick('', ' LIMIT 3', ' LIMIT 2 OFFSET 1', ' LIMIT 0', ' OFFSET 4');

export const joinQuery: fc.Arbitrary<string> = fc
  .tuple(from, condition, order, limit)
  .map(
    ([source, where, keys, page]) =>
      `SELECT a.id AS a, a.name, p.id AS p, p.title FROM ${source} WHERE ${where} ORDER BY ${keys}${page}`,
  );

export const groupQuery: fc.Arbitrary<string> = fc
  .tuple(
    from,
    condition,
    fc.uniqueArray(pick('a.age', 'a.active', 'p."authorId"', 'a.mood', 'p.title'), {
      minLength: 1,
      maxLength: 2,
    }),
    pick('count(*)', 'sum(p.views)', 'max(a.name)', 'array_agg(p.id ORDER BY p.id)', 'count(DISTINCT a.age)'),
    pick('', ' HAVING count(*) > 1', ' HAVING max(p.views) IS NOT NULL'),
  )
  .map(([source, where, keys, aggregate, having]) => {
    const list = keys.join(', ');
    return `SELECT ${list}, ${aggregate} AS x FROM ${source} WHERE ${where} GROUP BY ${list}${having} ORDER BY ${list}`;
  });

/** One table, an order that an index has, and conditions on the same columns. */
export const indexQuery: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(
      pick(
        'p."authorId" = 1',
        'p."authorId" = 5',
        'p."authorId" IS NULL',
        'p.views > 10',
        'p.views <= 100',
        'p."createdAt" > \'2026-01-10 12:00\'',
        'p."createdAt" <= \'2026-02-02 08:00:00.5\'',
        'p.id IN (1, 2, 6, 9)',
        'p.id > 2',
        'p.id = 3',
      ),
      { maxLength: 3 },
    ),
    pick('p."createdAt"', 'p."authorId", p.views', 'p.views', 'p.id', 'p.title'),
    pick('ASC', 'DESC', 'ASC NULLS FIRST', 'DESC NULLS LAST'),
    limit,
  )
  .map(([conditions, keys, direction, page]) => {
    const sorted = keys
      .split(', ')
      .map((key) => `${key} ${direction}`)
      .join(', ');
    return `SELECT p.id, p.title FROM post p WHERE ${['true', ...conditions].join(' AND ')} ORDER BY ${sorted}, p.id ${direction.startsWith('DESC') ? 'DESC' : 'ASC'}${page}`;
  });
