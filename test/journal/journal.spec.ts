import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Journal, type JournalOptions } from '../../src/database/journal/journal';
import type {
  NewRecord,
  SnapshotPart,
  TransactionRecord,
} from '../../src/database/journal/transaction-record';

let directory: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-journal-'));
});

afterEach(() => {
  fs.rmSync(directory, { recursive: true, force: true });
});

describe('Journal', () => {
  it('gives back after a restart what it was given, in the order of the ids', async () => {
    const first = await openJournal();
    for (const n of [1, 2, 3]) await first.append(record(n));
    const { id } = first;
    await first.close();

    const second = await openJournal();
    expect(second.id).toBe(id);
    expect(second.lastId).toBe(3);
    expect(await all(second.records())).toEqual([1, 2, 3].map((n) => ({ id: n, ...record(n) })));
    await second.append(record(4));
    expect(await idsOf(second.records(3))).toEqual([3, 4]);
    await second.close();
  });

  it('tells the caller that a record is durable in the order of the ids, before it resolves', async () => {
    const journal = await openJournal();
    const told: string[] = [];
    await Promise.all(
      [1, 2, 3].map(async (n) => {
        await journal.append(record(n), (id) => told.push(`durable ${id}`));
        told.push(`resolved ${n}`);
      }),
    );
    expect(told).toEqual(['durable 1', 'durable 2', 'durable 3', 'resolved 1', 'resolved 2', 'resolved 3']);
    await journal.close();
  });

  it('writes what comes at the same time with one sync', async () => {
    const journal = await openJournal();
    await journal.append(record(0));
    const before = journal.statistics().syncs;
    await Promise.all(Array.from({ length: 32 }, (_, n) => journal.append(record(n))));
    expect(journal.statistics().syncs - before).toBe(1);
    await journal.close();
  });

  it('reads records while others are appended', async () => {
    const journal = await openJournal();
    for (let n = 1; n <= 10; n += 1) await journal.append(record(n));
    const seen: number[] = [];
    for await (const { id } of journal.records()) {
      seen.push(id);
      if (id < 15) await journal.append(record(0));
    }
    expect(seen).toEqual(Array.from({ length: journal.lastId }, (_, i) => i + 1));
    expect(journal.lastId).toBeGreaterThan(15);
    await journal.close();
  });

  it('keeps numbering where it was when everything has been discarded', async () => {
    const first = await openJournal();
    for (let n = 1; n <= 5; n += 1) await first.append(record(n));
    await first.discard(5);
    expect(await idsOf(first.records())).toEqual([]);
    await first.close();

    const second = await openJournal();
    expect(second.lastId).toBe(5);
    await second.append(record(6));
    expect(await idsOf(second.records())).toEqual([6]);
    await second.close();
  });

  it('puts a snapshot in the place of the records that it is made of', async () => {
    const first = await openJournal();
    for (let n = 1; n <= 5; n += 1) await first.append(record(n));
    const snapshot = first.takeSnapshot(partsOf(rows));
    await first.append(record(6));
    await snapshot;
    await first.close();

    const second = await openJournal();
    expect(second.snapshotId).toBe(5);
    expect(await all(second.snapshotParts())).toEqual([rows]);
    expect(await idsOf(second.records())).toEqual([6]);
    expect(second.statistics().segments).toBe(1);
    await expect(idsOf(second.records(1))).rejects.toMatchObject({ code: '58030' });
    await second.close();
  });

  it('lets nobody else open a directory that it has open', async () => {
    const journal = await openJournal();
    await expect(openJournal()).rejects.toMatchObject({
      code: '55006',
      message: expect.stringContaining(directory) as string,
    });
    await journal.close();
    await (await openJournal()).close();
  });
});

const rows: SnapshotPart = { kind: 'rows', table: 'public.note', columns: ['id'], rows: [['1'], [null]] };

function openJournal(options: Partial<JournalOptions> = {}): Promise<Journal> {
  return Journal.open({ directory, sync: 'always', syncIntervalMs: 50, compaction: 'snapshot', ...options });
}

function record(n: number): NewRecord {
  return {
    at: '2026-01-01T00:00:00.000Z',
    changes: [
      { kind: 'insert', table: 'public.note', row: { id: String(n), text: 'a "line"\nand another' } },
    ],
  };
}

async function* partsOf(...parts: SnapshotPart[]): AsyncGenerator<SnapshotPart> {
  await Promise.resolve();
  yield* parts;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function idsOf(records: AsyncIterable<TransactionRecord>): Promise<number[]> {
  return (await all(records)).map(({ id }) => id);
}
