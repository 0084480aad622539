import type { Node, ResTarget, SubLink } from '@pgsql/types';
import { stringOf } from './ast';

/** The name that PostgreSQL gives an output column without AS (FigureColname). */
export function outputName(node: Node): string {
  return strongName(node) ?? weakName(node) ?? '?column?';
}

function strongName(node: Node): string | null {
  if ('ColumnRef' in node)
    return stringOf(node.ColumnRef.fields?.findLast((field) => 'String' in field)) || null;
  if ('A_Indirection' in node) {
    const field = node.A_Indirection.indirection?.findLast((step) => 'String' in step);
    return field ? stringOf(field) : node.A_Indirection.arg ? strongName(node.A_Indirection.arg) : null;
  }
  if ('FuncCall' in node) return stringOf(node.FuncCall.funcname?.at(-1));
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_NULLIF') return 'nullif';
  if ('TypeCast' in node) return node.TypeCast.arg ? strongName(node.TypeCast.arg) : null;
  if ('CollateClause' in node) return node.CollateClause.arg ? strongName(node.CollateClause.arg) : null;
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
  if ('A_ArrayExpr' in node) return 'array';
  if ('RowExpr' in node) return 'row';
  if ('GroupingFunc' in node) return 'grouping';
  if ('SQLValueFunction' in node)
    return (node.SQLValueFunction.op ?? '').replace(/^SVFOP_|_N$/g, '').toLowerCase();
  if ('SubLink' in node) {
    const { subLinkType } = node.SubLink;
    if (subLinkType === 'EXISTS_SUBLINK') return 'exists';
    if (subLinkType === 'ARRAY_SUBLINK') return 'array';
    const target = onlyTarget(node.SubLink);
    return target?.name ?? (target?.val ? strongName(target.val) : null);
  }
  if ('CaseExpr' in node) return node.CaseExpr.defresult ? strongName(node.CaseExpr.defresult) : null;
  return null;
}

function weakName(node: Node): string | null {
  if ('TypeCast' in node) return stringOf(node.TypeCast.typeName?.names?.at(-1));
  if ('CaseExpr' in node) return 'case';
  if ('A_Indirection' in node) return node.A_Indirection.arg ? weakName(node.A_Indirection.arg) : null;
  if ('CollateClause' in node) return node.CollateClause.arg ? weakName(node.CollateClause.arg) : null;
  const value = 'SubLink' in node ? onlyTarget(node.SubLink)?.val : undefined;
  return value ? weakName(value) : null;
}

/** The first column of a scalar sub-query. */
function onlyTarget({ subLinkType, subselect }: SubLink): ResTarget | null {
  if (subLinkType !== 'EXPR_SUBLINK' || !subselect || !('SelectStmt' in subselect)) return null;
  const target = subselect.SelectStmt.targetList?.[0];
  return target && 'ResTarget' in target ? target.ResTarget : null;
}
