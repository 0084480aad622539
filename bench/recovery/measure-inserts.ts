import { makePerson, Person } from '../person.entity';
import { type JournalPlace, openStore } from './journaled-store';

/** How many single inserts a second a store takes from so many callers, each of whom waits for the answer. */
export async function insertsPerSecond(
  place: JournalPlace | null,
  inFlight: number,
  milliseconds: number,
): Promise<number> {
  const store = await openStore(place);
  let n = 0;
  const until = async (end: number): Promise<void> => {
    do {
      await store.dataSource.manager.insert(Person, makePerson(n++));
    } while (performance.now() < end);
  };
  const run = async (length: number): Promise<number> => {
    const began = performance.now();
    const before = n;
    await Promise.all(Array.from({ length: inFlight }, () => until(began + length)));
    return ((n - before) / (performance.now() - began)) * 1000;
  };
  await run(milliseconds / 3);
  const rate = await run(milliseconds);
  await store.close();
  return rate;
}
