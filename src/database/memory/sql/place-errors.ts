import type { Node } from '@pgsql/types';
import { SqlError } from '../types/sql-error';
import { positionOf } from './ast';

/** What is wrong with a call or a sub-query as a whole. */
const OF_THE_CALL: ReadonlySet<string> = new Set(['42883', '42725', '42809', '42601']);

/** Analyses a node; what is wrong with it as a whole tells where it stands. @throws SqlError */
export function placingErrors<T>(node: Node, analyse: (node: Node) => T): T {
  try {
    return analyse(node);
  } catch (error) {
    if (!(error instanceof SqlError) || !OF_THE_CALL.has(error.code)) throw error;
    const call = callOf(node);
    throw call ? error.at(positionOf(call.location).position) : error;
  }
}

function callOf(node: Node): { readonly location?: number } | null {
  if ('A_Expr' in node) return node.A_Expr;
  if ('FuncCall' in node) return node.FuncCall;
  if ('CaseWhen' in node) return node.CaseWhen;
  return 'SubLink' in node ? node.SubLink : null;
}
