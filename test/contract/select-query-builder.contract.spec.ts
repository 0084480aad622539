import { Brackets, In, LessThan, Like, MoreThan, NotBrackets, type SelectQueryBuilder } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { community, foundCommunity, Label, Member, Post, Team } from './entities/community.entities';

describeOnBothStores('a select query builder', community, (store) => {
  const members = (): SelectQueryBuilder<Member> => store.repository(Member).createQueryBuilder('m');
  const posts = (): SelectQueryBuilder<Post> => store.repository(Post).createQueryBuilder('p');
  const titles = async (query: SelectQueryBuilder<Post>): Promise<string[]> =>
    (await query.getMany()).map(({ title }) => title);

  beforeEach(() => foundCommunity(store));

  describe('gets', () => {
    it('entities with the raw rows that they came from', async () => {
      const { entities, raw } = await posts()
        .select(['p.id', 'p.title'])
        .leftJoin('p.author', 'a')
        .addSelect('a.email')
        .addSelect('p.views * 2', 'twice')
        .orderBy('p.id')
        .getRawAndEntities();
      expect(raw).toEqual([
        { p_id: 1, p_title: 'p1', a_email: 'ann', a_id: 1, twice: 10 },
        { p_id: 2, p_title: 'p2', a_email: 'ann', a_id: 1, twice: 14 },
        { p_id: 3, p_title: 'p3', a_email: 'bob', a_id: 2, twice: 0 },
        { p_id: 4, p_title: 'p4', a_email: null, a_id: null, twice: 0 },
      ]);
      expect(entities).toEqual([
        { id: 1, title: 'p1', author: { email: 'ann' } },
        { id: 2, title: 'p2', author: { email: 'ann' } },
        { id: 3, title: 'p3', author: { email: 'bob' } },
        { id: 4, title: 'p4', author: null },
      ]);
      expect(entities[0]).toBeInstanceOf(Post);
    });

    it('raw rows under the aliases of their columns', async () => {
      const [row] = await members().orderBy('m.id').limit(1).getRawMany();
      expect(row).toEqual({
        m_id: 1,
        m_age: 30,
        m_email: 'ann',
        m_credit: '10.50',
        m_version: 1,
        m_createdAt: expect.any(Date),
        m_updatedAt: expect.any(Date),
        m_deletedAt: null,
        m_mentorId: null,
        m_nameFirst: 'Ann',
        m_nameLast: 'A',
      });
      expect(await members().where('m.id = 99').getRawOne()).toBeUndefined();
      expect(await members().where('m.id = 99').getRawMany()).toEqual([]);
    });

    it('one, one or none, or an error', async () => {
      expect(await posts().where('p.id = :id', { id: 1 }).getOne()).toMatchObject({ title: 'p1' });
      expect(await posts().where('p.id = :id', { id: 99 }).getOne()).toBeNull();
      const failure = await failureOf(posts().where('p.id = 99').getOneOrFail());
      expect(failure).toEqual({
        name: 'EntityNotFoundError',
        message: 'Could not find any entity of type "Post" matching: {}',
      });
    });

    it('numbers of root entities, whatever is joined', async () => {
      const joined = posts()
        .leftJoin('p.labels', 'l')
        .where('l.name IN (:...names)', { names: ['x', 'y'] });
      expect(await joined.getCount()).toBe(2);
      expect(await joined.getExists()).toBe(true);
      expect(await posts().where('p.views > 100').getExists()).toBe(false);
      const [page, count] = await posts()
        .leftJoinAndSelect('p.labels', 'l')
        .orderBy('p.id', 'DESC')
        .addOrderBy('l.name', 'ASC')
        .skip(2)
        .take(2)
        .getManyAndCount();
      expect(page).toEqual([
        { id: 2, title: 'p2', views: 7, authorId: 1, labels: [{ name: 'y' }] },
        { id: 1, title: 'p1', views: 5, authorId: 1, labels: [{ name: 'x' }, { name: 'y' }] },
      ]);
      expect(count).toBe(4);
    });

    it('a page by a computed order', async () => {
      const page = posts()
        .leftJoinAndSelect('p.labels', 'l')
        .addSelect('p.views % 7', 'rest')
        .orderBy('rest', 'DESC')
        .addOrderBy('p.id')
        .take(2);
      expect(await titles(page)).toEqual(['p1', 'p2']);
    });

    it('rows by limit and offset, joined ones counted one by one', async () => {
      expect(await titles(posts().orderBy('p.id').limit(2).offset(1))).toEqual(['p2', 'p3']);
      const joined = posts().leftJoinAndSelect('p.labels', 'l').orderBy('p.id').addOrderBy('l.name').limit(2);
      expect(await titles(joined)).toEqual(['p1']);
    });
  });

  describe('narrows by', () => {
    it('brackets, their negation, and objects', async () => {
      const bracketed = posts()
        .where(new Brackets((inner) => inner.where('p.views = 5').orWhere('p.views = 7')))
        .andWhere(new NotBrackets((inner) => inner.where('p.title = :t', { t: 'p2' })));
      expect(await titles(bracketed)).toEqual(['p1']);
      const objects = posts()
        .where({ views: In([5, 7]) })
        .orWhere([{ title: 'p4' }, { title: Like('%3') }])
        .orderBy('p.id');
      expect(await titles(objects)).toEqual(['p1', 'p2', 'p3', 'p4']);
      const both = posts()
        .where({ views: MoreThan(1) })
        .andWhere({ title: 'p2', views: LessThan(9) });
      expect(await titles(both)).toEqual(['p2']);
    });

    it('ids', async () => {
      expect(
        await titles(
          posts()
            .whereInIds([1, { id: 3 }])
            .orWhereInIds(4)
            .orderBy('p.id'),
        ),
      ).toEqual(['p1', 'p3', 'p4']);
      expect(await titles(posts().whereInIds([1, 2]).andWhereInIds([2, 3]))).toEqual(['p2']);
      expect(await titles(posts().whereInIds([]))).toEqual([]);
    });

    it('sub-queries in conditions, with their parameters', async () => {
      const writers = members()
        .where((outer) => {
          const inner = outer
            .subQuery()
            .select('p.authorId')
            .from(Post, 'p')
            .where('p.views > :views')
            .getQuery();
          return `m.id IN ${inner}`;
        })
        .setParameter('views', 5);
      expect((await writers.getMany()).map(({ email }) => email)).toEqual(['ann']);
    });

    it('the existence of rows elsewhere', async () => {
      const postsOf = (): SelectQueryBuilder<Post> => posts().where('p.authorId = m.id');
      const emails = async (query: SelectQueryBuilder<Member>): Promise<string[]> =>
        (await query.orderBy('m.id').getMany()).map(({ email }) => email);
      expect(await emails(members().whereExists(postsOf()))).toEqual(['ann', 'bob']);
      expect(
        await emails(members().where('m.age > 35').andWhereExists(postsOf().andWhere('p.views = 0'))),
      ).toEqual(['bob']);
      expect(await emails(members().where('m.age IS NULL').orWhereExists(postsOf()))).toEqual([
        'ann',
        'bob',
        'cid',
      ]);
      const silent = members().where(
        (outer) =>
          `NOT EXISTS ${outer.subQuery().select('1').from(Post, 'p').where('p.authorId = m.id').getQuery()}`,
      );
      expect(await emails(silent)).toEqual(['cid']);
    });

    it('groups', async () => {
      const groups = await posts()
        .select('p.authorId', 'author')
        .addSelect('SUM(p.views)', 'sum')
        .addSelect('AVG(p.views)', 'average')
        .addSelect('MAX(p.title)', 'last')
        .groupBy('p.authorId')
        .having('COUNT(*) > :n', { n: 1 })
        .orHaving('MAX(p.title) = :title', { title: 'p4' })
        .andHaving('MIN(p.id) > 0')
        .orderBy('p.authorId', 'ASC', 'NULLS FIRST')
        .getRawMany();
      expect(groups).toEqual([
        { author: null, sum: '0', average: '0.00000000000000000000', last: 'p4' },
        { author: 1, sum: '12', average: '6.0000000000000000', last: 'p2' },
      ]);
      const ungrouped = await failureOf(posts().select('p.title').groupBy('p.authorId').getRawMany());
      expect(ungrouped).toMatchObject({
        code: '42803',
        message: 'column "p.title" must appear in the GROUP BY clause or be used in an aggregate function',
      });
    });
  });

  describe('selects', () => {
    it('columns of embedded objects and parts of joined entities', async () => {
      expect(await members().select(['m.id', 'm.name.first']).where('m.name.last IS NULL').getMany()).toEqual(
        [{ id: 2, name: { first: 'Bob' } }],
      );
      expect(
        await members()
          .select(['m.id', 'p.title'])
          .leftJoin('m.posts', 'p')
          .orderBy('m.id')
          .addOrderBy('p.id')
          .getMany(),
      ).toEqual([
        { id: 1, posts: [{ title: 'p1' }, { title: 'p2' }] },
        { id: 2, posts: [{ title: 'p3' }] },
        { id: 3, posts: [] },
      ]);
    });

    it('from a sub-query, a sub-query as a column, and from several tables', async () => {
      const counted = await store.dataSource
        .createQueryBuilder()
        .select('s.author', 'author')
        .addSelect('s.n', 'n')
        .from(
          (inner) =>
            inner
              .select('p.authorId', 'author')
              .addSelect('COUNT(*)', 'n')
              .from(Post, 'p')
              .groupBy('p.authorId'),
          's',
        )
        .orderBy('s.author', 'ASC', 'NULLS FIRST')
        .getRawMany();
      expect(counted).toEqual([
        { author: null, n: '1' },
        { author: 1, n: '2' },
        { author: 2, n: '1' },
      ]);
      const withCount = await members()
        .select('m.id', 'id')
        .addSelect((inner) => inner.select('COUNT(*)', 'n').from(Post, 'p').where('p.authorId = m.id'), 'n')
        .orderBy('m.id')
        .getRawMany();
      expect(withCount).toEqual([
        { id: 1, n: '2' },
        { id: 2, n: '1' },
        { id: 3, n: '0' },
      ]);
      const product = await store.dataSource
        .createQueryBuilder()
        .select('t.name', 'team')
        .addSelect('l.name', 'label')
        .from(Team, 't')
        .addFrom(Label, 'l')
        .where('t.id = 1')
        .orderBy('l.name')
        .getRawMany();
      expect(product).toEqual([
        { team: 'red', label: 'x' },
        { team: 'red', label: 'y' },
        { team: 'red', label: 'z' },
      ]);
    });

    it('distinct rows, and the first of each group', async () => {
      expect(
        await posts().select('p.authorId', 'author').distinct(true).orderBy('author').getRawMany(),
      ).toEqual([{ author: 1 }, { author: 2 }, { author: null }]);
      const best = posts().distinctOn(['p.authorId']).orderBy('p.authorId').addOrderBy('p.views', 'DESC');
      expect(await titles(best)).toEqual(['p2', 'p3', 'p4']);
    });

    it('from common table expressions, recursive and modifying ones too', async () => {
      const read = await store.dataSource
        .createQueryBuilder()
        .addCommonTableExpression(posts().select('p.authorId').where('p.views > :v', { v: 4 }), 'liked', {
          columnNames: ['writer'],
        })
        .select('liked.writer', 'writer')
        .from('liked', 'liked')
        .getRawMany();
      expect(read).toEqual([{ writer: 1 }, { writer: 1 }]);
      const numbers = await store.dataSource
        .createQueryBuilder()
        .addCommonTableExpression('SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 4', 'numbers', {
          recursive: true,
          columnNames: ['n'],
        })
        .select('SUM(numbers.n)', 'sum')
        .from('numbers', 'numbers')
        .getRawOne();
      expect(numbers).toEqual({ sum: '10' });
      const inserting = store
        .repository(Team)
        .createQueryBuilder()
        .insert()
        .values({ name: 'new' })
        .returning(['id', 'name']);
      const inserted = await store.dataSource
        .createQueryBuilder()
        .addCommonTableExpression(inserting, 'made')
        .select('*')
        .from('made', 'made')
        .getRawMany();
      expect(inserted).toEqual([{ id: 4, name: 'new' }]);
    });
  });

  it('orders by several, with NULLs where it is told', async () => {
    const ages = async (query: SelectQueryBuilder<Member>): Promise<(number | null)[]> =>
      (await query.getMany()).map(({ age }) => age);
    expect(await ages(members().orderBy('m.age', 'DESC', 'NULLS LAST'))).toEqual([40, 30, null]);
    expect(await ages(members().orderBy('m.age', 'DESC'))).toEqual([null, 40, 30]);
    expect(
      await ages(members().orderBy({ 'm.age': { order: 'ASC', nulls: 'NULLS FIRST' }, 'm.id': 'DESC' })),
    ).toEqual([null, 30, 40]);
    expect(await ages(members().orderBy('m.age').orderBy('m.id', 'DESC'))).toEqual([null, 40, 30]);
    expect(await ages(members().orderBy('LOWER(m.email)', 'DESC').limit(1))).toEqual([null]);
  });

  it('does the same under find options, a comment, an index hint or a cache', async () => {
    const options = {
      where: { views: MoreThan(4) },
      relations: { author: true },
      order: { id: 'DESC' },
      take: 1,
    } as const;
    const [found] = await posts().setFindOptions(options).getMany();
    expect(found).toMatchObject({ title: 'p2', author: { email: 'ann' } });
    expect(await titles(posts().comment('why').orderBy('p.id'))).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(await titles(posts().useIndex('nothing').orderBy('p.id'))).toHaveLength(4);
    expect(await titles(posts().maxExecutionTime(1000).orderBy('p.id'))).toHaveLength(4);
    const cached = (): Promise<string[]> => titles(posts().cache(60_000).orderBy('p.id'));
    expect(await cached()).toHaveLength(4);
    await store.repository(Post).delete(4);
    expect(await cached()).toHaveLength(3);
    expect(await titles(posts().timeTravelQuery('now()').orderBy('p.id'))).toHaveLength(3);
  });

  it('shows its SQL and its parameters', () => {
    const query = posts()
      .select('p.id')
      .where('p.id IN (:...ids) AND p.title = :title', { ids: [1, 2], title: 'p1' });
    expect(query.getQueryAndParameters()).toEqual([
      'SELECT "p"."id" AS "p_id" FROM "post" "p" WHERE "p"."id" IN ($1, $2) AND "p"."title" = $3',
      [1, 2, 'p1'],
    ]);
    expect(query.getParameters()).toEqual({ ids: [1, 2], title: 'p1' });
    expect(query.getSql()).toContain('IN ($1, $2)');
    expect(query.clone().andWhere('1 = 1').getQuery()).toContain('AND 1 = 1');
    expect(query.getQuery()).not.toContain('AND 1 = 1');
  });

  it('refuses unknown relations and aliases', async () => {
    expect((await failureOf(() => members().leftJoin('m.nothing', 'n').getMany())).message).toEqual(
      'Relation with property path nothing in entity was not found.',
    );
    expect((await failureOf(() => members().leftJoin('z.posts', 'n').getMany())).message).toEqual(
      '"z" alias was not found. Maybe you forgot to join it?',
    );
    expect(await failureOf(members().where('m.nothing = 1').getMany())).toMatchObject({
      code: '42703',
      message: 'column m.nothing does not exist',
    });
    expect(await failureOf(members().where('z.id = 1').getMany())).toMatchObject({
      code: '42P01',
      message: 'missing FROM-clause entry for table "z"',
    });
    expect(await failureOf(members().where('m.id = :missing').getMany())).toEqual({
      name: 'QueryFailedError',
      message: 'syntax error at or near ":"',
      code: '42601',
      severity: 'ERROR',
    });
  });
});
