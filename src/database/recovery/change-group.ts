import type { ChangeRecord, RowRecord } from '../journal/transaction-record';
import type { ReplayedTable } from './replayed-table';

export type RowChange = Exclude<ChangeRecord, { kind: 'refresh' }>;
type Update = Extract<RowChange, { kind: 'update' }>;

/** Rows that one statement writes or deletes at most, unless they may point at each other. */
const MOST_ROWS = 5_000;

/**
 * Neighbouring changes that may be made at once. Foreign keys are checked at the end of a statement: what hangs together
 * in a circle has to come in one, as it did in memory.
 */
export class ChangeGroup {
  readonly changes: RowChange[];
  /** Of updates: which rows they were, by their keys afterwards. */
  private readonly updated = new Set<string>();

  constructor(
    first: RowChange,
    private readonly table: ReplayedTable,
  ) {
    this.changes = [first];
    if (first.kind === 'update') this.updated.add(keyAfter(first));
  }

  get kind(): RowChange['kind'] | undefined {
    return this.changes[0]?.kind;
  }

  /** Takes another one in, if that belongs here. */
  add(change: RowChange): boolean {
    const [first] = this.changes as [RowChange];
    const belongs =
      change.kind === 'update'
        ? first.kind === 'update' && this.movesBeside(first, change)
        : change.kind === first.kind && this.isBeside(first, change);
    if (belongs) this.changes.push(change);
    if (belongs && change.kind === 'update') this.updated.add(keyAfter(change));
    return belongs;
  }

  /** Whether it updates what its own rows are pointed at by. */
  get movesKeys(): boolean {
    const pointedAt = this.selfReferences.flatMap(({ referencedColumns }) => referencedColumns);
    return this.changes.some(
      (change) => change.kind === 'update' && pointedAt.some((name) => name in change.row),
    );
  }

  private get selfReferences(): ReplayedTable['references'] {
    return this.table.references.filter(({ table }) => table === this.changes[0]?.table);
  }

  /** Updates of other rows than before, of a table that points at itself. */
  private movesBeside(first: Update, change: Update): boolean {
    if (change.table !== first.table || this.selfReferences.length === 0) return false;
    return sameNames(first.key, change.key) && !this.updated.has(JSON.stringify(change.key));
  }

  private isBeside(first: RowChange, change: RowChange): boolean {
    if (Object.keys(rowOf(change)).length === 0) return false;
    if (this.table.circle.includes(change.table)) return true;
    if (change.table !== first.table || this.changes.length >= MOST_ROWS) return false;
    return sameNames(rowOf(first), rowOf(change));
  }
}

/** What a change writes; of a deletion, the row that it takes away. */
export function rowOf(change: RowChange): RowRecord {
  return change.kind === 'delete' ? change.key : change.row;
}

function sameNames(a: RowRecord, b: RowRecord): boolean {
  return Object.keys(a).join('\0') === Object.keys(b).join('\0');
}

function keyAfter({ key, row }: Update): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(key).map(([name, value]) => [name, name in row ? row[name] : value])),
  );
}
