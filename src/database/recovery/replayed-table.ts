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
  readonly primaryKey: readonly string[];
  readonly references: readonly Reference[];
  /** The column lists that foreign keys point at, the primary key among them. */
  readonly identities: readonly (readonly string[])[];
}

/** The tables of a data source, by "schema.name" as the journal calls them. */
export function replayedTables({ entityMetadatas }: DataSource): ReadonlyMap<string, ReplayedTable> {
  return new Map(
    entityMetadatas.map((metadata) => [
      journalName(metadata),
      {
        sqlName: [metadata.schema, metadata.tableName]
          .flatMap((part) => part ?? [])
          .map(quoted)
          .join('.'),
        primaryKey: metadata.primaryColumns.map(({ databaseName }) => databaseName),
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
