import type { InsertStmt, Node, SelectStmt } from '@pgsql/types';
import type { RowVersion } from '../storage/row-version';
import { defaultOf, withGenerated } from '../storage/computed-columns';
import type { Table } from '../storage/table';
import type { ColumnDef, Tuple } from '../storage/table-def';
import type { Datum } from '../types/datum';
import { xid } from '../types/integer-types';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { assignable, type Cell } from './assignment';
import { listItems, type Place, placeOf } from './ast';
import { compileAt, type CompileContext, type CompiledModification, type Row } from './compile-context';
import { Environment } from './environment';
import type { Expression } from './expression';
import { columnOrdinal, compileReturning, type ModifyTarget, openTarget } from './modify-target';
import { type Arbiter, compileConflict, conflictingRow, type Conflict } from './on-conflict';
import { type OutputColumn, Scope } from './scope';

/** The values of one row to insert, in the order of the column list; undefined means the column's default. */
type InsertRow = readonly (Datum | undefined)[];

/** Who has locked the row: nobody but the transaction that updates it where ON CONFLICT found it. */
const SYSTEM_COLUMNS: readonly OutputColumn[] = [{ name: 'xmax', type: xid, typmod: -1 }];

interface Stored {
  readonly version: RowVersion;
  /** ON CONFLICT has updated a row that was there. */
  readonly replaces: boolean;
}

export function compileInsert(
  statement: InsertStmt,
  outer: Scope | null,
  context: CompileContext,
): CompiledModification {
  const target = openTarget(statement, 'insert', outer, context);
  const { table, relation, scope } = target;
  const { columns } = table.def;
  const named = (statement.cols ?? []).map((node) => columnListed(table, node));
  named.forEach((ordinal, i) => {
    if (named.indexOf(ordinal) === i) return;
    throw new SqlError(
      '42701',
      `column "${columns[ordinal]?.name}" specified more than once`,
      placeOf(statement.cols?.[i]),
    );
  });
  const ordinals = named.length > 0 ? named : columns.map((_, i) => i);
  const source = new RowSource(statement, target, ordinals, named.length > 0, context);
  const rowsOf = source.compile();
  const conflict = statement.onConflictClause
    ? compileConflict(statement.onConflictClause, target, context)
    : null;
  scope.system = { alias: relation.alias, slot: scope.reserveSlot(), columns: SYSTEM_COLUMNS, table: null };
  const { slot: systemSlot } = scope.system;
  const returning = compileReturning(statement.returningClause?.exprs, { scope, context });
  const places = columns.map((_, ordinal) => ordinals.indexOf(ordinal));
  return {
    columns: returning?.columns ?? [],
    foldConstants: (environment) => {
      source.foldConstants?.(environment);
      returning?.foldConstants(environment);
    },
    run: (around) => {
      const environment = target.open(around);
      const { context: execution } = environment;
      const rows: Row[] = [];
      const touched = new Set<RowVersion>();
      let rowCount = 0;
      const given = rowsOf(environment);
      const arbiters = conflict?.arbiters() ?? [];
      for (const cells of given) {
        const values = columns.map((column, ordinal) => {
          const place = places[ordinal] ?? -1;
          const cell = place < 0 ? undefined : cells[place];
          return cell === undefined ? defaultOf(column, execution) : cell;
        });
        const stored = store(
          table,
          withGenerated(table.def, values, execution),
          conflict && { ...conflict, arbiters },
          environment,
          touched,
        );
        if (!stored) continue;
        rowCount += 1;
        if (!returning) continue;
        environment.rows[relation.slot] = stored.version.values;
        environment.rows[systemSlot] = [stored.replaces ? execution.now : 0n];
        rows.push(returning.row(environment));
      }
      return { rows, rowCount };
    },
  };
}

function columnListed(table: Table, node: Node): number {
  if (!('ResTarget' in node)) throw unsupported('this column list');
  if ((node.ResTarget.indirection ?? []).length > 0) throw unsupported('inserting into a part of a column');
  return columnOrdinal(table, node.ResTarget.name ?? '', placeOf(node));
}

function store(
  table: Table,
  values: Tuple,
  conflict: (Pick<Conflict, 'resolve'> & { readonly arbiters: readonly Arbiter[] }) | null,
  environment: Environment,
  touched: Set<RowVersion>,
): Stored | null {
  const { statement } = environment.context;
  if (conflict) {
    // What is wrong with the row itself comes before what it conflicts with.
    table.checkRow(values);
    const existing = conflictingRow(table, conflict.arbiters, values, statement);
    if (existing) {
      const updated = conflict.resolve(existing, values, environment, touched);
      return updated && { version: updated, replaces: true };
    }
  }
  const version = table.insert(statement, values);
  if (conflict) touched.add(version);
  return { version, replaces: false };
}

/** Where the rows to insert come from: VALUES, a query, or nothing but defaults. */
class RowSource {
  /** The constants of a query; a list of values is computed anyway. */
  foldConstants: ((environment: Environment) => void) | null = null;
  private readonly overridingSystem: boolean;
  private readonly overridingUser: boolean;

  constructor(
    private readonly statement: InsertStmt,
    private readonly target: ModifyTarget,
    private readonly ordinals: readonly number[],
    private readonly explicit: boolean,
    private readonly context: CompileContext,
  ) {
    this.overridingSystem = statement.override === 'OVERRIDING_SYSTEM_VALUE';
    this.overridingUser = statement.override === 'OVERRIDING_USER_VALUE';
  }

  compile(): (environment: Environment) => Iterable<InsertRow> {
    const { selectStmt } = this.statement;
    const select = selectStmt && 'SelectStmt' in selectStmt ? selectStmt.SelectStmt : null;
    if (!select) return () => [[]];
    const plain = select.valuesLists && !select.sortClause && !select.limitCount && !select.limitOffset;
    return plain && !select.withClause ? this.values(select.valuesLists ?? []) : this.query(select);
  }

  private values(lists: readonly Node[]): (environment: Environment) => Iterable<InsertRow> {
    const scope = new Scope(this.target.around);
    scope.unreachable = this.target.scope;
    const at = { scope, context: this.context, clause: 'VALUES' };
    const width = listItems(lists[0]).length;
    const rows = lists.map((list) => {
      const items = listItems(list);
      if (items.length !== width)
        throw new SqlError('42601', 'VALUES lists must all be the same length', placeOf(items[0]));
      // The whole row is analysed before it is made to fit its columns: parameters get their types in this order.
      const given = items.map((item) => ('SetToDefault' in item ? null : compileAt(item, at)));
      this.checkWidth(width, (i) => placeOf(items[i]));
      return given.map((value, i): Cell => {
        const column = this.column(i);
        return this.isDefault(column, value === null) || !value ? 'default' : assignable(value, column);
      });
    });
    return (environment) => {
      const own = new Environment(environment.context, environment.parent);
      return rows.map((cells) => cells.map((cell) => (cell === 'default' ? undefined : cell.evaluate(own))));
    };
  }

  private query(select: SelectStmt): (environment: Environment) => Iterable<InsertRow> {
    const query = this.context.compileQuery(select, this.target.around, { unsettled: true });
    this.checkWidth(query.columns.length, query.placeOf);
    this.foldConstants = (environment) => query.foldConstants(environment, () => true);
    const cells = query.columns.map((output, i): Cell => {
      const column = this.column(i);
      if (this.isDefault(column, false)) return 'default';
      if (output.type === types.unknown) query.settle(i, column.type);
      const { type, typmod } = query.columns[i] ?? output;
      const read: Expression = {
        type,
        typmod,
        evaluate: (env) => env.rows[0]?.[i] ?? null,
        constant: false,
        slots: new Set([0]),
      };
      return assignable(read, column, query.placeOf(i));
    });
    return (environment) => {
      const probe = new Environment(environment.context, environment.parent);
      return query.run(environment.parent ?? environment).map((row) => {
        probe.rows[0] = row;
        return cells.map((cell) => (cell === 'default' ? undefined : cell.evaluate(probe)));
      });
    };
  }

  private column(i: number): ColumnDef {
    return this.target.table.def.columns[this.ordinals[i] ?? 0] as ColumnDef;
  }

  private checkWidth(width: number, placeOfValue: (i: number) => Place): void {
    const { length } = this.ordinals;
    if (width > length)
      throw new SqlError('42601', 'INSERT has more expressions than target columns', placeOfValue(length));
    if (this.explicit && width < length) {
      throw new SqlError(
        '42601',
        'INSERT has more target columns than expressions',
        placeOf(this.statement.cols?.[width]),
      );
    }
  }

  /** @throws SqlError 428C9 for a value where only the default may be */
  private isDefault(column: ColumnDef, given: boolean): boolean {
    if (given || (this.overridingUser && column.identity)) return true;
    if (column.generated) {
      throw new SqlError('428C9', `cannot insert a non-DEFAULT value into column "${column.name}"`, {
        detail: `Column "${column.name}" is a generated column.`,
      });
    }
    if (column.identity === 'always' && !this.overridingSystem) {
      throw new SqlError('428C9', `cannot insert a non-DEFAULT value into column "${column.name}"`, {
        detail: `Column "${column.name}" is an identity column defined as GENERATED ALWAYS.`,
        hint: 'Use OVERRIDING SYSTEM VALUE to override.',
      });
    }
    return false;
  }
}
