import type { DataSource, EntityMetadata } from 'typeorm';

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
  readonly references: readonly Reference[];
  /** The column lists that foreign keys point at, the primary key among them. */
  readonly identities: readonly (readonly string[])[];
}

/** The tables of a data source, by "schema.name" as the journal calls them. */
export async function replayedTables(dataSource: DataSource): Promise<ReadonlyMap<string, ReplayedTable>> {
  const { entityMetadatas } = dataSource;
  const types = await typesOf(dataSource);
  return new Map(
    entityMetadatas.map((metadata) => [
      journalName(metadata),
      {
        sqlName: sqlNameOf(metadata),
        types: types.get(sqlNameOf(metadata)) ?? new Map<string, string>(),
        references: metadata.foreignKeys.map((key) => ({
          columns: key.columnNames,
          table: journalName(key.referencedEntityMetadata),
          referencedColumns: key.referencedColumnNames,
        })),
        identities: identitiesOf(metadata, entityMetadatas),
      },
    ]),
  );
}

/** The types of the columns of each table, as the server has them. */
async function typesOf(dataSource: DataSource): Promise<ReadonlyMap<string, Map<string, string>>> {
  const names = new Set(dataSource.entityMetadatas.map(sqlNameOf));
  const rows = await dataSource.query<{ name: string; column: string; type: string }[]>(
    `SELECT t.name, a.attname AS column, format_type(a.atttypid, -1) AS type
     FROM unnest($1::text[]) AS t(name) JOIN pg_attribute AS a ON a.attrelid = to_regclass(t.name)
     WHERE a.attnum > 0 AND NOT a.attisdropped`,
    [[...names]],
  );
  const types = new Map<string, Map<string, string>>();
  for (const { name, column, type } of rows) {
    const columns = types.get(name);
    if (columns) columns.set(column, type);
    else types.set(name, new Map([[column, type]]));
  }
  return types;
}

function sqlNameOf({ schema, tableName }: EntityMetadata): string {
  return [schema, tableName]
    .flatMap((part) => part ?? [])
    .map(quoted)
    .join('.');
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function journalName({ schema, tableName }: EntityMetadata): string {
  return `${schema ?? 'public'}.${tableName}`;
}

function identitiesOf(metadata: EntityMetadata, all: readonly EntityMetadata[]): string[][] {
  const lists = [
    metadata.primaryColumns.map(({ databaseName }) => databaseName),
    ...all.flatMap(({ foreignKeys }) =>
      foreignKeys
        .filter(({ referencedEntityMetadata }) => referencedEntityMetadata === metadata)
        .map(({ referencedColumnNames }) => referencedColumnNames),
    ),
  ];
  return [...new Map(lists.map((list) => [list.join('\0'), list])).values()];
}
