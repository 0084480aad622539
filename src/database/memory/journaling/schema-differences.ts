import { JournalSchemaError } from '../../journal/journal-error';
import type { ColumnDef, TableDef } from '../storage/table-def';

/** What the records name that the entities do not have, or have otherwise. */
export class SchemaDifferences {
  /** A column that is newer than some of the rows got its default. */
  hasDefaults = false;
  private readonly found = new Set<string>();

  missingTable(name: string): void {
    this.found.add(`there is no table ${name}`);
  }

  missingColumn({ schema, name }: TableDef, column: string): void {
    this.found.add(`the table ${schema}.${name} has no column ${column}`);
  }

  otherType({ schema, name }: TableDef, column: ColumnDef): void {
    this.found.add(
      `the column ${column.name} of ${schema}.${name} is ${column.type.displayName} now, and not all of its values are`,
    );
  }

  withoutValue({ schema, name }: TableDef, column: string): void {
    this.found.add(
      `the column ${column} of ${schema}.${name} is NOT NULL, and rows that are older have no value`,
    );
  }

  /** @throws JournalSchemaError */
  refuse(directory: string): void {
    if (this.found.size > 0) throw new JournalSchemaError(directory, [...this.found]);
  }
}
