import type { LockingClause, Node } from '@pgsql/types';
import type { LockStrength } from '../storage/lock-strength';
import { latestVersion, type WaitPolicy } from '../storage/row-claim';
import { SqlError } from '../types/sql-error';
import type { Environment } from './environment';
import type { Expression } from './expression';
import type { FromNode } from './from-tree';
import type { Scope, ScopeRelation } from './scope';

/** A table whose rows a SELECT locks. */
export interface LockTarget {
  readonly relation: ScopeRelation;
  readonly strength: LockStrength;
  readonly policy: WaitPolicy;
}

const STRENGTHS: Record<string, LockStrength> = {
  LCS_FORKEYSHARE: 'key share',
  LCS_FORSHARE: 'share',
  LCS_FORNOKEYUPDATE: 'no key update',
  LCS_FORUPDATE: 'update',
};
const POLICIES: Record<string, WaitPolicy> = {
  LockWaitBlock: 'block',
  LockWaitSkip: 'skip',
  LockWaitError: 'nowait',
};

function clauseOf(node: Node): LockingClause {
  return 'LockingClause' in node ? node.LockingClause : {};
}

/** FOR UPDATE, FOR SHARE and so on, as the errors print a locking clause. */
export function lockWords(node: Node): string {
  const clause = clauseOf(node);
  return `FOR ${(STRENGTHS[clause.strength ?? ''] ?? 'update').toUpperCase()}`;
}

/** @throws SqlError 0A000 where a query's rows are not rows of tables any more */
export function refuseLocks(nodes: readonly Node[] | undefined, construct: string): void {
  const [first] = nodes ?? [];
  if (first) throw new SqlError('0A000', `${lockWords(first)} is not allowed with ${construct}`);
}

/** The tables that the locking clauses mean. @throws SqlError 42P01, and 0A000 on the nullable side of an outer join */
export function lockTargets(nodes: readonly Node[], scope: Scope, from: FromNode | null): LockTarget[] {
  const nullable = new Set<number>();
  if (from) collectNullable(from, false, nullable);
  return nodes.flatMap((node) => {
    const clause = clauseOf(node);
    const names = (clause.lockedRels ?? []).flatMap((range) =>
      'RangeVar' in range ? [range.RangeVar.relname ?? ''] : [],
    );
    for (const name of names) {
      if (scope.relations.some(({ alias }) => alias === name)) continue;
      throw new SqlError('42P01', `relation "${name}" in ${lockWords(node)} clause not found in FROM clause`);
    }
    const relations = scope.relations.filter(
      ({ table, alias }) => table !== null && (names.length === 0 || names.includes(alias)),
    );
    if (relations.some(({ slot }) => nullable.has(slot))) {
      throw new SqlError(
        '0A000',
        `${lockWords(node)} cannot be applied to the nullable side of an outer join`,
      );
    }
    return relations.map((relation) => ({
      relation,
      strength: STRENGTHS[clause.strength ?? ''] ?? 'update',
      policy: POLICIES[clause.waitPolicy ?? ''] ?? 'block',
    }));
  });
}

function collectNullable(node: FromNode, nullable: boolean, slots: Set<number>): void {
  if (node.kind === 'join') {
    collectNullable(node.left, nullable || node.type === 'full', slots);
    collectNullable(node.right, nullable || node.type !== 'inner', slots);
  } else if (nullable) {
    slots.add(node.relation.slot);
  }
}

/**
 * Locks the rows that stand behind one row of the result, as they are now.
 *
 * @returns 'skipped' when one of them is gone or to be passed by, 'changed' when one is another than was seen
 */
export function lockRow(targets: readonly LockTarget[], row: Environment): 'seen' | 'changed' | 'skipped' {
  const { statement } = row.context;
  let found: 'seen' | 'changed' = 'seen';
  for (const { relation, strength, policy } of targets) {
    const seen = row.versions[relation.slot];
    if (!seen || !relation.table) continue;
    const current = latestVersion(statement, seen, strength);
    if (current === null || !relation.table.lock(statement, current, strength, policy)) return 'skipped';
    if (current === seen) continue;
    row.rows[relation.slot] = current.values;
    row.versions[relation.slot] = current;
    found = 'changed';
  }
  return found;
}

/** The conditions that a row has to meet still when it changed while the query waited for it. */
export function conditionsOf(from: FromNode | null, where: Expression | null): readonly Expression[] {
  const conditions = where ? [where] : [];
  const collect = (node: FromNode): void => {
    if (node.kind !== 'join') return;
    if (node.type === 'inner' && node.on) conditions.push(node.on);
    collect(node.left);
    collect(node.right);
  };
  if (from) collect(from);
  return conditions;
}
