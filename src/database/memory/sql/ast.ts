import type { Node } from '@pgsql/types';

/** The name of a node's kind: "SelectStmt", "A_Expr". */
export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? '';
}

/** The text of a String node, or '' for another. */
export function stringOf(node: Node | undefined): string {
  return node && 'String' in node ? (node.String.sval ?? '') : '';
}

/** The last part of a qualified name. */
export function lastName(names: readonly Node[] | undefined): string {
  return stringOf(names?.at(-1));
}

/** The number of an integer constant, or 0 for another node. The parser leaves zeros out. */
export function integerOf(node: Node | undefined): number {
  if (node && 'Integer' in node) return node.Integer.ival ?? 0;
  if (node && 'A_Const' in node) return node.A_Const.ival?.ival ?? 0;
  return 0;
}

/** Where a node's text says so: counted from 1, as PostgreSQL reports it. */
export function positionOf(location: number | undefined): { readonly position: string } {
  return { position: String((location ?? 0) + 1) };
}

/** A place in the text of a statement as an error tells it: counted from 1; empty for what is not in the text. */
export interface Place {
  readonly position?: string;
}

/** Where the text of a node begins. */
export function placeOf(node: Node | undefined): Place {
  const start = node ? startOf(node) : Infinity;
  return start === Infinity ? {} : positionOf(start);
}

function startOf(node: object): number {
  let start = Infinity;
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key === 'location' && typeof value === 'number' && value >= 0) start = Math.min(start, value);
    else if (typeof value === 'object' && value !== null) start = Math.min(start, startOf(value));
  }
  return start;
}

/** For JSON.stringify: leaves out where in the text a node stands, so that equal expressions are equal. */
export function withoutPositions(key: string, value: unknown): unknown {
  return key === 'location' || key.endsWith('_start') || key.endsWith('_end') || key.endsWith('_location')
    ? undefined
    : value;
}

export function listItems(node: Node | undefined): readonly Node[] {
  return node && 'List' in node ? (node.List.items ?? []) : [];
}

/** The name of a column reference without a qualifier, or null for any other node. */
export function bareName(node: Node): string | null {
  if (!('ColumnRef' in node)) return null;
  const [field, ...more] = node.ColumnRef.fields ?? [];
  return field && more.length === 0 && 'String' in field ? stringOf(field) : null;
}

/** The place that an integer literal in ORDER BY or GROUP BY means, or null for any other node. */
export function ordinalOf(node: Node): number | null {
  return 'A_Const' in node && node.A_Const.ival ? integerOf(node) : null;
}
