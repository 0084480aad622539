import * as fc from 'fast-check';
import { BPlusTree } from './b-plus-tree';

const operation = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), value: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ kind: fc.constant('delete' as const), value: fc.integer({ min: 0, max: 400 }) }),
);

function collect(tree: BPlusTree<number>, from: number | null, direction: 'ascend' | 'descend'): number[] {
  const found: number[] = [];
  tree[direction](from === null ? null : (entry) => entry < from, (entry) => {
    found.push(entry);
    return true;
  });
  return found;
}

describe('BPlusTree', () => {
  it('agrees with a sorted array after any sequence of inserts and deletes', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 1_500, size: 'max' }),
        fc.integer({ min: -1, max: 401 }),
        (operations, from) => {
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
          expect(collect(tree, null, 'ascend')).toEqual(sorted);
          expect(collect(tree, null, 'descend')).toEqual(sorted.toReversed());
          expect(collect(tree, from, 'ascend')).toEqual(sorted.filter((value) => value >= from));
          expect(collect(tree, from, 'descend')).toEqual(sorted.filter((value) => value < from).toReversed());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps a large ascending load in order', () => {
    const tree = new BPlusTree<number>((a, b) => a - b);
    for (let value = 0; value < 20_000; value += 1) tree.insert(value);
    expect(collect(tree, 19_990, 'ascend')).toEqual([
      19990, 19991, 19992, 19993, 19994, 19995, 19996, 19997, 19998, 19999,
    ]);
  });
});
