import * as fs from 'node:fs';
import * as fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { snapshotTables } from '../../src/database/memory/journaling/snapshot-tables';
import { contentsOf, type JournaledStore, openStore, temporaryFolder } from './journaled-store';
import { Author, Book } from './library.entities';

const SEQUENCES = Number(process.env['PROPERTY_SEQUENCES'] ?? 40);

type Step = (manager: EntityManager) => Promise<unknown>;

const key = fc.integer({ min: 1, max: 8 });
const text = fc.oneof(fc.string({ maxLength: 8, unit: 'binary' }), fc.constantFrom('a', 'b', 'c'));

/** One change, which may break a constraint. */
const step: fc.Arbitrary<Step> = fc.oneof(
  text.map(
    (name): Step =>
      (manager) =>
        manager.insert(Author, { name }),
  ),
  fc.tuple(text, fc.option(key)).map(
    ([title, authorId]): Step =>
      (manager) =>
        manager.insert(Book, { title, authorId }),
  ),
  fc.tuple(key, text).map(
    ([id, name]): Step =>
      (manager) =>
        manager.update(Author, { id }, { name }),
  ),
  fc.tuple(key, fc.integer({ min: -999, max: 999 })).map(
    ([id, cents]): Step =>
      (manager) =>
        manager.update(Book, { id }, { price: String(cents / 100) }),
  ),
  key.map(
    (id): Step =>
      (manager) =>
        manager.delete(Author, { id }),
  ),
  key.map(
    (id): Step =>
      (manager) =>
        manager.delete(Book, { id }),
  ),
  fc.tuple(key, key).map(
    ([from, to]): Step =>
      (manager) =>
        manager.query('UPDATE authors SET id = id + $2 WHERE id = $1', [from, to]),
  ),
  fc.constant<Step>((manager) => manager.query(`UPDATE books SET price = price * 2`)),
  fc.constant<Step>((manager) => manager.query('TRUNCATE books RESTART IDENTITY')),
);

const transaction = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  rollBack: fc.boolean(),
});

const round = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      together: fc.array(transaction, { minLength: 1, maxLength: 4 }),
      snapshot: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
);

it('a store that is opened again holds what was committed, whatever that was', async () => {
  const runs = fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 10 }), async (rounds) => {
      const directory = temporaryFolder();
      let store = await open(directory);
      try {
        for (const one of rounds) {
          if (one === 'restart') store = await restart(store, directory);
          else
            await Promise.all([
              ...one.together.map((each) => run(store, each)),
              one.snapshot ? takeSnapshot(store) : null,
            ]);
        }
        store = await restart(store, directory);
      } finally {
        await store.close();
        fs.rmSync(directory, { recursive: true, force: true });
      }
    }),
    { numRuns: SEQUENCES, endOnFailure: true },
  );
  await expect(runs).resolves.toBeUndefined();
}, 300_000);

function open(directory: string): Promise<JournaledStore> {
  return openStore(directory, [Author, Book], { sync: 'never' });
}

async function restart(store: JournaledStore, directory: string): Promise<JournaledStore> {
  const before = inAnyOrder(contentsOf(store.dataSource));
  await store.close();
  const again = await open(directory);
  try {
    expect(inAnyOrder(contentsOf(again.dataSource))).toEqual(before);
  } catch (error) {
    await again.close();
    throw error;
  }
  return again;
}

/** Transactions at the same time are restored one after another: their rows may lie otherwise between each other. */
function inAnyOrder(contents: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(contents).map(([name, rows]) => [
      name,
      Array.isArray(rows) ? rows.map(String).toSorted((a, b) => (a < b ? -1 : 1)) : rows,
    ]),
  );
}

async function takeSnapshot({ dataSource, journal }: JournaledStore): Promise<void> {
  const snapshot = snapshotTables(dataSource.database);
  await journal.takeSnapshot(snapshot.parts);
  snapshot.release();
}

async function run(
  { dataSource }: JournaledStore,
  { steps, rollBack }: { readonly steps: readonly Step[]; readonly rollBack: boolean },
): Promise<void> {
  const runs = dataSource.transaction(async (manager) => {
    for (const one of steps) await one(manager);
    if (rollBack) throw new Error('rolled back');
  });
  // What breaks a constraint is rolled back, too.
  await runs.catch(() => undefined);
}
