import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { snapshotName, syncDirectory } from './directory';
import { encodeFrame, FrameReader } from './frame';
import { JournalCorruptError } from './journal-error';
import { writeFully } from './segment';
import type { SnapshotPart } from './transaction-record';

/** The first bytes of a snapshot: what it is, and the version of the format. */
const SNAPSHOT_MAGIC = Buffer.from('BALSNAP\u0001', 'latin1');

/** The last line of a snapshot: it is whole. */
const END = '{"kind":"end"}\n';

/** Writes a snapshot under another name; only when it is whole it takes its own. */
export class SnapshotFile {
  private end = SNAPSHOT_MAGIC.length;

  private constructor(
    private readonly handle: FileHandle,
    private readonly directory: string,
    private readonly id: number,
  ) {}

  static async create(directory: string, id: number): Promise<SnapshotFile> {
    const handle = await open(path.join(directory, temporaryName(id)), 'w', 0o600);
    const file = new SnapshotFile(handle, directory, id);
    try {
      await writeFully(handle, SNAPSHOT_MAGIC, 0);
    } catch (error) {
      await file.abandon();
      throw error;
    }
    return file;
  }

  async write(part: SnapshotPart): Promise<void> {
    await this.writeText(`${JSON.stringify(part)}\n`);
  }

  /** @returns its bytes, once it is on the disk under its name */
  async finish(): Promise<number> {
    await this.writeText(END);
    await this.handle.sync();
    await this.handle.close();
    const name = path.join(this.directory, snapshotName(this.id));
    await rename(path.join(this.directory, temporaryName(this.id)), name);
    await syncDirectory(this.directory);
    return this.end;
  }

  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(path.join(this.directory, temporaryName(this.id)), { force: true });
  }

  private async writeText(text: string): Promise<void> {
    const frame = encodeFrame(text, this.end);
    await writeFully(this.handle, frame, this.end);
    this.end += frame.length;
  }
}

/** The parts of a snapshot, in the order in which they were written. @throws JournalCorruptError */
export async function* readSnapshot(directory: string, id: number): AsyncGenerator<SnapshotPart> {
  const file = path.join(directory, snapshotName(id));
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const magic = Buffer.alloc(SNAPSHOT_MAGIC.length);
    await handle.read(magic, 0, magic.length, 0);
    if (!magic.equals(SNAPSHOT_MAGIC)) throw new JournalCorruptError(file, 0, 'this is no snapshot');
    const reader = new FrameReader(handle, size);
    for (let at = SNAPSHOT_MAGIC.length; ;) {
      const frame = await reader.frameAt(at);
      if (!frame) throw new JournalCorruptError(file, at, 'the snapshot is not whole');
      const text = frame.payload.toString();
      if (text === END) return;
      yield JSON.parse(text) as SnapshotPart;
      at = frame.end;
    }
  } finally {
    await handle.close();
  }
}

function temporaryName(id: number): string {
  return `${snapshotName(id)}.tmp`;
}
