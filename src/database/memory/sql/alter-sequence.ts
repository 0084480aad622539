import type { AlterSeqStmt, Node } from '@pgsql/types';
import { type Catalog, missingRelation } from '../storage/catalog';
import { SqlError, unsupported } from '../types/sql-error';
import { positionOf } from './ast';
import type { CompiledModification } from './compile-context';

/** ALTER SEQUENCE ... RESTART [WITH n]. What else a sequence is comes from the entities. @throws SqlError 42P01, 22023 */
export function compileAlterSequence(node: AlterSeqStmt, catalog: Catalog): CompiledModification {
  const { schemaname, relname = '', location } = node.sequence ?? {};
  const sequence = catalog.sequence(schemaname ?? null, relname);
  if (!sequence) {
    throw missingRelation(schemaname, relname, positionOf(location));
  }
  const [option, ...more] = (node.options ?? []).flatMap((one) => ('DefElem' in one ? [one.DefElem] : []));
  if (option?.defname !== 'restart' || more.length > 0)
    throw unsupported('ALTER SEQUENCE other than RESTART');
  const start = option.arg ? integerOf(option.arg) : sequence.def.start;
  const { minValue, maxValue } = sequence.def;
  if (start < minValue)
    throw new SqlError('22023', `RESTART value (${start}) cannot be less than MINVALUE (${minValue})`);
  if (start > maxValue)
    throw new SqlError('22023', `RESTART value (${start}) cannot be greater than MAXVALUE (${maxValue})`);
  return {
    columns: [],
    run: ({ context: { database, statement } }) => {
      sequence.restart(statement.transaction, start);
      database.noteSequence(statement.transaction, sequence);
      return { rows: [], rowCount: 0 };
    },
  };
}

function integerOf(node: Node): bigint {
  if ('Integer' in node) return BigInt(node.Integer.ival ?? 0);
  return 'Float' in node ? BigInt(node.Float.fval ?? '0') : 0n;
}
