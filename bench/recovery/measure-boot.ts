import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { snapshotTables } from '../../src/database/memory/journaling/snapshot-tables';
import { makePerson, Person } from '../person.entity';
import { openStore } from './journaled-store';

const ROWS_A_CALL = 1000;
const NANOSECONDS = 1e6;

export interface BootFigures {
  readonly snapshotMs: number;
  readonly snapshotMegabytes: number;
  /** How long others had to wait for their turn while the snapshot was written. */
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  /** From the start of opening the journal until the store serves. */
  readonly bootMs: number;
}

/** Fills a store, takes a snapshot and starts again from it. */
export async function measureBoot(directory: string, rows: number): Promise<BootFigures> {
  const place = { directory, sync: 'never' } as const;
  const first = await openStore(place);
  if (!first.journal) throw new Error('this takes a journal');
  for (let from = 0; from < rows; from += ROWS_A_CALL) {
    const people = Array.from({ length: Math.min(ROWS_A_CALL, rows - from) }, (_, i) => makePerson(from + i));
    await first.dataSource.manager.insert(Person, people);
  }
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let snapshotMs = 0;
  // One that began by itself may be under way.
  while (first.journal.snapshotId < first.journal.lastId) {
    const began = performance.now();
    const snapshot = snapshotTables(first.dataSource.database);
    await first.journal.takeSnapshot(snapshot.parts);
    snapshotMs = performance.now() - began;
    snapshot.release();
    await nextTurn();
  }
  delay.disable();
  const { bytes } = first.journal.statistics();
  await first.close();

  const started = performance.now();
  const second = await openStore(place);
  const bootMs = performance.now() - started;
  if ((await second.dataSource.manager.count(Person)) !== rows) throw new Error('rows are missing');
  await second.close();
  return {
    snapshotMs: Math.round(snapshotMs),
    snapshotMegabytes: Math.round(bytes / 1e6),
    loopDelayP99Ms: Number((delay.percentile(99) / NANOSECONDS).toFixed(1)),
    loopDelayMaxMs: Number((delay.max / NANOSECONDS).toFixed(1)),
    bootMs: Math.round(bootMs),
  };
}
