import type { QueryRunner } from 'typeorm';
import type { ChangeRecord, SnapshotPart, TransactionRecord } from '../journal/transaction-record';
import { componentsOf } from './components';
import { dependencyRefusal, type Refusal, refusalOf } from './refusal';
import type { RefusedRows } from './refused-rows';
import { repeatChanges } from './repeat-changes';
import type { ReplayedTable } from './replayed-table';
import { RowNames } from './row-names';
import { advanceSequences } from './sequences';

const MOST_UNITS = 500;

type RowsPart = Extract<SnapshotPart, { kind: 'rows' }>;

/** Where the rows of a snapshot go. */
export interface SnapshotReplay {
  readonly runner: QueryRunner;
  /** The last transaction that the snapshot holds. */
  readonly snapshotId: number;
  readonly tables: ReadonlyMap<string, ReplayedTable>;
  readonly refused: RefusedRows;
  /** @returns the id of its entry */
  readonly quarantine: (record: TransactionRecord, refusal: Refusal) => Promise<string>;
}

/** Rows that point at each other in a circle, mostly one alone: they are inserted together, or none of them. */
type Unit = readonly ChangeRecord[];

/**
 * Inserts the rows of a snapshot, within the transaction of the runner. A snapshot has forgotten which rows came
 * together: each stands for itself, or for the circle that it is of, and what is refused goes into quarantine one by one.
 * What a row points at comes before it, so that it is known whether that was refused.
 *
 * @param parts reads the snapshot from its beginning
 * @returns how many rows were inserted
 */
export async function replaySnapshot(
  to: SnapshotReplay,
  parts: () => AsyncIterable<SnapshotPart>,
): Promise<number> {
  const rows = new SnapshotRows(to);
  const views = new Set<string>();
  const levels = levelsOf(to.tables);
  const highest = Math.max(0, ...levels.values());
  for (let level = 0; level <= highest; level += 1) {
    for await (const part of parts()) {
      if (part.kind === 'rows') {
        if (to.tables.get(part.table)?.isView) views.add(part.table);
        else if ((levels.get(part.table) ?? 0) === level) await rows.insert(part);
      } else if (level === highest) {
        await advanceSequences(to.runner, [{ ...recordOf(to.snapshotId, []), ...part }]);
      }
    }
    await rows.settle();
  }
  await rows.refresh(views);
  return rows.inserted;
}

/** How many tables stand behind each other at most before one points nowhere but into its own circle. */
function levelsOf(tables: ReadonlyMap<string, ReplayedTable>): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const [name, { circle }] of tables) {
    const members = circle.length > 0 ? circle : [name];
    const behind = members
      .flatMap((member) => tables.get(member)?.references ?? [])
      .flatMap(({ table }) => (members.includes(table) ? [] : (levels.get(table) ?? 0) + 1));
    levels.set(name, Math.max(0, ...behind));
  }
  return levels;
}

class SnapshotRows {
  inserted = 0;
  private readonly names: RowNames;
  /** Of tables that point at each other: in their order only once all are there. */
  private unordered: ChangeRecord[] = [];

  constructor(private readonly to: SnapshotReplay) {
    this.names = new RowNames(to.tables);
  }

  async insert(part: RowsPart): Promise<void> {
    const rows = insertsOf(part);
    if (this.to.tables.get(part.table)?.circle.length) for (const row of rows) this.unordered.push(row);
    else await this.insertUnits(rows.map((row) => [row]));
  }

  /** All rows of these tables have come. */
  async settle(): Promise<void> {
    const rows = this.unordered;
    this.unordered = [];
    const byName = new Map(rows.flatMap((row) => this.names.of(row).map((name) => [name, row] as const)));
    const pointsAt = (row: ChangeRecord): ChangeRecord[] =>
      this.names.pointedAtBy(row).flatMap((name) => byName.get(name) ?? []);
    await this.insertUnits(componentsOf(rows, pointsAt));
  }

  /** In their order: one may be computed from another. */
  async refresh(views: Iterable<string>): Promise<void> {
    await this.insertUnits([...views].map((table) => [{ kind: 'refresh', table }]));
  }

  private async insertUnits(units: readonly Unit[]): Promise<void> {
    for (let at = 0; at < units.length; at += MOST_UNITS)
      await this.process(units.slice(at, at + MOST_UNITS));
  }

  private async process(units: readonly Unit[]): Promise<void> {
    const free: Unit[] = [];
    for (const unit of units) {
      const dependency = this.to.refused.dependencyOf(unit);
      if (dependency === null) free.push(unit);
      else await this.quarantine(unit, dependencyRefusal(dependency));
    }
    const [first] = free;
    if (!first) return;
    const rows = free.flat();
    const refusal = await this.attempt(rows);
    if (!refusal) {
      this.inserted += rows.filter(({ kind }) => kind === 'insert').length;
    } else if (free.length > 1) {
      const half = free.length >> 1;
      await this.process(free.slice(0, half));
      await this.process(free.slice(half));
    } else {
      await this.quarantine(first, refusal);
    }
  }

  /** All of the rows, or none. */
  private async attempt(rows: readonly ChangeRecord[]): Promise<Refusal | null> {
    const { runner, tables } = this.to;
    await runner.query('SAVEPOINT rows');
    try {
      await repeatChanges(runner, rows, tables);
      await runner.query('RELEASE SAVEPOINT rows');
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      await runner.query('ROLLBACK TO SAVEPOINT rows');
      return refusal;
    }
  }

  private async quarantine(unit: Unit, refusal: Refusal): Promise<void> {
    const entry = await this.to.quarantine(recordOf(this.to.snapshotId, unit), refusal);
    this.to.refused.add(unit, entry);
  }
}

function insertsOf({ table, columns, rows }: RowsPart): ChangeRecord[] {
  return rows.map((values) => ({
    kind: 'insert',
    table,
    row: Object.fromEntries(columns.map((column, i) => [column, values[i] ?? null])),
  }));
}

function recordOf(id: number, changes: readonly ChangeRecord[]): TransactionRecord {
  return { id, at: new Date().toISOString(), changes };
}
