import type { Node, SelectStmt } from '@pgsql/types';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { kindOf, lastName, placeOf, positionOf } from './ast';
import { compileArray, compileCase, compileCoalesce, compileExtreme } from './compile-branch';
import { compileCall } from './compile-call';
import { compileColumnRef, rowOf } from './compile-column';
import { compileBooleanTest, compileCollate, compileNullTest, compileOperation } from './compile-operation';
import { compileAt, type ExpressionScope, type Grouping } from './compile-context';
import { compileConstant, compileParameter, compileValueFunction } from './compile-literal';
import { compileLogic } from './compile-operator';
import { compileRowComparison, compileSubLink } from './compile-subquery';
import { compileIndirection } from './compile-subscript';
import { cannotCoerce, coerce, derived, type Expression, typeOf } from './expression';
import { placingErrors } from './place-errors';
import { resolveTypeName } from './type-name';

/** Compiles one expression. @throws SqlError for what PostgreSQL refuses, 0A000 for what this store does not do */
export function compileExpression(node: Node, at: ExpressionScope): Expression {
  return placingErrors(node, () => ({ ...compileNode(node, at), node }));
}

function compileNode(node: Node, at: ExpressionScope): Expression {
  const { grouping } = at;
  if (grouping && grouping.keys.size > 0) {
    const key = grouping.keys.get(at.scope.canonical(node));
    if (key !== undefined) return groupKey(node, key, grouping, at);
  }
  if ('A_Const' in node) return compileConstant(node.A_Const);
  if ('ColumnRef' in node) return compileColumnRef(node.ColumnRef.fields ?? [], node.ColumnRef.location, at);
  if ('ParamRef' in node) return compileParameter(node.ParamRef, at);
  if ('A_Expr' in node) {
    const { kind, lexpr, rexpr, name } = node.A_Expr;
    const select = kind === 'AEXPR_OP' ? rowSelect(lexpr, rexpr) : null;
    return select && lexpr
      ? compileRowComparison(lastName(name), compileAt(lexpr, at), select, at)
      : compileOperation(node.A_Expr, at);
  }
  if ('BoolExpr' in node) {
    return compileLogic(
      node.BoolExpr.boolop ?? 'AND_EXPR',
      (node.BoolExpr.args ?? []).map((arg) => compileAt(arg, at)),
    );
  }
  if ('NullTest' in node)
    return compileNullTest(inner(node.NullTest.arg, at), node.NullTest.nulltesttype === 'IS_NOT_NULL');
  if ('BooleanTest' in node)
    return compileBooleanTest(inner(node.BooleanTest.arg, at), node.BooleanTest.booltesttype ?? 'IS_TRUE');
  if ('FuncCall' in node) return compileCall(node.FuncCall, at);
  if ('TypeCast' in node) {
    const { arg, typeName = {}, location } = node.TypeCast;
    const { type, typmod } = resolveTypeName(typeName, at.context.catalog);
    const value =
      arg && 'A_ArrayExpr' in arg && type.element ? compileArray(arg.A_ArrayExpr, at, type) : inner(arg, at);
    const cast = coerce(value, type, 'explicit', typmod);
    if (!cast) throw cannotCoerce(typeOf(value), type, positionOf(location));
    return cast;
  }
  if ('CaseExpr' in node) return compileCase(node.CaseExpr, at);
  if ('CoalesceExpr' in node) return compileCoalesce(node.CoalesceExpr.args ?? [], at);
  if ('MinMaxExpr' in node)
    return compileExtreme(node.MinMaxExpr.op === 'IS_LEAST', node.MinMaxExpr.args ?? [], at);
  if ('SubLink' in node) return compileSubLink(node.SubLink, at);
  if ('A_ArrayExpr' in node) return compileArray(node.A_ArrayExpr, at);
  if ('RowExpr' in node) return rowOf((node.RowExpr.args ?? []).flatMap((arg) => rowFields(arg, at)));
  if ('SQLValueFunction' in node)
    return compileValueFunction(node.SQLValueFunction.op ?? '', node.SQLValueFunction.typmod ?? -1);
  if ('CollateClause' in node) return compileCollate(inner(node.CollateClause.arg, at), node.CollateClause);
  if ('A_Indirection' in node && node.A_Indirection.arg)
    return compileIndirection(node.A_Indirection.arg, node.A_Indirection.indirection ?? [], at);
  if ('GroupingFunc' in node) return compileGroupingFunction(node.GroupingFunc.args ?? [], at);
  if ('SetToDefault' in node)
    throw new SqlError('42601', 'DEFAULT is not allowed in this context', placeOf(node));
  throw unsupported(`the expression ${kindOf(node)}`);
}

function inner(node: Node | undefined, at: ExpressionScope): Expression {
  if (!node) throw unsupported('an empty expression');
  return compileAt(node, at);
}

/** The sub-query of `(a, b) = (SELECT ...)`, or null for any other operands. */
function rowSelect(left: Node | undefined, right: Node | undefined): SelectStmt | null {
  if (!left || !right || !('RowExpr' in left) || !('SubLink' in right)) return null;
  const { subLinkType, subselect } = right.SubLink;
  return subLinkType === 'EXPR_SUBLINK' && subselect && 'SelectStmt' in subselect
    ? subselect.SelectStmt
    : null;
}

/** `t.*` within a row stands for its columns. */
function rowFields(node: Node, at: ExpressionScope): readonly Expression[] {
  const field = compileAt(node, at);
  const expands = 'ColumnRef' in node && node.ColumnRef.fields?.some((part) => 'A_Star' in part);
  return expands && field.fields ? field.fields : [field];
}

/** A GROUP BY expression above the grouping. */
function groupKey(node: Node, key: number, grouping: Grouping, at: ExpressionScope): Expression {
  // In a plain group every row has the same key, so that any of them can tell it.
  const kept = grouping.keepsKeys ? grouping.keyExpressions[key] : undefined;
  if (!kept) return compileAt(node, { ...at, grouping: null });
  return derived([], {
    type: typeOf(kept),
    typmod: kept.typmod,
    volatile: true,
    evaluate: (env) => env.groupKeys[key] ?? null,
  });
}

/** GROUPING(a, b): a bit for each argument that the group's set leaves out. @throws SqlError 42803 */
function compileGroupingFunction(args: readonly Node[], at: ExpressionScope): Expression {
  const { grouping } = at;
  const places = args.map((arg) => grouping?.keys.get(at.scope.canonical(arg)));
  if (!grouping || places.includes(undefined)) {
    throw new SqlError(
      '42803',
      'arguments to GROUPING must be grouping expressions of the associated query level',
    );
  }
  return derived([], {
    type: types.int4,
    volatile: true,
    evaluate: ({ groupKeys }) =>
      places.reduce<number>(
        (bits, place) => bits * 2 + (grouping.keepsKeys && !((place ?? 0) in groupKeys) ? 1 : 0),
        0,
      ),
  });
}
