import type { NonNullDatum, Datum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import type { Environment } from './environment';
import { typeOf } from './expression';
import type { FrameBound, WindowSpec } from './window-call';

/** A partition in window order, with its groups of peers. */
export interface OrderedPartition {
  readonly rows: readonly Environment[];
  /** For every row: its group of peers, where that group starts, and where it ends (exclusive). */
  readonly group: readonly number[];
  readonly start: readonly number[];
  readonly end: readonly number[];
}

/** Rows from (inclusive) to (exclusive), before exclusions. */
export interface FrameRange {
  readonly from: number;
  readonly to: number;
}

/** Which rows the frame of a row spans. */
export type FrameOf = (row: number) => FrameRange;

/** @throws SqlError 22013 for a frame offset that is NULL or negative */
export function framesOf({ frame, order }: WindowSpec, partition: OrderedPartition): FrameOf {
  const { rows, group, start, end } = partition;
  const groupStarts = [...new Set(start)];
  const groupEnd = (index: number): number =>
    index < 0 ? 0 : index < groupStarts.length ? (end[groupStarts[index] ?? 0] ?? 0) : rows.length;
  const groupStart = (index: number): number =>
    index <= 0 ? 0 : index < groupStarts.length ? (groupStarts[index] ?? 0) : rows.length;
  const [key] = order;

  /** For RANGE: the first (or the row after the last) row whose key is within the bound's limit. */
  const inRange = (bound: Extract<FrameBound, { kind: 'offset' }>, row: number, isStart: boolean): number => {
    const environment = rows[row];
    if (!environment || !key || !bound.limit) return 0;
    const own = key.expression.evaluate(environment);
    // NULLs are within no distance of anything but each other.
    if (own === null) return isStart ? (start[row] ?? 0) : (end[row] ?? 0);
    checkOffset(bound.offset.evaluate(environment), isStart);
    const limit = bound.limit.evaluate(environment) as NonNullDatum;
    const type = typeOf(key.expression);
    const sign = key.descending ? -1 : 1;
    const within = (candidate: number): boolean => {
      const other = rows[candidate];
      const value = other ? key.expression.evaluate(other) : null;
      if (value === null) return key.nullsFirst ? !isStart : false;
      const order = type.compare(value, limit) * sign;
      return isStart ? order >= 0 : order <= 0;
    };
    if (isStart) {
      let at = 0;
      while (at < rows.length && !within(at)) at += 1;
      return at;
    }
    let at = rows.length;
    while (at > 0 && !within(at - 1)) at -= 1;
    return at;
  };

  const edge = (bound: FrameBound, row: number, isStart: boolean): number => {
    if (bound.kind === 'unbounded') return isStart ? 0 : rows.length;
    if (bound.kind === 'current') {
      if (frame.mode === 'rows') return isStart ? row : row + 1;
      return (isStart ? start[row] : end[row]) ?? 0;
    }
    if (frame.mode === 'range') return inRange(bound, row, isStart);
    const environment = rows[row];
    const offset = Number(checkOffset(environment ? bound.offset.evaluate(environment) : null, isStart));
    const shift = bound.direction === 'preceding' ? -offset : offset;
    if (frame.mode === 'rows') return isStart ? row + shift : row + shift + 1;
    const target = (group[row] ?? 0) + shift;
    return isStart ? groupStart(target) : groupEnd(target);
  };

  return (row) => ({
    from: Math.max(edge(frame.start, row, true), 0),
    to: Math.min(edge(frame.end, row, false), rows.length),
  });
}

function checkOffset(offset: Datum, isStart: boolean): Datum {
  const side = isStart ? 'starting' : 'ending';
  if (offset === null) throw new SqlError('22004', `frame ${side} offset must not be null`);
  const negative = typeof offset === 'number' || typeof offset === 'bigint' ? offset < 0 : false;
  if (negative) throw new SqlError('22013', `frame ${side} offset must not be negative`);
  return offset;
}

/** Whether a row of the range is left out of a row's frame. */
export function isExcluded(
  exclude: WindowSpec['frame']['exclude'],
  partition: OrderedPartition,
  row: number,
  candidate: number,
): boolean {
  switch (exclude) {
    case 'none':
      return false;
    case 'current row':
      return candidate === row;
    case 'group':
      return partition.group[candidate] === partition.group[row];
    case 'ties':
      return candidate !== row && partition.group[candidate] === partition.group[row];
  }
}
