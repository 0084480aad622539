import type { Datum } from '../types/datum';
import type { Grouper } from './aggregate-rows';
import type { Row, SetCall } from './compile-context';
import type { Environment } from './environment';
import type { Expression } from './expression';
import { expanding } from './expand-set-calls';
import { type Limit, type Page, pageOf } from './limit';
import { lockRow, type LockTarget } from './row-locking';
import type { Source } from './join-source';
import type { RowKey } from './row-key';
import type { RowOrder } from './sort-key';
import { TopRows } from './top-rows';
import type { WindowCall } from './window-call';
import { computeWindows } from './window-rows';

/** A simple SELECT, ready to run. */
export interface SelectPlan {
  readonly source: Source;
  readonly grouper: Grouper | null;
  readonly having: Expression | null;
  readonly windows: readonly WindowCall[];
  readonly sets: readonly SetCall[];
  /** May still be given a type, when they are bare literals. */
  readonly targets: Expression[];
  /** Null when the rows come in the order that is wanted. */
  readonly sort: { readonly keys: readonly Expression[]; readonly order: RowOrder } | null;
  readonly distinct: { readonly on: readonly Expression[]; readonly keyOf: (row: Row) => RowKey } | null;
  readonly locks: readonly LockTarget[];
  /** What a row has to meet again when it changed before it could be locked. */
  readonly conditions: readonly Expression[];
  readonly limit: Limit;
}

export function runSelect(plan: SelectPlan, environment: Environment): readonly Row[] {
  const page = pageOf(plan.limit, environment);
  if (plan.sort || plan.distinct || plan.locks.length > 0) return collectRows(plan, environment, page);
  const rows: Row[] = [];
  const { targets } = plan;
  let skip = page.skip;
  if (page.take === 0) return rows;
  forEachRow(plan, environment, (row) => {
    if (skip > 0) {
      skip -= 1;
      return true;
    }
    rows.push(valuesOf(targets, row));
    return rows.length < page.take;
  });
  return rows;
}

export function selectExists(plan: SelectPlan, environment: Environment): boolean {
  const { skip, take } = pageOf(plan.limit, environment);
  if (take === 0) return false;
  if (skip > 0 || plan.locks.length > 0) return runSelect(plan, environment).length > 0;
  let found = false;
  forEachRow(plan, environment, () => {
    found = true;
    return false;
  });
  return found;
}

function valuesOf(expressions: readonly Expression[], row: Environment): Datum[] {
  const values: Datum[] = [];
  for (let i = 0; i < expressions.length; i += 1) {
    values.push((expressions[i] as Expression).evaluate(row));
  }
  return values;
}

/** Hands on an environment for every row that the select list is computed over. */
function forEachRow(plan: SelectPlan, environment: Environment, visit: (row: Environment) => boolean): void {
  const { grouper, source, windows } = plan;
  const each = plan.sets.length > 0 ? expanding(plan.sets, visit) : visit;
  if (!grouper && windows.length === 0) {
    source.scan(environment, () => each(environment));
    return;
  }
  const rows = grouper ? groups(plan, grouper, environment) : allRows(source, environment);
  for (const row of windows.length > 0 ? computeWindows(windows, rows) : rows) if (!each(row)) return;
}

function groups(
  { source, having }: SelectPlan,
  grouper: Grouper,
  environment: Environment,
): readonly Environment[] {
  const all = grouper(source, environment);
  return having ? all.filter((group) => having.evaluate(group) === true) : all;
}

function allRows(source: Source, environment: Environment): readonly Environment[] {
  const rows: Environment[] = [];
  source.scan(environment, () => {
    rows.push(environment.copy());
    return true;
  });
  return rows;
}

interface Candidate {
  readonly values: Row;
  readonly keys: Row;
  readonly distinct: RowKey;
  /** The rows behind it, where they are to be locked. */
  readonly row: Environment | null;
}

/** Sorts, drops duplicates, locks and cuts out the page, in this order. */
function collectRows(plan: SelectPlan, environment: Environment, page: Page): readonly Row[] {
  const { sort, distinct, locks, targets } = plan;
  const end = page.skip + page.take;
  const wanted = distinct || locks.length > 0 || plan.limit.withTies ? Infinity : end;
  if (wanted === 0) return [];
  const top = new TopRows<Candidate>(wanted, sort && sort.order);
  const keys: Datum[] = [];
  forEachRow(plan, environment, (row) => {
    if (sort) {
      for (let i = 0; i < sort.keys.length; i += 1) keys[i] = (sort.keys[i] as Expression).evaluate(row);
      if (!top.accepts(keys)) return true;
    }
    top.add({
      values: valuesOf(targets, row),
      keys: [...keys],
      distinct: distinct ? distinct.keyOf(valuesOf(distinct.on, row)) : null,
      row: locks.length > 0 ? row.copy() : null,
    });
    return sort !== null || top.size < wanted;
  });
  let rows = top.sorted();
  if (distinct) rows = firstOfEach(rows);
  const hasTies = sort !== null && plan.limit.withTies && page.take > 0;
  const ties = (row: Candidate, last: Candidate | undefined): boolean =>
    hasTies && last !== undefined && sort.order(row.keys, last.keys) === 0;
  if (locks.length > 0) rows = lockRows(plan, rows, end, ties);
  if (hasTies) {
    const last = rows[end - 1];
    return rows
      .filter((row, i) => i >= page.skip && (i < end || ties(row, last)))
      .map(({ values }) => values);
  }
  const cut = page.skip > 0 || rows.length > end ? rows.slice(page.skip, end) : rows;
  return cut.map(({ values }) => values);
}

function firstOfEach(rows: readonly Candidate[]): Candidate[] {
  const seen = new Set<RowKey>();
  return rows.filter(({ distinct }) => {
    if (seen.has(distinct)) return false;
    seen.add(distinct);
    return true;
  });
}

/**
 * Locks rows in their order until there are enough: a limited query locks no more than it returns, and with ties the row
 * that shows that there are no more. What changed meanwhile is shown as it is now, in the place that it had.
 */
function lockRows(
  { locks, conditions, targets, sort }: SelectPlan,
  rows: readonly Candidate[],
  wanted: number,
  ties: (row: Candidate, last: Candidate | undefined) => boolean,
): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of rows) {
    const newest = kept.at(-1);
    if (kept.length >= wanted && !(newest && ties(newest, kept[wanted - 1]))) break;
    const { row } = candidate;
    const locked = row ? lockRow(locks, row) : 'seen';
    if (locked === 'seen') kept.push(candidate);
    else if (row && locked === 'changed' && conditions.every((one) => one.evaluate(row) === true)) {
      const keys = sort ? valuesOf(sort.keys, row) : candidate.keys;
      kept.push({ ...candidate, values: valuesOf(targets, row), keys });
    }
  }
  return kept;
}
