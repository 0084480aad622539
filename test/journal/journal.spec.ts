import * as fs from 'node:fs';
import type { SnapshotPart } from '../../src/database/journal/transaction-record';
import { eventually } from '../support/eventually';
import { openJournal, temporaryFolder } from './journaled-store';
import { collect, idsOf, noteRecord } from './records';

let directory: string;

beforeEach(() => {
  directory = temporaryFolder();
});

afterEach(() => {
  fs.rmSync(directory, { recursive: true, force: true });
});

describe('Journal', () => {
  it('gives back after a restart what it was given, in the order of the ids', async () => {
    const first = await openJournal(directory);
    for (const n of [1, 2, 3]) await first.append(noteRecord(n));
    const { id } = first;
    await first.close();

    const second = await openJournal(directory);
    expect(second.id).toBe(id);
    expect(second.lastId).toBe(3);
    expect(await collect(second.records())).toEqual([1, 2, 3].map((n) => ({ id: n, ...noteRecord(n) })));
    await second.append(noteRecord(4));
    expect(await idsOf(second.records(3))).toEqual([3, 4]);
    await second.close();
  });

  it('tells the caller that a record is durable in the order of the ids, before it resolves', async () => {
    const journal = await openJournal(directory);
    const told: string[] = [];
    await Promise.all(
      [1, 2, 3].map(async (n) => {
        await journal.append(noteRecord(n), (id) => told.push(`durable ${id}`));
        told.push(`resolved ${n}`);
      }),
    );
    expect(told).toEqual(['durable 1', 'durable 2', 'durable 3', 'resolved 1', 'resolved 2', 'resolved 3']);
    await journal.close();
  });

  it('writes what comes at the same time with one sync', async () => {
    const journal = await openJournal(directory);
    await journal.append(noteRecord(0));
    const before = journal.statistics().syncs;
    await Promise.all(Array.from({ length: 32 }, (_, n) => journal.append(noteRecord(n))));
    expect(journal.statistics().syncs - before).toBe(1);
    await journal.close();
  });

  it('syncs when the interval is over, also while records never stop coming', async () => {
    const journal = await openJournal(directory, { sync: 'interval', syncIntervalMs: 1 });
    let isAppending = true;
    const append = (): void => {
      if (isAppending) void journal.append(noteRecord(1), append);
    };
    append();
    try {
      expect(await eventually(() => journal.statistics().syncs > 0)).toBe(true);
    } finally {
      isAppending = false;
      await journal.close();
    }
  });

  it('reads records while others are appended', async () => {
    const journal = await openJournal(directory);
    for (let n = 1; n <= 10; n += 1) await journal.append(noteRecord(n));
    const seen: number[] = [];
    for await (const { id } of journal.records()) {
      seen.push(id);
      if (id < 15) await journal.append(noteRecord(0));
    }
    expect(seen).toEqual(Array.from({ length: journal.lastId }, (_, i) => i + 1));
    expect(journal.lastId).toBeGreaterThan(15);
    await journal.close();
  });

  it('keeps numbering where it was when everything has been discarded', async () => {
    const first = await openJournal(directory);
    for (let n = 1; n <= 5; n += 1) await first.append(noteRecord(n));
    await first.discard(5);
    expect(await idsOf(first.records())).toEqual([]);
    await first.close();

    const second = await openJournal(directory);
    expect(second.lastId).toBe(5);
    await second.append(noteRecord(6));
    expect(await idsOf(second.records())).toEqual([6]);
    await second.close();
  });

  it('puts a snapshot in the place of the records that it is made of', async () => {
    const first = await openJournal(directory);
    for (let n = 1; n <= 5; n += 1) await first.append(noteRecord(n));
    const snapshot = first.takeSnapshot(partsOf(rows));
    await first.append(noteRecord(6));
    await snapshot;
    await first.close();

    const second = await openJournal(directory);
    expect(second.snapshotId).toBe(5);
    expect(await collect(second.snapshotParts())).toEqual([rows]);
    expect(await idsOf(second.records())).toEqual([6]);
    expect(second.statistics().segments).toBe(1);
    await expect(idsOf(second.records(1))).rejects.toMatchObject({ code: '58030' });
    await second.close();
  });

  it('lets nobody else open a directory that it has open', async () => {
    const journal = await openJournal(directory);
    await expect(openJournal(directory)).rejects.toMatchObject({
      code: '55006',
      message: expect.stringContaining(directory) as string,
    });
    await journal.close();
    await (await openJournal(directory)).close();
  });
});

const rows: SnapshotPart = { kind: 'rows', table: 'public.note', columns: ['id'], rows: [['1'], [null]] };

async function* partsOf(...parts: SnapshotPart[]): AsyncGenerator<SnapshotPart> {
  await Promise.resolve();
  yield* parts;
}
