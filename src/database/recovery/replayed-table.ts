import type { DataSource, EntityMetadata } from 'typeorm';
import { componentsOf } from './components';

/** A foreign key: its columns, and those that they point at. */
interface Reference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly referencedColumns: readonly string[];
}

/** A table of PostgreSQL as replaying has to know it. */
export interface ReplayedTable {
  /** As SQL names it: without a schema the search path decides, as it does for TypeORM. */
  readonly sqlName: string;
  /** What each column is, as SQL names it without lengths and precisions: those are checked, not cast to. */
  readonly types: ReadonlyMap<string, string>;
  /** Those of the entities and those of the server. */
  readonly references: readonly Reference[];
  /** The column lists that foreign keys point at, the primary key among them. */
  readonly identities: readonly (readonly string[])[];
  /** The tables that it points at in a circle, and itself then; without one, nothing. */
  readonly circle: readonly string[];
  /** Its rows are computed from those of other tables. */
  readonly isView: boolean;
}

/**
 * The tables of a data source, by "schema.name" as the journal calls them: each after those that it points at, but for
 * circles.
 */
export async function replayedTables(dataSource: DataSource): Promise<ReadonlyMap<string, ReplayedTable>> {
  const metadatas = new Map(dataSource.entityMetadatas.map((metadata) => [journalName(metadata), metadata]));
  const types = await typesOf(dataSource);
  const references = await referencesOf(dataSource);
  const pointedAt = (name: string): string[] => (references.get(name) ?? []).map(({ table }) => table);
  const tables = new Map<string, ReplayedTable>();
  for (const component of componentsOf(metadatas.keys(), pointedAt)) {
    const isCircle = component.length > 1 || component.some((name) => pointedAt(name).includes(name));
    for (const name of component) {
      const metadata = metadatas.get(name);
      if (!metadata) continue;
      tables.set(name, {
        sqlName: sqlNameOf(metadata),
        types: types.get(sqlNameOf(metadata)) ?? new Map<string, string>(),
        references: references.get(name) ?? [],
        identities: identitiesOf(metadata, [...references.values()].flat()),
        circle: isCircle ? component : [],
        isView: metadata.tableType === 'view',
      });
    }
  }
  return tables;
}

/** The types of the columns of each table, as the server has them. */
async function typesOf(dataSource: DataSource): Promise<ReadonlyMap<string, Map<string, string>>> {
  const rows = await dataSource.query<{ name: string; column: string; type: string }[]>(
    `SELECT t.name, a.attname AS column, format_type(a.atttypid, -1) AS type
     FROM unnest($1::text[]) AS t(name) JOIN pg_attribute AS a ON a.attrelid = to_regclass(t.name)
     WHERE a.attnum > 0 AND NOT a.attisdropped`,
    [sqlNamesOf(dataSource)],
  );
  const types = new Map<string, Map<string, string>>();
  for (const { name, column, type } of rows) {
    const columns = types.get(name);
    if (columns) columns.set(column, type);
    else types.set(name, new Map([[column, type]]));
  }
  return types;
}

/** The foreign keys of each table: migrations may have made more, or others, than the entities know of. */
async function referencesOf(dataSource: DataSource): Promise<ReadonlyMap<string, Reference[]>> {
  const { entityMetadatas } = dataSource;
  const names = new Map(entityMetadatas.map((metadata) => [sqlNameOf(metadata), journalName(metadata)]));
  const found = new Map<string, Map<string, Reference>>();
  const add = (name: string, reference: Reference): void => {
    const ofTable = found.get(name) ?? new Map<string, Reference>();
    found.set(name, ofTable.set(JSON.stringify(reference), reference));
  };
  for (const metadata of entityMetadatas)
    for (const { columnNames, referencedEntityMetadata, referencedColumnNames } of metadata.foreignKeys)
      add(journalName(metadata), {
        columns: columnNames,
        table: journalName(referencedEntityMetadata),
        referencedColumns: referencedColumnNames,
      });
  const rows = await dataSource.query<(Reference & { of: string })[]>(
    `SELECT child.name AS of, parent.name AS table,
       ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS k(number, i)
         JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY i) AS columns,
       ARRAY(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY AS k(number, i)
         JOIN pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY i) AS "referencedColumns"
     FROM pg_constraint JOIN unnest($1::text[]) AS child(name) ON conrelid = to_regclass(child.name)
       JOIN unnest($1::text[]) AS parent(name) ON confrelid = to_regclass(parent.name)
     WHERE contype = 'f'`,
    [sqlNamesOf(dataSource)],
  );
  for (const { of, table, columns, referencedColumns } of rows)
    add(names.get(of) ?? of, { columns, table: names.get(table) ?? table, referencedColumns });
  return new Map([...found].map(([name, references]) => [name, [...references.values()]]));
}

function identitiesOf(metadata: EntityMetadata, all: readonly Reference[]): (readonly string[])[] {
  const lists = [
    metadata.primaryColumns.map(({ databaseName }) => databaseName),
    ...all.flatMap(({ table, referencedColumns }) =>
      table === journalName(metadata) ? [referencedColumns] : [],
    ),
  ];
  return [...new Map(lists.map((list) => [list.join('\0'), list])).values()];
}

function sqlNamesOf({ entityMetadatas }: DataSource): string[] {
  return [...new Set(entityMetadatas.map(sqlNameOf))];
}

function sqlNameOf({ schema, tableName }: EntityMetadata): string {
  return [schema, tableName]
    .flatMap((part) => part ?? [])
    .map(quoted)
    .join('.');
}

function journalName({ schema, tableName }: EntityMetadata): string {
  return `${schema ?? 'public'}.${tableName}`;
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
