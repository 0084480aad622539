import type { DefElem, Node, TransactionStmt, TruncateStmt, VariableSetStmt } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import type { Table } from '../storage/table';
import type { RowExpression } from '../storage/table-def';
import type { IsolationLevel } from '../storage/transaction';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { kindOf, stringOf } from './ast';
import type { CompileContext } from './compile-context';
import { compileExpression } from './compile-expression';
import { compileDelete, compileInsert, compileUpdate, type CompiledModification } from './compile-modify';
import { compileSelect } from './compile-select';
import { Environment, type ExecutionContext } from './environment';
import { mustCoerce, type ParameterSlot } from './expression';
import { parse, parseExpression } from './parser';
import { Scope, type OutputColumn } from './scope';

/** What the session itself performs. */
export type SessionCommand =
  | { readonly kind: 'begin'; readonly isolation: IsolationLevel | null; readonly readOnly: boolean | null }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'savepoint'; readonly name: string }
  | { readonly kind: 'release'; readonly name: string }
  | { readonly kind: 'rollback to'; readonly name: string }
  | {
      readonly kind: 'set transaction';
      readonly isolation: IsolationLevel | null;
      readonly readOnly: boolean | null;
    }
  | { readonly kind: 'set constraints'; readonly names: readonly string[]; readonly deferred: boolean }
  | { readonly kind: 'set'; readonly name: string; readonly value: string | null }
  | { readonly kind: 'show'; readonly name: string };

/** A statement over rows: analysed once, run many times. */
export interface PreparedStatement {
  readonly kind: 'statement';
  readonly command: string;
  readonly readOnly: boolean;
  readonly parameterTypes: readonly SqlType[];
  readonly columns: readonly OutputColumn[];
  run(context: ExecutionContext): { readonly rows: readonly (readonly Datum[])[]; readonly rowCount: number };
}

export interface PreparedCommand {
  readonly kind: 'command';
  readonly command: string;
  readonly action: SessionCommand;
}

export type Prepared = PreparedStatement | PreparedCommand;

/** Analyses every statement of a text. The parser has to be loaded. @throws SqlError */
export function prepare(sql: string, catalog: Catalog): readonly Prepared[] {
  return parse(sql).map((node) => prepareNode(node, catalog));
}

function prepareNode(node: Node, catalog: Catalog): Prepared {
  if ('TransactionStmt' in node) return transactionCommand(node.TransactionStmt);
  if ('VariableSetStmt' in node) return setCommand(node.VariableSetStmt);
  if ('VariableShowStmt' in node)
    return command('SHOW', { kind: 'show', name: node.VariableShowStmt.name ?? '' });
  if ('ConstraintsSetStmt' in node) {
    const names = (node.ConstraintsSetStmt.constraints ?? []).flatMap((range) =>
      'RangeVar' in range ? [range.RangeVar.relname ?? ''] : [],
    );
    return command('SET CONSTRAINTS', {
      kind: 'set constraints',
      names,
      deferred: node.ConstraintsSetStmt.deferred ?? false,
    });
  }
  const parameters = new Parameters();
  const context: CompileContext = {
    catalog,
    parameter: (index) => parameters.slot(index),
    compileQuery: (select, outer) => compileSelect(select, outer, context),
  };
  if ('SelectStmt' in node) {
    const query = compileSelect(node.SelectStmt, null, context);
    const locking = (node.SelectStmt.lockingClause ?? []).length > 0;
    return statement('SELECT', !locking, parameters, {
      columns: query.columns,
      run: (execution) => {
        const rows = query.run(new Environment(execution, null));
        return { rows, rowCount: rows.length };
      },
    });
  }
  if ('InsertStmt' in node)
    return statement('INSERT', false, parameters, compileInsert(node.InsertStmt, context));
  if ('UpdateStmt' in node)
    return statement('UPDATE', false, parameters, compileUpdate(node.UpdateStmt, context));
  if ('DeleteStmt' in node)
    return statement('DELETE', false, parameters, compileDelete(node.DeleteStmt, context));
  if ('TruncateStmt' in node)
    return statement('TRUNCATE', false, parameters, compileTruncate(node.TruncateStmt, catalog));
  throw unsupported(
    kindOf(node)
      .replace(/Stmt$/, '')
      .replaceAll(/(?!^)([A-Z])/g, ' $1')
      .toUpperCase(),
    'The schema is built from the entities: change them, and synchronize().',
  );
}

/** The parameters of a statement; a gap in their numbers is text, as nothing says otherwise. */
class Parameters {
  private readonly slots: ParameterSlot[] = [];

  slot(index: number): ParameterSlot {
    if (index < 0) throw new SqlError('42P02', `there is no parameter $${index + 1}`);
    while (this.slots.length <= index) this.slots.push({ index: this.slots.length, type: null });
    return this.slots[index] as ParameterSlot;
  }

  get types(): SqlType[] {
    return this.slots.map(({ type }) => type ?? types.text);
  }
}

function statement(
  name: string,
  readOnly: boolean,
  parameters: Parameters,
  compiled: CompiledModification,
): PreparedStatement {
  return {
    kind: 'statement',
    command: name,
    readOnly,
    parameterTypes: parameters.types,
    columns: compiled.columns,
    run: (context) => compiled.run(context),
  };
}

function command(name: string, action: SessionCommand): PreparedCommand {
  return { kind: 'command', command: name, action };
}

function transactionCommand(node: TransactionStmt): PreparedCommand {
  const options = transactionOptions(node.options ?? []);
  const name = node.savepoint_name ?? '';
  switch (node.kind) {
    case 'TRANS_STMT_BEGIN':
      return command('BEGIN', { kind: 'begin', ...options });
    case 'TRANS_STMT_START':
      return command('START TRANSACTION', { kind: 'begin', ...options });
    case 'TRANS_STMT_COMMIT':
      return command('COMMIT', { kind: 'commit' });
    case 'TRANS_STMT_ROLLBACK':
      return command('ROLLBACK', { kind: 'rollback' });
    case 'TRANS_STMT_SAVEPOINT':
      return command('SAVEPOINT', { kind: 'savepoint', name });
    case 'TRANS_STMT_RELEASE':
      return command('RELEASE', { kind: 'release', name });
    case 'TRANS_STMT_ROLLBACK_TO':
      return command('ROLLBACK', { kind: 'rollback to', name });
    default:
      throw unsupported('two-phase commit');
  }
}

const LEVELS: Record<string, IsolationLevel> = {
  'read uncommitted': 'read committed',
  'read committed': 'read committed',
  'repeatable read': 'repeatable read',
  serializable: 'serializable',
};

function transactionOptions(nodes: readonly Node[]): {
  isolation: IsolationLevel | null;
  readOnly: boolean | null;
} {
  const options = nodes.flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  const text = (name: string): string | null => {
    const option = options.find(({ defname }) => defname === name);
    return option ? constantText(option) : null;
  };
  const level = text('transaction_isolation');
  const readOnly = text('transaction_read_only');
  return {
    isolation: level === null ? null : (LEVELS[level] ?? null),
    readOnly: readOnly === null ? null : readOnly === '1',
  };
}

function constantText({ arg }: DefElem): string {
  return constantOf(arg);
}

function constantOf(node: Node | undefined): string {
  if (!node) return '';
  if ('A_Const' in node) {
    const { sval, ival, fval, boolval } = node.A_Const;
    if (sval) return sval.sval ?? '';
    if (fval) return fval.fval ?? '';
    if (boolval) return boolval.boolval ? 'on' : 'off';
    return String(ival?.ival ?? 0);
  }
  return 'String' in node ? stringOf(node) : '';
}

function setCommand(node: VariableSetStmt): PreparedCommand {
  if (node.kind === 'VAR_SET_MULTI' && node.name?.startsWith('TRANSACTION')) {
    return command('SET', { kind: 'set transaction', ...transactionOptions(node.args ?? []) });
  }
  if (node.kind === 'VAR_SET_MULTI')
    return command('SET', { kind: 'set', name: 'session_characteristics', value: null });
  const value = node.kind === 'VAR_SET_VALUE' ? (node.args ?? []).map(constantOf).join(', ') : null;
  return command(node.kind === 'VAR_RESET' ? 'RESET' : 'SET', { kind: 'set', name: node.name ?? '', value });
}

function compileTruncate(node: TruncateStmt, catalog: Catalog): CompiledModification {
  const tables = new Set<Table>();
  const add = (table: Table): void => {
    if (tables.has(table)) return;
    tables.add(table);
    if (node.behavior === 'DROP_CASCADE') for (const { child } of table.references) add(child);
  };
  for (const range of node.relations ?? []) {
    if (!('RangeVar' in range)) continue;
    const table = catalog.table(range.RangeVar.schemaname ?? null, range.RangeVar.relname ?? '');
    if (!table) throw new SqlError('42P01', `relation "${range.RangeVar.relname}" does not exist`);
    add(table);
  }
  for (const table of tables) {
    const outside = table.references.find(({ child }) => !tables.has(child));
    if (outside) {
      throw new SqlError('0A000', 'cannot truncate a table referenced in a foreign key constraint', {
        detail: `Table "${outside.child.def.name}" references "${table.def.name}".`,
        hint: `Truncate table "${outside.child.def.name}" at the same time, or use TRUNCATE ... CASCADE.`,
      });
    }
  }
  return {
    columns: [],
    run: (execution) => {
      for (const table of tables) {
        table.truncate(execution.statement);
        if (!node.restart_seqs) continue;
        for (const { sequence } of table.def.columns)
          if (sequence) catalog.sequence(table.def.schema, sequence)?.restart();
      }
      return { rows: [], rowCount: 0 };
    },
  };
}

/**
 * An expression of a table's definition (a default, a check, a generated column, an index part),
 * given as SQL over the table's columns. The parser has to be loaded.
 *
 * @param type what the result is coerced to, by assignment; null leaves its own type
 */
export function compileTableExpression(
  sql: string,
  columns: readonly OutputColumn[],
  catalog: Catalog,
  target: { readonly type: SqlType; readonly typmod: number } | null,
): { readonly type: SqlType; readonly evaluate: RowExpression } {
  const scope = new Scope(null);
  const relation = { alias: '', slot: scope.reserveSlot(), columns, table: null, hidden: new Set<number>() };
  scope.add(relation);
  const context: CompileContext = {
    catalog,
    parameter: () => {
      throw new SqlError('42P02', 'there are no parameters in a table definition');
    },
    compileQuery: () => {
      throw unsupported('a sub-query in a table definition');
    },
  };
  const compiled = compileExpression(parseExpression(sql), {
    scope,
    context,
    grouping: null,
    clause: 'a table definition',
  });
  const expression = target ? mustCoerce(compiled, target.type, 'assignment', target.typmod) : compiled;
  return {
    type: expression.type,
    evaluate: (tuple, evaluation) => {
      const environment = new Environment(evaluation as ExecutionContext, null);
      environment.rows[relation.slot] = tuple;
      return expression.evaluate(environment);
    },
  };
}
