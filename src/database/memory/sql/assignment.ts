import type { MultiAssignRef, Node, ResTarget } from '@pgsql/types';
import { defaultOf, withGenerated } from '../storage/computed-columns';
import type { Table } from '../storage/table';
import type { ColumnDef, Tuple } from '../storage/table-def';
import { withElement } from '../types/array-subscript';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { type Place, placeOf, positionOf } from './ast';
import { compileAt, type CompiledQuery, type ExpressionScope } from './compile-context';
import type { Environment, Evaluate } from './environment';
import { coerce, type Expression, mustCoerce, typeOf } from './expression';
import { columnOrdinal } from './modify-target';

/** Computes one column of a new row; 'default' where the column's default is meant. */
export type Cell = Expression | 'default';

/** What SET does to one column. */
export interface Assignment {
  readonly ordinal: number;
  readonly column: ColumnDef;
  readonly cell: Cell;
}

/** An expression on its way into a column. @throws SqlError 42804 */
export function assignable(
  expression: Expression,
  column: ColumnDef,
  place: Place = placeOf(expression.node),
): Expression {
  const coerced = coerce(expression, column.type, 'assignment', column.typmod);
  if (coerced) return coerced;
  throw new SqlError(
    '42804',
    `column "${column.name}" is of type ${column.type.displayName} but expression is of type ${typeOf(expression).displayName}`,
    { hint: 'You will need to rewrite or cast the expression.', ...place },
  );
}

/** The SET list of UPDATE and ON CONFLICT DO UPDATE. @throws SqlError 42601, 42703, 428C9 */
export function compileAssignments(
  list: readonly Node[],
  table: Table,
  at: ExpressionScope,
): readonly Assignment[] {
  const multiple = new MultipleSources(at);
  // All are analysed before the first is made to fit its column: parameters get their types in this order.
  const sources = list.map(
    (node): { readonly target: ResTarget; readonly source: Expression | 'default' } => {
      if (!('ResTarget' in node) || !node.ResTarget.val) throw unsupported('this assignment');
      const { val } = node.ResTarget;
      const source = 'MultiAssignRef' in val ? multiple.part(val.MultiAssignRef) : val;
      if ('SetToDefault' in source) return { target: node.ResTarget, source: 'default' };
      return { target: node.ResTarget, source: 'evaluate' in source ? source : compileAt(source, at) };
    },
  );
  const assignments = sources.map(({ target, source }): Assignment => {
    const { name = '', indirection = [] } = target;
    const ordinal = assignedOrdinal(table, target, at);
    const column = table.def.columns[ordinal] as ColumnDef;
    if (source === 'default') return { ordinal, column, cell: 'default' };
    if (column.generated || column.identity === 'always') {
      throw new SqlError('428C9', `column "${name}" can only be updated to DEFAULT`, {
        detail: column.generated
          ? `Column "${name}" is a generated column.`
          : `Column "${name}" is an identity column defined as GENERATED ALWAYS.`,
      });
    }
    const cell =
      indirection.length > 0
        ? elementAssignment(column, ordinal, indirection, source, table, at)
        : assignable(source, column);
    return { ordinal, column, cell };
  });
  rejectRepeated(list, assignments);
  return assignments;
}

/** @throws SqlError 42703 */
function assignedOrdinal(
  table: Table,
  { name = '', indirection, location }: ResTarget,
  at: ExpressionScope,
): number {
  const qualified = (indirection ?? []).length > 0 && at.scope.relation(name)?.relation.table === table;
  return columnOrdinal(table, name, {
    ...(qualified ? { hint: 'SET target columns cannot be qualified with the relation name.' } : {}),
    ...positionOf(location),
  });
}

function rejectRepeated(list: readonly Node[], assignments: readonly Assignment[]): void {
  const seen = new Set<number>();
  for (const { ordinal, column } of assignments) {
    if (seen.has(ordinal))
      throw new SqlError('42601', `multiple assignments to same column "${column.name}"`);
    seen.add(ordinal);
  }
  if (seen.size < list.length) throw unsupported('this assignment');
}

/** SET (a, b) = (...): the parts of a row, or of the one row of a sub-query. */
class MultipleSources {
  private query: SourceQuery | null = null;

  constructor(private readonly at: ExpressionScope) {}

  part({ source, colno = 1, ncolumns = 1 }: MultiAssignRef): Node | Expression {
    if (source && 'RowExpr' in source) {
      const { args = [] } = source.RowExpr;
      checkWidth(args.length, ncolumns);
      return args[colno - 1] as Node;
    }
    if (colno === 1) this.query = source ? this.compile(source, ncolumns) : null;
    if (!this.query) {
      throw new SqlError(
        '0A000',
        'source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression',
      );
    }
    return this.query.column(colno - 1);
  }

  private compile(source: Node, width: number): SourceQuery | null {
    if (!('SubLink' in source) || !source.SubLink.subselect || !('SelectStmt' in source.SubLink.subselect))
      return null;
    const { scope, context } = this.at;
    const select = source.SubLink.subselect.SelectStmt;
    const { result: query, slots } = scope.collectReads(() => context.compileQuery(select, scope));
    checkWidth(query.columns.length, width);
    return new SourceQuery(query, slots);
  }
}

function checkWidth(values: number, columns: number): void {
  if (values !== columns) throw new SqlError('42601', 'number of columns does not match number of values');
}

/** A sub-query that several assignments share: it runs once for each row, with the first of them. */
class SourceQuery {
  constructor(
    private readonly query: CompiledQuery,
    private readonly slots: ReadonlySet<number>,
  ) {}

  column(ordinal: number): Expression {
    const column = this.query.columns[ordinal];
    return {
      type: column?.type ?? types.text,
      typmod: column?.typmod ?? -1,
      evaluate: (env) => this.rowFor(env, ordinal === 0)?.[ordinal] ?? null,
      constant: false,
      slots: this.slots,
    };
  }

  /** Kept with the run: the plan outlives it. */
  private rowFor(environment: Environment, first: boolean): Tuple | null {
    const { memo } = environment.context;
    if (first) memo.set(this, this.run(environment));
    return memo.get(this) as Tuple | null;
  }

  private run(environment: Environment): Tuple | null {
    const [row, ...more] = this.query.run(environment);
    if (more.length > 0)
      throw new SqlError('21000', 'more than one row returned by a subquery used as an expression');
    return row ?? null;
  }
}

/** SET list[1] = value. @throws SqlError 42804 */
function elementAssignment(
  column: ColumnDef,
  ordinal: number,
  steps: NonNullable<ResTarget['indirection']>,
  value: Expression,
  table: Table,
  at: ExpressionScope,
): Expression {
  const [step, ...more] = steps;
  const { element } = column.type;
  if (
    !step ||
    more.length > 0 ||
    !('A_Indices' in step) ||
    step.A_Indices.is_slice ||
    !step.A_Indices.uidx ||
    !element
  )
    throw unsupported('this kind of assignment to a part of a column');
  const index = mustCoerce(compileAt(step.A_Indices.uidx, at), types.int4, 'assignment');
  const item = coerce(value, element, 'assignment', column.typmod);
  if (!item) {
    throw new SqlError(
      '42804',
      `subscripted assignment to "${column.name}" requires type ${element.displayName} but expression is of type ${typeOf(value).displayName}`,
    );
  }
  const slot = at.scope.relations.find((relation) => relation.table === table)?.slot ?? 0;
  const evaluate: Evaluate = (env) => {
    const place = index.evaluate(env);
    if (place === null) throw new SqlError('22004', 'array subscript in assignment must not be null');
    const items = (env.rows[slot]?.[ordinal] ?? []) as readonly Datum[];
    return withElement(items, place as number, item.evaluate(env));
  };
  return { ...item, type: column.type, typmod: column.typmod, evaluate, constant: false };
}

/** The row's next version. */
export function assignedValues(
  table: Table,
  current: Tuple,
  assignments: readonly Assignment[],
  environment: Environment,
): Datum[] {
  const values = [...current];
  for (const { ordinal, column, cell } of assignments) {
    values[ordinal] =
      cell === 'default' ? defaultOf(column, environment.context) : cell.evaluate(environment);
  }
  return withGenerated(table.def, values, environment.context);
}
