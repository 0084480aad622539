import { open } from 'node:fs/promises';
import { JournalCorruptError } from './journal-error';
import { FrameReader } from './frame';
import { SEGMENT_MAGIC, type SegmentState } from './segment';

const NEW_LINE = 10;

export interface ScannedSegment extends SegmentState {
  /** Bytes behind the last good frame that a write left unfinished; zeros that were kept ready do not count. */
  readonly tornBytes: number;
}

/**
 * Reads a segment through and checks every frame. A bad one with nothing good behind it, or nothing that was synced
 * after it, is a write that was not finished: it was never acknowledged as durable.
 *
 * @param nextFirstId the first record of the segment behind it; null for the last segment
 * @throws JournalCorruptError
 */
export async function scanSegment(
  file: string,
  firstId: number,
  nextFirstId: number | null,
): Promise<ScannedSegment> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const reader = new FrameReader(handle, size);
    const magic = Buffer.alloc(SEGMENT_MAGIC.length);
    await handle.read(magic, 0, magic.length, 0);
    let end = SEGMENT_MAGIC.length;
    let nextId = firstId;
    if (!magic.equals(SEGMENT_MAGIC))
      throw new JournalCorruptError(file, 0, 'this is no segment of a journal');
    for (;;) {
      // What follows was refused when its sync failed, and written anew in the next segment.
      if (nextFirstId !== null && nextId >= nextFirstId) break;
      const frame = await reader.frameAt(end);
      if (!frame) break;
      if (firstIdOf(frame.payload) !== nextId)
        throw new JournalCorruptError(file, end, `record ${nextId} was expected`);
      nextId += countLines(frame.payload);
      end = frame.end;
    }
    const state = { file, firstId, lastId: nextId - 1, end };
    if (nextFirstId !== null) {
      if (nextId !== nextFirstId)
        throw new JournalCorruptError(file, end, `records ${nextId} to ${nextFirstId - 1} are missing`);
      return { ...state, tornBytes: 0 };
    }
    if (await reader.isBlankFrom(end)) return { ...state, tornBytes: 0 };
    for (let at = end; ;) {
      const behind = await reader.frameBehind(at);
      if (!behind) break;
      if (behind.synced > end)
        throw new JournalCorruptError(file, end, 'this record is damaged, and there are others behind it');
      at = behind.end - 1;
    }
    return { ...state, tornBytes: size - end };
  } finally {
    await handle.close();
  }
}

function firstIdOf(payload: Buffer): number {
  const [, digits] = /^\{"id":(\d+)[,}]/.exec(payload.toString('latin1', 0, 30)) ?? [];
  return Number(digits);
}

function countLines(payload: Buffer): number {
  let lines = 0;
  for (let at = payload.indexOf(NEW_LINE); at >= 0; at = payload.indexOf(NEW_LINE, at + 1)) lines += 1;
  return lines;
}
