import type { Node } from '@pgsql/types';

/** The name of a node's kind: "SelectStmt", "A_Expr". */
export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? '';
}

/** The text of a String node, or '' for another. */
export function stringOf(node: Node | undefined): string {
  return node && 'String' in node ? (node.String.sval ?? '') : '';
}

/** The number of an integer constant, or 0 for another node. The parser leaves zeros out. */
export function integerOf(node: Node | undefined): number {
  if (node && 'Integer' in node) return node.Integer.ival ?? 0;
  if (node && 'A_Const' in node) return node.A_Const.ival?.ival ?? 0;
  return 0;
}

/** A node's text without positions: equal for equal expressions. */
export function fingerprint(node: Node): string {
  return JSON.stringify(node, (key, value: unknown) =>
    key === 'location' || key.endsWith('_start') || key.endsWith('_end') ? undefined : value,
  );
}

export function listItems(node: Node | undefined): readonly Node[] {
  return node && 'List' in node ? (node.List.items ?? []) : [];
}
