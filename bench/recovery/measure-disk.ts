import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import * as path from 'node:path';
import type { InsertFigures } from './measure-inserts';

/** About what the record of one insert takes in the journal. */
const RECORD_BYTES = 200;
/** Written once before, so that no write makes the file longer. */
const READY_BYTES = 64 * 1024 * 1024;

/**
 * The most that any journal could do here: nothing but synced writes, one after the other, each with a record of every
 * caller in flight.
 */
export async function measureDisk(
  directory: string,
  inFlight: number,
  milliseconds: number,
): Promise<InsertFigures> {
  const file = await open(
    path.join(directory, 'disk-alone'),
    constants.O_RDWR | constants.O_CREAT | (constants.O_DSYNC ?? 0),
  );
  try {
    await file.write(Buffer.alloc(READY_BYTES));
    const frame = Buffer.alloc(inFlight * RECORD_BYTES, 'x');
    const processor = process.cpuUsage();
    const began = performance.now();
    let writes = 0;
    do {
      await file.write(frame, 0, frame.length, (writes * frame.length) % (READY_BYTES - frame.length));
      writes += 1;
    } while (performance.now() - began < milliseconds);
    const records = writes * inFlight;
    const { user, system } = process.cpuUsage(processor);
    return {
      perSecond: (records / (performance.now() - began)) * 1000,
      processorMicros: (user + system) / records,
    };
  } finally {
    await file.close();
  }
}
