import type { EvalContext } from '../types/eval-context';
import { quoteIdentifier } from '../types/identifier';
import { SqlError } from '../types/sql-error';
import { checkViolation, exclusionViolation, notNullViolation, uniqueViolation } from './constraint-errors';
import { HashIndex } from './hash-index';
import { Heap } from './heap';
import { estimateBytes, type StorageMeter } from './storage-meter';
import { conflicts, isStronger, type LockStrength } from './lock-strength';
import { LockWait } from './lock-wait';
import { OrderedIndex } from './ordered-index';
import { visitGroup } from './row-group';
import { isVisible, type RowVersion, type Snapshot } from './row-version';
import type { Statement } from './statement';
import type { ExclusionDef, ForeignKeyDef, IndexDef, KeyDef, TableDef, Tuple } from './table-def';
import type { Change, ChangedTable } from './change';
import type { Transaction } from './transaction';
import type { Writer } from './writer';

const NOBODY: readonly Writer[] = Object.freeze([]);

/** What to do about a row that another transaction holds. */
export type WaitPolicy = 'block' | 'nowait' | 'skip';

/** A unique index together with the constraint whose name its violations carry. */
export interface UniqueIndex {
  readonly index: HashIndex;
  readonly name: string;
  readonly partNames: readonly string[];
  readonly key: KeyDef | null;
  /** SQL text of a partial index's predicate. */
  readonly whereSql: string | null;
  readonly partSql: readonly (string | null)[];
}

export interface TableStatistics {
  readonly rows: number;
  readonly versions: number;
  readonly bytes: number;
  readonly scans: number;
  readonly indexes: readonly { readonly name: string; readonly entries: number; readonly hits: number }[];
}

/** What is due after a row was written: foreign keys, in both directions. `old` is null for an insert, `current` for a delete. */
export type RowSettlement = (
  statement: Statement,
  table: Table,
  old: RowVersion | null,
  current: RowVersion | null,
) => void;

/** A foreign key seen from the table it points to. */
export interface Reference {
  readonly child: Table;
  readonly key: ForeignKeyDef;
}

/**
 * One table: its versions in heap order, its indexes, and every rule that a row has to meet.
 * Methods are synchronous; a conflict with another transaction leaves them as a {@link LockWait}.
 */
export class Table implements ChangedTable {
  private readonly heap = new Heap();
  private bytes = 0;
  scans = 0;
  readonly uniqueIndexes: readonly UniqueIndex[];
  private readonly deferrableIndexes: readonly UniqueIndex[];
  /** Every equality index: the unique ones, and one for the columns of each foreign key. */
  readonly hashIndexes: HashIndex[];
  readonly orderedIndexes: OrderedIndex[];
  /** Filled by the catalog as tables that point here are created. */
  references: Reference[] = [];
  /** Columns that a foreign key elsewhere could point to: changing one needs the strongest lock. */
  private readonly keyColumns: ReadonlySet<number>;

  constructor(
    readonly def: TableDef,
    private readonly context: EvalContext,
    private readonly meter: StorageMeter,
    private readonly settle: RowSettlement,
  ) {
    this.uniqueIndexes = uniqueIndexesOf(def, context);
    this.deferrableIndexes = this.uniqueIndexes.filter(({ key }) => key?.deferrable);
    this.hashIndexes = [
      ...this.uniqueIndexes.map(({ index }) => index),
      ...foreignKeyIndexesOf(def, this.uniqueIndexes, context),
    ];
    this.orderedIndexes = orderedIndexesOf(def);
    this.keyColumns = new Set([
      ...(def.primaryKey?.columns ?? []),
      ...def.uniques.flatMap((key) => key.columns),
      ...def.indexes.flatMap(({ unique, where, parts }) => (unique && !where ? columnsIn(parts) : [])),
    ]);
  }

  /** Visits every row that the snapshot sees, in heap order, until `visit` returns false. */
  scan(snapshot: Snapshot, visit: (version: RowVersion) => boolean | void): void {
    this.scans += 1;
    this.heap.visit((version) => !isVisible(version, snapshot) || visit(version));
  }

  /** The equality index over exactly these columns (in any order of theirs), or null. */
  hashIndexOn(columns: readonly number[]): HashIndex | null {
    return (
      this.hashIndexes.find(
        ({ parts, where }) =>
          !where &&
          parts.length === columns.length &&
          parts.every((part, i) => 'column' in part && part.column === columns[i]),
      ) ?? null
    );
  }

  /** An index whose leading columns are these; made on first need and kept up from then on. */
  orderedIndexOn(columns: readonly number[]): OrderedIndex {
    const found = this.orderedIndexes.find((index) =>
      columns.every((column, i) => index.columns[i] === column),
    );
    if (found) return found;
    const types = columns.flatMap((column) => this.def.columns[column]?.type ?? []);
    const index = new OrderedIndex(`${this.def.name}_ordered_${columns.join('_')}`, columns, types);
    this.heap.visit((version) => index.add(version));
    this.orderedIndexes.push(index);
    return index;
  }

  /**
   * Stores a row. Foreign keys are checked when the statement finishes.
   *
   * @throws SqlError 23502, 23514, 23505, 53200
   * @throws LockWait when another transaction is writing the same unique key
   */
  insert(statement: Statement, values: Tuple): RowVersion {
    this.checkRow(values);
    const version = this.append(statement.transaction, values);
    statement.record({ kind: 'insert', table: this, version });
    for (const unique of this.uniqueIndexes)
      if (!unique.key?.deferrable) this.checkUnique(statement.transaction, unique, version);
    this.enforceExclusions(statement, version, false);
    this.index(version);
    if (this.def.foreignKeys.length > 0)
      statement.afterRow(() => this.settle(statement, this, null, version));
    this.enforceDeferrable(statement, null, version);
    return version;
  }

  /**
   * Replaces a visible row by a new version at the end of the heap.
   *
   * @returns null when the row was skipped because this very statement has already changed it
   */
  update(statement: Statement, old: RowVersion, values: Tuple): RowVersion | null {
    const strength = this.changesKey(old.values, values) ? 'update' : 'no key update';
    this.checkRow(values);
    if (this.claim(statement, old, strength) === null) return null;
    const version = this.append(statement.transaction, values);
    old.deleter = statement.transaction;
    old.deleterStrength = withOwnLocks(old, statement.transaction, strength);
    old.successor = version;
    // Others may hold the row by its key, which stays.
    const others = old.locks?.filter(({ owner }) => owner !== statement.transaction) ?? [];
    if (others.length > 0) version.locks = others;
    statement.record({ kind: 'update', table: this, old, version });
    for (const unique of this.uniqueIndexes) {
      if (!unique.key?.deferrable && changesIndex(unique, old, version))
        this.checkUnique(statement.transaction, unique, version);
    }
    this.enforceExclusions(statement, version, false);
    this.index(version);
    if (this.def.foreignKeys.length > 0 || this.references.length > 0) {
      statement.afterRow(() => this.settle(statement, this, old, version));
    }
    this.enforceDeferrable(statement, old, version);
    return version;
  }

  /** @returns false when this very statement has already changed the row */
  delete(statement: Statement, old: RowVersion): boolean {
    if (this.claim(statement, old, 'update') === null) return false;
    old.deleter = statement.transaction;
    old.deleterStrength = 'update';
    statement.record({ kind: 'delete', table: this, old });
    if (this.references.length > 0) statement.afterRow(() => this.settle(statement, this, old, null));
    return true;
  }

  /**
   * Deletes every row without asking foreign keys, as TRUNCATE does, whatever the snapshot; a rollback brings them back.
   *
   * @throws LockWait while another transaction is writing to the table
   */
  truncate(statement: Statement): void {
    const { transaction } = statement;
    this.heap.visit((version) => {
      if (!this.isAlive(transaction, version)) return;
      if (this.claim(statement, version, 'update') === null) return;
      version.deleter = transaction;
      version.deleterStrength = 'update';
      statement.record({ kind: 'delete', table: this, old: version });
    });
  }

  /**
   * Locks a visible row until the transaction ends.
   *
   * @returns null when the row is to be skipped
   * @throws LockWait, or SqlError 55P03 under NOWAIT, 40001 when it changed after a fixed snapshot
   */
  lock(
    statement: Statement,
    version: RowVersion,
    strength: LockStrength,
    policy: WaitPolicy = 'block',
  ): RowVersion | null {
    if (this.claim(statement, version, strength, policy, true) === null) return null;
    const { transaction } = statement;
    const isHeld = version.locks?.some(
      (held) => held.owner === transaction && !isStronger(strength, held.strength),
    );
    if (isHeld) return version;
    const lock = { owner: transaction, strength };
    for (let held: RowVersion | null = version; held; held = held.successor) (held.locks ??= []).push(lock);
    transaction.lockedRows.push({ version, lock });
    return version;
  }

  /**
   * The row that a statement has seen as it is now: after a wait others may have changed it, which under
   * READ COMMITTED the statement takes up (PostgreSQL, "EvalPlanQual").
   *
   * @param lock how it is to be locked; null when it is to be changed
   * @returns null when it has been deleted
   * @throws SqlError 40001 when it changed after a fixed snapshot
   */
  latest(statement: Statement, seen: RowVersion, lock: LockStrength | null = null): RowVersion | null {
    if (lock === 'key share' && keepsKey(seen)) return seen;
    let version: RowVersion | null = seen;
    while (version?.deleter && version.deleter.status === 'committed') {
      if (statement.transaction.isolation !== 'read committed') throw changedSince(version, lock !== null);
      version = version.successor;
    }
    return version;
  }

  /** A row that conflicts with `values` under the unique index, committed or our own; waits for one in the making. */
  conflicting(statement: Statement, unique: UniqueIndex, values: Tuple): RowVersion | null {
    return this.findConflict(statement.transaction, unique.index, values, null);
  }

  /** Takes one change back. */
  undo(change: Change): void {
    if (change.kind !== 'insert') {
      change.old.deleter = null;
      change.old.successor = null;
    }
    if (change.kind !== 'delete') this.unlink(change.version);
  }

  /** Drops a version that nobody can see any more. */
  unlink(version: RowVersion): void {
    for (const index of this.hashIndexes) index.remove(version);
    for (const index of this.orderedIndexes) index.remove(version);
    this.heap.remove(version);
    const bytes = estimateBytes(version.values);
    this.bytes -= bytes;
    this.meter.remove(bytes);
  }

  statistics(snapshot: Snapshot): TableStatistics {
    let rows = 0;
    this.heap.visit((version) => {
      if (isVisible(version, snapshot)) rows += 1;
    });
    return {
      rows,
      versions: this.heap.size,
      bytes: this.bytes,
      scans: this.scans,
      indexes: [...this.hashIndexes, ...this.orderedIndexes].map(({ name, size, hits }) => ({
        name,
        entries: size,
        hits,
      })),
    };
  }

  private append(creator: Transaction, values: Tuple): RowVersion {
    const bytes = estimateBytes(values);
    this.meter.add(bytes);
    this.bytes += bytes;
    return this.heap.append(values, creator);
  }

  private index(version: RowVersion): void {
    for (const index of this.hashIndexes) index.add(version);
    for (const index of this.orderedIndexes) index.add(version);
  }

  /** @throws SqlError 23502, 23514 */
  checkRow(values: Tuple): void {
    const { columns, checks } = this.def;
    for (let i = 0; i < columns.length; i += 1) {
      if (values[i] === null && columns[i]?.notNull) throw notNullViolation(this.def, i, values);
    }
    for (const { name, test } of checks) {
      if (test(values, this.context) === false) throw checkViolation(this.def, name, values);
    }
  }

  /** How strongly an UPDATE of these columns locks a row before it knows their values. */
  updateStrength(columns: readonly number[]): LockStrength {
    return columns.some((column) => this.keyColumns.has(column)) ? 'update' : 'no key update';
  }

  private changesIndexed(old: RowVersion, version: RowVersion): boolean {
    return (
      this.uniqueIndexes.some((unique) => changesIndex(unique, old, version)) ||
      this.def.indexes.some(({ parts }) =>
        parts.some(
          (part) => typeof part === 'number' && !sameValue(this.def, part, old.values, version.values),
        ),
      )
    );
  }

  private changesKey(old: Tuple, values: Tuple): boolean {
    for (const column of this.keyColumns) {
      if (!sameValue(this.def, column, old, values)) return true;
    }
    return false;
  }

  /** Makes sure that the row may be changed or locked now. Null: this statement has changed it already, or it is to be skipped. */
  private claim(
    statement: Statement,
    version: RowVersion,
    strength: LockStrength,
    policy: WaitPolicy = 'block',
    isLock = false,
  ): RowVersion | null {
    const { transaction } = statement;
    const { deleter } = version;
    if (deleter === transaction) return null;
    const isGone = deleter !== null && deleter.status !== 'active';
    if (isGone && !(strength === 'key share' && keepsKey(version))) throw changedSince(version, isLock);
    const blockers = blockersOf(version, transaction, strength);
    if (blockers.length === 0) return version;
    switch (policy) {
      case 'skip':
        return null;
      case 'nowait':
        throw new SqlError('55P03', `could not obtain lock on row in relation "${this.def.name}"`);
      case 'block':
        throw new LockWait(blockers, { kind: 'tuple', table: this.def.name });
    }
  }

  /** Deferrable constraints look at a row after its foreign keys, at the end of the statement or at COMMIT. */
  private enforceDeferrable(statement: Statement, old: RowVersion | null, version: RowVersion): void {
    const { transaction } = statement;
    // A version that changes nothing that is indexed gets no new entries in the indexes.
    if (old && !this.changesIndexed(old, version)) return;
    for (const unique of this.deferrableIndexes) {
      if (!mayConflict(transaction, unique, version)) continue;
      const check = (): void => this.checkUnique(transaction, unique, lastOf(version));
      statement.afterRow(() => whenDue(transaction, unique.key, check));
    }
    this.enforceExclusions(statement, version, true);
  }

  private checkUnique(
    transaction: Transaction,
    { index, name, partNames }: UniqueIndex,
    version: RowVersion,
  ): void {
    if (version.deleter !== null) return;
    if (this.findConflict(transaction, index, version.values, version) === null) return;
    throw uniqueViolation(this.def, name, partNames, index.types, index.valuesOf(version.values));
  }

  private enforceExclusions(statement: Statement, version: RowVersion, deferrable: boolean): void {
    const { transaction } = statement;
    for (const exclusion of this.def.exclusions ?? []) {
      if (exclusion.deferrable !== deferrable) continue;
      const check = (): void => {
        const last = lastOf(version);
        if (last.deleter === null) this.checkExclusion(transaction, exclusion, last);
      };
      if (deferrable) statement.afterRow(() => whenDue(transaction, exclusion, check));
      else check();
    }
  }

  private checkExclusion(transaction: Transaction, exclusion: ExclusionDef, version: RowVersion): void {
    const { parts, where } = exclusion;
    const takesPart = (row: Tuple): boolean => !where || where(row, this.context) === true;
    if (!takesPart(version.values)) return;
    const values = parts.map(({ value }) => value(version.values, this.context));
    if (values.includes(null)) return;
    this.heap.visit((other) => {
      if (other === version || !takesPart(other.values)) return;
      const row = other.values;
      const existing = parts.map(({ value }) => value(row, this.context));
      const excluded = parts.every(
        ({ excludes }, i) =>
          (existing[i] ?? null) !== null &&
          excludes(this.context, values[i] ?? null, existing[i] ?? null) === true,
      );
      if (excluded && this.isAlive(transaction, other))
        throw exclusionViolation(this.def, exclusion, values, existing);
    });
  }

  private findConflict(
    transaction: Transaction,
    index: HashIndex,
    values: Tuple,
    except: RowVersion | null,
  ): RowVersion | null {
    const key = index.keyOf(values);
    const group = key === null ? undefined : index.group(key);
    if (group === undefined) return null;
    let conflict: RowVersion | null = null;
    visitGroup(group, (version) => {
      if (version !== except && this.isAlive(transaction, version)) conflict = version;
      return conflict === null;
    });
    return conflict;
  }

  /** Whether a version counts for the constraints of a row in the making. @throws LockWait while that is open */
  private isAlive(transaction: Transaction, { creator, deleter }: RowVersion): boolean {
    if (deleter === transaction || (deleter !== null && deleter.status === 'committed')) return false;
    const writer =
      creator.commitSequence === Infinity && creator !== transaction ? (creator as Writer) : deleter;
    if (writer) throw new LockWait([writer], { kind: 'transaction', table: this.def.name });
    return true;
  }
}

/** Who holds the row in a way that does not go with the strength: its lockers, and who is changing it. */
function blockersOf(version: RowVersion, own: Writer, strength: LockStrength): readonly Writer[] {
  if (version.deleter === null && version.locks === null) return NOBODY;
  const blockers = new Set<Writer>();
  // What is being changed may be locked, changed and deleted further by the same transaction.
  for (let at: RowVersion | null = version; at; at = at.successor) {
    for (const { owner, strength: held } of at.locks ?? [])
      if (owner !== own && conflicts(held, strength)) blockers.add(owner);
    if (at.deleter?.status === 'active' && conflicts(at.deleterStrength, strength)) blockers.add(at.deleter);
  }
  return [...blockers];
}

/** Whether another row has the key now, or may have it: only then is there something to look at later. */
function mayConflict(own: Writer, { index }: UniqueIndex, version: RowVersion): boolean {
  const key = index.keyOf(version.values);
  const group = key === null ? undefined : index.group(key);
  if (group === undefined) return false;
  return !visitGroup(
    group,
    (other) => other === version || other.deleter === own || other.deleter?.status === 'committed',
  );
}

/** What is locked by its own transaction stays locked as strongly when that changes it. */
function withOwnLocks({ locks }: RowVersion, own: Writer, strength: LockStrength): LockStrength {
  let strongest = strength;
  for (const { owner, strength: held } of locks ?? [])
    if (owner === own && isStronger(held, strongest)) strongest = held;
  return strongest;
}

/** Whether all that others have committed to the row since left its key alone: that goes with a lock on the key. */
function keepsKey(version: RowVersion): boolean {
  for (let at: RowVersion | null = version; at; at = at.successor) {
    if (at.deleter?.status === 'committed' && conflicts(at.deleterStrength, 'key share')) return false;
  }
  return true;
}

/** What has become of a version that its own transaction has changed since. */
function lastOf(version: RowVersion): RowVersion {
  let last = version;
  while (last.successor) last = last.successor;
  return last;
}

/** A lock does not tell a deleted row from a changed one. */
function changedSince({ successor }: RowVersion, isLock: boolean): SqlError {
  const change = successor || isLock ? 'update' : 'delete';
  return new SqlError('40001', `could not serialize access due to concurrent ${change}`);
}

/** The columns of an index, or none when it is over expressions: no foreign key can point to that. */
function columnsIn(parts: IndexDef['parts']): readonly number[] {
  const columns = parts.filter((part) => typeof part === 'number');
  return columns.length === parts.length ? columns : [];
}

/** Runs a deferrable constraint's check now or at COMMIT, as the constraint is declared and set. */
function whenDue(
  transaction: Transaction,
  constraint: Pick<KeyDef, 'name' | 'initiallyDeferred'> | null,
  check: () => void,
): void {
  if (constraint && isDeferred(transaction, constraint.name, constraint.initiallyDeferred ?? false))
    transaction.deferredChecks.push({ constraint: constraint.name, run: check });
  else check();
}

/** Whether a unique index holds the row under another key than before. */
function changesIndex({ index }: UniqueIndex, old: RowVersion, version: RowVersion): boolean {
  return index.keyOf(old.values) !== index.keyOf(version.values);
}

/** Whether a deferrable constraint waits for COMMIT in this transaction. */
export function isDeferred(transaction: Transaction, name: string, initially: boolean): boolean {
  const mode = transaction.constraintModes.get(name) ?? transaction.constraintModes.get('all');
  return mode === undefined ? initially : mode === 'deferred';
}

/** Whether a column keeps its value between two versions of a row. */
export function sameValue(def: TableDef, column: number, a: Tuple, b: Tuple): boolean {
  const left = a[column] ?? null;
  const right = b[column] ?? null;
  if (left === right) return true;
  if (left === null || right === null) return false;
  const type = def.columns[column]?.type;
  return type !== undefined && type.key(left) === type.key(right);
}

function uniqueIndexesOf(def: TableDef, context: EvalContext): UniqueIndex[] {
  const keys = [...(def.primaryKey ? [def.primaryKey] : []), ...def.uniques];
  const fromKeys = keys.map((key): UniqueIndex => {
    const columns = key.columns.flatMap((column) => def.columns[column] ?? []);
    const parts = key.columns.map((column, i) => ({
      column,
      type: (columns[i] as (typeof columns)[number]).type,
    }));
    return {
      index: new HashIndex(key.name, parts, true, context),
      name: key.name,
      partNames: columns.map((column) => quoteIdentifier(column.name)),
      key,
      whereSql: null,
      partSql: columns.map(() => null),
    };
  });
  const fromIndexes = def.indexes
    .filter((index) => index.unique)
    .map((index): UniqueIndex => ({
      index: new HashIndex(
        index.name,
        index.parts.map((part) =>
          typeof part === 'number'
            ? { column: part, type: (def.columns[part] as TableDef['columns'][number]).type }
            : part,
        ),
        true,
        context,
        index.where ?? null,
      ),
      name: index.name,
      partNames: index.partNames,
      key: null,
      whereSql: index.whereSql ?? null,
      partSql: index.partSql ?? index.parts.map(() => null),
    }));
  return [...fromKeys, ...fromIndexes];
}

/** Children are looked up by the columns of their foreign keys: cascades must not scan. */
function foreignKeyIndexesOf(
  def: TableDef,
  uniques: readonly UniqueIndex[],
  context: EvalContext,
): HashIndex[] {
  const covered = new Set(uniques.map(({ index }) => signature(index)));
  const indexes: HashIndex[] = [];
  for (const key of def.foreignKeys) {
    const parts = key.columns.map((column) => ({
      column,
      type: (def.columns[column] as TableDef['columns'][number]).type,
    }));
    const index = new HashIndex(`${key.name}_key`, parts, false, context);
    if (covered.has(signature(index))) continue;
    covered.add(signature(index));
    indexes.push(index);
  }
  return indexes;
}

function signature(index: HashIndex): string {
  return index.parts.map((part) => ('column' in part && !index.where ? part.column : 'expression')).join(',');
}

function orderedIndexesOf(def: TableDef): OrderedIndex[] {
  return def.indexes.flatMap((index) => {
    const columns = index.parts.filter((part) => typeof part === 'number');
    if (index.unique || index.where || columns.length !== index.parts.length) return [];
    const types = columns.map((column) => (def.columns[column] as TableDef['columns'][number]).type);
    return new OrderedIndex(index.name, columns, types);
  });
}
