import { Heap } from './heap';
import { FROZEN, type RowVersion } from './row-version';

function versionsOf(heap: Heap): RowVersion[] {
  const found: RowVersion[] = [];
  heap.visit((version) => {
    found.push(version);
  });
  return found;
}

describe('Heap', () => {
  it('keeps versions in the order in which they were written, however many are dropped in between', () => {
    const heap = new Heap();
    const kept: RowVersion[] = [];
    for (let n = 0; n < 20_000; n += 1) {
      const version = heap.append([n], FROZEN);
      if (n % 50 === 0) kept.push(version);
      else heap.remove(version);
    }
    expect(versionsOf(heap)).toEqual(kept);
    expect(heap.size).toBe(kept.length);
    const positions = kept.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(positions.at(-1)).toBeLessThan(1_000);
  });

  it('shows a visit what was there when it began, whatever is dropped and added meanwhile', () => {
    const heap = new Heap();
    const versions = Array.from({ length: 1_000 }, (_, n) => heap.append([n], FROZEN));
    const seen: RowVersion[] = [];
    heap.visit((version) => {
      seen.push(version);
      heap.remove(version);
      heap.append(version.values, FROZEN);
    });
    expect(seen).toEqual(versions);
    expect(versionsOf(heap).map(({ values }) => values)).toEqual(versions.map(({ values }) => values));
  });
});
