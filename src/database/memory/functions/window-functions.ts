import { canCoerce } from '../types/coercion';
import type { Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { instantiate, undeterminedType } from './polymorphism';
import { undefinedFunction } from './resolve';

/** One partition's rows in window order, and the frames within it. Rows are counted from 0. */
export interface WindowPartition {
  readonly size: number;
  /** The value of the function's n-th argument at a row. */
  argument(index: number, row: number): Datum;
  /** The first row of the peers of a row. */
  peerStart(row: number): number;
  /** The row after the last peer. */
  peerEnd(row: number): number;
  /** How many groups of peers come before the row's. */
  peerGroup(row: number): number;
  /** The n-th row of a row's frame (from the end for negative n: -1 is the last), or null. */
  frameRow(row: number, n: number): number | null;
}

export interface ResolvedWindow {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  evaluate(partition: WindowPartition, row: number): Datum;
}

interface WindowSignature {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
  readonly evaluate: ResolvedWindow['evaluate'];
}

const { int4, int8, float8, anyelement, anycompatible } = types;

/** The window function for the argument types, or null when the name is none. @throws SqlError 42883 */
export function resolveWindow(name: string, given: readonly SqlType[]): ResolvedWindow | null {
  const signatures = WINDOW_FUNCTIONS.get(name);
  if (!signatures) return null;
  for (const { args, result, evaluate } of signatures) {
    const instance = args.length === given.length ? instantiate(args, result, settle(args, given)) : null;
    if (instance) return { ...instance, evaluate };
  }
  throw undefinedFunction(name, given);
}

export function isWindowFunction(name: string): boolean {
  return WINDOW_FUNCTIONS.has(name);
}

/** A literal alone where any compatible types go is text. @throws SqlError 42804 where one type is asked for */
function settle(args: readonly SqlType[], given: readonly SqlType[]): readonly SqlType[] {
  const known = given.some((type) => type !== types.unknown && !canCoerce(type, int8, 'implicit'));
  return given.map((type, i) => {
    if (type !== types.unknown) return type;
    if (args[i] === anyelement) throw undeterminedType();
    return args[i] === anycompatible && i === 0 && !known ? types.text : type;
  });
}

const WINDOW_FUNCTIONS: ReadonlyMap<string, readonly WindowSignature[]> = new Map([
  ['row_number', [{ args: [], result: int8, evaluate: (_partition, row) => BigInt(row + 1) }]],
  ['rank', [{ args: [], result: int8, evaluate: (partition, row) => BigInt(partition.peerStart(row) + 1) }]],
  [
    'dense_rank',
    [{ args: [], result: int8, evaluate: (partition, row) => BigInt(partition.peerGroup(row) + 1) }],
  ],
  [
    'percent_rank',
    [
      {
        args: [],
        result: float8,
        evaluate: (partition, row) =>
          partition.size === 1 ? 0 : partition.peerStart(row) / (partition.size - 1),
      },
    ],
  ],
  [
    'cume_dist',
    [{ args: [], result: float8, evaluate: (partition, row) => partition.peerEnd(row) / partition.size }],
  ],
  ['ntile', [{ args: [int4], result: int4, evaluate: ntile }]],
  ['lag', shifted(-1)],
  ['lead', shifted(1)],
  [
    'first_value',
    [{ args: [anyelement], result: anyelement, evaluate: (partition, row) => atFrame(partition, row, 0) }],
  ],
  [
    'last_value',
    [{ args: [anyelement], result: anyelement, evaluate: (partition, row) => atFrame(partition, row, -1) }],
  ],
  [
    'nth_value',
    [
      {
        args: [anyelement, int4],
        result: anyelement,
        evaluate: (partition, row) => {
          const nth = partition.argument(1, row) as number | null;
          if (nth === null) return null;
          if (nth <= 0) throw new SqlError('22016', 'argument of nth_value must be greater than zero');
          return atFrame(partition, row, nth - 1);
        },
      },
    ],
  ],
]);

function atFrame(partition: WindowPartition, row: number, n: number): Datum {
  const at = partition.frameRow(row, n);
  return at === null ? null : partition.argument(0, at);
}

/** lag and lead: a row so many rows away in the partition, the default beyond its ends. */
function shifted(direction: 1 | -1): readonly WindowSignature[] {
  const at =
    (hasOffset: boolean, hasDefault: boolean): ResolvedWindow['evaluate'] =>
    (partition, row) => {
      const offset = hasOffset ? (partition.argument(1, row) as number | null) : 1;
      if (offset === null) return null;
      const target = row + direction * offset;
      if (target >= 0 && target < partition.size) return partition.argument(0, target);
      return hasDefault ? partition.argument(2, row) : null;
    };
  return [
    { args: [anyelement], result: anyelement, evaluate: at(false, false) },
    { args: [anyelement, int4], result: anyelement, evaluate: at(true, false) },
    { args: [anycompatible, int4, anycompatible], result: anycompatible, evaluate: at(true, true) },
  ];
}

/** Buckets as equal as they can be, the larger ones first. @throws SqlError 22014 */
function ntile(partition: WindowPartition, row: number): number | null {
  const buckets = partition.argument(0, 0) as number | null;
  if (buckets === null) return null;
  if (buckets <= 0) throw new SqlError('22014', 'argument of ntile must be greater than zero');
  const small = Math.floor(partition.size / buckets);
  const larger = partition.size % buckets;
  const inLarger = larger * (small + 1);
  if (row < inLarger) return Math.floor(row / (small + 1)) + 1;
  return larger + Math.floor((row - inLarger) / small) + 1;
}
