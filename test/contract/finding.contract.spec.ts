import { And, Any, Between, Equal, ILike, In, IsNull, LessThan, Like, MoreThan, Not, Or, Raw } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { community, foundCommunity, Member, Post, Team } from './entities/community.entities';

describeOnBothStores('finding', community, (store) => {
  const emails = async (where: object | object[]): Promise<string[]> => {
    const found = await store.repository(Member).find({ where, order: { id: 'ASC' } });
    return found.map(({ email }) => email);
  };
  const titles = async (where: object | object[]): Promise<string[]> => {
    const found = await store.repository(Post).find({ where, order: { id: 'ASC' } });
    return found.map(({ title }) => title);
  };

  beforeEach(() => foundCommunity(store));

  describe('by conditions', () => {
    it('on relations of every kind, at any depth, once for each root', async () => {
      expect(await emails({ teams: { name: In(['red', 'blue']) } })).toEqual(['ann', 'bob']);
      expect(await emails({ posts: { comments: { text: 'c3' } } })).toEqual(['bob']);
      expect(await emails({ posts: { labels: { name: 'y' } } })).toEqual(['ann']);
      expect(await emails({ profile: { text: Like('%Ann') } })).toEqual(['ann']);
      expect(await emails({ mentor: { email: 'ann' } })).toEqual(['bob']);
      expect(await emails([{ posts: { title: 'p1' } }, { posts: { title: 'p3' } }])).toEqual(['ann', 'bob']);
      expect(await emails([{ posts: { title: 'p1' } }, { age: IsNull() }])).toEqual(['ann', 'cid']);
    });

    it('on embedded objects', async () => {
      expect(await emails({ name: { first: Like('A%') } })).toEqual(['ann']);
      expect(await emails({ name: { last: Not(IsNull()) } })).toEqual(['ann', 'cid']);
      expect(await emails({ name: { first: 'Bob', last: IsNull() } })).toEqual(['bob']);
    });

    it('on a relation as a whole: an entity, its key, or whether there is one', async () => {
      expect(await titles({ author: { id: 1 } })).toEqual(['p1', 'p2']);
      expect(await titles({ author: { id: In([1, 2]) } })).toEqual(['p1', 'p2', 'p3']);
      expect(await titles({ author: IsNull() })).toEqual(['p4']);
      expect(await titles({ author: Not(IsNull()) })).toEqual(['p1', 'p2', 'p3']);
      expect(await titles({ author: true })).toEqual(['p1', 'p2', 'p3', 'p4']);
      expect(await titles({ author: false })).toEqual(['p1', 'p2', 'p3', 'p4']);
      expect(await titles({ author: In([1]) })).toEqual(['p1', 'p2']);
    });

    it('of every combination of operators', async () => {
      expect(await emails({ age: Or(Equal(30), IsNull()) })).toEqual(['ann', 'cid']);
      expect(await emails({ age: And(MoreThan(10), LessThan(35)) })).toEqual(['ann']);
      expect(await emails({ age: Not(Or(Equal(30), Equal(50))) })).toEqual(['bob']);
      expect(await emails({ age: Not(And(MoreThan(10), LessThan(35))) })).toEqual(['bob']);
      expect(await emails({ age: Any([30, 50]) })).toEqual(['ann']);
      expect(await emails({ age: Not(Any([30])) })).toEqual(['bob']);
      expect(await emails({ age: Not(Between(35, 45)) })).toEqual(['ann']);
      expect(await emails({ email: Not(ILike('A%')) })).toEqual(['bob', 'cid']);
      expect(await emails({ email: Raw((alias) => `upper(${alias}) = :e`, { e: 'ANN' }) })).toEqual(['ann']);
      expect(await emails({ email: Not(Raw((alias) => `${alias} < 'b'`)) })).toEqual(['bob', 'cid']);
      expect(await emails({ createdAt: MoreThan(new Date(0)) })).toEqual(['ann', 'bob', 'cid']);
      expect(await emails({ credit: And(MoreThan('9'), LessThan('20')) })).toEqual(['ann']);
    });

    it('but not by what there is not, at any depth', async () => {
      const members = store.repository(Member);
      for (const options of [
        { where: { posts: { nothing: 1 } } },
        { where: { name: { nothing: 1 } } },
        { order: { posts: { nothing: 'ASC' } } },
        { select: { posts: { nothing: true } }, relations: { posts: true } },
        { relations: { posts: { nothing: true } } },
      ]) {
        const { name, message } = await failureOf(members.find(options as object));
        expect([name, message]).toEqual([
          'EntityPropertyNotFoundError',
          expect.stringMatching(/"(nothing|email|posts\.nothing|name\.nothing)"/),
        ]);
      }
    });
  });

  describe('with relations', () => {
    const shape = (members: Member[]): unknown =>
      members.map(({ email, posts, teams, profile, mentor }) => ({
        email,
        mentor: mentor?.email ?? null,
        profile: profile?.text ?? null,
        teams: teams.map(({ name }) => name).toSorted(),
        posts: posts
          .map(({ title, labels, comments }) =>
            [title, ...labels.map(({ name }) => name), ...comments.map(({ text }) => text)]
              .toSorted()
              .join(' '),
          )
          .toSorted(),
      }));
    const relations = {
      posts: { labels: true, comments: true },
      teams: true,
      profile: true,
      mentor: true,
    } as const;

    it.each(['join', 'query'] as const)('of every kind, loaded by %s', async (relationLoadStrategy) => {
      const found = await store
        .repository(Member)
        .find({ relations, relationLoadStrategy, order: { id: 'ASC' } });
      expect(shape(found)).toEqual([
        {
          email: 'ann',
          mentor: null,
          profile: 'about Ann',
          teams: ['blue', 'red'],
          posts: ['c1 c2 p1 x y', 'p2 y'],
        },
        { email: 'bob', mentor: 'ann', profile: null, teams: ['blue'], posts: ['c3 p3'] },
        { email: 'cid', mentor: null, profile: null, teams: [], posts: [] },
      ]);
    });

    it('of which only some columns are selected', async () => {
      const found = await store.repository(Member).find({
        select: { id: true, name: { first: true }, posts: { title: true, comments: { text: true } } },
        relations: { posts: { comments: true } },
        order: { id: 'ASC', posts: { id: 'ASC', comments: { id: 'ASC' } } },
      });
      expect(found).toEqual([
        {
          id: 1,
          name: { first: 'Ann' },
          posts: [
            { title: 'p1', comments: [{ text: 'c1' }, { text: 'c2' }] },
            { title: 'p2', comments: [] },
          ],
        },
        { id: 2, name: { first: 'Bob' }, posts: [{ title: 'p3', comments: [{ text: 'c3' }] }] },
        { id: 3, name: { first: 'Cid' }, posts: [] },
      ]);
    });

    it('in the order of a relation, loaded or not', async () => {
      const byAuthor = await store.repository(Post).find({ order: { author: { email: 'DESC' }, id: 'ASC' } });
      expect(byAuthor.map(({ title }) => title)).toEqual(['p4', 'p3', 'p1', 'p2']);
      expect(byAuthor[0]?.author).toBeUndefined();
      const byPosts = await store.repository(Member).find({
        relations: { posts: true },
        order: { posts: { views: 'DESC' }, id: 'ASC' },
        take: 2,
      });
      expect(byPosts.map(({ email, posts }) => [email, posts.map(({ title }) => title)])).toEqual([
        ['cid', []],
        ['ann', ['p2', 'p1']],
      ]);
    });

    it('replaced by their ids', async () => {
      const members = store.repository(Member);
      const [ann] = await members.find({ loadRelationIds: true, order: { id: 'ASC' } });
      expect([ann?.posts.toSorted(), ann?.teams.toSorted(), ann?.mentor, ann?.profile]).toEqual([
        [1, 2],
        [1, 2],
        null,
        1,
      ]);
      const mapped = await members.find({
        loadRelationIds: { relations: ['mentor', 'profile'], disableMixedMap: true },
        order: { id: 'ASC' },
      });
      expect(mapped.map(({ mentor, profile }) => [mentor, profile])).toEqual([
        [{ id: null }, { id: 1 }],
        [{ id: 1 }, undefined],
        [{ id: null }, undefined],
      ]);
      expect(mapped[0]?.posts).toBeUndefined();
      const both = await store.repository(Post).find({
        loadRelationIds: { relations: ['author'] },
        relations: { labels: true },
        order: { id: 'ASC', labels: { name: 'ASC' } },
      });
      expect(both.map(({ author, labels }) => [author, labels.map(({ name }) => name)])).toEqual([
        [1, ['x', 'y']],
        [1, ['y']],
        [2, []],
        [null, []],
      ]);
    });

    it('page by page, and counted', async () => {
      const [page, count] = await store.repository(Member).findAndCount({
        where: { teams: { name: 'blue' } },
        relations: { teams: true, posts: true },
        order: { id: 'ASC', posts: { id: 'ASC' } },
        skip: 1,
        take: 1,
      });
      expect(count).toBe(2);
      expect(page.map(({ email, teams, posts }) => [email, teams.length, posts.length])).toEqual([
        ['ann', 1, 2],
      ]);
      const rest = await store
        .repository(Member)
        .find({ relations: { posts: true }, order: { id: 'ASC' }, skip: 1 });
      expect(rest.map(({ email }) => email)).toEqual(['bob', 'cid']);
    });
  });

  it('orders in every form of a direction', async () => {
    const ages = async (order: object): Promise<(number | null)[]> =>
      (await store.repository(Member).find({ order })).map(({ age }) => age);
    expect(await ages({ age: 'asc' })).toEqual([30, 40, null]);
    expect(await ages({ age: 'desc' })).toEqual([null, 40, 30]);
    expect(await ages({ age: 1 })).toEqual([30, 40, null]);
    expect(await ages({ age: -1 })).toEqual([null, 40, 30]);
    expect(await ages({ age: { direction: 'desc', nulls: 'last' } })).toEqual([40, 30, null]);
    expect(await ages({ name: { first: 'DESC' } })).toEqual([null, 40, 30]);
    expect(await ages({ age: 'sideways' })).toEqual([30, 40, null]);
  });

  it('finds one: the first in its order, after what is skipped', async () => {
    const members = store.repository(Member);
    expect((await members.findOne({ where: {}, order: { id: 'DESC' } }))?.email).toBe('cid');
    expect((await members.findOneBy({}))?.id).toBe(1);
    expect((await members.findOneOrFail({ where: { age: MoreThan(30) } })).email).toBe('bob');
    const withPosts = await members.findOne({
      where: { posts: { title: In(['p1', 'p2']) } },
      relations: { posts: true },
      order: { posts: { id: 'DESC' } },
    });
    expect(withPosts?.posts.map(({ title }) => title)).toEqual(['p2', 'p1']);
  });

  it('fails in words that tell what was looked for', async () => {
    const members = store.repository(Member);
    expect(await failureOf(members.findOneByOrFail({ id: 99 }))).toEqual({
      name: 'EntityNotFoundError',
      message: 'Could not find any entity of type "Member" matching: {\n    "id": 99\n}',
    });
    expect(await failureOf(members.findOneOrFail({ where: [{ id: 99 }, { email: 'zed' }] }))).toEqual({
      name: 'EntityNotFoundError',
      message:
        'Could not find any entity of type "Member" matching: {\n    "where": [\n        {\n            "id": 99\n        },\n        {\n            "email": "zed"\n        }\n    ]\n}',
    });
    expect(
      await failureOf(members.findOneOrFail({ where: { age: MoreThan(99) }, relations: { posts: true } })),
    ).toEqual({
      name: 'EntityNotFoundError',
      message:
        'Could not find any entity of type "Member" matching: {\n    "where": {\n        "age": {\n            "_type": "moreThan",\n            "_value": 99,\n            "_useParameter": true,\n            "_multipleParameters": false\n        }\n    },\n    "relations": {\n        "posts": true\n    }\n}',
    });
    expect((await failureOf(() => members.findOne(undefined as never))).name).toEqual('TypeError');
    expect((await failureOf(() => store.manager.find('Nobody'))).name).toBe('EntityMetadataNotFoundError');
  });

  it('counts and tells of existence through relations', async () => {
    const members = store.repository(Member);
    expect(await members.count({ where: { teams: { name: In(['red', 'blue']) } } })).toBe(2);
    expect(await members.count({ relations: { posts: true } })).toBe(3);
    expect(await members.countBy([{ age: 30 }, { age: 40 }, { age: 30 }])).toBe(2);
    expect(await members.exists({ where: { posts: { title: 'p1' } } })).toBe(true);
    expect(await members.existsBy([{ age: 99 }, { posts: { title: 'none' } }])).toBe(false);
    await members.softDelete(1);
    expect(await members.count()).toBe(2);
    expect(await members.count({ withDeleted: true })).toBe(3);
    expect(await members.existsBy({ email: 'ann' })).toBe(false);
  });

  it('aggregates under conditions, on relations too', async () => {
    const members = store.repository(Member);
    expect(await members.sum('age' as never)).toBe(70);
    expect(await members.average('age' as never)).toBe(35);
    expect(await members.minimum('age' as never, { age: MoreThan(30) })).toBe(40);
    expect(await members.maximum('age' as never)).toBe(40);
    expect(await members.sum('age' as never, [{ age: 30 }, { age: IsNull() }])).toBe(30);
    expect(await members.sum('age' as never, { posts: { title: 'p1' } })).toBe(30);
    expect(await members.sum('credit' as never)).toBe(30.75);
    expect(await members.average('credit' as never, { age: Not(IsNull()) })).toBe(15.375);
    expect(await members.sum('age' as never, { id: 99 })).toBeNull();
    expect(await members.maximum('email' as never)).toEqual(NaN);
    expect(await failureOf(members.sum('email' as never))).toMatchObject({
      code: '42883',
      message: 'function sum(character varying) does not exist',
    });
    expect((await failureOf(() => members.sum('nothing' as never))).name).toEqual('TypeORMError');
    await members.softDelete(2);
    expect(await members.sum('age' as never)).toBe(30);
  });

  it('is the same through the entity manager, by class, name or query builder', async () => {
    const { manager } = store;
    expect(await manager.findBy('Member', { id: 1 })).toMatchObject([{ email: 'ann' }]);
    expect(await manager.find(Team, { order: { id: 'DESC' }, take: 1 })).toEqual([{ id: 3, name: 'void' }]);
    expect(await manager.findOneBy(Team, { name: 'red' })).toBeInstanceOf(Team);
    expect(await manager.findAndCountBy(Team, { id: MoreThan(1) })).toMatchObject([
      [{ id: 2 }, { id: 3 }],
      2,
    ]);
    expect(await manager.createQueryBuilder(Team, 't').where('t.id = 2').getOne()).toEqual({
      id: 2,
      name: 'blue',
    });
    expect(await manager.count(Team)).toBe(3);
    expect(await manager.exists(Team)).toBe(true);
    expect(await manager.sum(Member, 'age' as never)).toBe(70);
    const ann = await manager.findOneByOrFail(Member, { id: 1 });
    expect([manager.hasId(ann), manager.getId(ann), manager.hasId(new Member())]).toEqual([true, 1, false]);
    expect(await store.dataSource.getRepository('Team').count()).toBe(3);
  });

  it('serves repositories that were extended, in transactions too', async () => {
    const members = store.repository(Member).extend({
      byEmail(this: { findOneBy(where: object): Promise<Member | null> }, email: string) {
        return this.findOneBy({ email });
      },
    });
    expect((await members.byEmail('ann'))?.id).toBe(1);
    const created = await store.manager.transaction(async (manager) => {
      await manager.save(Member, { name: { first: 'Dee' }, email: 'dee' });
      return manager.withRepository(members).byEmail('dee');
    });
    expect(created?.id).toBe(4);
  });
});
