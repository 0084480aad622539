import type { Catalog } from '../../storage/catalog';
import type { ReferentialAction } from '../../storage/table-def';
import { constraintOid, type Relation, tablesOf } from './relations';

/** A constraint of a table, of any kind. */
export interface Constraint {
  readonly oid: number;
  readonly name: string;
  /** As `pg_constraint.contype`: primary key, unique, foreign key, check, exclusion. */
  readonly kind: 'p' | 'u' | 'f' | 'c' | 'x';
  readonly table: Relation;
  /** Ordinals of its columns, from 0; empty for a check or an exclusion, whose expressions are not looked into. */
  readonly columns: readonly number[];
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly foreign: {
    readonly table: Relation | null;
    readonly columns: readonly number[];
    readonly onUpdate: ReferentialAction;
    readonly onDelete: ReferentialAction;
  } | null;
}

export function constraintsOf(catalog: Catalog): readonly Constraint[] {
  const tables = tablesOf(catalog, { materialized: false });
  const found = tables.flatMap((relation): Omit<Constraint, 'oid'>[] => {
    const { primaryKey, uniques, foreignKeys, checks, exclusions = [] } = relation.table.def;
    const plain = { table: relation, columns: [], deferrable: false, deferred: false, foreign: null };
    const keys = [
      ...(primaryKey ? [{ key: primaryKey, kind: 'p' as const }] : []),
      ...uniques.map((key) => ({ key, kind: 'u' as const })),
    ];
    return [
      ...keys.map(({ key, kind }) => ({
        ...plain,
        kind,
        name: key.name,
        columns: key.columns,
        deferrable: key.deferrable ?? false,
        deferred: key.initiallyDeferred ?? false,
      })),
      ...foreignKeys.map((key) => ({
        ...plain,
        kind: 'f' as const,
        name: key.name,
        columns: key.columns,
        deferrable: key.deferrable,
        deferred: key.initiallyDeferred,
        foreign: {
          table:
            tables.find(
              ({ schema, name }) => schema === key.referencedSchema && name === key.referencedTable,
            ) ?? null,
          columns: key.referencedColumns,
          onUpdate: key.onUpdate,
          onDelete: key.onDelete,
        },
      })),
      ...checks.map(({ name }) => ({ ...plain, kind: 'c' as const, name })),
      ...exclusions.map((exclusion) => ({
        ...plain,
        kind: 'x' as const,
        name: exclusion.name,
        deferrable: exclusion.deferrable,
        deferred: exclusion.initiallyDeferred,
      })),
    ];
  });
  return found.map((constraint, i) => ({ ...constraint, oid: constraintOid(i) }));
}
