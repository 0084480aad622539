import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { deleteFiles, listFiles, replaceFile, segmentName, snapshotName } from './directory';
import { DirectoryLock } from './directory-lock';
import { FrameReader } from './frame';
import { JournalCorruptError, JournalError, journalErrorOf } from './journal-error';
import { Log, type SyncMode } from './log';
import { scanSegment } from './scan-segment';
import { Segment, SEGMENT_MAGIC, type SegmentState } from './segment';
import { readSnapshot, SnapshotFile } from './snapshot-file';
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

export interface JournalStatistics {
  readonly id: string;
  readonly lastId: number;
  readonly segments: number;
  /** Of segments and snapshot. */
  readonly bytes: number;
  readonly syncs: number;
  /** The last record in the snapshot; 0 without one. */
  readonly snapshotId: number;
  /** What was cut from the end at the start: a write that was not finished when the process or the machine ended. */
  readonly tornBytes: number;
  /** Why the last record was refused; null when it was not. */
  readonly failure: JournalError | null;
}

/** Records that one process has written, up to and including `lastId`. */
export interface Timeline {
  readonly id: string;
  readonly firstId: number;
  readonly lastId: number;
}

interface Meta {
  readonly format: 1;
  readonly id: string;
  /** Who wrote from which record on. */
  readonly timelines: readonly Omit<Timeline, 'lastId'>[];
  /** Records up to this one are not wanted any more. */
  readonly discardedUpTo: number;
  /** Whether somebody was to replay the records, and may have come through some of them: they alone can tell which. */
  readonly isReplayed: boolean;
}

const META_NAME = 'journal.json';

/** A snapshot is due when the segments have grown beyond this, and beyond twice the last one. */
const SNAPSHOT_AFTER_BYTES = 16 * 1024 * 1024;

/**
 * Committed transactions in a directory of files: numbered, checked, and as durable as the mode says. One process at
 * a time has it. What it holds is the snapshot, and after that every record behind {@link snapshotId}.
 */
export class Journal {
  private isSnapshotting = false;
  /** After a snapshot has failed the next one is due when so much has come since. */
  private snapshotAfterBytes = SNAPSHOT_AFTER_BYTES;
  private sealed = false;
  /** The last change of the description, which are made one after another. */
  private describing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly options: JournalOptions,
    private readonly lock: DirectoryLock,
    private readonly log: Log,
    private meta: Meta,
    private snapshot: { readonly id: number; readonly bytes: number },
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
    const meta = await readMeta(directory, files.segments.length + files.snapshots.length > 0);
    const snapshotId = files.snapshots.findLast((id) => id > meta.discardedUpTo) ?? 0;
    const base = Math.max(snapshotId, meta.discardedUpTo);
    const { segments, obsolete, tornBytes } = await readSegments(directory, files.segments, base);
    const last = segments.at(-1);
    if (last && last.lastId > base && !meta.timelines.some(({ firstId }) => firstId <= base + 1))
      throw new JournalCorruptError(
        path.join(directory, META_NAME),
        0,
        `it is older than record ${base + 1}, and does not say who wrote that`,
      );
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
    const snapshot = { id: snapshotId, bytes: await sizeOf(directory, snapshotId) };
    const isEmpty = snapshotId === 0 && log.lastId === base;
    const journal: Journal = new Journal(options, lock, log, meta, snapshot, tornBytes);
    // A disk that has no room for it has none for anything that would be forgotten without it.
    await journal.noteReplay(!isEmpty).catch(() => undefined);
    return journal;
  }

  /** Tells this journal from every other, but for copies of its directory. */
  get id(): string {
    return this.meta.id;
  }

  get directory(): string {
    return this.options.directory;
  }

  /**
   * Who has written what: a number stands for one record only within a timeline. Two copies of a directory go on with the
   * same numbers, and so does a process that begins after unsynced records were lost.
   */
  get timelines(): readonly Timeline[] {
    const { timelines } = this.meta;
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
    return this.snapshot.id;
  }

  /** The first record to read after the snapshot, if there is one. */
  get firstId(): number {
    return Math.max(this.snapshot.id, this.meta.discardedUpTo) + 1;
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
    return this.log.append(record.slice(1), onDurable);
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
      for await (const record of this.recordsOf(segment)) {
        if (record.id < next) continue;
        next = record.id + 1;
        yield record;
      }
    }
  }

  /** The parts of the snapshot; none without one. @throws JournalCorruptError */
  async *snapshotParts(): AsyncGenerator<SnapshotPart> {
    if (this.snapshot.id > 0) yield* readSnapshot(this.directory, this.snapshot.id);
  }

  /** Whether it is time for a snapshot, and none is being taken. */
  get needsSnapshot(): boolean {
    if (this.keepsRecords || this.isSnapshotting) return false;
    return this.log.bytes > Math.max(this.snapshotAfterBytes, 2 * this.snapshot.bytes);
  }

  /**
   * Writes a snapshot of what the records up to the last one have led to, and deletes what it takes the place of. Does
   * nothing while another is being written, where records are kept, and without anything new.
   *
   * @param parts begins with what was committed when this was called, which has to be between two frames
   */
  async takeSnapshot(parts: AsyncIterable<SnapshotPart>): Promise<void> {
    const id = this.lastId;
    if (this.keepsRecords || this.isSnapshotting || id === this.snapshot.id) return;
    this.isSnapshotting = true;
    this.log.rotate();
    try {
      const bytes = await this.writeSnapshot(id, parts);
      const old = this.snapshot.id;
      this.snapshot = { id, bytes };
      await this.log.dropUpTo(id);
      if (old > 0) await deleteFiles(this.directory, [snapshotName(old)]);
      this.snapshotAfterBytes = SNAPSHOT_AFTER_BYTES;
    } catch (error) {
      this.snapshotAfterBytes = this.log.bytes + SNAPSHOT_AFTER_BYTES;
      throw journalErrorOf(error, this.directory);
    } finally {
      this.isSnapshotting = false;
    }
  }

  /** Forgets the records up to this one: they are elsewhere now. The rest keep their numbers. */
  async discard(upToId: number): Promise<void> {
    const discarded = Math.min(upToId, this.lastId);
    if (discarded <= this.meta.discardedUpTo) return;
    try {
      const isReplayed = this.meta.isReplayed && discarded < this.lastId;
      await this.describe((meta) => ({ ...meta, discardedUpTo: discarded, isReplayed }));
      const { id } = this.snapshot;
      if (id > 0 && id <= discarded) {
        this.snapshot = { id: 0, bytes: 0 };
        await deleteFiles(this.directory, [snapshotName(id)]);
      }
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
    const { log, snapshot, tornBytes } = this;
    return {
      id: this.id,
      lastId: this.lastId,
      segments: log.segmentCount,
      bytes: log.bytes + snapshot.bytes,
      syncs: log.syncs,
      snapshotId: snapshot.id,
      tornBytes,
      failure: log.failure,
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
    return this.describe((meta) => ({ ...meta, timelines, isReplayed: this.keepsRecords }));
  }

  /** Notes whether what the journal holds is, or was, for somebody who replays it. */
  private async noteReplay(holdsRecords: boolean): Promise<void> {
    const isReplayed = holdsRecords && this.keepsRecords;
    if (isReplayed !== this.meta.isReplayed) await this.describe((meta) => ({ ...meta, isReplayed }));
  }

  /** Whether no snapshot may take the place of records. */
  private get keepsRecords(): boolean {
    return this.options.compaction === 'keep' || this.meta.isReplayed;
  }

  private describe(change: (meta: Meta) => Meta): Promise<void> {
    const described = this.describeAfter(this.describing, change);
    this.describing = described.catch(() => undefined);
    return described;
  }

  private async describeAfter(last: Promise<unknown>, change: (meta: Meta) => Meta): Promise<void> {
    await last;
    const meta = change(this.meta);
    await writeMeta(this.directory, meta);
    this.meta = meta;
  }

  private async writeSnapshot(id: number, parts: AsyncIterable<SnapshotPart>): Promise<number> {
    const file = await SnapshotFile.create(this.directory, id);
    try {
      for await (const part of parts) await file.write(part);
      return await file.finish();
    } catch (error) {
      await file.abandon();
      throw error;
    }
  }

  private async *recordsOf(segment: Readonly<SegmentState>): AsyncGenerator<TransactionRecord> {
    const handle = await open(segment.file, 'r');
    try {
      const reader = new FrameReader(handle, segment.end);
      for (let at = SEGMENT_MAGIC.length; at < segment.end;) {
        reader.limit = segment.end;
        const frame = await reader.frameAt(at);
        if (!frame) throw new JournalCorruptError(segment.file, at, 'this record is damaged');
        for (const line of frame.payload.toString().split('\n'))
          if (line !== '') yield JSON.parse(line) as TransactionRecord;
        at = frame.end;
      }
    } finally {
      await handle.close();
    }
  }
}

interface ReadSegments {
  readonly segments: SegmentState[];
  /** Names of those with nothing behind `base` in them. */
  readonly obsolete: readonly string[];
  readonly tornBytes: number;
}

/** Checks the segments that hold what comes behind a record. @throws JournalCorruptError */
async function readSegments(
  directory: string,
  firstIds: readonly number[],
  base: number,
): Promise<ReadSegments> {
  const needed = firstIds.filter((_, i) => (firstIds[i + 1] ?? Infinity) > base + 1);
  const obsolete = firstIds.filter((firstId) => !needed.includes(firstId)).map(segmentName);
  const segments: SegmentState[] = [];
  let tornBytes = 0;
  for (const [i, firstId] of needed.entries()) {
    const file = path.join(directory, segmentName(firstId));
    if (i === 0 && firstId > base + 1)
      throw new JournalCorruptError(file, 0, `records ${base + 1} to ${firstId - 1} are missing`);
    const { tornBytes: torn, ...segment } = await scanSegment(file, firstId, needed[i + 1] ?? null);
    tornBytes += torn;
    segments.push(segment);
  }
  const last = segments.at(-1);
  // The snapshot reached the disk before the records that it is made of.
  if (last && last.lastId < base)
    return { segments: [], obsolete: [...obsolete, ...needed.map(segmentName)], tornBytes };
  return { segments, obsolete, tornBytes };
}

async function readMeta(directory: string, isThere: boolean): Promise<Meta> {
  const file = path.join(directory, META_NAME);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (isThere) throw new JournalCorruptError(file, 0, 'it is missing');
    const meta: Meta = { format: 1, id: randomUUID(), timelines: [], discardedUpTo: 0, isReplayed: false };
    await writeMeta(directory, meta);
    return meta;
  }
  return parseMeta(file, text);
}

function parseMeta(file: string, text: string): Meta {
  let meta: Partial<Meta>;
  try {
    meta = JSON.parse(text) as Partial<Meta>;
  } catch {
    throw new JournalCorruptError(file, 0, 'it is no JSON');
  }
  const { format, id, timelines, discardedUpTo, isReplayed = false } = meta;
  if (format !== 1)
    throw new JournalError(
      '58030',
      `${file} is of a format that this version does not know. Use the one that wrote it.`,
    );
  if (typeof id !== 'string' || typeof discardedUpTo !== 'number')
    throw new JournalCorruptError(file, 0, 'fields are missing');
  // What was written before there were timelines was noted under the journal's own id.
  return { format, id, timelines: timelines ?? [{ id, firstId: 1 }], discardedUpTo, isReplayed };
}

async function writeMeta(directory: string, meta: Meta): Promise<void> {
  await replaceFile(path.join(directory, META_NAME), `${JSON.stringify(meta)}\n`);
}

async function sizeOf(directory: string, snapshotId: number): Promise<number> {
  if (snapshotId === 0) return 0;
  const { size } = await stat(path.join(directory, snapshotName(snapshotId)));
  return size;
}
