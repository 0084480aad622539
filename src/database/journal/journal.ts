import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { Description, type Timeline } from './description';
import { deleteFiles, listFiles, snapshotName } from './directory';
import { DirectoryLock } from './directory-lock';
import { JournalError, journalErrorOf } from './journal-error';
import type { JournalStatistics } from './journal-statistics';
import { Log, type SyncMode } from './log';
import { readSegments, recordsOf } from './read-segments';
import { Segment } from './segment';
import { Snapshots } from './snapshots';
import type { NewRecord, SnapshotPart, TransactionRecord } from './transaction-record';

export interface JournalOptions {
  readonly directory: string;
  readonly sync: SyncMode;
  /** Of the mode `interval`: how long something acknowledged may be missing from the disk. */
  readonly syncIntervalMs: number;
  /**
   * Whether snapshots may take the place of records. Who is to replay the records keeps them, and so does who opens the
   * journal after that, until they are discarded: of a snapshot nobody could tell what has been replayed.
   */
  readonly compaction: 'snapshot' | 'keep';
}

/**
 * Committed transactions in a directory of files: numbered, checked, and as durable as the mode says. One process at
 * a time has it. What it holds is the snapshot, and after that every record behind {@link snapshotId}.
 */
export class Journal {
  private sealed = false;

  private constructor(
    private readonly options: JournalOptions,
    private readonly lock: DirectoryLock,
    private readonly log: Log,
    private readonly description: Description,
    private readonly snapshots: Snapshots,
    private readonly tornBytes: number,
  ) {}

  /**
   * Opens the journal of a directory, which is made if it is not there, and checks every record.
   *
   * @throws JournalError 55006 while another process has it, 53100 or 58030 when it cannot be written
   * @throws JournalCorruptError when something in it is not what was written; nothing is changed then
   */
  static async open(options: JournalOptions): Promise<Journal> {
    const { directory } = options;
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const lock = await DirectoryLock.take(directory);
      try {
        return await Journal.read(options, lock);
      } catch (error) {
        await lock.release();
        throw error;
      }
    } catch (error) {
      throw journalErrorOf(error, directory);
    }
  }

  private static async read(options: JournalOptions, lock: DirectoryLock): Promise<Journal> {
    const { directory } = options;
    const files = await listFiles(directory);
    const isNeeded = files.segments.length + files.snapshots.length > 0;
    const description = await Description.read(directory, isNeeded);
    const { discardedUpTo } = description.facts;
    const snapshotId = files.snapshots.findLast((id) => id > discardedUpTo) ?? 0;
    const base = Math.max(snapshotId, discardedUpTo);
    const { segments, obsolete, tornBytes } = await readSegments(directory, files.segments, base);
    const last = segments.at(-1);
    if (last && last.lastId > base) description.mustKnow(base + 1);
    const current = last ? await Segment.reopen(last, options.sync === 'always') : null;
    const log = new Log(
      options,
      current ? [...segments.slice(0, -1), current] : [],
      current,
      last?.lastId ?? base,
      () => journal.beginTimeline(),
    );
    await deleteFiles(directory, [
      ...files.temporary.filter((name) => !name.startsWith('lock-')),
      ...files.snapshots.filter((id) => id !== snapshotId).map(snapshotName),
      ...obsolete,
    ]);
    const snapshots = await Snapshots.find(directory, snapshotId);
    const isEmpty = snapshotId === 0 && log.lastId === base;
    const journal: Journal = new Journal(options, lock, log, description, snapshots, tornBytes);
    // A disk that has no room for it has none for anything that would be forgotten without it.
    await journal.noteReplay(!isEmpty).catch(() => undefined);
    return journal;
  }

  /** Tells this journal from every other, but for copies of its directory. */
  get id(): string {
    return this.description.facts.id;
  }

  get directory(): string {
    return this.options.directory;
  }

  /**
   * Who has written what: a number stands for one record only within a timeline. Two copies of a directory go on with the
   * same numbers, and so does a process that begins after unsynced records were lost.
   */
  get timelines(): readonly Timeline[] {
    const { timelines } = this.description.facts;
    return timelines.map((timeline, i) => ({
      ...timeline,
      lastId: Math.min((timelines[i + 1]?.firstId ?? Infinity) - 1, this.lastId),
    }));
  }

  /** The last record that was acknowledged, over all times; 0 when there was none. */
  get lastId(): number {
    return this.log.lastId;
  }

  /** The last record that is in the snapshot; 0 without one. */
  get snapshotId(): number {
    return this.snapshots.id;
  }

  /** The first record to read after the snapshot, if there is one. */
  get firstId(): number {
    return Math.max(this.snapshots.id, this.description.facts.discardedUpTo) + 1;
  }

  /**
   * Keeps a transaction. `onDurable` runs as soon as that is done, in the order of the records and before any later
   * record is written: between two frames everything in the journal has been told.
   *
   * @throws JournalError 53100, 58030 when it was not kept; the next one is tried all the same
   * @throws JournalError 54000 when it is too large
   */
  append(record: NewRecord, onDurable: (id: number) => void = () => undefined): Promise<void> {
    return this.appendText(JSON.stringify(record), onDurable);
  }

  /** The same for a record that is JSON already. */
  appendText(record: string, onDurable: (id: number) => void): Promise<void> {
    if (this.sealed)
      return Promise.reject(
        new JournalError('57P03', 'another database is taking over: nothing is written here. Try again.'),
      );
    const { failure } = this.lock;
    return failure ? Promise.reject(failure) : this.log.append(record.slice(1), onDurable);
  }

  /** Resolves when everything that has been appended is kept or refused. */
  settled(): Promise<void> {
    return this.log.settled();
  }

  /**
   * The records from this one on, up to the last one when it is reached; appends go on meanwhile.
   *
   * @throws JournalError 58030 when records from there on have been discarded, or are in the snapshot alone
   */
  async *records(fromId: number = this.firstId): AsyncGenerator<TransactionRecord> {
    let next = fromId;
    while (next <= this.lastId) {
      const segment = this.log.segmentOf(next);
      if (!segment)
        throw new JournalError('58030', `record ${next} of ${this.directory} is not there any more.`);
      for await (const record of recordsOf(segment)) {
        if (record.id < next) continue;
        next = record.id + 1;
        yield record;
      }
    }
  }

  /** The parts of the snapshot; none without one. @throws JournalCorruptError */
  snapshotParts(): AsyncGenerator<SnapshotPart> {
    return this.snapshots.parts();
  }

  /** Whether it is time for a snapshot, and none is being taken. */
  get needsSnapshot(): boolean {
    return !this.keepsRecords && this.snapshots.isDue(this.log.bytes);
  }

  /**
   * Writes a snapshot of what the records up to the last one have led to, and deletes what it takes the place of. Does
   * nothing while another is being written, where records are kept, and without anything new.
   *
   * @param parts begins with what was committed when this was called, which has to be between two frames
   */
  async takeSnapshot(parts: AsyncIterable<SnapshotPart>): Promise<void> {
    const { log, snapshots, lastId: id } = this;
    if (this.keepsRecords || snapshots.isBeingTaken || id === snapshots.id) return;
    log.rotate();
    try {
      await this.lock.mustHold();
      await snapshots.take(
        id,
        parts,
        () => log.dropUpTo(id),
        () => log.bytes,
      );
    } catch (error) {
      throw journalErrorOf(error, this.directory);
    }
  }

  /** Forgets the records up to this one: they are elsewhere now. The rest keep their numbers. */
  async discard(upToId: number): Promise<void> {
    const discarded = Math.min(upToId, this.lastId);
    if (discarded <= this.description.facts.discardedUpTo) return;
    try {
      await this.lock.mustHold();
      await this.description.change((facts) => ({
        ...facts,
        discardedUpTo: discarded,
        isReplayed: facts.isReplayed && discarded < this.lastId,
      }));
      await this.snapshots.discard(discarded);
      await this.log.dropUpTo(discarded);
    } catch (error) {
      throw journalErrorOf(error, this.directory);
    }
  }

  /**
   * Refuses every record from here on with SQLSTATE 57P03, until {@link unseal}. Resolves when all that came before has
   * been kept or refused: what {@link records} gives then is the whole.
   */
  seal(): Promise<void> {
    this.sealed = true;
    return this.settled();
  }

  get isSealed(): boolean {
    return this.sealed;
  }

  unseal(): void {
    this.sealed = false;
  }

  statistics(): JournalStatistics {
    const { lock, log, snapshots, tornBytes } = this;
    return {
      id: this.id,
      lastId: this.lastId,
      records: this.lastId - this.firstId + 1,
      unsyncedMs: log.unsyncedMs,
      segments: log.segmentCount,
      bytes: log.bytes + snapshots.bytes,
      syncs: log.syncs,
      snapshotId: snapshots.id,
      tornBytes,
      failure: lock.failure ?? log.failure,
    };
  }

  /** Makes what was acknowledged durable, in every mode, and lets others have the directory. */
  async close(): Promise<void> {
    try {
      await this.log.close();
    } finally {
      await this.lock.release();
    }
  }

  /** What is written from here on is of this process; those of which nothing is left are forgotten. */
  private beginTimeline(): Promise<void> {
    const firstId = this.lastId + 1;
    const others = this.timelines.filter(
      (other) => other.firstId < firstId && other.lastId >= this.firstId - 1,
    );
    const timelines = [...others, { id: randomUUID(), firstId }].map((timeline) => ({
      id: timeline.id,
      firstId: timeline.firstId,
    }));
    const isReplayed = this.keepsRecords;
    return this.description.change((facts) => ({ ...facts, timelines, isReplayed }));
  }

  /** Notes whether what the journal holds is, or was, for somebody who replays it. */
  private async noteReplay(holdsRecords: boolean): Promise<void> {
    const isReplayed = holdsRecords && this.keepsRecords;
    if (isReplayed !== this.description.facts.isReplayed)
      await this.description.change((facts) => ({ ...facts, isReplayed }));
  }

  /** Whether no snapshot may take the place of records. */
  private get keepsRecords(): boolean {
    return this.options.compaction === 'keep' || this.description.facts.isReplayed;
  }
}
