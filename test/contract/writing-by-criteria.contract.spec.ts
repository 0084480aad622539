import { In, Like } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Comment, community, foundCommunity, Member, Post, Team } from './entities/community.entities';

describeOnBothStores('writing by criteria', community, (store) => {
  const posts = (): Promise<Post[]> => store.repository(Post).find({ order: { id: 'ASC' } });

  beforeEach(() => foundCommunity(store));

  describe('update and delete', () => {
    it('take every form of criteria', async () => {
      const repository = store.repository(Post);
      const views = async (): Promise<number[]> => (await posts()).map((post) => post.views);
      expect((await repository.update('1', { views: 9 })).affected).toBe(1);
      expect((await repository.update([2, 3], { views: 8 })).affected).toBe(2);
      expect((await repository.update({ id: In([4]) }, { views: 1 })).affected).toBe(1);
      expect(await views()).toEqual([9, 8, 8, 1]);
      expect((await repository.update([{ id: 1 }, { title: 'p4' }], { views: 100 })).affected).toBe(2);
      expect((await repository.update({ author: { id: 1 } }, { views: 55 })).affected).toBe(2);
      expect(await views()).toEqual([55, 55, 8, 100]);
      expect((await repository.update({ title: Like('p%') }, { author: { id: 2 } })).affected).toBe(4);
      expect((await repository.delete({ author: { id: 2 }, views: 55 })).affected).toBe(2);
      expect((await repository.delete('3')).affected).toBe(1);
      expect((await repository.delete([{ id: 3 }, { id: 4 }])).affected).toBe(1);
    });

    it('refuse what there is not', async () => {
      const repository = store.repository(Post);
      expect((await failureOf(() => repository.update({ nothing: 1 } as never, { views: 1 }))).name).toEqual(
        'EntityPropertyNotFoundError',
      );
      expect((await failureOf(() => repository.update(1, { nothing: 1 } as never))).name).toEqual(
        'EntityPropertyNotFoundError',
      );
      expect((await failureOf(() => repository.delete({ nothing: 1 } as never))).name).toEqual(
        'EntityPropertyNotFoundError',
      );
    });

    it('return what they are told', async () => {
      const updated = await store
        .repository(Member)
        .update({ id: 1 }, { age: 3 }, { returning: ['id', 'age'] });
      expect(updated.raw).toEqual([{ id: 1, age: 3 }]);
      const all = await store.repository(Post).updateAll({ views: 3 }, { returning: '*' });
      expect(all.affected).toBe(4);
      expect((all.raw as object[])[0]).toEqual({ id: 1, title: 'p1', views: 3, authorId: 1 });
    });
  });

  describe('increment and decrement', () => {
    it('add to what meets the conditions, exactly', async () => {
      const repository = store.repository(Post);
      await repository.increment({ id: 1 }, 'views', 2);
      await repository.decrement({ author: { id: 1 } }, 'views', 1);
      await repository.increment([{ id: 3 }, { id: 4 }] as never, 'views', '10');
      expect((await posts()).map(({ views }) => views)).toEqual([6, 6, 10, 10]);
      await store.repository(Member).increment({ id: 1 }, 'credit', 0.1);
      expect((await store.repository(Member).findOneByOrFail({ id: 1 })).credit).toBe('10.60');
    });

    it('refuse what cannot be added', async () => {
      const repository = store.repository(Post);
      expect((await failureOf(() => repository.increment({ id: 1 }, 'nothing', 1))).message).toEqual(
        'Column nothing was not found in Post entity.',
      );
      expect(await failureOf(repository.increment({ id: 1 }, 'title', 1))).toEqual({
        name: 'QueryFailedError',
        message: 'operator does not exist: character varying + integer',
        code: '42883',
        severity: 'ERROR',
      });
      expect(await failureOf(repository.increment({ id: 1 }, 'views', 2_147_483_647))).toMatchObject({
        code: '22003',
        message: 'integer out of range',
      });
      expect((await failureOf(() => repository.increment({}, 'views', 1))).message).toEqual(
        'Empty criteria(s) are not allowed for the update method.',
      );
    });
  });

  describe('upsert', () => {
    it('writes relations and returns what it is told', async () => {
      await store.repository(Post).upsert({ id: 1, title: 'up', author: { id: 2 } }, ['id']);
      expect((await posts()).map(({ title, authorId }) => [title, authorId])).toEqual([
        ['p1', 1],
        ['p2', 1],
        ['p3', 2],
        ['p4', null],
        ['up', 2],
      ]);
      const members = store.repository(Member);
      const result = await members.upsert(
        { name: { first: 'Z' }, email: 'ann', age: 1 },
        { conflictPaths: { email: true }, returning: ['id', 'age', 'version'] },
      );
      expect(result.raw).toEqual([
        {
          id: 1,
          age: 1,
          version: 1,
          credit: '10.50',
          createdAt: expect.any(Date),
          updatedAt: expect.any(Date),
          deletedAt: null,
        },
      ]);
      expect(await members.findOneByOrFail({ id: 1 })).toMatchObject({
        name: { first: 'Z', last: 'A' },
        age: 1,
        version: 1,
      });
    });

    it('bumps the date but not the version, and skips rows that would not change', async () => {
      const members = store.repository(Member);
      const before = await members.findOneByOrFail({ id: 1 });
      await new Promise((resolve) => setTimeout(resolve, 3));
      await members.upsert(
        [
          { name: { first: 'Ann' }, email: 'ann', age: 1 },
          { name: { first: 'Q' }, email: 'q' },
        ],
        ['email'],
      );
      const after = await members.findOneByOrFail({ id: 1 });
      expect(after).toMatchObject({ age: 1, version: 1, createdAt: before.createdAt });
      expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
      expect(await members.upsert([], ['email'])).toEqual({ identifiers: [], generatedMaps: [] });
    });

    it('refuses other ways of doing it, and no conflict at all', async () => {
      const members = store.repository(Member);
      const row = { name: { first: 'Z' }, email: 'ann' };
      expect(
        await members.upsert(row, { conflictPaths: ['email'], upsertType: 'on-conflict-do-update' }),
      ).toMatchObject({ identifiers: [{ id: 1 }] });
      expect(await failureOf(members.upsert(row, []))).toEqual({
        name: 'QueryFailedError',
        message: 'syntax error at or near ")"',
        code: '42601',
        severity: 'ERROR',
      });
      expect(await failureOf(members.upsert(row, ['age']))).toMatchObject({
        code: '42P10',
        message: 'there is no unique or exclusion constraint matching the ON CONFLICT specification',
      });
    });
  });

  it('clears a table, but none that others point to, unless with them', async () => {
    await store.repository(Comment).clear();
    expect(await store.repository(Comment).count()).toBe(0);
    expect(await failureOf(store.repository(Post).clear())).toMatchObject({
      code: '0A000',
      message: 'cannot truncate a table referenced in a foreign key constraint',
      detail: 'Table "comment" references "post".',
    });
    await store.repository(Member).clear({ cascade: true });
    expect([await store.repository(Member).count(), await store.repository(Post).count()]).toEqual([0, 0]);
    expect(await store.repository(Team).count()).toBe(3);
  });

  it('creates, merges and preloads objects without writing them', async () => {
    const members = store.repository(Member);
    expect(members.create()).toBeInstanceOf(Member);
    const created = members.create({
      email: 'x',
      posts: [{ title: 't', labels: [{ name: 'q' }] }],
      nothing: 1,
    } as never) as unknown as Member;
    expect(created.posts[0]).toBeInstanceOf(Post);
    expect(created).not.toHaveProperty('nothing');
    const merged = members.merge(created, { age: 1, name: { last: 'l' } }, { posts: [{ title: 'u' }] });
    expect(merged).toBe(created);
    expect(merged).toEqual({
      name: { last: 'l' },
      age: 1,
      email: 'x',
      posts: [{ title: 't', labels: [{ name: 'q' }] }, { title: 'u' }],
    });
    const preloaded = await members.preload({ id: 1, posts: [{ id: 1, title: 'pre' }] });
    expect(preloaded?.posts).toEqual([{ id: 1, title: 'pre', views: 5, authorId: 1 }]);
    expect(preloaded?.email).toBe('ann');
    const refused = await members.preload({ email: 'ann' }).catch((error: unknown) => error);
    expect(refused).toBe(
      'Given object does not have a primary column, cannot transform it to database entity.',
    );
    expect(await members.countBy({ email: 'x' })).toBe(0);
    expect([
      members.hasId(preloaded as Member),
      members.getId(await members.findOneByOrFail({ id: 2 })),
    ]).toEqual([true, 2]);
  });
});
