import type { EvalContext } from '../types/eval-context';
import { AdvisoryLocks } from './advisory-locks';
import { Catalog, missingRelation } from './catalog';
import { Clock } from './clock';
import { ForeignKeys } from './foreign-keys';
import { type StorageLimits, StorageMeter } from './storage-meter';
import { LockManager } from './lock-manager';
import type { LockWait } from './lock-wait';
import type { Snapshot } from './row-version';
import { Serializability } from './serializability';
import { Sequence, type SequenceDef } from './sequence';
import { Statement } from './statement';
import { Table, type TableStatistics, type TableUsage } from './table';
import type { TableDef } from './table-def';
import { Transaction, type IsolationLevel } from './transaction';
import { Vacuum } from './vacuum';

export const DEFAULT_LIMITS: StorageLimits = { maxRows: 10_000_000, maxBytes: 4 * 1024 ** 3 };

/** Keeps what is committed where it outlives the process. */
export interface CommitLog {
  /**
   * Keeps what a transaction did. `onKept` runs as soon as that is done, in the order in which this was called, so that
   * nobody sees or changes further what might still be lost.
   *
   * @throws SqlError when it could not be kept
   */
  keep(transaction: Transaction, onKept: () => void): Promise<void>;
  /** What was drawn stays drawn after a rollback: the next that is kept tells where these sequences stand. */
  noteMoved(sequences: ReadonlySet<Sequence>): void;
  /** Keeps that everything is gone, when all that was to be kept before is. */
  keepClear(onKept: () => void): Promise<void>;
}

/**
 * A set of tables under multi-version concurrency control: every commit gets the next sequence number,
 * every snapshot is one such number, readers never block.
 */
export class Database {
  readonly catalog = new Catalog();
  readonly clock = new Clock();
  readonly locks = new LockManager();
  readonly advisoryLocks = new AdvisoryLocks();
  /** Where commits are kept before they are acknowledged and seen; null when they are not. */
  commitLog: CommitLog | null = null;
  private lastCommit = 0;
  /** Sequences as they were named, for this version of the catalog. */
  private readonly sequencesByText = new Map<string, Sequence>();
  private sequencesOfVersion = -1;
  private readonly meter: StorageMeter;
  private readonly serializability = new Serializability();
  private readonly foreignKeys: ForeignKeys;
  private readonly vacuum = new Vacuum();
  private readonly currentSequence = (): number => this.lastCommit;

  constructor(
    /** What table definitions may ask. */
    readonly context: EvalContext,
    limits: StorageLimits = DEFAULT_LIMITS,
  ) {
    this.meter = new StorageMeter(limits);
    this.foreignKeys = new ForeignKeys(
      this.catalog,
      (statement) => ({
        sequence: statement.lookupSequence(this.lastCommit),
        transaction: statement.transaction,
      }),
      context,
    );
  }

  createTable(def: TableDef): Table {
    const table = new Table(def, this.context, this.meter, (statement, changed, old, current) =>
      this.foreignKeys.settle(statement, changed, old, current),
    );
    this.catalog.addTable(table);
    // In the order in which the keys are made: so their actions run.
    for (const other of this.catalog.tables) {
      if (other === table) continue;
      for (const key of other.def.foreignKeys) {
        const pointsHere = key.referencedSchema === def.schema && key.referencedTable === def.name;
        if (pointsHere) table.references.push({ child: other, key });
      }
    }
    for (const key of def.foreignKeys) {
      this.catalog.table(key.referencedSchema, key.referencedTable)?.references.push({ child: table, key });
    }
    return table;
  }

  createSequence(def: SequenceDef): Sequence {
    const sequence = new Sequence(def);
    this.catalog.addSequence(sequence);
    return sequence;
  }

  /** What is committed now: for look-ups outside of any transaction. */
  snapshot(): Snapshot {
    return { sequence: this.lastCommit, transaction: null };
  }

  begin(isolation: IsolationLevel = 'read committed', readOnly = false): Transaction {
    const transaction = new Transaction(isolation, readOnly, this.clock.now(), this.currentSequence);
    this.enrol(transaction);
    return transaction;
  }

  /** Gives a transaction that has not looked at anything yet another level. */
  changeIsolation(transaction: Transaction, isolation: IsolationLevel): void {
    if (transaction.reads) this.serializability.rollback(transaction);
    this.vacuum.unpin(transaction);
    transaction.become(isolation);
    this.enrol(transaction);
  }

  private enrol(transaction: Transaction): void {
    if (transaction.isolation !== 'read committed') this.vacuum.pin(transaction);
    if (transaction.reads) this.serializability.begin(transaction);
  }

  statement(transaction: Transaction): Statement {
    return new Statement(transaction);
  }

  /**
   * Waits for a lock that a statement met. Until then its changes stand, so that others wait for them; then they are
   * taken back, and it can run again on what it saw before.
   *
   * @throws SqlError 40P01, 55P03
   */
  async waitFor(wait: LockWait, statement: Statement, timeoutMs: number): Promise<void> {
    const { transaction } = statement;
    transaction.waitingSnapshot = statement.snapshot;
    this.vacuum.pin(transaction);
    try {
      await this.locks.wait(transaction, wait, timeoutMs);
    } finally {
      if (transaction.status === 'active') statement.undo();
    }
  }

  /** A statement that waited has ended: nothing keeps alive any longer what it saw. */
  forgetWait(transaction: Transaction): void {
    if (!transaction.waitingSnapshot) return;
    transaction.waitingSnapshot = null;
    if (transaction.isolation === 'read committed') this.vacuum.unpin(transaction);
    this.vacuum.run();
  }

  /**
   * A sequence by "name" or "schema.name".
   *
   * @param catalog looks in other schemas than the default ones
   * @throws SqlError 42P01
   */
  sequence(name: string, catalog: Catalog = this.catalog): Sequence {
    if (catalog !== this.catalog) return findSequence(catalog, name);
    if (this.sequencesOfVersion !== this.catalog.version) {
      this.sequencesByText.clear();
      this.sequencesOfVersion = this.catalog.version;
    }
    const known = this.sequencesByText.get(name);
    if (known) return known;
    const found = findSequence(catalog, name);
    this.sequencesByText.set(name, found);
    return found;
  }

  /** The sequence behind a serial or identity column as "schema.name", or null. */
  serialSequence(tableName: string, columnName: string, catalog: Catalog = this.catalog): string | null {
    const dot = tableName.indexOf('.');
    const table = catalog.table(dot < 0 ? null : tableName.slice(0, dot), tableName.slice(dot + 1));
    if (!table) throw missingRelation(undefined, tableName);
    const column = table.def.columns.find(({ name }) => name === columnName);
    return column?.sequence ? `${table.def.schema}.${column.sequence}` : null;
  }

  /**
   * Runs the checks that were deferred to COMMIT.
   *
   * @param only the names of the constraints that are due; null for all
   *
   * @throws SqlError of the first violation; the caller then rolls back
   * @throws LockWait
   */
  checkDeferred(transaction: Transaction, only: ReadonlySet<string> | null = null): void {
    const due = transaction.deferredChecks.filter(({ constraint }) => only === null || only.has(constraint));
    if (due.length === 0) return;
    for (const { run } of due) run();
    transaction.deferredChecks = transaction.deferredChecks.filter((check) => !due.includes(check));
  }

  /** Whether the transaction did something that has to be kept before it is acknowledged. */
  mustBeKept({ changes, sequences }: Transaction): boolean {
    return this.commitLog !== null && (changes.length > 0 || sequences !== null);
  }

  /** Remembers that the transaction has moved a sequence. */
  noteSequence(transaction: Transaction, sequence: Sequence): void {
    if (this.commitLog) (transaction.sequences ??= new Set()).add(sequence);
  }

  /**
   * Commits, once the transaction is kept: until then it holds its locks, and others see nothing of it. When that
   * fails, it is rolled back.
   *
   * @throws SqlError 40001 when a SERIALIZABLE transaction does not fit into any order with the others
   * @throws SqlError 53100, 58030 when it could not be kept
   */
  async commitDurably(transaction: Transaction): Promise<void> {
    if (transaction.reads) this.serializability.prepare(transaction);
    if (!this.commitLog || !this.mustBeKept(transaction)) {
      this.commit(transaction);
      return;
    }
    transaction.isCommitting = true;
    try {
      await this.commitLog.keep(transaction, () => this.commit(transaction));
    } catch (error) {
      transaction.isCommitting = false;
      this.rollback(transaction);
      throw error;
    }
  }

  /** Makes the transaction's work visible. Its deferred checks must have passed. */
  commit(transaction: Transaction): void {
    this.vacuum.unpin(transaction);
    if (transaction.reads) this.serializability.commit(transaction);
    if (transaction.changes.length > 0) {
      this.lastCommit += 1;
      transaction.commitSequence = this.lastCommit;
      this.vacuum.add(this.lastCommit, transaction.changes);
    }
    transaction.end('committed');
    this.vacuum.run();
  }

  /** Takes everything back and ends the transaction, unless it has ended or is being kept. */
  rollback(transaction: Transaction): void {
    if (transaction.status !== 'active' || transaction.isCommitting) return;
    this.vacuum.unpin(transaction);
    if (transaction.reads) this.serializability.rollback(transaction);
    transaction.undoTo(0);
    transaction.deferredChecks = [];
    transaction.end('rolled back');
    if (transaction.sequences) this.commitLog?.noteMoved(transaction.sequences);
    this.vacuum.run();
  }

  /**
   * Drops every table, sequence and type; nothing brings them back.
   *
   * @throws SqlError 53100, 58030 when that could not be kept
   */
  async drop(): Promise<void> {
    if (this.commitLog) await this.commitLog.keepClear(() => this.clear());
    else this.clear();
  }

  /** Forgets every table, sequence and type. */
  clear(): void {
    this.catalog.clear();
    this.vacuum.clear();
    this.meter.rows = 0;
    this.meter.bytes = 0;
  }

  /** What each table takes, at once however large it is. */
  usage(): Readonly<Record<string, TableUsage>> {
    return Object.fromEntries(this.catalog.tables.map((table) => [nameOf(table), table.usage]));
  }

  statistics(): {
    readonly rows: number;
    readonly bytes: number;
    readonly tables: Readonly<Record<string, TableStatistics>>;
  } {
    const snapshot = this.snapshot();
    const tables = this.catalog.tables.map((table) => [nameOf(table), table.statistics(snapshot)] as const);
    return { rows: this.meter.rows, bytes: this.meter.bytes, tables: Object.fromEntries(tables) };
  }
}

function nameOf({ def: { schema, name } }: Table): string {
  return `${schema}.${name}`;
}

function findSequence(catalog: Catalog, name: string): Sequence {
  const dot = name.indexOf('.');
  const found = catalog.sequence(dot < 0 ? null : name.slice(0, dot), name.slice(dot + 1));
  if (!found) throw missingRelation(undefined, name);
  return found;
}
