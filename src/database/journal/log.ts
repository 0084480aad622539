import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import { deleteFiles } from './directory';
import { encodeFrame, MAX_PAYLOAD_BYTES } from './frame';
import { isFull, JournalError, journalErrorOf } from './journal-error';
import { Segment, type SegmentState } from './segment';

/** How durable an append is when it is acknowledged: synced, synced every so often, or handed to the system. */
export const SYNC_MODES = ['always', 'interval', 'never'] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/** A segment that is larger is followed by another, so that old records can go by whole files. */
const SEGMENT_BYTES = 64 * 1024 * 1024;
/** What waits beyond this is left to the next frame. */
const GROUP_BYTES = 4 * 1024 * 1024;
const LARGEST_BODY_BYTES = MAX_PAYLOAD_BYTES - 1024;

interface Waiting {
  /** The record without its id: JSON behind the opening brace. */
  readonly body: string;
  readonly onDurable: (id: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: JournalError) => void;
}

export interface LogOptions {
  readonly directory: string;
  readonly sync: SyncMode;
  readonly syncIntervalMs: number;
}

/**
 * The segments of a journal, and group commit: all records that come while a frame is on its way to the disk go into
 * the next one together.
 */
export class Log {
  /** How many times the disk was asked to keep what was written. */
  syncs = 0;
  /** Why the last record was refused; null when it was not. */
  failure: JournalError | null = null;
  private waiting: Waiting[] = [];
  private mustRotate = false;
  private isFlushing = false;
  private hasBegun = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;
  /** Frames that an interval has still to sync, so that they can be written anew when it cannot. */
  private unsynced: { readonly payload: string; readonly firstId: number; readonly lastId: number }[] = [];
  private unsyncedSince = 0;
  /** How many records have been taken into frames. */
  private taken = 0;
  /** What runs between two frames, once so many records have been taken. */
  private readonly jobs: { readonly after: number; readonly run: () => Promise<void> }[] = [];

  constructor(
    private readonly options: LogOptions,
    /** In ascending order; {@link current} is the last one. */
    private segments: SegmentState[],
    private current: Segment | null,
    public lastId: number,
    /** Comes before the first record that is written. */
    private readonly begin: () => Promise<void>,
  ) {}

  get segmentCount(): number {
    return this.segments.length;
  }

  get bytes(): number {
    return this.segments.reduce((sum, { end }) => sum + end, 0);
  }

  /** The age of the oldest frame that an interval has still to sync; 0 when there is none, and in other modes. */
  get unsyncedMs(): number {
    return this.unsynced.length === 0 ? 0 : performance.now() - this.unsyncedSince;
  }

  /** The segment that holds a record; null when there is none. */
  segmentOf(id: number): Readonly<SegmentState> | null {
    return this.segments.findLast(({ firstId, lastId }) => firstId <= id && id <= lastId) ?? null;
  }

  /**
   * Writes a record. `onDurable` runs as soon as it is as durable as the mode says, in the order of the records, and
   * before any later record is written.
   *
   * @param body what {@link TransactionRecord} has behind its id, as JSON without the opening brace
   * @throws JournalError when it was not kept
   */
  append(body: string, onDurable: (id: number) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) {
        reject(new JournalError('58030', `the journal in ${this.options.directory} is closed.`));
        return;
      }
      if (isLarger(body, LARGEST_BODY_BYTES)) {
        reject(new JournalError('54000', 'the transaction is too large for the journal. Divide it.'));
        return;
      }
      this.waiting.push({ body, onDurable, resolve, reject });
      this.wake();
    });
  }

  /** From the next record on there is a new segment. */
  rotate(): void {
    this.mustRotate = true;
  }

  /** Deletes segments all of whose records are up to this one. */
  dropUpTo(id: number): Promise<void> {
    return this.between(async () => {
      const last = this.segments.at(-1);
      // The name of the last segment tells which record comes next.
      if (last && last.lastId <= id && last.lastId >= last.firstId) await this.startSegment();
      const dropped = this.segments.filter(
        (segment) => segment.lastId <= id && segment !== this.segments.at(-1),
      );
      this.segments = this.segments.filter((segment) => !dropped.includes(segment));
      await deleteFiles(
        this.options.directory,
        dropped.map(({ file }) => path.basename(file)),
      );
    });
  }

  /** Writes and syncs what has come; nothing can be appended any more. @throws JournalError */
  close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    return this.between(async () => {
      await this.retire();
      if (this.unsynced.length === 0) return;
      await this.startSegment();
      await this.retire();
    });
  }

  /** Resolves when everything that has been appended is kept or refused. */
  settled(): Promise<void> {
    return this.between(() => Promise.resolve());
  }

  /** Runs a job when no frame is on its way, and all that has come before it is kept or refused. */
  private between(job: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const run = async (): Promise<void> => {
        try {
          await job();
          resolve();
        } catch (error) {
          reject(journalErrorOf(error, this.options.directory));
        }
      };
      this.jobs.push({ after: this.taken + this.waiting.length, run });
      this.wake();
    });
  }

  private wake(): void {
    if (this.isFlushing) return;
    this.isFlushing = true;
    // What comes in the same turn goes into the same frame.
    setImmediate(() => void this.flush());
  }

  private async flush(): Promise<void> {
    for (;;) {
      const [job] = this.jobs;
      if (job && job.after <= this.taken) {
        this.jobs.shift();
        await job.run();
      } else if (this.waiting.length > 0) await this.writeGroup(this.takeGroup());
      else break;
    }
    this.isFlushing = false;
  }

  private takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { body } of this.waiting) {
      bytes += body.length;
      if (count > 0 && bytes > GROUP_BYTES) break;
      count += 1;
    }
    this.taken += count;
    return this.waiting.splice(0, count);
  }

  private async writeGroup(group: readonly Waiting[]): Promise<void> {
    const firstId = this.lastId + 1;
    let payload = '';
    for (let i = 0; i < group.length; i += 1) payload += `{"id":${firstId + i},${group[i]?.body}\n`;
    try {
      await this.write(payload, firstId, firstId + group.length - 1);
    } catch (error) {
      this.failure = journalErrorOf(error, this.options.directory);
      for (const { reject } of group) reject(this.failure);
      return;
    }
    this.failure = null;
    this.lastId += group.length;
    group.forEach(({ onDurable, resolve }, i) => {
      onDurable(firstId + i);
      resolve();
    });
  }

  private async write(payload: string, firstId: number, lastId: number): Promise<void> {
    if (!this.hasBegun) await this.begin();
    this.hasBegun = true;
    const segment = await this.segmentForWriting();
    const frame = encodeFrame(payload, segment.synced);
    const { sync } = this.options;
    try {
      await segment.write(frame);
    } catch (error) {
      // After any other failure, what the system has of the file is not to be trusted any more.
      if (isFull(error)) await segment.cut().catch(() => this.leave(segment));
      else await this.leave(segment);
      throw error;
    }
    segment.keep(frame, lastId);
    if (sync === 'always') {
      segment.markSynced();
      this.syncs += 1;
    }
    if (sync === 'interval') this.syncLater({ payload, firstId, lastId });
  }

  private async segmentForWriting(): Promise<Segment> {
    const { current } = this;
    if (!current) return this.startSegment();
    const isEmpty = current.lastId < current.firstId;
    if (isEmpty || (!this.mustRotate && current.end < SEGMENT_BYTES)) {
      this.mustRotate = false;
      return current;
    }
    return this.startSegment();
  }

  /** Goes on in a new segment, which begins with what the last one could not be made to keep. */
  private async startSegment(): Promise<Segment> {
    const { directory } = this.options;
    await this.retire();
    const last = this.segments.at(-1);
    // One of the same name, in which nothing was kept.
    if (last && last.lastId < last.firstId) {
      await rm(last.file, { force: true });
      this.segments = this.segments.slice(0, -1);
    }
    const firstId = this.unsynced[0]?.firstId ?? this.lastId + 1;
    const segment = await Segment.create(directory, firstId, this.options.sync === 'always');
    this.segments = [...this.segments, segment];
    this.current = segment;
    this.mustRotate = false;
    if (this.unsynced.length > 0) await this.writeAnew(segment);
    return segment;
  }

  private async writeAnew(segment: Segment): Promise<void> {
    try {
      for (const { payload, lastId } of this.unsynced) {
        const frame = encodeFrame(payload, segment.synced);
        await segment.write(frame);
        segment.keep(frame, lastId);
      }
    } catch (error) {
      await this.leave(segment);
      throw error;
    }
    await this.sync(segment);
    segment.markSynced();
    this.unsynced = [];
  }

  private syncLater(frame: (typeof this.unsynced)[number]): void {
    if (this.unsynced.length === 0) this.unsyncedSince = performance.now();
    this.unsynced.push(frame);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.between(() => this.syncWritten()).catch((error: JournalError) => {
        this.failure = error;
      });
    }, this.options.syncIntervalMs);
  }

  private async syncWritten(): Promise<void> {
    const { current } = this;
    if (!current || current.isSynced) return;
    try {
      await this.sync(current);
      current.markSynced();
      this.unsynced = [];
    } catch {
      await this.startSegment();
    }
  }

  /** Syncs a segment. When that fails, what the system has of the file is not to be trusted any more. */
  private async sync(segment: Segment): Promise<void> {
    try {
      await segment.sync();
      this.syncs += 1;
    } catch (error) {
      await this.leave(segment);
      throw error;
    }
  }

  /** Ends a segment that cannot be relied upon; the next record goes into another. */
  private async leave(segment: Segment): Promise<void> {
    this.current = null;
    if (this.options.sync === 'interval') segment.revert();
    await segment.cut().catch(() => undefined);
    await segment.close().catch(() => undefined);
  }

  /** Ends the segment that was written to. */
  private async retire(): Promise<void> {
    const { current } = this;
    if (!current) return;
    try {
      await current.cut();
      await current.sync();
      current.markSynced();
      this.unsynced = [];
    } catch {
      await this.leave(current);
      return;
    }
    this.current = null;
    await current.close();
  }
}

/** Whether a text has more bytes; a unit of UTF-16 makes three at most. */
function isLarger(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes;
}
