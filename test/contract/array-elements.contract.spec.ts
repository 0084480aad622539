import { describeOnBothStores } from '../../src/database/testing';
import { Crate } from './entities/crate.entity';

describeOnBothStores('rows by the elements of their arrays', [Crate], (store) => {
  const COUNT = 400;
  let crates: Crate[];

  /** Every crate has label 0, half of them 1, a third of them 2, and so on; and each one of its own. */
  const crateOf = (id: number): Crate => ({
    id,
    shelf: id % 3,
    labels:
      id % 17 === 0
        ? null
        : [...Array.from({ length: 12 }, (_, n) => n).filter((n) => id % (n + 1) === 0), 1_000 + id],
    words: id % 5 === 0 ? [] : [`w${id % 7}`, `w${id % 2}`, `w${id % 7}`],
  });

  beforeEach(async () => {
    crates = Array.from({ length: COUNT }, (_, id) => crateOf(id));
    await store.repository(Crate).insert(Array.from({ length: COUNT }, (_, id) => crateOf(id)));
  });

  const found = async (where: string, parameters: unknown[]): Promise<number[]> => {
    const rows = await store
      .repository(Crate)
      .query<{ id: number }[]>(`SELECT id FROM crate WHERE ${where}`, parameters);
    return rows.map(({ id }) => id);
  };
  const having = (labels: readonly number[]): Crate[] =>
    crates.filter((crate) => crate.labels && labels.every((label) => crate.labels?.includes(label)));
  const idsOf = (some: readonly Crate[]): number[] => some.map(({ id }) => id);

  it.each([[[0]], [[1]], [[5, 3]], [[11]], [[1_077]], [[0, 1_077]], [[1, 1_077]], [[99]], [[]], [[7, 7]]])(
    'finds the rows that have all of %j, in every order',
    async (labels) => {
      const ids = idsOf(having(labels));
      expect((await found('labels @> $1 ', [labels])).toSorted((a, b) => a - b)).toEqual(ids);
      expect(await found('labels @> $1 ORDER BY id', [labels])).toEqual(ids);
      expect(await found('labels @> $1 ORDER BY id DESC LIMIT 7', [labels])).toEqual(
        ids.toReversed().slice(0, 7),
      );
      expect(await found('labels @> $1 AND id > 100 ORDER BY id LIMIT 3 OFFSET 2', [labels])).toEqual(
        ids.filter((id) => id > 100).slice(2, 5),
      );
      const shelved = idsOf(having(labels).filter(({ shelf }) => shelf === 1));
      expect(await found('shelf = 1 AND labels @> $1 ORDER BY id DESC LIMIT 1000', [labels])).toEqual(
        shelved.toReversed(),
      );
      expect(
        await found('shelf = 1 AND labels @> $1 AND id < 200 ORDER BY id DESC LIMIT 5', [labels]),
      ).toEqual(
        shelved
          .filter((id) => id < 200)
          .toReversed()
          .slice(0, 5),
      );
    },
  );

  it('has NULL contain nothing, be contained in nothing, and be no element', async () => {
    expect(await found('labels @> $1 ORDER BY id LIMIT 3', [null])).toEqual([]);
    expect(await found('labels @> $1 ORDER BY id LIMIT 3', [[null]])).toEqual([]);
    expect(await found('labels @> $1 ORDER BY id LIMIT 3', [[1, null]])).toEqual([]);
    await store.repository(Crate).query('UPDATE crate SET labels = ARRAY[1, NULL, 50] WHERE id = 3');
    expect(await found('labels @> $1 ORDER BY id LIMIT 3', [[50]])).toEqual([3]);
  });

  it('finds words as well as numbers, and arrays of more dimensions by all that is in them', async () => {
    const ids = idsOf(crates.filter(({ words }) => words.includes('w6') && words.includes('w1')));
    expect(await found('words @> $1::varchar[] ORDER BY id LIMIT 9', [['w6', 'w1']])).toEqual(
      ids.slice(0, 9),
    );
    await store.repository(Crate).query('UPDATE crate SET labels = ARRAY[[71, 72], [73, 74]] WHERE id = 9');
    expect(await found('labels @> ARRAY[74, 71] ORDER BY id LIMIT 9', [])).toEqual([9]);
  });

  it('keeps up with what is changed, deleted and taken back', async () => {
    const { manager } = store;
    const rare = (): Promise<number[]> => found('labels @> ARRAY[777] ORDER BY id DESC LIMIT 5', []);
    await manager.update(Crate, { id: 20 }, { labels: [777] });
    await manager.update(Crate, { id: 10 }, { labels: [777, 1] });
    expect(await rare()).toEqual([20, 10]);
    const other = await store.session();
    await other.startTransaction();
    await other.manager.update(Crate, { id: 20 }, { labels: [] });
    await other.manager.delete(Crate, { id: 10 });
    await other.manager.insert(Crate, { id: 1_001, shelf: 0, labels: [777], words: [] });
    const inside = await other.query('SELECT id FROM crate WHERE labels @> ARRAY[777] ORDER BY id LIMIT 5');
    // Others do not see it yet.
    expect([inside, await rare()]).toEqual([[{ id: 1_001 }], [20, 10]]);
    await other.rollbackTransaction();
    expect(await rare()).toEqual([20, 10]);
    await manager.delete(Crate, { id: 20 });
    await manager.update(Crate, { id: 10 }, { shelf: 9 });
    expect(await rare()).toEqual([10]);
  });

  it('joins by them', async () => {
    const rows = await store
      .repository(Crate)
      .query<{ id: number }[]>(
        `SELECT b.id FROM crate a JOIN crate b ON b.labels @> ARRAY[a.id + 1000, 0] WHERE a.id IN (5, 17, 6) ORDER BY b.id`,
      );
    expect(rows).toEqual([{ id: 5 }, { id: 6 }]);
  });
});
