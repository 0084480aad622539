import * as fs from 'node:fs';
import * as path from 'node:path';
import { Like, type QueryRunner } from 'typeorm';
import { databaseErrorOf } from '../../src/database/database-errors';
import { SmallDisk } from '../support/small-disk';
import { contentsOf, type JournaledStore, openStore } from './journaled-store';
import { Author, Book } from './library.entities';

const describeWithDisk = SmallDisk.whyNot() === null ? describe : describe.skip;

describeWithDisk('a commit that the disk has no room for', () => {
  let disk: SmallDisk;
  let store: JournaledStore;

  beforeEach(async () => {
    disk = SmallDisk.make(1);
    store = await openStore(path.join(disk.folder, 'journal'), [Author, Book]);
    await store.dataSource.manager.insert(Author, [{ name: 'on 1' }, { name: 'on 2' }]);
    fs.writeFileSync(path.join(disk.folder, 'ballast'), '');
    fillUp();
  });

  afterEach(async () => {
    await store.close();
    disk.remove();
  });

  it('is refused with 53100, leaves nothing behind, and reading goes on', async () => {
    const { manager } = store.dataSource;
    const before = rowsNow();
    const refused = await manager.insert(Book, { title: LARGE }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'QueryFailedError', driverError: { code: '53100' } });
    expect(databaseErrorOf(refused)).toMatchObject({ kind: 'full', sqlState: '53100' });
    await expect(
      manager.transaction(async (inner) => {
        await inner.insert(Book, { title: LARGE });
        await inner.update(Author, { id: 1 }, { name: 'changed' });
      }),
    ).rejects.toMatchObject({ driverError: { code: '53100' } });
    expect(rowsNow()).toEqual(before);
    expect(await manager.count(Author)).toBe(2);

    makeRoom();
    await manager.insert(Book, { title: LARGE });
    const after = contentsOf(store.dataSource);
    await store.close();
    store = await openStore(path.join(disk.folder, 'journal'), [Author, Book]);
    expect(contentsOf(store.dataSource)).toEqual(after);
  });

  it('gives its locks and keys back to those who wait', async () => {
    const { manager } = store.dataSource;
    const author = { name: LARGE };
    const refused = manager.insert(Author, author);
    // Waits for the key that the first has taken.
    const waiting = manager.insert(Author, { ...author });
    await expect(refused).rejects.toMatchObject({ driverError: { code: '53100' } });
    makeRoom();
    await waiting.catch(() => manager.insert(Author, { ...author }));
    expect(await manager.countBy(Author, { name: LARGE })).toBe(1);
  });

  it('does not stand in the way of a SERIALIZABLE transaction that would not have gone with it', async () => {
    const first = await takeOff('on 1', LARGE);
    await expect(first.query('COMMIT')).rejects.toMatchObject({ driverError: { code: '53100' } });
    makeRoom();
    const second = await takeOff('on 2', 'off');
    await second.commitTransaction();
    expect(await store.dataSource.manager.countBy(Author, { name: Like('on%') })).toBe(1);
    await Promise.all([first.release(), second.release()]);
  });

  async function takeOff(name: string, as: string): Promise<QueryRunner> {
    const runner = store.dataSource.createQueryRunner();
    await runner.startTransaction('SERIALIZABLE');
    await runner.manager.findBy(Author, { name: Like('on%') });
    await runner.query(`UPDATE authors SET name = $2 WHERE name = $1`, [name, as]);
    return runner;
  }

  function rowsNow(): unknown {
    const { 'public.authors': authors, 'public.books': books } = contentsOf(store.dataSource);
    return { authors, books };
  }

  /** Leaves no room, whatever was kept ready. */
  function fillUp(): void {
    const file = path.join(disk.folder, 'other');
    try {
      for (;;) fs.appendFileSync(file, Buffer.alloc(4096));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }

  function makeRoom(): void {
    fs.rmSync(path.join(disk.folder, 'other'));
    disk.resize(16);
  }
});

/** More than was kept ready. */
const LARGE = 'x'.repeat(2_000_000);
