import type { Node } from '@pgsql/types';
import type { Catalog } from '../storage/catalog';
import { unsupported } from '../types/sql-error';
import { compileAlterSequence } from './alter-sequence';
import type { CompiledModification } from './compile-context';
import { compileTruncate } from './truncate';

/** A statement that is neither a query nor a change of rows. */
export interface UtilityStatement {
  /** As the command tag says it. */
  readonly command: string;
  readonly compiled: CompiledModification;
}

/** Extensions whose types and functions are part of this store. */
const BUILT_IN_EXTENSIONS = new Set([
  'uuid-ossp',
  'pgcrypto',
  'citext',
  'hstore',
  'ltree',
  'cube',
  'plpgsql',
]);

const NOTHING: CompiledModification = { columns: [], run: () => ({ rows: [], rowCount: 0 }) };

/** The utility statement that a node stands for, or null. @throws SqlError */
export function compileUtility(node: Node, catalog: Catalog): UtilityStatement | null {
  if ('TruncateStmt' in node)
    return { command: 'TRUNCATE TABLE', compiled: compileTruncate(node.TruncateStmt, catalog) };
  if ('AlterSeqStmt' in node)
    return { command: 'ALTER SEQUENCE', compiled: compileAlterSequence(node.AlterSeqStmt, catalog) };
  if ('CreateExtensionStmt' in node) {
    const { extname = '' } = node.CreateExtensionStmt;
    if (!BUILT_IN_EXTENSIONS.has(extname)) throw unsupported(`the extension "${extname}"`);
    return { command: 'CREATE EXTENSION', compiled: NOTHING };
  }
  // Schemas are names of tables here: there is nothing to create.
  if ('CreateSchemaStmt' in node && node.CreateSchemaStmt.if_not_exists && !node.CreateSchemaStmt.schemaElts)
    return { command: 'CREATE SCHEMA', compiled: NOTHING };
  return null;
}
