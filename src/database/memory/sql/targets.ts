import type { Node } from '@pgsql/types';
import { SqlError, unsupported } from '../types/sql-error';
import { bareName, ordinalOf, placeOf, positionOf, stringOf } from './ast';
import { columnOf } from './compile-column';
import { compileAt, type ExpressionScope } from './compile-context';
import { outputName } from './column-name';
import { type Expression, settle } from './expression';
import type { NamedColumn, OutputColumn } from './scope';
import { typeOf } from './expression';

/** One output column of a select or RETURNING list. */
export interface Target {
  readonly name: string;
  /** May be a literal or parameter whose type is still open: {@link settleTarget}. */
  expression: Expression;
  /** Null for a column that `*` stands for. */
  readonly node: Node | null;
}

/** Makes an output column text that nothing gave a type. @throws SqlError 42P08 */
export function settleTarget(target: Target): Expression {
  target.expression = settle(target.expression);
  return target.expression;
}

/** The columns that one entry of a select or RETURNING list stands for: several for `*`. */
export function compileTargets(node: Node, at: ExpressionScope): Target[] {
  if (!('ResTarget' in node) || !node.ResTarget.val) throw unsupported('this entry of the select list');
  const { val, name } = node.ResTarget;
  const fields = 'ColumnRef' in val ? (val.ColumnRef.fields ?? []) : [];
  if (fields.some((field) => 'A_Star' in field)) {
    const location = 'ColumnRef' in val ? val.ColumnRef.location : undefined;
    return starColumns(fields.length > 1 ? stringOf(fields.at(-2)) : null, location, at);
  }
  if ('A_Indirection' in val && val.A_Indirection.indirection?.some((step) => 'A_Star' in step))
    return rowColumns(val.A_Indirection.arg, at);
  return [{ name: name ?? outputName(val), expression: compileAt(val, at), node: val }];
}

/** `(row).*` */
function rowColumns(arg: Node | undefined, at: ExpressionScope): Target[] {
  const row = arg ? compileAt(arg, at) : null;
  const type = row && typeOf(row);
  if (!row?.fields || !type || !('fields' in type)) throw unsupported('row expansion via "*" of a value');
  const names = type.fields as readonly { readonly name: string }[];
  return row.fields.map((expression, i) => ({ name: names[i]?.name ?? '', expression, node: null }));
}

/** @throws SqlError 42P01, 42601 */
function starColumns(alias: string | null, location: number | undefined, at: ExpressionScope): Target[] {
  const { scope } = at;
  if (alias === null) {
    if (scope.relations.length === 0) {
      throw new SqlError('42601', 'SELECT * with no tables specified is not valid', positionOf(location));
    }
    return scope.columns.map((column) => targetOf(column, 0, at));
  }
  const found = scope.relation(alias);
  if (!found) throw scope.missing(alias, location);
  const { depth, relation } = found;
  const columns: readonly NamedColumn[] =
    relation.joined ?? relation.columns.map(({ name }, ordinal) => ({ name, refs: [{ relation, ordinal }] }));
  return columns.map((column) => targetOf(column, depth, at));
}

function targetOf(column: NamedColumn, depth: number, at: ExpressionScope): Target {
  return { name: column.name, expression: columnOf({ depth, column }, at), node: null };
}

export function outputColumns(targets: readonly Target[]): OutputColumn[] {
  return targets.map(({ name, expression }) => ({
    name,
    type: typeOf(expression),
    typmod: expression.typmod,
  }));
}

/** What ORDER BY or DISTINCT ON means: an output column by name or ordinal, or an expression over the input. */
export function targetOrExpression(
  node: Node,
  targets: readonly Target[],
  clause: string,
  at: ExpressionScope,
): Expression {
  const ordinal = ordinalOf(node);
  if (ordinal !== null) {
    const target = targets[ordinal - 1];
    if (!target)
      throw new SqlError('42P10', `${clause} position ${ordinal} is not in select list`, placeOf(node));
    return settleTarget(target);
  }
  if ('A_Const' in node && !node.A_Const.isnull)
    throw new SqlError('42601', `non-integer constant in ${clause}`, placeOf(node));
  const name = bareName(node);
  if (name !== null) {
    const named = targets.filter((target) => target.name === name);
    const [first] = named;
    if (first && named.some((target) => !sameTarget(target, first, at))) {
      throw new SqlError('42702', `${clause} "${name}" is ambiguous`, placeOf(node));
    }
    if (first) return settleTarget(first);
  }
  // An expression of the select list is computed once.
  const text = at.scope.canonical(node);
  const same = targets.find((target) => target.node && at.scope.canonical(target.node) === text);
  return same ? settleTarget(same) : settle(compileAt(node, at));
}

export function sameExpression(a: Expression, b: Expression): boolean {
  return (
    a === b ||
    (a.column !== undefined && a.column.slot === b.column?.slot && a.column.ordinal === b.column.ordinal)
  );
}

function sameTarget(a: Target, b: Target, at: ExpressionScope): boolean {
  if (sameExpression(a.expression, b.expression)) return true;
  return a.node !== null && b.node !== null && at.scope.canonical(a.node) === at.scope.canonical(b.node);
}
