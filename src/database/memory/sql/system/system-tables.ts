import type { RangeVar } from '@pgsql/types';
import type { CompileContext } from '../compile-context';
import { informationSchema } from './information-schema';
import { pgCatalog, SEQUENCE_COLUMNS } from './pg-catalog';
import type { SystemTable } from './system-table';

/** The table or view of the system catalogs that a name means, or null. */
export function systemTableNamed(schema: string | null, name: string): SystemTable | null {
  if (schema === 'information_schema') return informationSchema[name] ?? null;
  return schema === null || schema === 'pg_catalog' ? (pgCatalog[name] ?? null) : null;
}

/** A sequence as a table of one row, or null when the name is none's. */
export function sequenceTable(
  { schemaname, relname = '' }: RangeVar,
  { catalog }: CompileContext,
): SystemTable | null {
  const sequence = catalog.sequence(schemaname ?? null, relname);
  if (!sequence) return null;
  return {
    columns: SEQUENCE_COLUMNS,
    rows: () => [[sequence.state.last, 0n, sequence.state.isCalled]],
  };
}
