import { constants, write } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { databaseChannels } from '../channels';
import { segmentName, syncDirectory } from './directory';

/** The first bytes of a segment: what it is, and the version of the format. */
export const SEGMENT_MAGIC = Buffer.from('BALLAST\u0001', 'latin1');

/**
 * Each write is on the disk when it returns (POSIX, O_DSYNC): a write and a sync in one trip to a thread. Where there is
 * no such flag, a sync of its own follows.
 */
const WRITE_THROUGH = constants.O_DSYNC ?? 0;

/** Space that is kept ready behind the last frame: a sync is faster when it does not change the size of the file. */
const READY_BYTES = 1024 * 1024;

/** Where one segment stands. */
export interface SegmentState {
  readonly firstId: number;
  readonly file: string;
  /** The last record in it; `firstId - 1` while there is none. */
  lastId: number;
  /** Behind the last good frame. */
  end: number;
}

/** The segment that is written to. Its methods must not overlap. */
export class Segment implements SegmentState {
  private size: number;
  /** Up to where the disk has it. */
  private syncedEnd: number;
  private syncedId: number;

  private constructor(
    private readonly handle: FileHandle,
    readonly file: string,
    readonly firstId: number,
    public lastId: number,
    public end: number,
    /** Whether each frame is on the disk once it is written, so that space kept ready pays. */
    private readonly writesThrough: boolean,
  ) {
    this.size = end;
    this.syncedEnd = end;
    this.syncedId = lastId;
  }

  get synced(): number {
    return this.syncedEnd;
  }

  /** Makes a segment: under its name there is never one without a beginning. */
  static async create(directory: string, firstId: number, writesThrough: boolean): Promise<Segment> {
    const file = path.join(directory, segmentName(firstId));
    const temporary = `${file}.tmp`;
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC;
    const handle = await open(temporary, flags | (writesThrough ? WRITE_THROUGH : 0), 0o600);
    try {
      await writeFully(handle, SEGMENT_MAGIC, 0);
      await handle.sync();
      await rename(temporary, file);
      await syncDirectory(directory);
    } catch (error) {
      await handle.close();
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    return new Segment(handle, file, firstId, firstId - 1, SEGMENT_MAGIC.length, writesThrough);
  }

  /** Goes on with a segment that was read, and cuts what is behind its last good frame. */
  static async reopen(
    { file, firstId, lastId, end }: Readonly<SegmentState>,
    writesThrough: boolean,
  ): Promise<Segment> {
    const handle = await open(file, constants.O_RDWR | (writesThrough ? WRITE_THROUGH : 0));
    try {
      await handle.truncate(end);
      // What the last process wrote and did not sync is about to be told as committed.
      await handle.sync();
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new Segment(handle, file, firstId, lastId, end, writesThrough);
  }

  /** Writes a frame behind the last one; it counts once {@link keep} was called. */
  async write(frame: Buffer): Promise<void> {
    if (this.writesThrough && this.end + frame.length > this.size) await this.keepReady(frame.length);
    if (this.writesThrough) await timed(frame.length, () => this.writeThrough(frame));
    else await writeFully(this.handle, frame, this.end);
    this.size = Math.max(this.size, this.end + frame.length);
  }

  keep(frame: Buffer, lastId: number): void {
    this.end += frame.length;
    this.lastId = lastId;
  }

  /** Whether all that counts is on the disk. */
  get isSynced(): boolean {
    return this.syncedEnd === this.end;
  }

  async sync(): Promise<void> {
    await timed(this.end - this.syncedEnd, () => this.handle.datasync());
  }

  /** What counts has been synced. */
  markSynced(): void {
    this.syncedEnd = this.end;
    this.syncedId = this.lastId;
  }

  /** What was not synced does not count any more: it is written elsewhere. */
  revert(): void {
    this.end = this.syncedEnd;
    this.lastId = this.syncedId;
  }

  /** Takes away what is behind the last good frame. */
  async cut(): Promise<void> {
    await this.handle.truncate(this.end);
    this.size = this.end;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async writeThrough(frame: Buffer): Promise<void> {
    await writeFully(this.handle, frame, this.end);
    if (WRITE_THROUGH === 0) await this.handle.datasync();
  }

  private async keepReady(needed: number): Promise<void> {
    try {
      await writeFully(this.handle, Buffer.alloc(READY_BYTES + needed), this.end);
      this.size = this.end + needed + READY_BYTES;
    } catch {
      // The frame alone may have room.
      await this.cut();
    }
  }
}

/** A disk that fills up takes a part, and fails at the next. */
export function writeFully({ fd }: FileHandle, bytes: Buffer, position: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const writeFrom = (written: number): void =>
      // Costs half of what `FileHandle.write` does.
      write(fd, bytes, written, bytes.length - written, position + written, (error, taken) => {
        if (error) reject(error);
        else if (written + taken < bytes.length) writeFrom(written + taken);
        else resolve();
      });
    writeFrom(0);
  });
}

/** Tells how long it takes to have so many bytes on the disk. */
async function timed(bytes: number, sync: () => Promise<void>): Promise<void> {
  const { journalSynced } = databaseChannels;
  const began = performance.now();
  let outcome: 'ok' | 'failed' = 'failed';
  try {
    await sync();
    outcome = 'ok';
  } finally {
    journalSynced.publish({ outcome, bytes, seconds: (performance.now() - began) / 1_000 });
  }
}
