import { compareNullsLast } from '../types/compare-nulls-last';
import * as fc from 'fast-check';
import { types } from '../types/type-catalog';
import { OrderedIndex } from './ordered-index';
import { FROZEN, RowVersion } from './row-version';

const COLUMNS = [types.text, types.int4] as const;

const tuple = fc.tuple(
  fc.option(fc.constantFrom('a', 'b', '1:a', 'é', '😀', ''), { freq: 5 }),
  fc.option(fc.integer({ min: -2, max: 2 }), { freq: 5 }),
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), tuple }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }) },
);

function compareRows(a: RowVersion, b: RowVersion): number {
  const order = COLUMNS.map((type, i) => compareNullsLast(type, a.values[i] ?? null, b.values[i] ?? null));
  return order.find((sign) => sign !== 0) ?? 0;
}

function all(index: OrderedIndex, direction: 'ascending' | 'descending'): RowVersion[] {
  const found: RowVersion[] = [];
  index.range(null, null, direction, (version) => found.push(version) > 0);
  return found;
}

describe('OrderedIndex', () => {
  it('gives rows in the order of their keys in either direction, those of one key in heap order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), tuple, (steps, bound) => {
        const index = new OrderedIndex('index', [0, 1], [...COLUMNS]);
        const rows: RowVersion[] = [];
        steps.forEach((one, position) => {
          if (one.kind === 'add') {
            const version = new RowVersion(one.tuple, FROZEN, position);
            rows.push(version);
            index.add(version);
          } else if (rows.length > 0) {
            const [gone] = rows.splice(one.which % rows.length, 1);
            if (gone) index.remove(gone);
          }
        });
        expect(all(index, 'ascending')).toEqual(rows.toSorted(compareRows));
        expect(all(index, 'descending')).toEqual(rows.toSorted((a, b) => compareRows(b, a)));
        const [first] = bound;
        const found: RowVersion[] = [];
        const limit = { values: [first], inclusive: true };
        index.range(limit, limit, 'ascending', (version) => found.push(version) > 0);
        expect(found).toEqual(rows.filter(({ values }) => values[0] === first).toSorted(compareRows));
      }),
    );
  });

  it('holds any number of rows with one key', () => {
    const index = new OrderedIndex('index', [0], [types.text]);
    const rows = Array.from({ length: 1_000 }, (_, position) => new RowVersion(['same'], FROZEN, position));
    for (const row of rows) index.add(row);
    const kept = rows.filter(({ position }) => position % 3 === 0);
    for (const row of rows) if (row.position % 3 > 0) index.remove(row);
    expect(all(index, 'ascending')).toEqual(kept);
    for (const row of kept) index.remove(row);
    expect([all(index, 'ascending'), index.size]).toEqual([[], 0]);
  });
});
