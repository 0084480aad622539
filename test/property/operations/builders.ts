import * as fc from 'fast-check';
import {
  Brackets,
  NotBrackets,
  type ObjectLiteral,
  type SelectQueryBuilder,
  type WhereExpressionBuilder,
} from 'typeorm';
import { entityClass, type Handlers, type Operation } from '../operation';

interface Join {
  readonly kind: 'leftJoinAndSelect' | 'innerJoinAndSelect' | 'leftJoin' | 'innerJoin';
  readonly path: string;
  readonly alias: string;
  readonly on?: string;
}

interface Part {
  readonly kind: 'andWhere' | 'orWhere';
  readonly sql: string;
  readonly group?: 'brackets' | 'not brackets';
}

interface Select {
  readonly joins: readonly Join[];
  readonly where: readonly Part[];
  readonly order: readonly (readonly [string, 'ASC' | 'DESC', ('NULLS FIRST' | 'NULLS LAST')?])[];
  readonly page: Readonly<Partial<Record<'take' | 'skip' | 'limit' | 'offset', number>>>;
  readonly withDeleted: boolean;
  readonly get:
    | 'getMany'
    | 'getManyAndCount'
    | 'getRawMany'
    | 'getRawAndEntities'
    | 'getOne'
    | 'getCount'
    | 'getExists';
  readonly more?: 'ids' | 'computed' | 'mapped' | 'partial';
}

const PATHS: readonly (readonly [string, string, readonly string[]])[] = [
  ['p.author', 'a', ['a.age > :n', 'a.email <> :t', 'a.nickname IS NOT NULL']],
  ['p.comments', 'c', ['c.likes > 0', 'c.text LIKE :like', 'c.approved']],
  ['p.tags', 't', ['t.name IN (:...names)', 't.weight IS NULL']],
  ['p.editor', 'e', ['e.age < :n']],
  ['a.profile', 'f', ['f.quota > 1']],
];

const FRAGMENTS = [
  'p.views > :n',
  'p.title LIKE :like',
  'p.slug IS NULL',
  'p.status = :status',
  'p.id IN (:...ids)',
  'p.author IS NOT NULL',
  'p.authorId = :one',
  'p.rating BETWEEN 0 AND 5',
  'p.price % 2 = 0',
  'EXISTS (SELECT 1 FROM comment x WHERE x."postId" = p.id)',
  'p.titleLength > length(:t)',
  '(p.views, p.id) > (:n, :one)',
  "p.publishedAt >= '2021-01-01'",
  '1 = 0',
];

const PARAMETERS = {
  n: 3,
  t: 'a@x',
  like: '%i%',
  names: ['red', 'blue'],
  status: 'published',
  ids: [1, 2, 4],
  one: 1,
};

const joins = fc
  .subarray([...PATHS], { maxLength: 3 })
  .map((paths) => paths.filter(([path]) => path !== 'a.profile' || paths.some(([, alias]) => alias === 'a')))
  .chain((paths) =>
    fc.tuple(
      ...paths.map(([path, alias, conditions]) =>
        fc.record<Join, 'kind' | 'path' | 'alias'>(
          {
            kind: fc.constantFrom(
              'leftJoinAndSelect',
              'leftJoinAndSelect',
              'innerJoinAndSelect',
              'leftJoin',
              'innerJoin',
            ),
            path: fc.constant(path),
            alias: fc.constant(alias),
            on: fc.constantFrom(...conditions),
          },
          { requiredKeys: ['kind', 'path', 'alias'] },
        ),
      ),
    ),
  );

const select: fc.Arbitrary<Select> = fc.record({
  joins,
  where: fc.array(
    fc.record<Part, 'kind' | 'sql'>(
      {
        kind: fc.constantFrom('andWhere', 'andWhere', 'orWhere'),
        sql: fc.constantFrom(...FRAGMENTS),
        group: fc.constantFrom('brackets', 'not brackets'),
      },
      { requiredKeys: ['kind', 'sql'] },
    ),
    { maxLength: 3 },
  ),
  order: fc
    .subarray(['p.views', 'p.title', 'p.publishedAt', 'p.rating', 'p.status'], { maxLength: 2 })
    .chain((columns) =>
      fc.tuple(
        ...columns.map((column) =>
          fc.tuple(
            fc.constant(column),
            fc.constantFrom<'ASC' | 'DESC'>('ASC', 'DESC'),
            fc.constantFrom<'NULLS FIRST' | 'NULLS LAST' | undefined>(undefined, 'NULLS FIRST', 'NULLS LAST'),
          ),
        ),
      ),
    )
    .map((list) => [...list, ['p.id', 'ASC'] as const]),
  page: fc.constantFrom({}, {}, {}, { take: 2 }, { take: 1, skip: 1 }, { skip: 1 }, { take: 0 }),
  withDeleted: fc.boolean(),
  get: fc.constantFrom(
    'getMany',
    'getMany',
    'getManyAndCount',
    'getRawMany',
    'getRawAndEntities',
    'getOne',
    'getCount',
    'getExists',
  ),
  more: fc.constantFrom(undefined, undefined, undefined, 'ids', 'computed', 'mapped', 'partial'),
});

const GROUPED = [
  ['p.status', 'count(*)', 'count(*) > :n - 2'],
  ['p.authorId', 'sum(p.views)', 'max(p.views) >= :n'],
  ['a.role', 'max(p.title)', 'count(DISTINCT p.id) > 1'],
  ['p.views', 'avg(p.price)', 'min(p.titleLength) > 0'],
] as const;

const COMPOSED = [
  'from subquery',
  'in subquery',
  'exists',
  'common table expression',
  'window',
  'select subquery',
] as const;

export const builder: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: select.map((given) => ({ name: 'select', args: [given], ordered: false })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...GROUPED), fc.boolean(), fc.constantFrom(...FRAGMENTS))
      .map(([parts, having, where]) => ({
        name: 'groupedSelect',
        args: [parts, having, where],
        ordered: true,
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...COMPOSED), fc.constantFrom(...FRAGMENTS))
      .map((args) => ({ name: 'composed', args, ordered: true })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'update',
          'delete',
          'softDelete',
          'restore',
          'insert',
          'insertOrIgnore',
          'insertOrUpdate',
        ),
        fc.constantFrom('id = 1', 'id IN (1, 2)', 'likes > 0', '"postId" IS NULL', "text = 'nice'"),
        fc.constantFrom(
          { likes: 7 },
          { text: 'changed' },
          { approved: null, likes: 2 },
          { text: 'longer than twelve' },
        ),
        fc.constantFrom<unknown>(undefined, '*', ['id', 'likes'], 'id'),
      )
      .map((args) => ({ name: 'change', args, ordered: true })),
  },
);

function withWhere<Builder extends WhereExpressionBuilder>(
  builder: Builder,
  parts: readonly Part[],
): Builder {
  for (const { kind, sql, group } of parts) {
    if (group === 'brackets') builder[kind](new Brackets((inner) => inner.where(sql).orWhere('p.views = 5')));
    else if (group === 'not brackets')
      builder[kind](new NotBrackets((inner) => inner.where(sql).andWhere('p.views >= 0')));
    else builder[kind](sql);
  }
  return builder;
}

export const builderHandlers: Handlers = {
  select: ({ manager }, { joins, where, order, page, withDeleted, get, more }: Select) => {
    let query: SelectQueryBuilder<ObjectLiteral> = manager.createQueryBuilder<ObjectLiteral>(
      entityClass('Post'),
      'p',
    );
    if (withDeleted) query = query.withDeleted();
    if (more === 'partial') query = query.select(['p.id', 'p.title']);
    for (const { kind, path, alias, on } of joins) query = query[kind](path, alias, on);
    query = withWhere(query, where);
    for (const [column, direction, nulls] of order) query = query.addOrderBy(column, direction, nulls);
    if (more === 'ids') query = query.loadRelationIdAndMap('p.tagIds', 'p.tags');
    if (more === 'computed') query = query.addSelect('p.views * 2', 'doubled');
    if (more === 'mapped') query = query.leftJoinAndMapOne('p.first', 'p.comments', 'first', 'first.id = 1');
    const { take, skip } = page;
    if (get === 'getRawMany') query = query.limit(take).offset(skip).addOrderBy('1');
    else query = query.take(take).skip(skip);
    // Joined rows come in no order of their own.
    if (get.startsWith('getRaw') && joins.length > 0) query = query.limit(undefined).offset(undefined);
    return rowsOf(query.setParameters(PARAMETERS), get);
  },
  groupedSelect: (
    { manager },
    [key, aggregate, having]: readonly [string, string, string],
    withHaving: boolean,
    where: string,
  ) => {
    const query = manager
      .createQueryBuilder(entityClass('Post'), 'p')
      .leftJoin('p.author', 'a')
      .select(key, 'key')
      .addSelect(aggregate, 'value')
      .where(where)
      .groupBy(key)
      .orderBy(key, 'ASC', 'NULLS FIRST')
      .setParameters(PARAMETERS);
    return (withHaving ? query.having(having) : query).getRawMany();
  },
  composed: ({ manager }, kind: (typeof COMPOSED)[number], where: string) => {
    const posts = manager
      .createQueryBuilder<ObjectLiteral>(entityClass('Post'), 'p')
      .setParameters(PARAMETERS);
    const members = manager
      .createQueryBuilder<ObjectLiteral>(entityClass('Member'), 'm')
      .setParameters(PARAMETERS)
      .orderBy('m.id');
    switch (kind) {
      case 'from subquery':
        return manager
          .createQueryBuilder()
          .select('s.authorId', 'author')
          .addSelect('count(*)', 'n')
          .from(
            (inner) => inner.select('p.authorId', 'authorId').from(entityClass('Post'), 'p').where(where),
            's',
          )
          .groupBy('s.authorId')
          .orderBy('s.authorId')
          .setParameters(PARAMETERS)
          .getRawMany();
      case 'in subquery':
        return members.where(`m.id IN (${posts.select('p.authorId').where(where).getQuery()})`).getMany();
      case 'exists':
        return members.whereExists(posts.where(where).andWhere('p.authorId = m.id')).getMany();
      case 'common table expression':
        return members
          .addCommonTableExpression(posts.select('p.authorId', 'aid').where(where), 'found')
          .innerJoin('found', 'found', 'found.aid = m.id')
          .select('m.email', 'email')
          .addSelect('found.aid', 'aid')
          .addOrderBy('found.aid')
          .getRawMany();
      case 'window':
        return posts
          .select('p.id', 'id')
          .addSelect('rank() OVER (PARTITION BY p.status ORDER BY p.views DESC)', 'place')
          .where(where)
          .orderBy('p.id')
          .getRawMany();
      case 'select subquery':
        return members
          .select('m.id', 'id')
          .addSelect(
            (inner) => inner.select('max(p.views)').from(entityClass('Post'), 'p').where('p.authorId = m.id'),
            'best',
          )
          .getRawMany();
    }
  },
  change: async ({ manager }, kind: string, where: string, values: object, returning: string | undefined) => {
    const comments = manager.createQueryBuilder().from(entityClass('Comment'), 'comment');
    if (kind.startsWith('insert')) {
      let query = manager
        .createQueryBuilder()
        .insert()
        .into(entityClass('Tag'))
        .values([
          { name: 'red', weight: 3 },
          { name: 'fresh', weight: 4 },
        ]);
      if (kind === 'insertOrIgnore') query = query.orIgnore();
      if (kind === 'insertOrUpdate')
        query = query.orUpdate(['weight'], ['name'], { skipUpdateIfNoValuesChanged: returning === '*' });
      return (returning === '*' ? query.returning('*') : query).execute();
    }
    const query =
      kind === 'update'
        ? manager.createQueryBuilder().update(entityClass('Comment')).set(values)
        : kind === 'delete'
          ? comments.delete()
          : kind === 'restore'
            ? comments.restore()
            : comments.softDelete();
    const { affected, raw } = await (
      returning === undefined ? query.where(where) : query.where(where).returning(returning)
    ).execute();
    return [affected, (raw as unknown[]).map((row) => JSON.stringify(row)).toSorted()];
  },
};

/** The rows, those that joins multiplied in an order of their own. */
async function rowsOf(query: SelectQueryBuilder<ObjectLiteral>, get: Select['get']): Promise<unknown> {
  const result: unknown = await query[get]();
  const sorted = (rows: readonly unknown[]): unknown[] =>
    rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (get === 'getRawMany') return sorted(result as unknown[]);
  if (get !== 'getRawAndEntities') return result;
  const { raw, entities } = result as { raw: unknown[]; entities: unknown[] };
  return { raw: sorted(raw), entities };
}
