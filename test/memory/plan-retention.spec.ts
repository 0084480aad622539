import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Session } from '../../src/database/memory/session/session';
import { StatementCache } from '../../src/database/memory/session/statement-cache';
import type { Database } from '../../src/database/memory/storage/database';
import { openMemoryDatabase } from '../contract/sql/stores';
import { eventually } from '../support/eventually';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The versions of a table's rows, held so that they can go. */
function versionsOf(database: Database, table: string): WeakRef<object>[] {
  const versions: WeakRef<object>[] = [];
  database.catalog.table(null, table)!.scan(database.snapshot(), (version) => {
    versions.push(new WeakRef(version));
  });
  return versions;
}

describe('a cached plan', () => {
  it.each([
    ['an update from a sub-query', 'UPDATE author SET (name, age) = (SELECT author.name, 1)'],
    ['an update', 'UPDATE author SET age = 1 WHERE id IN (SELECT id FROM author)'],
  ])('keeps no row of what has run alive: %s', async (_what, sql) => {
    const database = await openMemoryDatabase();
    const session = new Session(database, new StatementCache(10));
    const replaced = versionsOf(database, 'author');
    await session.execute(sql, []);
    expect(replaced.length).toBeGreaterThan(0);
    // A session remembers what it ran last.
    await session.execute('SELECT 1', []);
    await eventually(() => {
      collectGarbage();
      return replaced.every((version) => version.deref() === undefined);
    });
  });
});
