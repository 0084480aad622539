import type { Datum } from '../types/datum';
import { types } from '../types/type-catalog';
import { resolveWindow, type WindowPartition } from './window-functions';

/** A partition over sorted numbers with PostgreSQL's default frame: from the start to the last peer. */
function partitionOf(values: readonly number[]): WindowPartition {
  const peerStart = (row: number): number => values.findIndex((value) => value === values[row]);
  const peerEnd = (row: number): number => values.findLastIndex((value) => value === values[row]) + 1;
  return {
    size: values.length,
    argument: (_index, row) => values[row] ?? null,
    peerStart,
    peerEnd,
    peerGroup: (row) => new Set(values.slice(0, peerStart(row))).size,
    frameRow: (row, n) => {
      const at = n < 0 ? peerEnd(row) + n : n;
      return at >= 0 && at < peerEnd(row) ? at : null;
    },
  };
}

/** Arguments after the first one, which is the value itself. */
function over(name: string, values: readonly number[], ...more: number[]): Datum[] {
  const window = resolveWindow(name, [
    ...(TAKES_VALUE.has(name) ? [types.int4] : []),
    ...more.map(() => types.int4),
  ]);
  if (!window) throw new Error(`no window function ${name}`);
  const base = partitionOf(values);
  const offset = TAKES_VALUE.has(name) ? 1 : 0;
  const partition: WindowPartition = {
    ...base,
    argument: (index, row) => (index < offset ? base.argument(index, row) : (more[index - offset] ?? null)),
  };
  return values.map((_, row) => window.evaluate(partition, row));
}

const TAKES_VALUE = new Set(['lag', 'lead', 'first_value', 'last_value', 'nth_value']);

// Recorded from PostgreSQL 15: SELECT f(...) OVER (ORDER BY x) FROM (VALUES ...) AS t(x).
describe('window functions', () => {
  it.each([
    ['row_number', [1, 1, 2], [], [1n, 2n, 3n]],
    ['rank', [1, 1, 2], [], [1n, 1n, 3n]],
    ['dense_rank', [1, 1, 2], [], [1n, 1n, 2n]],
    ['percent_rank', [1, 1, 2], [], [0, 0, 1]],
    ['percent_rank', [1], [], [0]],
    ['cume_dist', [1, 1, 2, 3], [], [0.5, 0.5, 0.75, 1]],
    ['ntile', [1, 2, 3, 4, 5], [3], [1, 1, 2, 2, 3]],
    ['ntile', [1, 2], [4], [1, 2]],
    ['lag', [1, 2, 3], [], [null, 1, 2]],
    ['lag', [1, 2, 3], [2], [null, null, 1]],
    ['lead', [1, 2, 3], [1, 0], [2, 3, 0]],
    ['first_value', [1, 2, 2], [], [1, 1, 1]],
    ['last_value', [1, 2, 2], [], [1, 2, 2]],
    ['nth_value', [1, 2, 3], [2], [null, 2, 2]],
  ] as const)('%s over %p with %p', (name, values, more, expected) => {
    expect(over(name, values, ...more)).toEqual(expected);
  });

  it.each([
    ['ntile', 0, '22014', 'argument of ntile must be greater than zero'],
    ['nth_value', 0, '22016', 'argument of nth_value must be greater than zero'],
  ])('%s refuses %p', (name, argument, code, message) => {
    expect(() => over(name, [1, 2], argument)).toThrow(expect.objectContaining({ code, message }));
  });

  it('says that there is no such signature', () => {
    expect(() => resolveWindow('ntile', [types.text])).toThrow(
      expect.objectContaining({ code: '42883', message: 'function ntile(text) does not exist' }),
    );
  });
});
