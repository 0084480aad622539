import * as fc from 'fast-check';
import { BPlusTree } from './b-plus-tree';

const operation = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), value: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ kind: fc.constant('delete' as const), value: fc.integer({ min: 0, max: 400 }) }),
);

/** Entries from `from` to `to`, both included; null is without end. */
function collect(
  tree: BPlusTree<number>,
  from: number | null,
  to: number | null,
  direction: 'ascend' | 'descend',
): number[] {
  const found: number[] = [];
  tree[direction](
    from === null ? null : (entry) => entry < from,
    to === null ? null : (entry) => entry <= to,
    (entry) => {
      found.push(entry);
      return true;
    },
  );
  return found;
}

describe('BPlusTree', () => {
  it('agrees with a sorted array after any sequence of inserts and deletes', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 1_500, size: 'max' }),
        fc.integer({ min: -1, max: 401 }),
        fc.integer({ min: -1, max: 401 }),
        (operations, from, to) => {
          const tree = new BPlusTree<number>((a, b) => a - b);
          const model = new Set<number>();
          for (const { kind, value } of operations) {
            const changed = kind === 'insert' ? tree.insert(value) : tree.delete(value);
            const expected =
              kind === 'insert' ? !model.has(value) && Boolean(model.add(value)) : model.delete(value);
            expect(changed).toBe(expected);
          }
          const sorted = [...model].toSorted((a, b) => a - b);
          expect(tree.size).toBe(sorted.length);
          for (const [low, high] of [
            [null, null],
            [from, null],
            [null, to],
            [from, to],
          ] as const) {
            const expected = sorted.filter((value) => value >= (low ?? value) && value <= (high ?? value));
            expect(collect(tree, low, high, 'ascend')).toEqual(expected);
            expect(collect(tree, low, high, 'descend')).toEqual(expected.toReversed());
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps a large ascending load in order', () => {
    const tree = new BPlusTree<number>((a, b) => a - b);
    for (let value = 0; value < 20_000; value += 1) tree.insert(value);
    expect(collect(tree, 19_990, null, 'ascend')).toEqual([
      19990, 19991, 19992, 19993, 19994, 19995, 19996, 19997, 19998, 19999,
    ]);
  });
});
