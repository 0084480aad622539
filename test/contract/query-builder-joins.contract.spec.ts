import type { SelectQueryBuilder } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { community, foundCommunity, Member, Post } from './entities/community.entities';

describeOnBothStores('joins and locks of a query builder', community, (store) => {
  const members = (): SelectQueryBuilder<Member> => store.repository(Member).createQueryBuilder('m');
  const posts = (): SelectQueryBuilder<Post> => store.repository(Post).createQueryBuilder('p');
  const titles = async (query: SelectQueryBuilder<Post>): Promise<string[]> =>
    (await query.getMany()).map(({ title }) => title);

  beforeEach(() => foundCommunity(store));

  describe('joins', () => {
    it('relations, inner and left, with conditions of their own', async () => {
      const inner = posts().innerJoinAndSelect('p.author', 'a', 'a.age > :age', { age: 35 });
      expect(await titles(inner)).toEqual(['p3']);
      const left = await members()
        .leftJoinAndSelect('m.posts', 'p', 'p.views > 5')
        .leftJoinAndSelect('m.profile', 'f')
        .select(['m.email', 'p.title', 'f.text'])
        .orderBy('m.id')
        .getMany();
      expect(left).toEqual([
        { email: 'ann', profile: { text: 'about Ann' }, posts: [{ title: 'p2' }] },
        { email: 'bob', profile: null, posts: [] },
        { email: 'cid', profile: null, posts: [] },
      ]);
    });

    it('entities, tables and sub-queries that are no relations', async () => {
      expect(
        await members()
          .leftJoin('post', 'p', 'p."authorId" = m.id')
          .select('m.email', 'email')
          .addSelect('p.title', 'title')
          .orderBy('m.id')
          .addOrderBy('p.id')
          .getRawMany(),
      ).toEqual([
        { email: 'ann', title: 'p1' },
        { email: 'ann', title: 'p2' },
        { email: 'bob', title: 'p3' },
        { email: 'cid', title: null },
      ]);
      expect(
        await members()
          .innerJoin(Post, 'p', 'p.authorId = m.id')
          .select('COUNT(DISTINCT m.id)', 'n')
          .getRawOne(),
      ).toEqual({ n: '2' });
      expect(
        await members()
          .innerJoin(
            (inner) =>
              inner
                .select('p.authorId', 'author')
                .addSelect('SUM(p.views)', 'sum')
                .from(Post, 'p')
                .groupBy('p.authorId'),
            's',
            's.author = m.id',
          )
          .select('m.email', 'email')
          .addSelect('s.sum', 'sum')
          .orderBy('m.id')
          .getRawMany(),
      ).toEqual([
        { email: 'ann', sum: '12' },
        { email: 'bob', sum: '0' },
      ]);
    });

    it('and maps what it joined to other properties', async () => {
      const ids = (): SelectQueryBuilder<Member> => members().select(['m.id']).orderBy('m.id');
      expect(
        await ids().leftJoinAndMapOne('m.top', Post, 'p', 'p.authorId = m.id AND p.views = 5').getMany(),
      ).toEqual([
        { id: 1, top: { id: 1, title: 'p1', views: 5, authorId: 1 } },
        { id: 2, top: null },
        { id: 3, top: null },
      ]);
      expect(
        await ids()
          .leftJoinAndMapMany('m.written', 'post', 'p', 'p.authorId = m.id')
          .addOrderBy('p.id')
          .getMany(),
      ).toEqual([
        {
          id: 1,
          written: [
            { id: 1, title: 'p1', views: 5, authorId: 1 },
            { id: 2, title: 'p2', views: 7, authorId: 1 },
          ],
        },
        { id: 2, written: [{ id: 3, title: 'p3', views: 0, authorId: 2 }] },
        { id: 3, written: [] },
      ]);
      expect(await ids().leftJoinAndMapMany('m.liked', 'm.posts', 'p', 'p.views > 5').getMany()).toEqual([
        { id: 1, liked: [{ id: 2, title: 'p2', views: 7, authorId: 1 }] },
        { id: 2, liked: [] },
        { id: 3, liked: [] },
      ]);
      expect(
        await posts()
          .select(['p.id'])
          .innerJoinAndMapOne('p.writer', 'p.author', 'a')
          .addSelect('a.email')
          .orderBy('p.id')
          .getMany(),
      ).toEqual([
        {
          id: 1,
          writer: {
            id: 1,
            name: { first: 'Ann', last: 'A' },
            age: 30,
            email: 'ann',
            credit: '10.50',
            version: 1,
            createdAt: expect.any(Date),
            updatedAt: expect.any(Date),
            deletedAt: null,
          },
        },
        {
          id: 2,
          writer: {
            id: 1,
            name: { first: 'Ann', last: 'A' },
            age: 30,
            email: 'ann',
            credit: '10.50',
            version: 1,
            createdAt: expect.any(Date),
            updatedAt: expect.any(Date),
            deletedAt: null,
          },
        },
        {
          id: 3,
          writer: {
            id: 2,
            name: { first: 'Bob', last: null },
            age: 40,
            email: 'bob',
            credit: '20.25',
            version: 2,
            createdAt: expect.any(Date),
            updatedAt: expect.any(Date),
            deletedAt: null,
          },
        },
      ]);
      expect(
        await ids()
          .innerJoinAndMapMany('m.read', Post, 'p', 'p.authorId = m.id AND p.views > 0')
          .addOrderBy('p.id')
          .getMany(),
      ).toEqual([
        {
          id: 1,
          read: [
            { id: 1, title: 'p1', views: 5, authorId: 1 },
            { id: 2, title: 'p2', views: 7, authorId: 1 },
          ],
        },
      ]);
    });

    it('and maps only the ids of relations', async () => {
      const ids = (): SelectQueryBuilder<Member> => members().select(['m.id']).orderBy('m.id');
      expect(
        await ids()
          .loadRelationIdAndMap('m.postIds', 'm.posts')
          .loadRelationIdAndMap('m.teamIds', 'm.teams')
          .loadRelationIdAndMap('m.mentorId', 'm.mentor')
          .getMany(),
      ).toEqual([
        { id: 1, postIds: [1, 2], teamIds: [1, 2] },
        { id: 2, postIds: [3], teamIds: [2] },
        { id: 3, postIds: [], teamIds: [] },
      ]);
      expect(
        await ids()
          .loadRelationIdAndMap('m.postIds', 'm.posts', 'post', (query) => query.andWhere('post.views > 5'))
          .getMany(),
      ).toEqual([
        { id: 1, postIds: [2] },
        { id: 2, postIds: [] },
        { id: 3, postIds: [] },
      ]);
      expect(
        await ids().loadRelationIdAndMap('m.teamIds', 'm.teams', { disableMixedMap: true }).getMany(),
      ).toEqual([
        { id: 1, teamIds: [{ id: 1 }, { id: 2 }] },
        { id: 2, teamIds: [{ id: 2 }] },
        { id: 3, teamIds: [] },
      ]);
      expect(await posts().select(['p.id']).loadAllRelationIds().orderBy('p.id').getMany()).toEqual([
        { id: 1, labels: ['x', 'y'], comments: [1, 2] },
        { id: 2, labels: ['y'], comments: [] },
        { id: 3, labels: [], comments: [3] },
        { id: 4, labels: [], comments: [] },
      ]);
      expect(
        await posts()
          .select(['p.id'])
          .loadAllRelationIds({ relations: ['labels'], disableMixedMap: true })
          .orderBy('p.id')
          .getMany(),
      ).toEqual([
        { id: 1, labels: [{ name: 'x' }, { name: 'y' }] },
        { id: 2, labels: [{ name: 'y' }] },
        { id: 3, labels: [] },
        { id: 4, labels: [] },
      ]);
    });

    it('hidden rows as absent, unless the deleted are asked for before the join', async () => {
      await store.repository(Member).softDelete({ email: 'ann' });
      const authors = async (query: SelectQueryBuilder<Post>): Promise<(string | null)[]> =>
        (await query.orderBy('p.id').getMany()).map(({ author }) => author?.email ?? null);
      expect(await authors(posts().leftJoinAndSelect('p.author', 'a'))).toEqual([null, null, 'bob', null]);
      expect(await authors(posts().withDeleted().leftJoinAndSelect('p.author', 'a'))).toEqual([
        'ann',
        'ann',
        'bob',
        null,
      ]);
      expect(await authors(posts().leftJoinAndSelect('p.author', 'a').withDeleted())).toEqual([
        null,
        null,
        'bob',
        null,
      ]);
    });
  });

  it.each([
    'pessimistic_read',
    'pessimistic_write',
    'for_no_key_update',
    'for_key_share',
    'dirty_read',
  ] as const)('locks rows with %s in a transaction', async (mode) => {
    const locked = (query: SelectQueryBuilder<Post>): SelectQueryBuilder<Post> =>
      (query.setLock as (mode: string) => SelectQueryBuilder<Post>)(mode);
    const found = await store.manager.transaction((manager) =>
      locked(manager.createQueryBuilder(Post, 'p')).orderBy('p.id').getMany(),
    );
    expect(found).toHaveLength(4);
    const outside = await locked(posts())
      .getMany()
      .then(
        (rows) => rows.length,
        (error: Error) => error.name,
      );
    expect(outside).toBe(mode === 'dirty_read' ? 4 : 'PessimisticLockTransactionRequiredError');
  });

  it('locks the tables that it is told, and none that may be missing', async () => {
    await store.manager.transaction(async (manager) => {
      const joined = (): SelectQueryBuilder<Post> =>
        manager.createQueryBuilder(Post, 'p').leftJoinAndSelect('p.author', 'a').orderBy('p.id');
      expect(await joined().setLock('pessimistic_write', undefined, ['p']).getMany()).toHaveLength(4);
      expect(await failureOf(joined().setLock('pessimistic_write').getMany())).toMatchObject({
        code: '0A000',
        message: 'FOR UPDATE cannot be applied to the nullable side of an outer join',
      });
    });
    await store.manager.transaction(async (manager) => {
      const grouped = manager.createQueryBuilder(Post, 'p').select('p.views').groupBy('p.views');
      expect(await failureOf(grouped.setLock('pessimistic_read').getRawMany())).toMatchObject({
        code: '0A000',
        message: 'FOR SHARE is not allowed with GROUP BY clause',
      });
    });
  });
});
