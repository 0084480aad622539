import * as fc from 'fast-check';
import { TopRows } from './top-rows';

const row = fc.record({ keys: fc.tuple(fc.integer({ min: 0, max: 5 })), name: fc.string() });
const byKey = (a: readonly unknown[], b: readonly unknown[]): number => Number(a[0]) - Number(b[0]);

describe('TopRows', () => {
  it('keeps what a stable sort would put first, in its order', () => {
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 1, max: 8 }), (rows, limit) => {
        const top = new TopRows<(typeof rows)[number]>(limit, byKey);
        for (const one of rows) if (top.accepts(one.keys)) top.add(one);
        expect(top.sorted()).toEqual(rows.toSorted((a, b) => byKey(a.keys, b.keys)).slice(0, limit));
      }),
    );
  });

  it('keeps rows as they come when there is no order', () => {
    const top = new TopRows<{ keys: readonly number[] }>(Infinity, null);
    for (const keys of [[3], [1], [2]]) top.add({ keys });
    expect(top.sorted().map(({ keys }) => keys[0])).toEqual([3, 1, 2]);
  });
});
