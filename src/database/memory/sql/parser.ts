import { setFlagsFromString } from 'node:v8';
import type { Node } from '@pgsql/types';
import { SqlError } from '../types/sql-error';

/** PostgreSQL's own grammar, compiled to WebAssembly (libpg-query). */
interface Grammar {
  loadModule(): Promise<void>;
  parseSync(sql: string): { readonly stmts?: readonly { readonly stmt?: Node }[] };
}

/**
 * How much of the grammar V8 runs before it optimizes it. Two of its functions are so large that this takes a third of a
 * second of the processor, which some hundreds of statements are worth and a start is not.
 */
const TIERING_BUDGET_BYTES = 1_000_000_000;

let grammar: Grammar | null = null;
let loading: Promise<void> | null = null;

/** Loads the grammar when the first statement needs it: some 60 ms that a start-up does not have to spend. */
export async function loadParser(): Promise<void> {
  loading ??= load();
  await loading;
}

async function load(): Promise<void> {
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET_BYTES}`);
  const module = await import('libpg-query');
  await module.loadModule();
  grammar = module as unknown as Grammar;
}

export function parserIsLoaded(): boolean {
  return grammar !== null;
}

/**
 * The statements of a SQL text, as PostgreSQL 18 reads it.
 *
 * @throws SqlError 42601 with PostgreSQL's message and position
 */
export function parse(sql: string): readonly Node[] {
  if (!grammar) throw new Error('the parser is not loaded: await loadParser() first');
  try {
    return (grammar.parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
  } catch (error) {
    const details = (error as { sqlDetails?: { message: string; cursorPosition: number } }).sqlDetails;
    if (!details) throw error;
    throw new SqlError('42601', details.message, { position: String(details.cursorPosition + 1) });
  }
}

/** One expression, parsed where a select list would hold it. @throws SqlError 42601 */
export function parseExpression(sql: string): Node {
  const [statement] = parse(`SELECT ${sql}`);
  const target = statement && 'SelectStmt' in statement ? statement.SelectStmt.targetList?.[0] : undefined;
  const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  if (!value) throw new SqlError('42601', 'syntax error in expression');
  return value;
}
