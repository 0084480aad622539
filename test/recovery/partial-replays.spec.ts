import * as fs from 'node:fs/promises';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Replay } from '../../src/database/recovery/replay';
import { temporaryFolder } from '../journal/journaled-store';
import { HandOver } from './hand-over';

@Entity('item')
class Item {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  name!: string;
}

describe('A journal that PostgreSQL has a part of', () => {
  let stores: HandOver;

  beforeEach(async () => {
    stores = await HandOver.prepare();
    await stores.open([Item]);
  });
  afterEach(() => stores.close());

  const run = (sql: string): Promise<unknown> => stores.run(sql);

  it('is carried over exactly once after it was opened where PostgreSQL is not configured, and wrote on', async () => {
    await run(`INSERT INTO item VALUES (1, 'a'), (2, 'b')`);
    await run(`INSERT INTO item VALUES (3, 'c')`);
    expect(await stores.carryOver()).toEqual([]);
    await run(`UPDATE item SET name = 'bb' WHERE id = 2`);
    await stores.reopen({ compaction: 'snapshot' });
    await run(`DELETE FROM item WHERE id = 1`);
    await run(`INSERT INTO item VALUES (4, 'd')`);
    await stores.takeSnapshot();
    await run(`INSERT INTO item VALUES (1, 'again')`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('may be replaced by a snapshot once PostgreSQL has all of it', async () => {
    await run(`INSERT INTO item VALUES (1, 'a')`);
    expect(await stores.carryOver()).toEqual([]);
    await stores.memory.journal.discard(stores.memory.journal.lastId);
    await stores.reopen({ compaction: 'snapshot' });
    await run(`INSERT INTO item VALUES (2, 'b')`);
    await stores.takeSnapshot();
    expect(stores.memory.journal.snapshotId).toBe(2);
    expect(await stores.carryOver()).toEqual([]);
    expect(await stores.postgres.query('SELECT id FROM item ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('is not repeated where its directory is put back from an older copy, and PostgreSQL is known to have more', async () => {
    await run(`INSERT INTO item VALUES (1, 'a')`);
    const copy = temporaryFolder();
    // While it is open, as a backup is made.
    await fs.cp(stores.folder, copy, { recursive: true, filter: (file) => !/lock-\d+$/.test(file) });
    await run(`INSERT INTO item VALUES (2, 'b')`);
    await run(`UPDATE item SET name = 'changed' WHERE id = 1`);
    expect(await stores.carryOver()).toEqual([]);
    await stores.postgres.query(`DELETE FROM item WHERE id = 2`);
    await stores.reopen({ compaction: 'keep' }, copy);
    await run(`INSERT INTO item VALUES (3, 'c')`);
    const replay = await Replay.open(stores.postgres, stores.memory.journal);
    await replay.run();
    expect(replay).toMatchObject({ missing: 2, counts: { replayed: 1, quarantined: 0 } });
    expect(await stores.postgres.query('SELECT * FROM item ORDER BY id')).toEqual([
      { id: 1, name: 'changed' },
      { id: 3, name: 'c' },
    ]);
    await fs.rm(copy, { recursive: true });
  });

  it('is refused where its description was copied before its first record was begun', async () => {
    const copy = temporaryFolder();
    await fs.cp(`${stores.folder}/journal.json`, `${copy}/journal.json`);
    await run(`INSERT INTO item VALUES (1, 'a')`);
    for (const name of await fs.readdir(stores.folder))
      if (name.endsWith('.log')) await fs.cp(`${stores.folder}/${name}`, `${copy}/${name}`);
    await expect(stores.reopen({ compaction: 'keep' }, copy)).rejects.toMatchObject({
      name: 'JournalCorruptError',
      file: `${copy}/journal.json`,
    });
    await fs.rm(copy, { recursive: true });
  });
});
