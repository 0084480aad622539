import type { Node } from '@pgsql/types';
import { SqlError } from '../types/sql-error';
import { bareName, ordinalOf, placeOf } from './ast';
import { compileAt, type ExpressionScope, type Grouping, type SetCall } from './compile-context';
import { type Expression, settle } from './expression';
import type { Scope, ScopeRelation } from './scope';
import { checkEquality } from './sort-key';

export interface GroupBy {
  readonly grouping: Grouping;
  readonly keys: readonly Expression[];
  /** Which keys each set groups by; one set of all of them without GROUPING SETS. */
  readonly sets: readonly (readonly number[])[];
  /** Set-returning functions among the keys: rows are multiplied before they are grouped. */
  readonly expand: readonly SetCall[];
}

/** The GROUP BY clause: its expressions, and the sets of them that groups are made of. */
export function compileGroupBy(
  clause: readonly Node[],
  targets: readonly Node[],
  at: ExpressionScope,
): GroupBy {
  const { scope } = at;
  const places = new Map<string, number>();
  const keys: Expression[] = [];
  const expand: SetCall[] = [];
  const place = (node: Node): number => {
    const meant = meantBy(node, targets, scope);
    const text = scope.canonical(meant);
    const known = places.get(text);
    if (known !== undefined) return known;
    const key = settle(compileAt(meant, { ...at, sets: expand }));
    checkEquality(key);
    places.set(text, keys.length);
    return keys.push(key) - 1;
  };
  const sets = product(clause.map((node) => setsOf(node, place)));
  const several = clause.some((node) => 'GroupingSet' in node);
  return {
    grouping: {
      keys: places,
      keyExpressions: keys,
      keepsKeys: several || expand.length > 0,
      determined: several ? new Set() : determinedBy(keys, scope),
      calls: [],
    },
    keys,
    sets: sets.map((set) => [...new Set(set)]),
    expand,
  };
}

/** Groups in which every column has one value. */
export function groupingOfAny(scope: Scope): Grouping {
  return {
    keys: new Map(),
    keyExpressions: [],
    keepsKeys: false,
    determined: new Set(scope.relations),
    calls: [],
  };
}

/** GROUP BY takes an ordinal, an input column, or else an output column's name. @throws SqlError 42P10 */
function meantBy(node: Node, targets: readonly Node[], scope: Scope): Node {
  const ordinal = ordinalOf(node);
  if (ordinal !== null) {
    const target = targets[ordinal - 1];
    if (!target || !('ResTarget' in target) || !target.ResTarget.val) {
      throw new SqlError('42P10', `GROUP BY position ${ordinal} is not in select list`, placeOf(node));
    }
    return target.ResTarget.val;
  }
  if ('A_Const' in node) throw new SqlError('42601', 'non-integer constant in GROUP BY', placeOf(node));
  const name = bareName(node);
  if (name !== null && !scope.tryColumn(name, null)) {
    const target = targets.find((candidate) => 'ResTarget' in candidate && candidate.ResTarget.name === name);
    if (target && 'ResTarget' in target && target.ResTarget.val) return target.ResTarget.val;
  }
  return node;
}

type Sets = readonly (readonly number[])[];

/** The sets that one entry of GROUP BY stands for. */
function setsOf(node: Node, place: (node: Node) => number): Sets {
  if ('RowExpr' in node && node.RowExpr.row_format === 'COERCE_IMPLICIT_CAST')
    return [(node.RowExpr.args ?? []).map(place)];
  if (!('GroupingSet' in node)) return [[place(node)]];
  const { kind, content = [] } = node.GroupingSet;
  // An element in parentheses counts as one.
  const elements = (): Sets => content.map((item) => setsOf(item, place).flat());
  switch (kind) {
    case 'GROUPING_SET_ROLLUP': {
      const parts = elements();
      return Array.from({ length: parts.length + 1 }, (_, i) => parts.slice(0, parts.length - i).flat());
    }
    case 'GROUPING_SET_CUBE': {
      const parts = elements();
      return Array.from({ length: 2 ** parts.length }, (_, i) =>
        parts.filter((_part, bit) => (i & (1 << (parts.length - 1 - bit))) === 0).flat(),
      );
    }
    case 'GROUPING_SET_SETS':
      return content.flatMap((item) => setsOf(item, place));
    case 'GROUPING_SET_EMPTY':
      return [[]];
    default:
      return elements();
  }
}

/** Several entries of GROUP BY combine: every set of one with every set of the next. */
function product(entries: readonly Sets[]): Sets {
  return entries.reduce<Sets>(
    (all, sets) => all.flatMap((before) => sets.map((set) => [...before, ...set])),
    [[]],
  );
}

/** Tables all of whose primary key is grouped by. */
function determinedBy(keys: readonly Expression[], scope: Scope): ReadonlySet<ScopeRelation> {
  return new Set(
    scope.relations.filter(({ table, slot }) => {
      const primaryKey = table?.def.primaryKey;
      return primaryKey?.columns.every((ordinal) =>
        keys.some(({ column }) => column?.slot === slot && column.ordinal === ordinal),
      );
    }),
  );
}
