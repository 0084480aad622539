import { IsNull } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import {
  Content,
  contents,
  Listing,
  Photo,
  Poll,
  Question,
  RoomSchema,
  ShelfSchema,
  Topic,
} from './entities/content.entities';

describeOnBothStores('inheritance, views and entity schemas', contents, (store) => {
  const rows = (): Promise<unknown> =>
    store.dataSource.query('SELECT id, type, title, size, answers, choices FROM content ORDER BY id');

  beforeEach(async () => {
    const topic = await store.repository(Topic).save({ name: 'sea' });
    await store.repository(Photo).save([{ title: 'photo', size: 'L', topic }, { title: 'photo 2' }]);
    await store.repository(Question).save({ title: 'question', answers: 3 });
    await store.repository(Poll).save({ title: 'poll', answers: 4, choices: 'yes' });
    await store.repository(Content).save({ title: 'plain', note: 'n' });
  });

  describe('a table for a whole family', () => {
    it('holds rows of every class, and gives instances of it', async () => {
      expect(await rows()).toEqual([
        { id: 1, type: 'Photo', title: 'photo', size: 'L', answers: null, choices: null },
        { id: 2, type: 'Photo', title: 'photo 2', size: null, answers: null, choices: null },
        { id: 3, type: 'q', title: 'question', size: null, answers: 3, choices: null },
        { id: 4, type: 'Poll', title: 'poll', size: null, answers: 4, choices: 'yes' },
        { id: 5, type: 'Content', title: 'plain', size: null, answers: null, choices: null },
      ]);
      const all = await store.repository(Content).find({ order: { id: 'ASC' } });
      expect(all.map((content) => [content.constructor.name, content.title])).toEqual([
        ['Photo', 'photo'],
        ['Photo', 'photo 2'],
        ['Question', 'question'],
        ['Poll', 'poll'],
        ['Content', 'plain'],
      ]);
      expect(Object.keys(all[0] ?? {}).toSorted()).toEqual(['id', 'note', 'size', 'title', 'topic']);
      expect(all[3]).toEqual({ id: 4, title: 'poll', note: null, answers: 4, choices: 'yes' });
      const found = async (target: typeof Content): Promise<string[]> =>
        (await store.repository(target).find({ order: { id: 'ASC' } })).map(({ title }) => title);
      expect(await found(Photo)).toEqual(['photo', 'photo 2']);
      expect(await found(Question)).toEqual(['question', 'poll']);
      expect(await found(Poll)).toEqual(['poll']);
      expect(await store.repository(Question).count()).toEqual(2);
    });

    it('joins and filters by what only a child has', async () => {
      const photos = store.repository(Photo);
      expect(await photos.find({ relations: { topic: true }, order: { id: 'ASC' } })).toEqual([
        { id: 1, title: 'photo', note: null, size: 'L', topic: { id: 1, name: 'sea' } },
        { id: 2, title: 'photo 2', note: null, size: null, topic: null },
      ]);
      expect((await photos.findOneByOrFail({ topic: { name: 'sea' } })).title).toBe('photo');
      expect(await store.repository(Content).findBy({ size: 'L' } as never)).toHaveLength(1);
      const asked = await store.repository(Content).createQueryBuilder('c').where(`c.type = 'q'`).getMany();
      expect(asked.map(({ title }) => title)).toEqual(['question']);
    });

    it('changes and deletes rows of the class only', async () => {
      const questions = store.repository(Question);
      expect((await questions.update({ title: 'photo' }, { title: 'no' })).affected).toBe(0);
      expect((await questions.update({ title: 'poll' }, { answers: 9 })).affected).toEqual(1);
      expect((await store.repository(Photo).delete({ title: 'question' })).affected).toBe(0);
      expect((await store.repository(Content).update({ title: 'photo' }, { title: 'any' })).affected).toBe(1);
      await questions.increment({ id: 3 }, 'answers', 2);
      expect((await questions.findOneByOrFail({ id: 3 })).answers).toBe(5);
      expect((await store.repository(Poll).createQueryBuilder().delete().execute()).affected).toBe(1);
      expect((await questions.createQueryBuilder().update().set({ answers: 1 }).execute()).affected).toBe(1);
      expect((await rows()) as object[]).toHaveLength(4);
    });

    it('keeps the class of a row that is saved as its parent', async () => {
      await store.repository(Content).save({ id: 1, title: 'changed' });
      expect(await store.repository(Content).findOneByOrFail({ id: 1 })).toBeInstanceOf(Photo);
      const removed = await store
        .repository(Content)
        .remove(await store.repository(Content).findOneByOrFail({ id: 2 }));
      expect(removed.title).toBe('photo 2');
      expect(await store.repository(Photo).count()).toBe(1);
    });
  });

  describe('a view', () => {
    it('is found, counted and joined as a table', async () => {
      const listings = store.repository(Listing);
      expect(await listings.find({ order: { id: 'ASC' }, take: 2 })).toEqual([
        { id: 1, title: 'photo', about: '<sea>' },
        { id: 2, title: 'photo 2', about: null },
      ]);
      expect(await listings.findOneBy({ title: 'photo' })).toBeInstanceOf(Listing);
      expect(await listings.countBy({ about: IsNull() })).toBe(4);
      expect(await listings.findBy({ about: 'sea' })).toHaveLength(1);
      const joined = await store
        .repository(Content)
        .createQueryBuilder('c')
        .innerJoin(Listing, 'l', 'l.id = c.id')
        .where('l.about = :a', { a: 'sea' })
        .getMany();
      expect(joined.map(({ title }) => title)).toEqual(['photo']);
    });

    it('follows its tables, in a transaction too', async () => {
      await store.manager.transaction(async (manager) => {
        await manager.update(Topic, 1, { name: 'land' });
        expect((await manager.findOneByOrFail(Listing, { id: 1 })).about).toBe('<land>');
        expect((await store.repository(Listing).findOneByOrFail({ id: 1 })).about).toBe('<sea>');
      });
      expect((await store.repository(Listing).findOneByOrFail({ id: 1 })).about).toBe('<land>');
    });

    it('of several tables is not written to', async () => {
      const listings = store.repository(Listing);
      expect(await failureOf(listings.update({ id: 1 }, { title: 'x' }))).toMatchObject({
        code: '55000',
        message: 'cannot update view "listing"',
        detail: 'Views that do not select from a single table or view are not automatically updatable.',
      });
      expect(await failureOf(listings.delete({ id: 1 }))).toMatchObject({
        code: '55000',
        message: 'cannot delete from view "listing"',
      });
      expect(await failureOf(listings.insert({ title: 'x' }))).toMatchObject({
        code: '55000',
        message: 'cannot insert into view "listing"',
      });
    });
  });

  describe('an entity schema', () => {
    it('makes defaults, dates, versions, relations and constraints as a class does', async () => {
      const shelves = store.repository(ShelfSchema);
      const room = await store.repository(RoomSchema).save({ name: 'hall' });
      const saved = await shelves.save({ label: 'a', room, rooms: [room], data: { x: 1 } });
      expect(saved).toEqual({
        label: 'a',
        room: { name: 'hall', id: 1 },
        rooms: [{ name: 'hall', id: 1 }],
        data: { x: 1 },
        rank: 3,
        id: 1,
        madeAt: expect.any(Date),
        removedAt: null,
        version: 1,
      });
      expect(await shelves.find({ relations: { rooms: true } })).toEqual([
        {
          id: 1,
          label: 'a',
          rank: 3,
          madeAt: expect.any(Date),
          data: { x: 1 },
          removedAt: null,
          version: 1,
          rooms: [{ id: 1, name: 'hall' }],
          room: { id: 1, name: 'hall' },
        },
      ]);
      expect((await shelves.findOneByOrFail({ room: { name: 'hall' } })).label).toBe('a');
      expect(await failureOf(shelves.save({ label: 'a' }))).toMatchObject({
        code: '23505',
        detail: 'Key (label)=(a) already exists.',
      });
      expect(await failureOf(shelves.save({ label: 'b', rank: 100 }))).toMatchObject({
        code: '23514',
        constraint: 'CHK_shelf_rank',
      });
      expect(await failureOf(shelves.save({ label: 'too long a label' }))).toMatchObject({ code: '22001' });
      await shelves.softDelete({ label: 'a' });
      expect([
        await shelves.count(),
        await store.dataSource.getRepository('shelf').count({ withDeleted: true }),
      ]).toEqual([0, 1]);
    });
  });
});
