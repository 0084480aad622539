import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import {
  Comment,
  community,
  foundCommunity,
  Member,
  Post,
  Profile,
  Team,
} from './entities/community.entities';

describeOnBothStores('writing a graph', community, (store) => {
  const posts = (): Promise<Post[]> => store.repository(Post).find({ order: { id: 'ASC' } });
  const loaded = (email: string): Promise<Member> =>
    store.repository(Member).findOneOrFail({
      where: { email },
      relations: { posts: { labels: true, comments: true }, teams: true, profile: true },
      order: { posts: { id: 'ASC', labels: { name: 'ASC' }, comments: { id: 'ASC' } }, teams: { id: 'ASC' } },
    });

  beforeEach(() => foundCommunity(store));

  describe('save', () => {
    it('inserts a graph of every kind of relation, each row after what it needs', async () => {
      const saved = await store.repository(Member).save({
        name: { first: 'Dee' },
        email: 'dee',
        profile: { text: 'about Dee' },
        posts: [
          { title: 'n1', labels: [{ name: 'new' }, { name: 'x' }], comments: [{ text: 'first' }] },
          { title: 'n2' },
        ],
        teams: [{ name: 'green' }, { id: 1 }],
      });
      expect(saved).toMatchObject({
        id: 4,
        profile: { id: 2 },
        posts: [{ id: 5 }, { id: 6 }],
        teams: [{ id: 4 }, { id: 1 }],
      });
      expect(await loaded('dee')).toEqual({
        id: 4,
        name: { first: 'Dee', last: null },
        age: null,
        email: 'dee',
        credit: '0.00',
        version: 1,
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
        deletedAt: null,
        profile: { id: 2, text: 'about Dee' },
        posts: [
          {
            id: 5,
            title: 'n1',
            views: 0,
            authorId: 4,
            labels: [{ name: 'new' }, { name: 'x' }],
            comments: [{ id: 4, text: 'first', deletedAt: null }],
          },
          { id: 6, title: 'n2', views: 0, authorId: 4, labels: [], comments: [] },
        ],
        teams: [
          { id: 1, name: 'red' },
          { id: 4, name: 'green' },
        ],
      });
    });

    it('updates a graph: changes, additions, removals and orphans at once', async () => {
      const ann = await loaded('ann');
      const [first] = ann.posts;
      if (first) {
        first.title = 'changed';
        first.comments = first.comments.slice(1);
        ann.posts = [first];
      }
      ann.teams = [...ann.teams.slice(1), store.repository(Team).create({ name: 'new' })];
      if (ann.profile) ann.profile.text = 'rewritten';
      ann.name.last = 'Z';
      await store.repository(Member).save(ann);
      expect(await loaded('ann')).toEqual({
        id: 1,
        name: { first: 'Ann', last: 'Z' },
        age: 30,
        email: 'ann',
        credit: '10.50',
        version: 2,
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
        deletedAt: null,
        profile: { id: 1, text: 'rewritten' },
        posts: [
          {
            id: 1,
            title: 'changed',
            views: 5,
            authorId: 1,
            labels: [{ name: 'x' }, { name: 'y' }],
            comments: [{ id: 2, text: 'c2', deletedAt: null }],
          },
        ],
        teams: [
          { id: 2, name: 'blue' },
          { id: 4, name: 'new' },
        ],
      });
      expect((await posts()).map(({ title, authorId }) => [title, authorId])).toEqual([
        ['changed', 1],
        ['p2', null],
        ['p3', 2],
        ['p4', null],
      ]);
      expect(
        (await store.repository(Comment).find({ order: { id: 'ASC' } })).map(({ text }) => text),
      ).toEqual(['c2', 'c3']);
    });

    it('gives the same object back under every option', async () => {
      const members = store.repository(Member);
      const given = { name: { first: 'Dee' }, email: 'dee' };
      const unread = await members.save(given, { reload: false });
      expect(unread).toBe(given);
      expect(unread).toEqual({ name: { first: 'Dee', last: null }, email: 'dee', age: null });
      expect(await members.save({ name: { first: 'E' }, email: 'e' }, { transaction: false })).toMatchObject({
        id: 5,
        version: 1,
      });
      expect(
        await members.save({ name: { first: 'F' }, email: 'f' }, { listeners: false, data: { x: 1 } }),
      ).toMatchObject({ id: 6 });
      const several = await members.save(
        [
          { name: { first: 'G' }, email: 'g' },
          { name: { first: 'H' }, email: 'h' },
        ],
        { chunk: 1 },
      );
      expect(several.map(({ id }) => id)).toEqual([7, 8]);
    });

    it('leaves rows behind that came before a failure only without a transaction', async () => {
      const batch = [
        { name: { first: 'G' }, email: 'g' },
        { name: { first: 'H' }, email: 'ann' },
      ];
      const members = store.repository(Member);
      expect(await sqlStateOf(members.save(structuredClone(batch), { chunk: 1 }))).toBe('23505');
      expect(await members.existsBy({ email: 'g' })).toBe(false);
      expect(await sqlStateOf(members.save(structuredClone(batch), { chunk: 1, transaction: false }))).toBe(
        '23505',
      );
      expect(await members.existsBy({ email: 'g' })).toBe(true);
    });

    it('changes only what a partial object tells, and pays no heed to its version', async () => {
      const members = store.repository(Member);
      expect(await members.save({ id: 1, age: 31 })).toEqual({
        id: 1,
        age: 31,
        name: { last: null },
        version: 2,
        updatedAt: expect.any(Date),
      });
      expect(await members.findOneByOrFail({ id: 1 })).toMatchObject({
        age: 31,
        email: 'ann',
        version: 2,
        name: { first: 'Ann', last: 'A' },
      });
      const ann = await members.findOneByOrFail({ id: 1 });
      ann.version = 99;
      ann.age = 32;
      await members.save(ann);
      expect((await members.findOneByOrFail({ id: 1 })).version).toEqual(99);
      await members.save({ id: 1, name: { last: null } });
      expect((await members.findOneByOrFail({ id: 1 })).name).toEqual({ first: 'Ann', last: null });
      await members.save({ id: 2, mentor: null });
      expect(
        (await members.findOneOrFail({ where: { id: 2 }, relations: { mentor: true } })).mentor,
      ).toBeNull();
    });

    it('takes nothing, and refuses what is no entity', async () => {
      const members = store.repository(Member);
      expect(await members.save([])).toEqual([]);
      for (const given of [null, undefined, 'x']) {
        expect((await failureOf(() => members.save(given as never))).name).toBe('MustBeEntityError');
      }
      expect(await sqlStateOf(members.save({} as never))).toBe('23502');
      expect((await failureOf(() => store.manager.save({ id: 1 }))).name).toEqual(
        'CannotDetermineEntityError',
      );
      expect(await store.manager.save('Team', { name: 'by name' })).toMatchObject({ id: 4 });
      expect(await store.manager.save(Object.assign(new Team(), { name: 'by class' }))).toMatchObject({
        id: 5,
      });
      expect(
        await store.manager.save([
          Object.assign(new Team(), { name: 'a' }),
          Object.assign(new Profile(), { text: 'b' }),
        ]),
      ).toMatchObject([{ id: 6 }, { id: 2 }]);
    });
  });

  describe('remove', () => {
    it('takes the key from the object, and the rows that hang on it from the database', async () => {
      const ann = await loaded('ann');
      const removed = await store.repository(Member).remove(ann);
      expect(removed).toBe(ann);
      expect(removed.id).toBeUndefined();
      expect((await posts()).map(({ title }) => title)).toEqual(['p3', 'p4']);
      expect(await store.repository(Profile).count()).toBe(0);
      expect((await loaded('bob')).mentor).toBeUndefined();
      expect(await store.dataSource.query('SELECT "mentorId" FROM member ORDER BY id')).toEqual([
        { mentorId: null },
        { mentorId: null },
      ]);
      // The cascade reaches the teams, and with them Bob's link.
      expect(await store.dataSource.query('SELECT * FROM member_teams_team')).toEqual([]);
      expect(await store.repository(Team).find()).toEqual([{ id: 3, name: 'void' }]);
    });

    it('takes lists and nothing, and refuses what has no key', async () => {
      const all = await posts();
      expect(await store.repository(Post).remove(all, { chunk: 3 })).toHaveLength(4);
      expect(await store.repository(Post).count()).toBe(0);
      expect(await store.repository(Post).remove([])).toEqual([]);
      expect(
        (await failureOf(() => store.repository(Member).remove({ email: 'none' } as never))).name,
      ).toEqual('SubjectWithoutIdentifierError');
      const gone = await store.repository(Team).remove({ id: 99, name: 'gone' } as Team);
      expect(gone).toEqual({ name: 'gone' });
    });
  });

  describe('softRemove and recover', () => {
    it('hide a row and show it again, its relations left alone', async () => {
      const members = store.repository(Member);
      const ann = await members.findOneByOrFail({ email: 'ann' });
      const hidden = await members.softRemove(ann);
      expect(hidden).toBe(ann);
      expect(ann).toMatchObject({ deletedAt: expect.any(Date), version: 2 });
      expect(await members.findOneBy({ email: 'ann' })).toBeNull();
      expect(await store.repository(Post).countBy({ title: 'p1' })).toBe(1);
      await members.recover(ann);
      expect(ann).toMatchObject({ deletedAt: null, version: 3 });
      expect(await members.findOneBy({ email: 'ann' })).toMatchObject({ id: 1, version: 3 });
    });

    it('hide single rows of a loaded collection', async () => {
      const comments = store.repository(Comment);
      await comments.softRemove(await comments.findBy({ text: 'c1' }));
      const texts = async (withDeleted: boolean): Promise<string[]> => {
        const [post] = await store
          .repository(Post)
          .find({ where: { id: 1 }, relations: { comments: true }, withDeleted });
        return (post?.comments ?? []).map(({ text }) => text).toSorted();
      };
      expect(await texts(false)).toEqual(['c2']);
      expect(await texts(true)).toEqual(['c1', 'c2']);
    });

    it('need a column for it', async () => {
      const post = await store.repository(Post).findOneByOrFail({ id: 1 });
      expect((await failureOf(() => store.repository(Post).softRemove(post))).name).toEqual(
        'MissingDeleteDateColumnError',
      );
      expect((await failureOf(() => store.repository(Post).recover(post))).name).toEqual(
        'MissingDeleteDateColumnError',
      );
    });
  });
});
