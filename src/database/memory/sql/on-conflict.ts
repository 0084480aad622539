import type { InferClause, OnConflictClause } from '@pgsql/types';
import { isVisible, type RowVersion } from '../storage/row-version';
import type { Statement } from '../storage/statement';
import type { Table } from '../storage/table';
import type { ExclusionDef, Tuple } from '../storage/table-def';
import type { UniqueIndex } from '../storage/unique-index';
import { SqlError } from '../types/sql-error';
import { assignedValues, compileAssignments } from './assignment';
import { compileAt, type CompileContext } from './compile-context';
import type { Environment } from './environment';
import { asCondition } from './expression';
import type { ModifyTarget } from './modify-target';
import { parseExpression } from './parser';
import type { Scope, ScopeRelation } from './scope';

/** A constraint whose conflicts ON CONFLICT minds. */
export type Arbiter = UniqueIndex | ExclusionDef;

/** What INSERT does about rows that are already there. */
export interface Conflict {
  /**
   * The constraints whose conflicts it minds. PostgreSQL looks for them when it plans, once the parameters
   * are there.
   *
   * @throws SqlError 42P10
   */
  arbiters(): readonly Arbiter[];
  /** The row that the conflict ends with, or null when there is nothing to return. */
  resolve(
    existing: RowVersion,
    proposed: Tuple,
    environment: Environment,
    touched: Set<RowVersion>,
  ): RowVersion | null;
}

/** @throws SqlError 42P10, 42601, 42704, 42809 */
export function compileConflict(
  clause: OnConflictClause,
  { table, relation, scope }: ModifyTarget,
  context: CompileContext,
): Conflict {
  const inferred = clause.infer ? inferArbiters(clause.infer, table, scope) : allArbiters(table);
  const arbiters = (): readonly Arbiter[] => {
    if (inferred instanceof SqlError) throw inferred;
    return inferred;
  };
  if (clause.action !== 'ONCONFLICT_UPDATE') {
    return {
      arbiters,
      resolve: (existing, _proposed, environment) => {
        checkSerializable(existing, environment);
        return null;
      },
    };
  }
  if (!clause.infer) {
    throw new SqlError('42601', 'ON CONFLICT DO UPDATE requires inference specification or constraint name', {
      hint: 'For example, ON CONFLICT (column_name).',
    });
  }
  if (!(inferred instanceof SqlError) && inferred.some((arbiter) => 'parts' in arbiter))
    throw new SqlError('42809', 'ON CONFLICT DO UPDATE not supported with exclusion constraints');
  const excluded: ScopeRelation = {
    alias: 'excluded',
    slot: scope.reserveSlot(),
    columns: table.def.columns,
    table: null,
  };
  const columnMark = scope.columns.length;
  scope.add(excluded);
  const at = { scope, context, clause: 'UPDATE' };
  const assignments = compileAssignments(clause.targetList ?? [], table, at);
  const strength = table.updateStrength(assignments.map(({ ordinal }) => ordinal));
  const where = clause.whereClause ? asCondition(compileAt(clause.whereClause, at), 'WHERE') : null;
  // RETURNING does not see it.
  scope.relations.pop();
  scope.columns.length = columnMark;
  return {
    arbiters,
    resolve: (existing, proposed, environment, touched) => {
      const { statement } = environment.context;
      if (touched.has(existing)) {
        throw new SqlError('21000', 'ON CONFLICT DO UPDATE command cannot affect row a second time', {
          hint: 'Ensure that no rows proposed for insertion within the same command have duplicate constrained values.',
        });
      }
      checkSerializable(existing, environment);
      environment.rows[relation.slot] = existing.values;
      environment.rows[excluded.slot] = proposed;
      // The row is locked even if it then stays as it is, by the columns that would change.
      table.lock(statement, existing, strength);
      if (where && where.evaluate(environment) !== true) return null;
      const values = assignedValues(table, existing.values, assignments, environment);
      const updated = table.update(statement, existing, values);
      if (updated) touched.add(updated);
      return updated;
    },
  };
}

/** The row that is there already. @throws SqlError 55000 */
export function conflictingRow(
  table: Table,
  arbiters: readonly Arbiter[],
  values: Tuple,
  statement: Statement,
): RowVersion | null {
  for (const arbiter of arbiters) {
    const isExclusion = 'parts' in arbiter;
    if (isExclusion ? arbiter.deferrable : arbiter.key?.deferrable) throw notAnArbiter(table, arbiter);
    const existing = isExclusion
      ? table.excluding(statement, arbiter, values)
      : table.conflicting(statement, arbiter, values);
    if (existing) return existing;
  }
  return null;
}

function allArbiters({ def, indexes }: Table): readonly Arbiter[] {
  return [...indexes.unique, ...(def.exclusions ?? [])];
}

function notAnArbiter({ def }: Table, { name }: Arbiter): SqlError {
  return new SqlError(
    '55000',
    'ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters',
    { schema: def.schema, table: def.name, constraint: name },
  );
}

/** A row that is there but not in the transaction's snapshot. @throws SqlError 40001 */
function checkSerializable(existing: RowVersion, { context, snapshot }: Environment): void {
  const { transaction } = context.statement;
  if (transaction.isolation !== 'read committed' && !isVisible(existing, snapshot))
    throw new SqlError('40001', 'could not serialize access due to concurrent update');
}

function inferredColumn(table: Table, name: string): number {
  const ordinal = table.def.columns.findIndex((column) => column.name === name);
  if (ordinal < 0) throw new SqlError('42703', `column "${name}" does not exist`);
  return ordinal;
}

/** The constraints that ON CONFLICT (...) means, or what is wrong with them. @throws SqlError 42703, 42704 */
function inferArbiters(infer: InferClause, table: Table, scope: Scope): readonly Arbiter[] | SqlError {
  if (infer.conname) {
    const named = allArbiters(table).find(({ name }) => name === infer.conname);
    if (named) return [named];
    throw new SqlError('42704', `constraint "${infer.conname}" for table "${table.def.name}" does not exist`);
  }
  const elements = (infer.indexElems ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
  const columns = new Set(
    elements.flatMap(({ name }) => (name === undefined ? [] : [inferredColumn(table, name)])),
  );
  const expressions = new Set(elements.flatMap(({ expr }) => (expr ? [scope.canonical(expr)] : [])));
  const predicate = infer.whereClause ? scope.canonical(infer.whereClause) : null;
  const canonicalSql = (sql: string): string => scope.canonical(parseExpression(sql));
  const found = table.indexes.unique.filter(({ index, whereSql, partSql }) => {
    if (index.parts.length !== columns.size + expressions.size) return false;
    const fits = index.parts.every((part, i) =>
      'column' in part
        ? columns.has(part.column)
        : expressions.has(partSql[i] ? canonicalSql(partSql[i]) : ''),
    );
    return fits && (whereSql === null || (predicate !== null && canonicalSql(whereSql) === predicate));
  });
  if (found.length === 0) {
    return new SqlError(
      '42P10',
      'there is no unique or exclusion constraint matching the ON CONFLICT specification',
    );
  }
  return found;
}
