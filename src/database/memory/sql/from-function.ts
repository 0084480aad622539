import type { Node, RangeFunction } from '@pgsql/types';
import { resolveSetFunction, type ResolvedSetFunction } from '../functions/set-functions';
import { undefinedFunction } from '../functions/resolve';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import type { Datum } from '../types/datum';
import { kindOf, lastName, listItems, positionOf, stringOf } from './ast';
import { compileAt, type CompileContext, type ExpressionScope, type Row } from './compile-context';
import type { Environment } from './environment';
import { type Expression, mustCoerce, settle, typeOf } from './expression';
import type { FromRows } from './from-tree';
import { requireSchema } from './schema-reference';
import type { OutputColumn, Scope, ScopeRelation } from './scope';
import { outputName } from './column-name';
import { placingErrors } from './place-errors';
import { jsonRecordFunction } from './json-record';
import { resolveTypeName } from './type-name';

interface FunctionRows {
  readonly name: string;
  readonly columns: readonly OutputColumn[];
  /** A single column keeps its own name instead of taking the alias. */
  readonly keepsName: boolean;
  readonly args: readonly Expression[];
  readonly rows: (environment: Environment) => readonly Row[];
}

/** A function in FROM, ROWS FROM and WITH ORDINALITY. Its arguments may read the relations before it. */
export function readFunction(range: RangeFunction, scope: Scope, context: CompileContext): FromRows {
  const at: ExpressionScope = { scope, context, clause: 'functions in FROM' };
  const listed = columnDefinitions(range.coldeflist ?? [], context);
  const functions = (range.functions ?? []).map((item) => {
    const [call] = listItems(item);
    if (!call) throw unsupported('this function in FROM');
    return listed.length > 0
      ? compileRecordFunction(call, listed, at)
      : placingErrors(call, () => compileFunction(call, at));
  });
  const [first] = functions;
  if (!first) throw unsupported('this function in FROM');
  const alias = range.alias?.aliasname ?? first.name;
  const names = (range.alias?.colnames ?? []).map(stringOf);
  const columns = functions.flatMap((one) =>
    one.columns.length === 1 && !one.keepsName && functions.length === 1 && range.alias?.aliasname
      ? [{ ...(one.columns[0] as OutputColumn), name: alias }]
      : one.columns,
  );
  const scalar = functions.length === 1 && columns.length === 1 && !range.ordinality;
  if (range.ordinality) columns.push({ name: 'ordinality', type: types.int8, typmod: -1 });
  const relation: ScopeRelation = {
    alias,
    slot: scope.reserveSlot(),
    columns: columns.map((column, i) => ({ ...column, name: names[i] ?? column.name })),
    table: null,
    ...(scalar ? { scalar: true } : {}),
  };
  scope.add(relation);
  const rowsOf = functions.length === 1 ? first.rows : inStep(functions);
  const args = functions.flatMap((one) => one.args);
  return {
    kind: 'rows',
    relation,
    each: (environment, visit) => {
      const rows = rowsOf(environment);
      return range.ordinality
        ? rows.every((row, i) => visit([...row, BigInt(i + 1)]))
        : rows.every((row) => visit(row));
    },
    fixed: args.every((arg) => arg.constant),
    slots: new Set(args.flatMap(({ slots }) => [...slots])),
  };
}

function compileFunction(node: Node, at: ExpressionScope): FunctionRows {
  if (!('FuncCall' in node)) return singleRow(node, at);
  const call = node.FuncCall;
  requireSchema(call.funcname, at.context.catalog, call.location);
  const name = lastName(call.funcname);
  if (jsonRecordFunction(name)) {
    throw new SqlError(
      '42601',
      'a column definition list is required for functions returning "record"',
      positionOf(call.location),
    );
  }
  const args = (call.args ?? []).map((arg) => compileAt(arg, at));
  const resolved = resolveSetFunction(name, args.map(typeOf));
  if (!resolved) throw undefinedFunction(name, args.map(typeOf));
  const coerced = args.map((arg, i) => mustCoerce(arg, resolved.args[i] ?? types.text, 'implicit'));
  return {
    name,
    columns: resolved.columns.map((column) => ({ ...column, typmod: -1 })),
    keepsName: resolved.keepsName,
    args: coerced,
    rows: (environment) => setRows(resolved, coerced, environment),
  };
}

/** The columns that a query lists for a function returning records: `AS t(id int, name text)`. */
function columnDefinitions(nodes: readonly Node[], { catalog }: CompileContext): readonly OutputColumn[] {
  return nodes.flatMap((node) =>
    'ColumnDef' in node
      ? [{ name: node.ColumnDef.colname ?? '', ...resolveTypeName(node.ColumnDef.typeName ?? {}, catalog) }]
      : [],
  );
}

function compileRecordFunction(
  node: Node | undefined,
  columns: readonly OutputColumn[],
  at: ExpressionScope,
): FunctionRows {
  const call = node && 'FuncCall' in node ? node.FuncCall : null;
  const name = lastName(call?.funcname);
  const resolved = jsonRecordFunction(name);
  const [arg] = call?.args ?? [];
  if (!resolved || !arg) throw unsupported(`a column definition list for ${name}() in FROM`);
  const value = mustCoerce(compileAt(arg, at), resolved.argument, 'implicit');
  return {
    name,
    columns,
    keepsName: true,
    args: [value],
    rows: (environment) => resolved.rows(value.evaluate(environment), columns),
  };
}

/** CURRENT_DATE and other functions without parentheses give one row. */
function singleRow(node: Node, at: ExpressionScope): FunctionRows {
  if (!('SQLValueFunction' in node) && !('CoalesceExpr' in node) && !('TypeCast' in node))
    throw unsupported(`${kindOf(node)} in FROM`);
  const value = settle(compileAt(node, at));
  const name = outputName(node);
  return {
    name,
    columns: [{ name, type: typeOf(value), typmod: value.typmod }],
    keepsName: false,
    args: [value],
    rows: (environment) => [[value.evaluate(environment)]],
  };
}

/** The rows of a set-returning function for the present arguments. */
export function setRows(
  resolved: ResolvedSetFunction,
  args: readonly Expression[],
  environment: Environment,
): readonly Row[] {
  const values: Datum[] = args.map(({ evaluate }) => evaluate(environment));
  return resolved.rows(values, environment.context);
}

/** ROWS FROM: row by row beside each other, the shorter ones filled up with NULL. */
function inStep(functions: readonly FunctionRows[]): (environment: Environment) => readonly Row[] {
  return (environment) => {
    const sets = functions.map((one) => one.rows(environment));
    const length = Math.max(...sets.map((rows) => rows.length));
    return Array.from({ length }, (_, i) =>
      sets.flatMap((rows, at): Row => rows[i] ?? (functions[at]?.columns ?? []).map(() => null)),
    );
  };
}
