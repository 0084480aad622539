import { open } from 'node:fs/promises';
import * as path from 'node:path';
import { segmentName } from './directory';
import { FrameReader } from './frame';
import { JournalCorruptError } from './journal-error';
import { scanSegment } from './scan-segment';
import { SEGMENT_MAGIC, type SegmentState } from './segment';
import type { TransactionRecord } from './transaction-record';

export interface ReadSegments {
  readonly segments: SegmentState[];
  /** Names of those with nothing behind `base` in them. */
  readonly obsolete: readonly string[];
  readonly tornBytes: number;
}

/** Checks the segments that hold what comes behind a record. @throws JournalCorruptError */
export async function readSegments(
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

/** The records of a segment, which may grow meanwhile. @throws JournalCorruptError */
export async function* recordsOf(segment: Readonly<SegmentState>): AsyncGenerator<TransactionRecord> {
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
