import { LessThan } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { community, foundCommunity, Member, Post, Profile, Team } from './entities/community.entities';

describeOnBothStores('query builders that write', community, (store) => {
  const posts = (): Promise<Post[]> => store.repository(Post).find({ order: { id: 'ASC' } });
  const member = (id: number): Promise<Member> => store.repository(Member).findOneByOrFail({ id });

  beforeEach(() => foundCommunity(store));

  describe('insert', () => {
    it('returns the columns that it is told, or all of them', async () => {
      const teams = store.repository(Team).createQueryBuilder().insert();
      const all = await teams
        .values([{ name: 'a' }, { name: 'b' }])
        .returning('*')
        .execute();
      expect(all.raw).toEqual([
        { id: 4, name: 'a' },
        { id: 5, name: 'b' },
      ]);
      expect(all.identifiers).toEqual([{ id: 4 }, { id: 5 }]);
      expect(all.generatedMaps).toEqual([
        { id: 4, name: 'a' },
        { id: 5, name: 'b' },
      ]);
      const some = await store.dataSource
        .createQueryBuilder()
        .insert()
        .into(Member)
        .values({ name: { first: 'Dee' }, email: 'dee' })
        .returning(['id', 'email', 'credit'])
        .execute();
      expect(some.raw).toEqual([
        {
          id: 4,
          email: 'dee',
          credit: '0.00',
          version: 1,
          createdAt: expect.any(Date),
          updatedAt: expect.any(Date),
          deletedAt: null,
        },
      ]);
      expect(some.generatedMaps).toEqual([
        {
          id: 4,
          email: 'dee',
          credit: '0.00',
          version: 1,
          createdAt: expect.any(Date),
          updatedAt: expect.any(Date),
          deletedAt: null,
        },
      ]);
    });

    it('fills in the object, unless it is told not to', async () => {
      const filled: object = { name: { first: 'Dee' }, email: 'dee' };
      await store.repository(Member).createQueryBuilder().insert().values(filled).execute();
      expect(filled).toMatchObject({ id: 4, credit: '0.00', version: 1, deletedAt: null });
      const left: object = { name: { first: 'Eve' }, email: 'eve' };
      const result = await store
        .repository(Member)
        .createQueryBuilder()
        .insert()
        .values(left)
        .updateEntity(false)
        .execute();
      expect(left).toEqual({ name: { first: 'Eve' }, email: 'eve' });
      expect(result.identifiers).toEqual([]);
      expect(result.raw).toEqual([]);
    });

    it('takes expressions, chosen columns and no rows at all', async () => {
      const computed = await store
        .repository(Post)
        .createQueryBuilder()
        .insert()
        .values({ title: () => `upper('abc')`, views: () => '(SELECT count(*) FROM team)' })
        .returning(['title', 'views'])
        .execute();
      expect(computed.raw).toEqual([{ title: 'ABC', views: 3, id: 5 }]);
      await store.dataSource
        .createQueryBuilder()
        .insert()
        .into(Post, ['title'])
        .values({ title: 'only', views: 50 })
        .execute();
      expect((await posts()).at(-1)).toMatchObject({ title: 'only', views: 0 });
      const none = await store.repository(Post).createQueryBuilder().insert().values([]).execute();
      expect(none).toEqual({ identifiers: [], generatedMaps: [] });
      expect(
        await failureOf(store.repository(Post).createQueryBuilder().insert().values({}).execute()),
      ).toMatchObject({
        code: '23502',
        column: 'title',
      });
    });

    it('ignores conflicts', async () => {
      const result = await store
        .repository(Member)
        .createQueryBuilder()
        .insert()
        .values([
          { name: { first: 'X' }, email: 'ann' },
          { name: { first: 'Y' }, email: 'new' },
        ])
        .orIgnore()
        .execute();
      expect(result.raw).toHaveLength(1);
      expect(result.identifiers).toEqual([{ id: 5 }, undefined]);
      expect((await member(1)).name.first).toBe('Ann');
    });

    it('tells a row that it has inserted from one that it has updated', async () => {
      const { raw } = await store
        .repository(Member)
        .createQueryBuilder()
        .insert()
        .values([
          { name: { first: 'Ann' }, email: 'ann', age: 50 },
          { name: { first: 'Y' }, email: 'new', age: 51 },
        ])
        .orUpdate(['age'], ['email'])
        .returning('age, (xmax = 0) AS inserted')
        .execute();
      expect(raw).toEqual([
        { age: 50, inserted: false },
        { age: 51, inserted: true },
      ]);
    });

    it('updates on a conflict: chosen columns, under a condition, or only what differs', async () => {
      const insert = (age: number) =>
        store
          .repository(Member)
          .createQueryBuilder()
          .insert()
          .values([{ name: { first: 'New' }, email: 'ann', age }]);
      await insert(31).orUpdate(['age'], ['email']).execute();
      expect(await member(1)).toMatchObject({ age: 31, name: { first: 'Ann' }, version: 1 });
      const kept = await insert(32)
        .orUpdate(['age'], ['email'], { overwriteCondition: { where: { age: LessThan(10) } } })
        .execute();
      expect(kept.raw).toEqual([]);
      expect((await member(1)).age).toBe(31);
      const same = await insert(31)
        .orUpdate(['age'], ['email'], { skipUpdateIfNoValuesChanged: true })
        .returning(['id', 'age'])
        .execute();
      expect(same.raw).toEqual([]);
      const changed = await insert(33)
        .orUpdate(['age', 'nameFirst'], ['email'], { skipUpdateIfNoValuesChanged: true })
        .returning(['id', 'age'])
        .execute();
      expect(changed.raw).toEqual([
        {
          id: 1,
          age: 33,
          credit: '10.50',
          version: 1,
          createdAt: expect.any(Date),
          updatedAt: expect.any(Date),
          deletedAt: null,
        },
      ]);
      expect((await member(1)).name).toEqual({ first: 'New', last: 'A' });
    });
  });

  describe('update', () => {
    it('changes by expressions and conditions, and returns what it is told', async () => {
      const result = await store
        .repository(Member)
        .createQueryBuilder()
        .update()
        .set({ age: () => 'age + 1' })
        .where('age IS NOT NULL')
        .andWhere('id IN (:...ids)', { ids: [1, 2, 3] })
        .returning(['id', 'age', 'version'])
        .execute();
      expect(result.affected).toBe(2);
      expect(result.raw).toEqual(
        expect.arrayContaining([
          { id: 1, age: 31, version: 2 },
          { id: 2, age: 41, version: 3 },
        ]),
      );
    });

    it('writes back to the entity that it is given', async () => {
      const ann = await member(1);
      const result = await store.dataSource
        .createQueryBuilder()
        .update(Member)
        .set({ age: 77 })
        .whereEntity(ann)
        .updateEntity(true)
        .execute();
      expect(result.affected).toBe(1);
      expect(ann).toMatchObject({ id: 1, version: 2 });
      expect(await member(1)).toMatchObject({ age: 77, version: 2 });
    });

    it('sets relations by their keys, and parts of embedded objects', async () => {
      await store
        .repository(Post)
        .createQueryBuilder()
        .update()
        .set({ author: { id: 2 } })
        .where({ id: 1 })
        .execute();
      expect((await posts())[0]?.authorId).toBe(2);
      await store
        .repository(Post)
        .createQueryBuilder()
        .update()
        .set({ author: null })
        .where({ id: 1 })
        .execute();
      expect((await posts())[0]?.authorId).toBeNull();
      await store
        .repository(Member)
        .createQueryBuilder()
        .update()
        .set({ name: { last: 'Z' } })
        .where({ email: 'bob' })
        .execute();
      expect((await member(2)).name).toEqual({ first: 'Bob', last: 'Z' });
    });

    it('refuses to set nothing, or what there is not', async () => {
      const update = () => store.repository(Post).createQueryBuilder().update();
      expect((await failureOf(() => update().set({}).where('id = 1').execute())).name).toEqual(
        'UpdateValuesMissingError',
      );
      expect(
        (await failureOf(() => update().set({ views: undefined }).where('id = 1').execute())).name,
      ).toEqual('UpdateValuesMissingError');
      expect(
        (
          await failureOf(() =>
            update()
              .set({ nothing: 1 } as object)
              .where('id = 1')
              .execute(),
          )
        ).name,
      ).toEqual('EntityPropertyNotFoundError');
      expect((await failureOf(() => update().set({ views: 1 }).limit(1).execute())).name).toEqual(
        'LimitOnUpdateNotSupportedError',
      );
    });
  });

  describe('delete', () => {
    it('deletes what meets the condition, and returns what it is told', async () => {
      const result = await store.dataSource
        .createQueryBuilder()
        .delete()
        .from(Post)
        .where('views > :views', { views: 5 })
        .returning(['id', 'title'])
        .execute();
      expect(result).toMatchObject({ affected: 1, raw: [{ id: 2, title: 'p2' }] });
      expect((await posts()).map(({ id }) => id)).toEqual([1, 3, 4]);
      const rest = await store.repository(Post).createQueryBuilder().delete().execute();
      expect(rest).toMatchObject({ affected: 3, raw: [] });
    });
  });

  describe('soft delete and restore', () => {
    it('hide and show again what meets the condition', async () => {
      const members = store.repository(Member);
      const hidden = await members
        .createQueryBuilder()
        .softDelete()
        .where('age > :age', { age: 35 })
        .returning(['id'])
        .execute();
      expect(hidden).toMatchObject({ affected: 1, raw: [{ id: 2 }] });
      expect(await members.count()).toBe(2);
      const shown = await members.createQueryBuilder().restore().where('id = 2').execute();
      expect(shown.affected).toBe(1);
      expect(await members.count()).toBe(3);
    });

    it('need a column for it', async () => {
      const work = (): Promise<unknown> =>
        store.repository(Post).createQueryBuilder().softDelete().where('id = 1').execute();
      expect(await failureOf(work)).toEqual({
        name: 'MissingDeleteDateColumnError',
        message: 'Entity "Post" does not have delete date columns.',
      });
      expect((await failureOf(() => store.repository(Post).softDelete(1))).name).toEqual(
        'MissingDeleteDateColumnError',
      );
      expect((await failureOf(() => store.repository(Post).restore(1))).name).toEqual(
        'MissingDeleteDateColumnError',
      );
    });
  });

  describe('a relation query builder', () => {
    const teams = async (id: number): Promise<number[]> => {
      const found = await store
        .repository(Member)
        .findOneOrFail({ where: { id }, relations: { teams: true }, order: { teams: { id: 'ASC' } } });
      return found.teams.map((team) => team.id);
    };
    const authors = async (): Promise<(number | null)[]> => (await posts()).map(({ authorId }) => authorId);

    it('sets the one side, for one or several', async () => {
      const relation = store.repository(Post).createQueryBuilder().relation('author');
      await relation.of(4).set(2);
      expect(await authors()).toEqual([1, 1, 2, 2]);
      await relation.of([1, 2]).set({ id: 3 });
      expect(await authors()).toEqual([3, 3, 2, 2]);
      await relation.of(1).set(null);
      expect(await authors()).toEqual([null, 3, 2, 2]);
      await store.repository(Member).createQueryBuilder().relation('profile').of(2).set(1);
      const profile = await store
        .repository(Profile)
        .findOneOrFail({ where: { id: 1 }, relations: { member: true } });
      expect(profile.member?.email).toBe('bob');
    });

    it('adds to and removes from the many side', async () => {
      const relation = store.dataSource.createQueryBuilder().relation(Member, 'posts');
      await relation.of(2).add([1, 4]);
      expect(await authors()).toEqual([2, 1, 2, 2]);
      await relation.of(2).remove({ id: 3 });
      expect(await authors()).toEqual([2, 1, null, 2]);
    });

    it('links and unlinks both sides of a junction', async () => {
      const relation = store.repository(Member).createQueryBuilder().relation('teams');
      await relation.of(1).addAndRemove([3], [1]);
      expect(await teams(1)).toEqual([2, 3]);
      await relation.of([2, 3]).add(1);
      expect([await teams(2), await teams(3)]).toEqual([[1, 2], [1]]);
      await store.repository(Team).createQueryBuilder().relation('members').of(1).remove([2, 3]);
      expect([await teams(2), await teams(3)]).toEqual([[2], []]);
      expect(await failureOf(relation.of(1).add(2))).toMatchObject({
        code: '23505',
        detail: 'Key ("memberId", "teamId")=(1, 2) already exists.',
        table: 'member_teams_team',
      });
      expect(await failureOf(relation.of(1).add(99))).toMatchObject({
        code: '23503',
        detail: 'Key (teamId)=(99) is not present in table "team".',
      });
    });

    it('loads the other side', async () => {
      const relation = (target: typeof Member | typeof Post, property: string) =>
        store.dataSource.createQueryBuilder().relation(target, property);
      expect(await relation(Post, 'author').of(1).loadOne()).toMatchObject({ email: 'ann' });
      expect(await relation(Post, 'author').of(4).loadOne()).toEqual(undefined);
      expect(await relation(Member, 'profile').of(1).loadOne()).toEqual({ id: 1, text: 'about Ann' });
      expect(await relation(Member, 'posts').of(2).loadMany()).toEqual([
        { id: 3, title: 'p3', views: 0, authorId: 2 },
      ]);
      expect(await relation(Member, 'teams').of(3).loadMany()).toEqual([]);
    });

    it('refuses what the relation is not made for', async () => {
      const relation = (property: string) => store.repository(Member).createQueryBuilder().relation(property);
      expect((await failureOf(() => relation('posts').of(1).set(1))).message).toEqual(
        'Set operation is only supported for many-to-one and one-to-one relations. However given "posts" has one-to-many relation. Use .add() method instead.',
      );
      expect((await failureOf(() => relation('mentor').of(1).add(1))).message).toEqual(
        'Add operation is only supported for many-to-many and one-to-many relations. However given "mentor" has many-to-one relation. Use .set() method instead.',
      );
      expect((await failureOf(() => relation('mentor').of(1).remove(1))).message).toEqual(
        'Add operation is only supported for many-to-many and one-to-many relations. However given "mentor" has many-to-one relation. Use .set(null) method instead.',
      );
      expect((await failureOf(() => relation('nothing').of(1).add(1))).message).toEqual(
        'Relation nothing was not found in entity Member',
      );
      expect((await failureOf(() => relation('teams').of(undefined).add(1))).message).toEqual(
        'Entity whose relation needs to be set is not set. Use .of method to define whose relation you want to set.',
      );
    });
  });
});
