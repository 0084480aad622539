import type { Node, SelectStmt, SubLink } from '@pgsql/types';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { lastName } from './ast';
import { memberSet } from './compile-in-list';
import { compileAt, type CompiledQuery, type ExpressionScope, type Row } from './compile-context';
import { applyOperator, compareRows } from './compile-operator';
import type { Environment, Evaluate } from './environment';
import { oncePerRun } from './once-per-run';
import { derived, type Expression, mustCoerce, NO_SLOTS, typeOf } from './expression';
import { VARIES } from './fold';

/** A sub-query within an expression, compiled: what it is and what it reads of the rows around it. */
interface SubQuery {
  readonly query: CompiledQuery;
  readonly slots: ReadonlySet<number>;
  /** Its rows; computed once a run when it looks at nothing outside. */
  readonly rows: (env: Environment) => readonly Row[];
}

/** EXISTS, scalar and ARRAY sub-queries, and those of IN, ANY and ALL. @throws SqlError 42601 */
export function compileSubLink(link: SubLink, at: ExpressionScope): Expression {
  const select = link.subselect && 'SelectStmt' in link.subselect ? link.subselect.SelectStmt : null;
  if (!select) throw unsupported('this sub-query');
  const sub = compileSub(select, at);
  switch (link.subLinkType) {
    case 'EXISTS_SUBLINK':
      return dependent(sub, [], types.bool, existence(sub), false);
    case 'EXPR_SUBLINK': {
      const column = singleColumn(sub);
      return { ...dependent(sub, [], column.type, scalar(sub)), typmod: column.typmod };
    }
    case 'ARRAY_SUBLINK': {
      const { type } = singleColumn(sub);
      return dependent(sub, [], type.element ? type : arrayOf(type), (env) =>
        sub.rows(env).map(([value = null]) => value),
      );
    }
    case 'ANY_SUBLINK':
    case 'ALL_SUBLINK':
      return compileCompared(link, sub, at);
    default:
      throw unsupported(`the sub-query form ${link.subLinkType}`);
  }
}

/** `(a, b) = (SELECT x, y ...)`: the one row of a sub-query compared with a row. */
export function compileRowComparison(
  name: string,
  left: Expression,
  select: SelectStmt,
  at: ExpressionScope,
): Expression {
  const sub = compileSub(select, at);
  const lefts = left.fields ?? [left];
  const { test, load } = comparison(name, lefts, sub);
  return dependent(sub, lefts, types.bool, (env) => {
    const row = onlyRow(sub.rows(env));
    if (!row) return null;
    load(row);
    return test.evaluate(env);
  });
}

function compileSub(select: SelectStmt, at: ExpressionScope): SubQuery {
  const { scope } = at;
  const before = scope.grouping;
  scope.grouping = at.grouping ?? null;
  const { result: query, slots } = scope.collectReads(() => at.context.compileQuery(select, scope));
  scope.grouping = before;
  return {
    query,
    slots,
    rows: query.correlated ? (env) => query.run(env) : oncePerRun((env) => query.run(env)),
  };
}

/**
 * An expression that depends on a sub-query: fixed for a row, but not known before the run.
 *
 * @param wanted somebody looks at the sub-query's columns, and not only at whether there are rows
 */
function dependent(
  { query, slots }: SubQuery,
  parts: readonly Expression[],
  type: Expression['type'],
  evaluate: Evaluate,
  wanted = true,
): Expression {
  const own = derived(parts, {
    type,
    evaluate,
    stable: true,
    volatile: true,
    fold: (env) => {
      for (const part of parts) part.fold?.(env);
      query.foldConstants(env, () => wanted);
      return VARIES;
    },
  });
  return { ...own, constant: false, slots: new Set([...own.slots, ...slots]) };
}

function existence({ query }: SubQuery): Evaluate {
  return query.correlated ? (env) => query.exists(env) : oncePerRun((env) => query.exists(env));
}

function singleColumn({ query }: SubQuery): CompiledQuery['columns'][number] {
  const [column, ...more] = query.columns;
  if (!column || more.length > 0) throw new SqlError('42601', 'subquery must return only one column');
  return column;
}

function onlyRow(rows: readonly Row[]): Row | null {
  if (rows.length > 1)
    throw new SqlError('21000', 'more than one row returned by a subquery used as an expression');
  return rows[0] ?? null;
}

function scalar({ rows }: SubQuery): Evaluate {
  return (env) => onlyRow(rows(env))?.[0] ?? null;
}

/** The sub-query's row is held beside the outer row while the comparison looks at both. */
function comparison(
  name: string,
  lefts: readonly Expression[],
  { query }: SubQuery,
): { readonly test: Expression; readonly load: (row: Row) => void } {
  if (lefts.length !== query.columns.length) {
    throw new SqlError(
      '42601',
      lefts.length < query.columns.length ? 'subquery has too many columns' : 'subquery has too few columns',
    );
  }
  let held: Row = [];
  const rights = query.columns.map((column, i): Expression => ({
    type: column.type,
    typmod: column.typmod,
    evaluate: () => held[i] ?? null,
    constant: false,
    slots: NO_SLOTS,
  }));
  const [left] = lefts;
  const [right] = rights;
  return {
    test:
      lefts.length === 1 && left && right
        ? applyOperator(name, left, right)
        : compareRows(name, lefts, rights),
    load: (row) => {
      held = row;
    },
  };
}

function compileCompared(link: SubLink, sub: SubQuery, at: ExpressionScope): Expression {
  const any = link.subLinkType === 'ANY_SUBLINK';
  const name = lastName(link.operName) || '=';
  const left = compileAt(link.testexpr as Node, at);
  const lefts = left.fields ?? [left];
  const { test, load } = comparison(name, lefts, sub);
  if (any && name === '=' && lefts.length === 1 && !sub.query.correlated) {
    const membership = compileMembership(left, sub);
    if (membership) return membership;
  }
  return dependent(sub, lefts, types.bool, (env) => {
    let unknown = false;
    for (const row of sub.rows(env)) {
      load(row);
      const result = test.evaluate(env);
      if (result === any) return any;
      if (result === null) unknown = true;
    }
    return unknown ? null : !any;
  });
}

/** `value IN (SELECT ...)` over rows that are the same for the whole run: a set, and a list for an index. */
function compileMembership(left: Expression, sub: SubQuery): Expression | null {
  const { type } = singleColumn(sub);
  const value = typeOf(left) === types.unknown ? mustCoerce(left, type, 'implicit') : left;
  if (!sameKeys(typeOf(value), type)) return null;
  const valuesOf = (env: Environment): readonly Datum[] => sub.rows(env).map(([item = null]) => item);
  const setOf = memberSet(type, valuesOf);
  const membership = dependent(sub, [value], types.bool, (env) => {
    const { keys, hasNull } = setOf(env);
    if (keys.size === 0 && !hasNull) return false;
    const item = value.evaluate(env);
    if (item === null) return null;
    return keys.has(type.key(item)) ? true : hasNull ? null : false;
  });
  const list = dependent(sub, [], arrayOf(type), valuesOf);
  return { ...membership, comparison: { operator: 'any', left: value, list } };
}

function sameKeys(a: SqlType, b: SqlType): boolean {
  const isText = (type: SqlType): boolean => type === types.text || type === types.varchar;
  return a === b || (isText(a) && isText(b));
}
