import type { DataSource, QueryRunner } from 'typeorm';
import { eventually } from '../support/eventually';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { actions, Anchor, Lazy, Rope } from './entities/action.entities';

describeOnBothStores('references', actions, (store) => {
  const anAnchor = (key: string): Promise<Anchor> => store.repository(Anchor).save({ key });
  const begun = async (): Promise<QueryRunner> => {
    const session = await store.session();
    await session.startTransaction();
    await session.query('SET LOCAL lock_timeout = 50');
    return session;
  };

  it.each([
    ['cascade', 0, null],
    ['setNull', 1, null],
  ] as const)('by %s act when their row is deleted', async (relation, count, left) => {
    const anchor = await anAnchor('a');
    await store.repository(Rope).save({ [relation]: anchor });
    expect((await store.repository(Anchor).delete(anchor.id)).affected).toBe(1);
    const ropes = await store.repository(Rope).find({ relations: { [relation]: true } });
    expect(ropes.map((rope) => rope[relation])).toEqual(Array.from({ length: count }, () => left));
  });

  it('by no action keep their row, and say so', async () => {
    const anchor = await anAnchor('a');
    await store.repository(Rope).save({ noAction: anchor });
    expect(await failureOf(store.repository(Anchor).delete(anchor.id))).toMatchObject({
      code: '23503',
      table: 'rope',
      detail: 'Key (id)=(1) is still referenced from table "rope".',
    });
    expect(await sqlStateOf(store.dataSource.query('UPDATE anchor SET id = 9'))).toBe('23503');
    await store.dataSource.query('UPDATE anchor SET id = id');
  });

  it('to another column than the key follow its changes', async () => {
    const anchor = await anAnchor('old');
    await store.repository(Rope).save({ byKey: anchor });
    await store.repository(Anchor).update(anchor.id, { key: 'new' });
    expect(await store.dataSource.query('SELECT anchor_key FROM rope')).toEqual([{ anchor_key: 'new' }]);
    const [rope] = await store.repository(Rope).find({ relations: { byKey: true } });
    expect(rope?.byKey).toEqual({ id: 1, key: 'new' });
    expect(await sqlStateOf(store.repository(Anchor).delete({ key: 'new' }))).toBe('23503');
  });

  it('that are deferred are due at the end, or when they are called in', async () => {
    const insert = 'INSERT INTO rope ("deferredId") VALUES (1)';
    await store.manager.transaction(async (manager) => {
      await manager.query(insert);
      await manager.insert(Anchor, { key: 'late' });
    });
    const dangling = 'INSERT INTO rope ("deferredId") VALUES (99)';
    expect(await sqlStateOf(store.dataSource.query(dangling))).toBe('23503');
    expect(await sqlStateOf(store.manager.transaction((manager) => manager.query(dangling)))).toBe('23503');
    const called = store.manager.transaction(async (manager) => {
      await manager.query(dangling);
      await manager.query('SET CONSTRAINTS ALL IMMEDIATE');
    });
    expect(await failureOf(called)).toMatchObject({
      code: '23503',
      detail: 'Key (deferredId)=(99) is not present in table "anchor".',
    });
    expect(await store.repository(Rope).count()).toBe(1);
  });

  it('lock the key of their row, and nothing else of it', async () => {
    const anchor = await anAnchor('a');
    const one = await begun();
    await one.manager.insert(Rope, { cascade: anchor });
    const attempts: [string, (session: QueryRunner) => Promise<unknown>][] = [
      ['another reference', ({ manager }) => manager.insert(Rope, { cascade: anchor })],
      [
        'a lock that leaves the key alone',
        ({ manager }) => manager.findOne(Anchor, { where: { id: 1 }, lock: { mode: 'for_no_key_update' } }),
      ],
      [
        'a lock for a change of the key',
        ({ manager }) => manager.findOne(Anchor, { where: { id: 1 }, lock: { mode: 'pessimistic_write' } }),
      ],
      ['a change of a key', ({ manager }) => manager.update(Anchor, 1, { key: 'b' })],
      ['a deletion', ({ manager }) => manager.delete(Anchor, 1)],
    ];
    const outcomes: [string, string][] = [];
    for (const [name, attempt] of attempts) {
      const two = await begun();
      const outcome = await attempt(two).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      outcomes.push([name, outcome]);
      await two.rollbackTransaction();
    }
    expect(outcomes).toEqual([
      ['another reference', 'done'],
      ['a lock that leaves the key alone', 'done'],
      ['a lock for a change of the key', '55P03'],
      ['a change of a key', '55P03'],
      ['a deletion', '55P03'],
    ]);
  });

  it('to a row that a transaction has just deleted wait for it', async () => {
    const anchor = await anAnchor('a');
    const one = await begun();
    await one.manager.delete(Anchor, anchor.id);
    const waiting = sqlStateOf(store.repository(Rope).insert({ cascade: anchor }));
    await one.commitTransaction();
    expect(await waiting).toBe('23503');
  });
});

describeOnBothStores('snapshots', actions, (store) => {
  const repeatable = async (): Promise<QueryRunner> => {
    const session = await store.session();
    await session.startTransaction('REPEATABLE READ');
    await session.manager.count(Anchor);
    return session;
  };

  it.each<[string, string, (session: QueryRunner) => Promise<unknown>]>([
    ['insert what is there already', '23505', ({ manager }) => manager.insert(Anchor, { key: 'a' })],
    ['upsert what it does not see', '40001', ({ manager }) => manager.upsert(Anchor, { key: 'a' }, ['key'])],
  ])('do not let a transaction %s', async (_, code, work) => {
    const session = await repeatable();
    await store.repository(Anchor).insert({ key: 'a' });
    expect(await session.manager.count(Anchor)).toBe(0);
    expect(await sqlStateOf(work(session))).toBe(code);
  });

  it.each<[string, (session: QueryRunner) => Promise<unknown>]>([
    ['update', ({ manager }) => manager.update(Anchor, { key: 'a' }, { key: 'c' })],
    ['delete', ({ manager }) => manager.delete(Anchor, { key: 'a' })],
    [
      'lock',
      ({ manager }) => manager.findOne(Anchor, { where: { key: 'a' }, lock: { mode: 'pessimistic_write' } }),
    ],
  ])('do not let a transaction %s what has changed since', async (_, work) => {
    await store.repository(Anchor).insert({ key: 'a' });
    for (const change of ['UPDATE anchor SET key = key', 'DELETE FROM anchor']) {
      const session = await repeatable();
      await store.dataSource.query(change);
      expect(await session.manager.countBy(Anchor, { key: 'a' })).toBe(1);
      expect(await failureOf(work(session))).toMatchObject({
        code: '40001',
        message: expect.stringMatching(/^could not serialize access due to concurrent (update|delete)$/),
      });
      await session.rollbackTransaction();
    }
  });

  it('let one of many equal inserts through, and every increment', async () => {
    const anchors = store.repository(Anchor);
    const inserts = await Promise.allSettled(
      Array.from({ length: 8 }, () => anchors.insert({ key: 'same' })),
    );
    const refused = inserts.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [],
    );
    expect(refused).toEqual(Array.from({ length: 7 }, () => '23505'));
    const [row] = await anchors.find();
    await Promise.all(
      Array.from({ length: 12 }, () => anchors.update({ id: row?.id ?? 0 }, { key: () => `key || '.'` })),
    );
    expect((await anchors.find())[0]?.key).toBe(`same${'.'.repeat(12)}`);
  });
});

describeOnBothStores('lazy relations and active records', actions, (store) => {
  beforeEach(() => Lazy.useDataSource(store.dataSource));
  // TypeORM reads lazy relations for which nobody waits.
  afterEach(() => eventually(() => store.kind === 'memory' || isIdle(store.dataSource)));

  it('load when they are asked for, and save what is promised', async () => {
    const parent = Lazy.create({ name: 'p', anchor: { key: 'k' } });
    parent.children = Promise.resolve([Lazy.create({ name: 'c1' }), Lazy.create({ name: 'c2' })]);
    await parent.save();
    const found = await Lazy.findOneByOrFail({ name: 'p' });
    expect(found.anchor).toEqual({ id: 1, key: 'k' });
    expect((await found.children).map(({ name }) => name).toSorted()).toEqual(['c1', 'c2']);
    const child = await Lazy.findOneByOrFail({ name: 'c1' });
    expect((await child.parent)?.name).toBe('p');
    expect(await (await Lazy.findOneByOrFail({ name: 'p' })).parent).toBeNull();
    child.parent = Promise.resolve(null);
    await child.save();
    expect(await Lazy.countBy({ parent: { name: 'p' } })).toBe(1);
    const [loaded] = await Lazy.find({ where: { name: 'p' }, relations: { children: true } });
    expect(await loaded?.children).toHaveLength(1);
  });

  it('do by the class and the object what a repository does', async () => {
    const one = await Lazy.save([Lazy.create({ name: 'a' }), Lazy.create({ name: 'b' })]);
    expect(one.map(({ id }) => id)).toEqual([1, 2]);
    expect(await Lazy.count()).toBe(2);
    expect(await Lazy.existsBy({ name: 'a' })).toBe(true);
    expect((await Lazy.insert({ name: 'c' })).identifiers).toEqual([{ id: 3 }]);
    expect((await Lazy.update({ name: 'c' }, { name: 'd' })).affected).toBe(1);
    expect((await Lazy.upsert({ id: 1, name: 'up' }, ['id'])).identifiers).toEqual([{ id: 4 }]);
    const first = await Lazy.findOneByOrFail({ id: 1 });
    first.name = 'changed';
    await first.reload();
    expect([first.name, first.hasId()]).toEqual(['a', true]);
    await first.remove();
    expect((await Lazy.delete({ name: 'd' })).affected).toBe(1);
    expect(await Lazy.createQueryBuilder('l').select('l.name', 'name').orderBy('l.id').getRawMany()).toEqual([
      { name: 'b' },
      { name: 'up' },
    ]);
    expect((await failureOf(Lazy.findOneByOrFail({ name: 'none' }))).name).toBe('EntityNotFoundError');
    await Lazy.clear();
    expect(await Lazy.find()).toEqual([]);
  });
});

async function isIdle(dataSource: DataSource): Promise<boolean> {
  const [row] = await dataSource.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'`,
  );
  return row?.n === 0;
}
