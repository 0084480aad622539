import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import { deleteFiles, snapshotName } from './directory';
import { readSnapshot, SnapshotFile } from './snapshot-file';
import type { SnapshotPart } from './transaction-record';

/** A snapshot is due when the segments have grown beyond this, and beyond twice the last one. */
const DUE_AFTER_BYTES = 16 * 1024 * 1024;

/** The snapshot of a journal: the last one that was finished is the one. */
export class Snapshots {
  isBeingTaken = false;
  /** After one has failed the next is due when so much has come since. */
  private dueAfterBytes = DUE_AFTER_BYTES;

  private constructor(
    private readonly directory: string,
    private current: { readonly id: number; readonly bytes: number },
  ) {}

  /** @param id the last record that the snapshot holds; 0 without one */
  static async find(directory: string, id: number): Promise<Snapshots> {
    const { size } = id > 0 ? await stat(path.join(directory, snapshotName(id))) : { size: 0 };
    return new Snapshots(directory, { id, bytes: size });
  }

  get id(): number {
    return this.current.id;
  }

  get bytes(): number {
    return this.current.bytes;
  }

  /** @param logBytes what the segments hold */
  isDue(logBytes: number): boolean {
    return !this.isBeingTaken && logBytes > Math.max(this.dueAfterBytes, 2 * this.bytes);
  }

  /** @throws JournalCorruptError */
  async *parts(): AsyncGenerator<SnapshotPart> {
    if (this.id > 0) yield* readSnapshot(this.directory, this.id);
  }

  /**
   * Writes one, has what it takes the place of deleted, and then deletes the last one.
   *
   * @param logBytes what the segments hold now
   */
  async take(
    id: number,
    parts: AsyncIterable<SnapshotPart>,
    dropRecords: () => Promise<void>,
    logBytes: () => number,
  ): Promise<void> {
    this.isBeingTaken = true;
    try {
      const bytes = await this.write(id, parts);
      const old = this.id;
      this.current = { id, bytes };
      await dropRecords();
      if (old > 0) await deleteFiles(this.directory, [snapshotName(old)]);
      this.dueAfterBytes = DUE_AFTER_BYTES;
    } catch (error) {
      this.dueAfterBytes = logBytes() + DUE_AFTER_BYTES;
      throw error;
    } finally {
      this.isBeingTaken = false;
    }
  }

  /** Nothing up to a record is wanted any more. */
  async discard(upToId: number): Promise<void> {
    const { id } = this;
    if (id === 0 || id > upToId) return;
    this.current = { id: 0, bytes: 0 };
    await deleteFiles(this.directory, [snapshotName(id)]);
  }

  private async write(id: number, parts: AsyncIterable<SnapshotPart>): Promise<number> {
    const file = await SnapshotFile.create(this.directory, id);
    try {
      for await (const part of parts) await file.write(part);
      return await file.finish();
    } catch (error) {
      await file.abandon();
      throw error;
    }
  }
}
