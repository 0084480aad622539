import type { DeepPartial } from 'typeorm';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { Article, Badge } from './entities/article.entity';

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

describeOnBothStores('writing', [Article, Badge, Account, Bank], (store) => {
  const reloaded = (id: number): Promise<Article> => store.repository(Article).findOneByOrFail({ id });

  describe('keys', () => {
    it('are drawn from the sequence even where an insert brings one, and kept where they are a uuid', async () => {
      expect((await store.repository(Article).save({ id: 77, title: 'a' })).id).toBe(1);
      const id = '0a0eebc9-9c0b-4ef8-bb6d-6bb9bd380a11';
      expect((await store.repository(Badge).save({ id, label: 'b' })).id).toBe(id);
      expect((await store.repository(Badge).save({ label: 'c' })).id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    });

    it('are never used twice, whatever becomes of the row', async () => {
      const accounts = store.repository(Account);
      await accounts.save({ email: 'a' });
      expect(await sqlStateOf(accounts.save({ email: 'a' }))).toBe('23505');
      await failureOf(
        store.manager.transaction(async (manager) => {
          await manager.save(Account, { email: 'b' });
          throw new Error('enough');
        }),
      );
      await accounts.upsert({ email: 'a', balance: 5 }, ['email']);
      expect((await accounts.save({ email: 'c' })).id).toBe(5);
    });
  });

  describe('save', () => {
    it('returns the same object with what the database made, and null for what was left out', async () => {
      const article: DeepPartial<Article> = { title: 'a', summary: undefined };
      const saved = await store.repository(Article).save(article);
      expect(saved).toBe(article);
      expect(saved).toMatchObject({ id: 1, title: 'a', rank: 7, version: 1, deletedAt: null });
      expect(saved.createdAt).toBeInstanceOf(Date);
      expect(saved.updatedAt).toEqual(saved.createdAt);
      expect(saved).toEqual(expect.objectContaining({ data: null, publishedAt: null, reviewer: null }));
      expect(saved.summary).toBeNull();
    });

    it('creates an instance of the class from a created object', async () => {
      const article = store.repository(Article).create({ title: 'a' });
      expect(article).toBeInstanceOf(Article);
      expect(await store.repository(Article).save(article)).toBe(article);
      expect(await reloaded(1)).toBeInstanceOf(Article);
    });

    it('writes nothing when nothing has changed', async () => {
      const articles = store.repository(Article);
      const publishedAt = new Date(2026, 0, 31);
      await articles.save({ title: 'a', data: { x: 1, y: [{ z: 2 }] }, publishedAt, keywords: ['k', 'l'] });
      const article = await reloaded(1);
      await tick();
      article.data = { y: [{ z: 2 }], x: 1 };
      article.publishedAt = new Date(publishedAt);
      article.keywords = ['k', 'l'];
      await articles.save(article);
      expect(await reloaded(1)).toEqual(article);
      expect((await reloaded(1)).version).toBe(1);
    });

    it('bumps the version and the update date when something has', async () => {
      const article = await store.repository(Article).save({ title: 'a' });
      const before = await reloaded(1);
      await tick();
      article.title = 'b';
      await store.repository(Article).save(article);
      expect(article.version).toBe(2);
      const after = await reloaded(1);
      expect(after).toMatchObject({ title: 'b', version: 2, createdAt: before.createdAt });
      expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
      expect(article.updatedAt).toEqual(after.updatedAt);
    });

    it('skips undefined, stores null, and fills in a default for undefined only', async () => {
      const articles = store.repository(Article);
      await articles.save({ title: 'a', summary: 's', rank: undefined });
      await articles.save({ id: 1, summary: undefined });
      expect(await reloaded(1)).toMatchObject({ summary: 's', rank: 7 });
      await articles.save({ id: 1, summary: null });
      expect((await reloaded(1)).summary).toBeNull();
      expect(await sqlStateOf(articles.save({ title: 'b', rank: null as never }))).toBe('23502');
    });

    it('honours columns that are not inserted or not updated', async () => {
      const articles = store.repository(Article);
      await articles.save({ title: 'a', origin: 'here', reviewer: 'nobody' });
      expect(await reloaded(1)).toMatchObject({ origin: 'here', reviewer: null });
      await articles.save({ id: 1, origin: 'there', reviewer: 'somebody' });
      expect(await reloaded(1)).toMatchObject({ origin: 'here', reviewer: 'somebody' });
    });

    it('stores an array whole or not at all, in chunks too', async () => {
      const accounts = store.repository(Account);
      expect(await sqlStateOf(accounts.save([{ email: 'a' }, { email: 'b' }, { email: 'a' }]))).toBe('23505');
      expect(await sqlStateOf(accounts.save([{ email: 'a' }, { email: 'a' }], { chunk: 1 }))).toBe('23505');
      expect(await accounts.count()).toBe(0);
      const saved = await accounts.save([{ email: 'a' }, { email: 'b' }, { email: 'c' }], { chunk: 2 });
      expect(saved.map(({ email, id }) => [email, id])).toEqual([
        ['a', 6],
        ['b', 7],
        ['c', 8],
      ]);
    });

    it('inserts what has an unknown key, updates what has a known one', async () => {
      const accounts = store.repository(Account);
      await accounts.insert({ email: 'a' });
      const saved = await accounts.save([
        { id: 1, email: 'b' },
        { id: 50, email: 'c' },
      ]);
      expect(saved.map(({ id }) => id)).toEqual([1, 2]);
      expect((await accounts.find({ order: { id: 'ASC' } })).map(({ email }) => email)).toEqual(['b', 'c']);
    });
  });

  it('keeps rows apart from the objects that were saved and found', async () => {
    const articles = store.repository(Article);
    const data = { list: [1], at: { x: 1 } };
    const publishedAt = new Date(2026, 0, 1);
    await articles.save({ title: 'a', data, publishedAt });
    data.list.push(2);
    data.at.x = 9;
    publishedAt.setFullYear(1999);
    const found = await reloaded(1);
    (found.data as { list: number[] }).list.push(3);
    found.publishedAt?.setFullYear(1998);
    expect(await reloaded(1)).toMatchObject({
      data: { list: [1], at: { x: 1 } },
      publishedAt: new Date(2026, 0, 1),
    });
  });

  describe('insert', () => {
    it('fills in its argument and returns what the database made', async () => {
      const article = { title: 'a' };
      const result = await store.repository(Article).insert(article);
      expect(article).toMatchObject({ id: 1, title: 'a', rank: 7, version: 1 });
      expect(result.identifiers).toEqual([{ id: 1 }]);
      const [generated] = result.generatedMaps;
      expect(Object.keys(generated ?? {}).toSorted()).toEqual(
        ['createdAt', 'deletedAt', 'id', 'rank', 'updatedAt', 'version'].toSorted(),
      );
      const [raw] = result.raw as object[];
      expect(Object.keys(raw ?? {}).toSorted()).toEqual(
        ['createdAt', 'deletedAt', 'id', 'rank', 'updatedAt', 'version'].toSorted(),
      );
    });

    it('takes several rows, and stores all or none', async () => {
      const accounts = store.repository(Account);
      const { identifiers } = await accounts.insert([{ email: 'a' }, { email: 'b', balance: 3 }]);
      expect(identifiers).toEqual([{ id: 1 }, { id: 2 }]);
      expect(await sqlStateOf(accounts.insert([{ email: 'c' }, { email: 'a' }]))).toBe('23505');
      expect(await accounts.count()).toBe(2);
    });

    it('takes an expression for a value', async () => {
      await store.repository(Article).insert({ title: () => `'a' || 'b'` });
      expect((await reloaded(1)).title).toBe('ab');
    });
  });

  describe('update, increment, soft delete and restore', () => {
    it('bump version and update date, and tell how many rows they changed', async () => {
      const articles = store.repository(Article);
      await articles.insert([{ title: 'a' }, { title: 'b' }]);
      expect(await articles.update(1, { title: 'c' })).toMatchObject({
        affected: 1,
        raw: [],
        generatedMaps: [],
      });
      expect(await articles.update({ title: 'nothing' }, { title: 'c' })).toMatchObject({ affected: 0 });
      expect((await reloaded(1)).version).toBe(2);
      await articles.increment({ id: 1 }, 'rank', 5);
      await articles.decrement({ id: 1 }, 'rank', 2);
      expect(await reloaded(1)).toMatchObject({ rank: 10, version: 4 });
      expect((await articles.softDelete(1)).affected).toBe(1);
      expect((await articles.softDelete(1)).affected).toBe(0);
      expect(await articles.findOneBy({ id: 1 })).toBeNull();
      const [deleted] = await articles.find({ where: { id: 1 }, withDeleted: true });
      expect(deleted).toMatchObject({ version: 5, deletedAt: expect.any(Date) });
      expect((await articles.restore(1)).affected).toBe(1);
      expect(await reloaded(1)).toMatchObject({ version: 6, deletedAt: null });
    });

    it('take ids, lists of ids and conditions', async () => {
      const articles = store.repository(Article);
      await articles.insert([{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
      expect((await articles.update([1, 2], { rank: 1 })).affected).toBe(2);
      expect((await articles.update({ rank: 7 }, { rank: () => '"rank" * 2' })).affected).toBe(1);
      expect((await reloaded(3)).rank).toBe(14);
      expect(await articles.delete([1, 3])).toMatchObject({ affected: 2, raw: [] });
      expect(await articles.delete({ title: 'zzz' })).toMatchObject({ affected: 0 });
    });

    it('leave NULL at NULL, and refuse to add what is not a number', async () => {
      const accounts = store.repository(Account);
      await accounts.insert({ email: 'a' });
      await accounts.increment({ id: 1 }, 'seat', 5);
      expect((await accounts.findOneByOrFail({ id: 1 })).seat).toBeNull();
      const { name, message } = await failureOf(accounts.increment({ id: 1 }, 'balance', 'x'));
      expect([name, message]).toEqual(['TypeORMError', 'Value "x" is not a number.']);
    });
  });

  describe('upsert', () => {
    it('updates on a conflict, keeps what it was not given, and bumps the date but not the version', async () => {
      const accounts = store.repository(Account);
      await accounts.insert({ email: 'a', balance: 1, phone: '1' });
      await accounts.upsert(
        [
          { email: 'a', balance: 2 },
          { email: 'b', balance: 3 },
        ],
        ['email'],
      );
      const rows = await accounts.find({ order: { id: 'ASC' } });
      expect(rows).toMatchObject([
        { email: 'a', balance: 2, phone: '1' },
        { email: 'b', balance: 3, phone: null },
      ]);
    });

    it('skips an update that would change nothing', async () => {
      const accounts = store.repository(Account);
      await accounts.insert({ email: 'a', balance: 1 });
      const options = { conflictPaths: ['email'], skipUpdateIfNoValuesChanged: true };
      const same = await accounts.upsert({ email: 'a', balance: 1 }, options);
      expect(same.raw).toEqual([]);
      const other = await accounts.upsert({ email: 'a', balance: 2 }, options);
      expect(other.raw).toHaveLength(1);
    });

    it('needs a matching unique index, and no row twice in one call', async () => {
      const accounts = store.repository(Account);
      expect(await sqlStateOf(accounts.upsert({ email: 'a', number: 1 }, ['number']))).toBe('42P10');
      expect(await sqlStateOf(accounts.upsert([{ email: 'a' }, { email: 'a' }], ['email']))).toBe('21000');
    });

    it('infers a partial index from its predicate', async () => {
      const accounts = store.repository(Account);
      await accounts.insert({ email: 'a', alias: 'x' });
      await accounts.upsert(
        { email: 'b', alias: 'x', balance: 4 },
        { conflictPaths: ['alias'], indexPredicate: '"deletedAt" IS NULL' },
      );
      expect(await accounts.find()).toMatchObject([{ email: 'b', alias: 'x', balance: 4 }]);
    });
  });

  it('preloads, merges and reloads', async () => {
    const articles = store.repository(Article);
    await articles.insert({ title: 'a', summary: 's' });
    const preloaded = await articles.preload({ id: 1, title: 'b' });
    expect(preloaded).toMatchObject({ id: 1, title: 'b', summary: 's' });
    expect(await articles.preload({ id: 99, title: 'b' })).toBeUndefined();
    const merged = articles.merge(articles.create({ title: 'x' }), { title: 'y' }, { summary: 'z' });
    expect(merged).toMatchObject({ title: 'y', summary: 'z' });
  });

  it('empties a table with clear, sequences going on', async () => {
    await store.repository(Article).insert([{ title: 'a' }, { title: 'b' }]);
    await store.repository(Article).clear();
    expect(await store.repository(Article).count()).toBe(0);
    expect((await store.repository(Article).save({ title: 'c' })).id).toBe(3);
  });
});
