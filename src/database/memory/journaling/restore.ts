import type { Journal } from '../../journal/journal';
import { JournalError } from '../../journal/journal-error';
import type { ChangeRecord, SequenceValues } from '../../journal/transaction-record';
import type { Database } from '../storage/database';
import type { EvalContext } from '../types/eval-context';
import { RestoredTable } from './restored-table';
import { SchemaDifferences } from './schema-differences';

/**
 * Puts into freshly made tables what a journal holds: its snapshot, and every transaction after that.
 *
 * @returns whether rows got defaults of columns that are newer than they are
 * @throws JournalSchemaError when it holds what the entities have no place for; it is not changed then
 * @throws JournalCorruptError
 */
export async function restore(database: Database, journal: Journal): Promise<boolean> {
  const restoration = new Restoration(database, journal);
  await restoration.run();
  return restoration.hasDefaults;
}

class Restoration {
  private readonly tables = new Map<string, RestoredTable | null>();
  private readonly differences = new SchemaDifferences();
  private readonly context: EvalContext;

  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {
    const transaction = database.begin();
    this.context = {
      ...database.context,
      nextval: (name) => database.sequence(name).next(transaction),
    };
  }

  get hasDefaults(): boolean {
    return this.differences.hasDefaults;
  }

  async run(): Promise<void> {
    const emptied = new Set<string>();
    for await (const part of this.journal.snapshotParts()) {
      if (part.kind === 'sequences') {
        this.setSequences(part.sequences, part.nextValues);
        continue;
      }
      const table = this.table(part.table);
      // A materialized view was filled when it was made.
      if (!emptied.has(part.table)) table?.clear();
      emptied.add(part.table);
      table?.insertAll(part.columns, part.rows);
    }
    for await (const { id, changes, sequences, nextValues } of this.journal.records()) {
      for (const change of changes) this.apply(id, change);
      this.setSequences(sequences, nextValues);
    }
    this.refuseMissingValues();
    this.differences.refuse(this.journal.directory);
  }

  private apply(id: number, change: ChangeRecord): void {
    const table = this.table(change.table);
    if (!table) return;
    switch (change.kind) {
      case 'insert':
        table.insert(change.row);
        break;
      case 'update':
        if (!table.update(change.key, change.row)) throw this.lostRow(id, change.table);
        break;
      case 'delete':
        if (!table.delete(change.key)) throw this.lostRow(id, change.table);
        break;
      case 'refresh':
        table.clear();
    }
  }

  private table(name: string): RestoredTable | null {
    const known = this.tables.get(name);
    if (known !== undefined) return known;
    const found = this.database.catalog.tables.find(({ def }) => `${def.schema}.${def.name}` === name);
    if (!found) this.differences.missingTable(name);
    const table = found
      ? new RestoredTable(found, this.database.snapshot(), this.context, this.differences)
      : null;
    this.tables.set(name, table);
    return table;
  }

  /** A sequence that is not there any more has no column that would draw from it. */
  private setSequences(sequences: SequenceValues = {}, nextValues: SequenceValues = {}): void {
    for (const sequence of this.database.catalog.sequences) {
      const name = `${sequence.def.schema}.${sequence.def.name}`;
      const last = sequences[name];
      const next = nextValues[name];
      if (last !== undefined) sequence.restore(BigInt(last), true);
      if (next !== undefined) sequence.restore(BigInt(next), false);
    }
  }

  private refuseMissingValues(): void {
    if (!this.differences.hasDefaults) return;
    for (const { def } of this.database.catalog.tables) {
      const table = this.tables.get(`${def.schema}.${def.name}`);
      for (const column of table?.columnsWithoutValue() ?? []) this.differences.withoutValue(def, column);
    }
  }

  private lostRow(id: number, table: string): JournalError {
    // With other tables or columns the rows are others too.
    this.differences.refuse(this.journal.directory);
    return new JournalError(
      'XX001',
      `record ${id} of the journal in ${this.journal.directory} changes a row of ${table} that is not there. Restore the ` +
        'directory from a backup, or move it away to start without what it holds.',
    );
  }
}
