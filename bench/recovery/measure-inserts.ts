import { makePerson, Person } from '../person.entity';
import { type JournalPlace, openStore } from './journaled-store';

export interface InsertFigures {
  readonly perSecond: number;
  /** Processor time of the whole process for one insert: what others do on the machine is hardly in it. */
  readonly processorMicros: number;
}

/** Measures single inserts of so many callers, each of whom waits for the answer. */
export async function measureInserts(
  place: JournalPlace | null,
  inFlight: number,
  milliseconds: number,
): Promise<InsertFigures> {
  const store = await openStore(place);
  let n = 0;
  const until = async (end: number): Promise<void> => {
    do {
      await store.dataSource.manager.insert(Person, makePerson(n++));
    } while (performance.now() < end);
  };
  const run = async (length: number): Promise<InsertFigures> => {
    const began = performance.now();
    const processor = process.cpuUsage();
    const before = n;
    await Promise.all(Array.from({ length: inFlight }, () => until(began + length)));
    const { user, system } = process.cpuUsage(processor);
    const inserted = n - before;
    return {
      perSecond: (inserted / (performance.now() - began)) * 1000,
      processorMicros: (user + system) / inserted,
    };
  };
  await run(milliseconds / 3);
  const figures = await run(milliseconds);
  await store.close();
  return figures;
}
