import type { DeleteStmt, InferClause, InsertStmt, Node, OnConflictClause, UpdateStmt } from '@pgsql/types';
import type { RowVersion } from '../storage/row-version';
import type { Table, UniqueIndex } from '../storage/table';
import type { ColumnDef, Tuple } from '../storage/table-def';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import { fingerprint, listItems } from './ast';
import type { CompileContext } from './compile-context';
import { compileCtes, type CteRunner } from './compile-cte';
import { compileExpression, type ExpressionScope } from './compile-expression';
import { compileSelect, compileTargets } from './compile-select';
import { Environment, type ExecutionContext } from './environment';
import { asCondition, coerce, type Expression, typeOf } from './expression';
import { addTable, planFrom, readFrom, type FromNode, type Source } from './from';
import { parseExpression } from './parser';
import { Scope, type OutputColumn, type ScopeRelation } from './scope';

/** A statement that changes rows, ready to run. */
export interface CompiledModification {
  readonly columns: readonly OutputColumn[];
  run(context: ExecutionContext): { readonly rows: readonly (readonly Datum[])[]; readonly rowCount: number };
}

/** Computes one column of a new row; null where the column's default is meant. */
type Cell = Expression | 'default';

interface Returning {
  readonly columns: readonly OutputColumn[];
  row(environment: Environment): readonly Datum[];
}

interface Target {
  readonly table: Table;
  readonly relation: ScopeRelation;
  readonly scope: Scope;
  readonly ctes: readonly CteRunner[];
}

function openTarget(statement: InsertStmt | UpdateStmt | DeleteStmt, context: CompileContext): Target {
  if (!statement.relation) throw unsupported('this statement');
  const outer = new Scope(null);
  const ctes = statement.withClause ? compileCtes(statement.withClause, outer, context) : [];
  const scope = new Scope(outer);
  return { ...addTable(statement.relation, scope, context), scope, ctes };
}

function environmentOf(context: ExecutionContext, { ctes }: Target): Environment {
  const outer = new Environment(context, null);
  for (const run of ctes) run(outer);
  return new Environment(context, outer);
}

function compileReturning(list: readonly Node[] | undefined, at: ExpressionScope): Returning | null {
  if (!list || list.length === 0) return null;
  const targets = list.flatMap((node) => compileTargets(node, { ...at, clause: 'RETURNING' }));
  return {
    columns: targets.map(({ name, expression }) => ({
      name,
      type: typeOf(expression),
      typmod: expression.typmod,
    })),
    row: (environment) => targets.map(({ expression }) => expression.evaluate(environment)),
  };
}

function ordinalOf(table: Table, name: string): number {
  const ordinal = table.def.columns.findIndex((column) => column.name === name);
  if (ordinal < 0)
    throw new SqlError('42703', `column "${name}" of relation "${table.def.name}" does not exist`);
  return ordinal;
}

/** A value on its way into a column. @throws SqlError 42804, and 428C9 for a column that is always generated */
function compileCell(node: Node, column: ColumnDef, at: ExpressionScope, overriding: boolean): Cell {
  if ('SetToDefault' in node) return 'default';
  if (column.generated) {
    throw new SqlError('428C9', `cannot insert a non-DEFAULT value into column "${column.name}"`, {
      detail: `Column "${column.name}" is a generated column.`,
    });
  }
  if (column.identity === 'always' && !overriding) {
    throw new SqlError('428C9', `cannot insert a non-DEFAULT value into column "${column.name}"`, {
      detail: `Column "${column.name}" is an identity column defined as GENERATED ALWAYS.`,
      hint: 'Use OVERRIDING SYSTEM VALUE to override.',
    });
  }
  return assignable(compileExpression(node, at), column);
}

function assignable(expression: Expression, column: ColumnDef): Expression {
  const coerced = coerce(expression, column.type, 'assignment', column.typmod);
  if (coerced) return coerced;
  throw new SqlError(
    '42804',
    `column "${column.name}" is of type ${column.type.displayName} but expression is of type ${typeOf(expression).displayName}`,
    { hint: 'You will need to rewrite or cast the expression.' },
  );
}

const NO_TUPLE: Tuple = [];

function defaultOf(column: ColumnDef, context: ExecutionContext): Datum {
  return column.defaultValue ? column.defaultValue(NO_TUPLE, context) : null;
}

/** Fills in what is computed from the other columns. */
function withGenerated(table: Table, values: Datum[], context: ExecutionContext): Datum[] {
  table.def.columns.forEach(({ generated }, ordinal) => {
    if (generated) values[ordinal] = generated(values, context);
  });
  return values;
}

// INSERT.

export function compileInsert(statement: InsertStmt, context: CompileContext): CompiledModification {
  const target = openTarget(statement, context);
  const { table, relation, scope } = target;
  const at: ExpressionScope = { scope, context, grouping: null, clause: 'INSERT' };
  const { columns } = table.def;
  const named = (statement.cols ?? []).map((node) =>
    ordinalOf(table, 'ResTarget' in node ? (node.ResTarget.name ?? '') : ''),
  );
  if (new Set(named).size < named.length) throw new SqlError('42701', 'column specified more than once');
  const ordinals = named.length > 0 ? named : columns.map((_, i) => i);
  const overriding = statement.override === 'OVERRIDING_SYSTEM_VALUE';
  const rowsOf = compileRows(
    statement.selectStmt,
    ordinals,
    table,
    { ...at, scope: scope.parent ?? scope },
    context,
    overriding,
    named.length > 0,
  );
  const conflict = statement.onConflictClause
    ? compileConflict(statement.onConflictClause, table, relation, scope, at)
    : null;
  const returning = compileReturning(statement.returningClause?.exprs, at);
  return {
    columns: returning?.columns ?? [],
    run: (execution) => {
      const environment = environmentOf(execution, target);
      const rows: (readonly Datum[])[] = [];
      let rowCount = 0;
      const touched = new Set<RowVersion>();
      for (const cells of rowsOf(environment)) {
        const values = columns.map((column, ordinal) => {
          const at = ordinals.indexOf(ordinal);
          const cell = at < 0 ? undefined : cells[at];
          return cell === undefined ? defaultOf(column, execution) : cell;
        });
        const stored = store(table, withGenerated(table, values, execution), conflict, environment, touched);
        if (!stored) continue;
        rowCount += 1;
        if (!returning) continue;
        environment.rows[relation.slot] = stored.values;
        rows.push(returning.row(environment));
      }
      return { rows, rowCount };
    },
  };
}

/** The rows to insert; `undefined` in a cell means the column's default. */
function compileRows(
  source: Node | undefined,
  ordinals: readonly number[],
  table: Table,
  at: ExpressionScope,
  context: CompileContext,
  overriding: boolean,
  explicit: boolean,
): (environment: Environment) => Iterable<readonly (Datum | undefined)[]> {
  const select = source && 'SelectStmt' in source ? source.SelectStmt : null;
  if (!select) return () => [[]];
  const checkWidth = (width: number): void => {
    if (width > ordinals.length)
      throw new SqlError('42601', 'INSERT has more expressions than target columns');
    if (explicit && width < ordinals.length)
      throw new SqlError('42601', 'INSERT has more target columns than expressions');
  };
  const columnAt = (i: number): ColumnDef => table.def.columns[ordinals[i] ?? 0] as ColumnDef;
  if (select.valuesLists && !select.sortClause && !select.limitCount && !select.limitOffset) {
    const rows = select.valuesLists.map((list) => {
      const items = listItems(list);
      checkWidth(items.length);
      return items.map((item, i) => compileCell(item, columnAt(i), at, overriding));
    });
    return (environment) =>
      rows.map((cells) => cells.map((cell) => (cell === 'default' ? undefined : cell.evaluate(environment))));
  }
  const query = compileSelect(select, at.scope, context);
  checkWidth(query.columns.length);
  const cells = query.columns.map((column, i) =>
    assignable(
      {
        type: column.type,
        typmod: column.typmod,
        evaluate: (env) => env.rows[0]?.[i] ?? null,
        constant: false,
        slots: new Set([0]),
        outer: false,
      },
      columnAt(i),
    ),
  );
  return (environment) =>
    query.run(environment).map((row) => {
      const probe = new Environment(environment.context, environment);
      probe.rows[0] = row;
      return cells.map(({ evaluate }) => evaluate(probe));
    });
}

function store(
  table: Table,
  values: Tuple,
  conflict: Conflict | null,
  environment: Environment,
  touched: Set<RowVersion>,
): RowVersion | null {
  const { statement } = environment.context;
  if (conflict) {
    for (const unique of conflict.arbiters) {
      const existing = table.conflicting(statement, unique, values);
      if (existing) return conflict.resolve(existing, values, environment, touched);
    }
  }
  const version = table.insert(statement, values);
  if (conflict) touched.add(version);
  return version;
}

// ON CONFLICT.

interface Conflict {
  readonly arbiters: readonly UniqueIndex[];
  resolve(
    existing: RowVersion,
    proposed: Tuple,
    environment: Environment,
    touched: Set<RowVersion>,
  ): RowVersion | null;
}

function compileConflict(
  clause: OnConflictClause,
  table: Table,
  relation: ScopeRelation,
  scope: Scope,
  at: ExpressionScope,
): Conflict {
  const arbiters = clause.infer ? inferArbiters(clause.infer, table) : table.uniqueIndexes;
  if (clause.action !== 'ONCONFLICT_UPDATE') return { arbiters, resolve: () => null };
  if (!clause.infer)
    throw new SqlError('42601', 'ON CONFLICT DO UPDATE requires inference specification or constraint name', {
      hint: 'For example, ON CONFLICT (column_name).',
    });
  const excluded: ScopeRelation = {
    alias: 'excluded',
    slot: scope.reserveSlot(),
    columns: table.def.columns,
    table: null,
    hidden: new Set(),
  };
  // Unqualified names mean the target: excluded is visible by its name only.
  table.def.columns.forEach((_, ordinal) => excluded.hidden.add(ordinal));
  scope.add(excluded);
  const assignments = compileAssignments(clause.targetList ?? [], table, at);
  const where = clause.whereClause ? asCondition(compileExpression(clause.whereClause, at), 'WHERE') : null;
  scope.relations.pop();
  return {
    arbiters,
    resolve: (existing, proposed, environment, touched) => {
      const { statement } = environment.context;
      if (touched.has(existing)) {
        throw new SqlError('21000', 'ON CONFLICT DO UPDATE command cannot affect row a second time', {
          hint: 'Ensure that no rows proposed for insertion within the same command have duplicate constrained values.',
        });
      }
      environment.rows[relation.slot] = existing.values;
      environment.rows[excluded.slot] = proposed;
      if (where && where.evaluate(environment) !== true) return null;
      const updated = table.update(
        statement,
        existing,
        assign(table, existing.values, assignments, environment),
      );
      if (updated) touched.add(updated);
      return updated;
    },
  };
}

/** @throws SqlError 42P10 when no unique index fits */
function inferArbiters(infer: InferClause, table: Table): readonly UniqueIndex[] {
  if (infer.conname) {
    const named = table.uniqueIndexes.find(({ name }) => name === infer.conname);
    if (!named)
      throw new SqlError(
        '42704',
        `constraint "${infer.conname}" for table "${table.def.name}" does not exist`,
      );
    return [named];
  }
  const elements = (infer.indexElems ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
  const columns = elements.flatMap(({ name }) => (name === undefined ? [] : [ordinalOf(table, name)]));
  const expressions = elements.flatMap(({ expr }) => (expr ? [fingerprint(expr)] : []));
  const predicate = infer.whereClause ? fingerprint(infer.whereClause) : null;
  const found = table.uniqueIndexes.filter((unique) => {
    const { index, whereSql, partSql } = unique;
    if (unique.key?.deferrable || index.parts.length !== columns.length + expressions.length) return false;
    const own = index.parts.flatMap((part) => ('column' in part ? [part.column] : []));
    const texts = partSql.flatMap((sql) => (sql === null ? [] : [fingerprint(parseExpression(sql))]));
    if (
      !own.every((column) => columns.includes(column)) ||
      !texts.every((text) => expressions.includes(text))
    )
      return false;
    return whereSql === null || (predicate !== null && fingerprint(parseExpression(whereSql)) === predicate);
  });
  if (found.length === 0)
    throw new SqlError(
      '42P10',
      'there is no unique or exclusion constraint matching the ON CONFLICT specification',
    );
  return found;
}

// UPDATE.

interface Assignment {
  readonly ordinal: number;
  readonly cell: Cell;
}

function compileAssignments(list: readonly Node[], table: Table, at: ExpressionScope): Assignment[] {
  const assignments = list.map((node): Assignment => {
    if (!('ResTarget' in node) || !node.ResTarget.val) throw unsupported('this assignment');
    const { name = '', val, indirection } = node.ResTarget;
    if (indirection && indirection.length > 0) throw unsupported('assignment to part of a column');
    const ordinal = ordinalOf(table, name);
    const column = table.def.columns[ordinal] as ColumnDef;
    const source = 'MultiAssignRef' in val ? partOf(val.MultiAssignRef) : val;
    if ((column.generated || column.identity === 'always') && !('SetToDefault' in source)) {
      throw new SqlError('428C9', `column "${name}" can only be updated to DEFAULT`, {
        detail: column.generated
          ? `Column "${name}" is a generated column.`
          : `Column "${name}" is an identity column defined as GENERATED ALWAYS.`,
      });
    }
    return { ordinal, cell: compileCell(source, column, at, true) };
  });
  const seen = new Set<number>();
  for (const { ordinal } of assignments) {
    if (seen.has(ordinal))
      throw new SqlError(
        '42601',
        `multiple assignments to same column "${table.def.columns[ordinal]?.name}"`,
      );
    seen.add(ordinal);
  }
  return assignments;
}

function partOf(reference: { source?: Node; colno?: number }): Node {
  const { source, colno = 1 } = reference;
  const item = source && 'RowExpr' in source ? source.RowExpr.args?.[colno - 1] : undefined;
  if (!item) throw unsupported('a multi-column assignment from a sub-query');
  return item;
}

function assign(
  table: Table,
  current: Tuple,
  assignments: readonly Assignment[],
  environment: Environment,
): Datum[] {
  const values = [...current];
  for (const { ordinal, cell } of assignments) {
    const column = table.def.columns[ordinal] as ColumnDef;
    values[ordinal] =
      cell === 'default' ? defaultOf(column, environment.context) : cell.evaluate(environment);
  }
  return withGenerated(table, values, environment.context);
}

/** The rows that UPDATE and DELETE work on: the target joined with FROM or USING, under WHERE. */
function compileMatches(
  target: Target,
  others: readonly Node[] | undefined,
  where: Node | undefined,
  context: CompileContext,
): Source {
  const { scope, relation, table } = target;
  const own: FromNode = { kind: 'table', relation, table };
  const rest = readFrom(others ?? [], scope, context);
  const condition = where
    ? asCondition(compileExpression(where, { scope, context, grouping: null, clause: 'WHERE' }), 'WHERE')
    : null;
  return planFrom(rest ? { kind: 'join', type: 'inner', left: own, right: rest, on: null } : own, condition);
}

/** All matches before the first change, so that a statement never sees its own work; each target row once. */
function collectMatches(source: Source, slot: number, environment: Environment): readonly Environment[] {
  const matches = new Map<RowVersion, Environment>();
  source.scan(environment, () => {
    const version = environment.versions[slot];
    if (version && !matches.has(version)) matches.set(version, environment.copy());
    return true;
  });
  return [...matches.values()];
}

export function compileUpdate(statement: UpdateStmt, context: CompileContext): CompiledModification {
  const target = openTarget(statement, context);
  const { table, relation, scope } = target;
  const at: ExpressionScope = { scope, context, grouping: null, clause: 'UPDATE' };
  const source = compileMatches(target, statement.fromClause, statement.whereClause, context);
  const assignments = compileAssignments(statement.targetList ?? [], table, at);
  const returning = compileReturning(statement.returningClause?.exprs, at);
  return {
    columns: returning?.columns ?? [],
    run: (execution) => {
      const rows: (readonly Datum[])[] = [];
      let rowCount = 0;
      for (const match of collectMatches(source, relation.slot, environmentOf(execution, target))) {
        const version = match.versions[relation.slot];
        const updated =
          version &&
          table.update(execution.statement, version, assign(table, version.values, assignments, match));
        if (!updated) continue;
        rowCount += 1;
        if (!returning) continue;
        match.rows[relation.slot] = updated.values;
        rows.push(returning.row(match));
      }
      return { rows, rowCount };
    },
  };
}

export function compileDelete(statement: DeleteStmt, context: CompileContext): CompiledModification {
  const target = openTarget(statement, context);
  const { table, relation, scope } = target;
  const source = compileMatches(target, statement.usingClause, statement.whereClause, context);
  const returning = compileReturning(statement.returningClause?.exprs, {
    scope,
    context,
    grouping: null,
    clause: 'DELETE',
  });
  return {
    columns: returning?.columns ?? [],
    run: (execution) => {
      const rows: (readonly Datum[])[] = [];
      let rowCount = 0;
      for (const match of collectMatches(source, relation.slot, environmentOf(execution, target))) {
        const version = match.versions[relation.slot];
        if (!version || !table.delete(execution.statement, version)) continue;
        rowCount += 1;
        if (returning) rows.push(returning.row(match));
      }
      return { rows, rowCount };
    },
  };
}
