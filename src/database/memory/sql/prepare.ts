import type { Node, SelectStmt } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import type { Datum } from '../types/datum';
import { unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { kindOf } from './ast';
import type { CompileContext, CompiledModification } from './compile-context';
import { compileExpression } from './compile-expression';
import { compileInsert } from './compile-insert';
import { compileSelect } from './compile-select';
import { compileDelete, compileUpdate } from './compile-update';
import { Environment, type ExecutionContext } from './environment';
import { Parameters } from './parameters';
import { parse } from './parser';
import type { OutputColumn, Scope } from './scope';
import { lockWords } from './row-locking';
import { compileRefresh } from './refresh-materialized-view';
import { type PreparedCommand, sessionCommand } from './session-command';
import { compileUtility } from './utility-statement';

/** A statement over rows: analysed once, run many times. */
export interface PreparedStatement {
  readonly kind: 'statement';
  readonly command: string;
  /** What a read-only transaction calls it when it refuses it; null for one that only reads. */
  readonly writes: string | null;
  readonly parameterTypes: readonly SqlType[];
  readonly columns: readonly OutputColumn[];
  run(context: ExecutionContext): { readonly rows: readonly (readonly Datum[])[]; readonly rowCount: number };
}

export type Prepared = PreparedStatement | PreparedCommand;

/** Analyses every statement of a text. The parser has to be loaded. @throws SqlError */
export function prepare(sql: string, catalog: Catalog): readonly Prepared[] {
  return parse(sql).map((node) => prepareNode(node, catalog));
}

/** Analyses one statement. @throws SqlError */
export function prepareNode(node: Node, catalog: Catalog): Prepared {
  return sessionCommand(node) ?? prepareStatement(node, catalog);
}

function prepareStatement(node: Node, catalog: Catalog): PreparedStatement {
  const parameters = new Parameters();
  let modifiesInWith = false;
  const context: CompileContext = {
    catalog,
    parameter: (index, location) => parameters.mention(index, location),
    compileExpression,
    compileQuery: (select, outer, options) => compileSelect(select, outer, context, options),
    compileModification: (inner, outer) => compileModification(inner, outer, context),
    noteModifyingQuery: () => {
      modifiesInWith = true;
    },
  };
  const { command, writes, compiled } = compileStatement(node, context);
  return {
    kind: 'statement',
    command,
    writes,
    parameterTypes: parameters.settled(),
    columns: compiled.columns,
    run: (execution) => {
      if (modifiesInWith) execution.statement.hideOwnChanges();
      const environment = new Environment(execution, null);
      compiled.foldConstants?.(environment);
      return compiled.run(environment);
    },
  };
}

function compileStatement(
  node: Node,
  context: CompileContext,
): { readonly command: string; readonly writes: string | null; readonly compiled: CompiledModification } {
  if ('SelectStmt' in node) {
    const select = node.SelectStmt;
    const query = context.compileQuery(select, null);
    return {
      command: 'SELECT',
      writes: writesOf(select),
      compiled: {
        columns: query.columns,
        foldConstants: (environment) => query.foldConstants(environment, () => true),
        run: (outer) => {
          const rows = query.run(outer);
          return { rows, rowCount: rows.length };
        },
      },
    };
  }
  if ('RefreshMatViewStmt' in node) {
    const compiled = compileRefresh(node.RefreshMatViewStmt, context);
    const command = 'REFRESH MATERIALIZED VIEW';
    return { command, writes: command, compiled };
  }
  const utility = compileUtility(node, context.catalog);
  if (utility) return { ...utility, writes: utility.command };
  const command = kindOf(node).replace(/Stmt$/, '').toUpperCase();
  return { command, writes: command, compiled: context.compileModification(node, null) };
}

function writesOf(select: SelectStmt): string | null {
  const [lock] = select.lockingClause ?? [];
  if (lock) return `SELECT ${lockWords(lock)}`;
  return locksOrChanges(select) ? 'SELECT' : null;
}

function locksOrChanges(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('LockingClause' in node || 'InsertStmt' in node || 'UpdateStmt' in node || 'DeleteStmt' in node)
    return true;
  return Object.values(node).some(locksOrChanges);
}

function compileModification(node: Node, outer: Scope | null, context: CompileContext): CompiledModification {
  if ('InsertStmt' in node) return compileInsert(node.InsertStmt, outer, context);
  if ('UpdateStmt' in node) return compileUpdate(node.UpdateStmt, outer, context);
  if ('DeleteStmt' in node) return compileDelete(node.DeleteStmt, outer, context);
  throw unsupported(
    constructOf(node),
    isDefinition(node) ? 'The schema is built from the entities: change them, and synchronize().' : undefined,
  );
}

const CONSTRUCTS: Readonly<Record<string, string>> = {
  CreateStmt: 'CREATE TABLE',
  CreateEnumStmt: 'CREATE TYPE',
  CreateSeqStmt: 'CREATE SEQUENCE',
  IndexStmt: 'CREATE INDEX',
  LockStmt: 'LOCK TABLE',
  ViewStmt: 'CREATE VIEW',
};

/** A statement's name as SQL writes it: CreateFunctionStmt is CREATE FUNCTION. */
function constructOf(node: Node): string {
  const kind = kindOf(node);
  const words = kind.replace(/Stmt$/, '').replaceAll(/(?!^)([A-Z])/g, ' $1');
  return CONSTRUCTS[kind] ?? words.toUpperCase();
}

function isDefinition(node: Node): boolean {
  return /^(CREATE|ALTER|DROP)/.test(constructOf(node));
}
