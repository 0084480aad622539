import nodeFs, * as fs from 'node:fs';
import * as path from 'node:path';
import type { JournalOptions } from '../../src/database/journal/journal';
import { SmallDisk } from '../support/small-disk';
import { openJournal, temporaryFolder } from './journaled-store';
import { idsOf, noteRecord } from './records';

let directory: string;

beforeEach(() => {
  directory = temporaryFolder();
});

afterEach(() => {
  fs.rmSync(directory, { recursive: true, force: true });
});

describe('the end of a journal', () => {
  it('[fault 41] is cut where a write was not finished, at whatever byte, and written on from there', async () => {
    const { file, whole, ends } = await threeFrames();
    for (let length = ends[1] as number; length < whole.length; length += 1) {
      fs.writeFileSync(file, whole.subarray(0, length));
      const journal = await openJournal(directory);
      expect(journal.lastId).toBe(2);
      // Zeros alone may be space that was kept ready.
      const torn = whole.subarray(ends[1], length);
      expect(journal.statistics().tornBytes).toBe(torn.some((byte) => byte !== 0) ? torn.length : 0);
      await journal.append(noteRecord(4));
      expect(await idsOf(journal.records())).toEqual([1, 2, 3]);
      await journal.close();
    }
  });

  it('is cut where the last write is damaged, at whatever byte', async () => {
    const { file, whole, ends } = await threeFrames();
    for (let at = ends[1] as number; at < whole.length; at += 1) {
      fs.writeFileSync(file, flipped(whole, at));
      const journal = await openJournal(directory);
      expect(journal.lastId).toBe(2);
      await journal.close();
    }
  });

  it('is not looked for in space that was kept ready', async () => {
    const { file, whole } = await threeFrames();
    fs.writeFileSync(file, Buffer.concat([whole, Buffer.alloc(100_000)]));
    const journal = await openJournal(directory);
    expect(journal.lastId).toBe(3);
    expect(journal.statistics().tornBytes).toBe(0);
    await journal.close();
  });

  it('may lie before what was not synced, in a mode that does not sync', async () => {
    const { file, whole, ends } = await threeFrames({ sync: 'never' });
    fs.writeFileSync(file, flipped(whole, (ends[0] as number) + 20));
    const journal = await openJournal(directory, { sync: 'never' });
    expect(journal.lastId).toBe(1);
    expect(journal.statistics().tornBytes).toBe(whole.length - (ends[0] as number));
    await journal.close();
  });
});

describe('a damaged journal', () => {
  it('is refused with the place, and left as it is, when others stand behind the damage', async () => {
    const { file, whole, ends } = await threeFrames();
    for (let at = ends[0] as number; at < (ends[1] as number); at += 1) {
      const damaged = flipped(whole, at);
      fs.writeFileSync(file, damaged);
      await expect(openJournal(directory)).rejects.toMatchObject({
        name: 'JournalCorruptError',
        file,
        offset: ends[0],
      });
      expect(fs.readFileSync(file).equals(damaged)).toBe(true);
    }
  });

  it('is refused when a segment is missing', async () => {
    const { file } = await threeFrames();
    const journal = await openJournal(directory);
    await journal.close();
    fs.renameSync(file, path.join(directory, '0000000000000002.log'));
    await expect(openJournal(directory)).rejects.toMatchObject({ name: 'JournalCorruptError' });
  });

  it('is refused when its snapshot is damaged, and nothing of it is given', async () => {
    const first = await openJournal(directory);
    await first.append(noteRecord(1));
    await first.takeSnapshot(
      (async function* rows() {
        await Promise.resolve();
        yield { kind: 'rows', table: 'public.note', columns: ['id'], rows: [['1']] } as const;
      })(),
    );
    await first.close();
    const [name = ''] = fs.readdirSync(directory).filter((file) => file.endsWith('.snap'));
    const file = path.join(directory, name);
    fs.writeFileSync(file, flipped(fs.readFileSync(file), 40));
    const second = await openJournal(directory);
    await expect(second.snapshotParts().next()).rejects.toMatchObject({ name: 'JournalCorruptError', file });
    await second.close();
  });

  it('is refused when its description is not there any more', async () => {
    await threeFrames();
    fs.rmSync(path.join(directory, 'journal.json'));
    await expect(openJournal(directory)).rejects.toMatchObject({ name: 'JournalCorruptError' });
  });
});

const whyNoDisk = SmallDisk.whyNot();
const describeWithDisk = whyNoDisk === null ? describe : describe.skip;

describeWithDisk('a disk', () => {
  let disk: SmallDisk;

  beforeEach(() => {
    disk = SmallDisk.make(1);
    directory = path.join(disk.folder, 'journal');
  });

  afterEach(() => disk.remove());

  it('that is full refuses what has no room, keeps what it took, and takes more when it has room', async () => {
    const journal = await openJournal(directory);
    let kept = 0;
    const fill = async (): Promise<void> => {
      for (;;) {
        await journal.append(noteRecord(kept + 1, 'x'.repeat(20_000)));
        kept += 1;
      }
    };
    await expect(fill()).rejects.toMatchObject({
      code: '53100',
      message: expect.stringContaining(directory) as string,
    });
    expect(kept).toBeGreaterThan(20);
    expect(journal.statistics().failure).toMatchObject({ code: '53100' });
    expect(await idsOf(journal.records())).toHaveLength(kept);

    disk.resize(3);
    await journal.append(noteRecord(kept + 1));
    expect(journal.statistics().failure).toBeNull();
    expect(journal.lastId).toBe(kept + 1);
    await journal.close();
    const second = await openJournal(directory);
    expect(second.lastId).toBe(kept + 1);
    await second.close();
  });

  it('[fault 42] that takes no writes is refused with what to do', async () => {
    const journal = await openJournal(directory);
    await journal.append(noteRecord(1));
    await journal.close();
    disk.makeReadOnly();
    await expect(openJournal(directory)).rejects.toMatchObject({
      code: '58030',
      message: expect.stringMatching(/EROFS.*Check the disk/s) as string,
    });
  });
});

it('refuses a directory that cannot be made', async () => {
  fs.writeFileSync(path.join(directory, 'file'), '');
  await expect(openJournal(path.join(directory, 'file', 'journal'))).rejects.toMatchObject({ code: '58030' });
});

describe('a disk that fails', () => {
  it('has what it was to keep refused, and the next record goes into another file', async () => {
    const journal = await openJournal(directory);
    await journal.append(noteRecord(1));
    const fault = failingWriteOnce();
    await expect(journal.append(noteRecord(2))).rejects.toMatchObject({ code: '58030' });
    fault.mockRestore();
    await journal.append(noteRecord(3));
    expect(journal.statistics()).toMatchObject({ lastId: 2, segments: 2, failure: null });
    await journal.close();

    const second = await openJournal(directory);
    expect(await titlesOf(second.records())).toEqual(['note 1', 'note 3']);
    await second.close();
  });

  it('at the sync of an interval loses nothing that was acknowledged', async () => {
    const journal = await openJournal(directory, { sync: 'interval', syncIntervalMs: 3_600_000 });
    await journal.append(noteRecord(1));
    await journal.append(noteRecord(2));
    const fault = await failingSyncOnce();
    // Closing syncs.
    await journal.close();
    fault.mockRestore();
    const second = await openJournal(directory);
    expect(await titlesOf(second.records())).toEqual(['note 1', 'note 2']);
    await second.close();
  });
});

const BROKEN_DISK = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });

/** Makes the next write fail as a broken disk does. */
function failingWriteOnce(): jest.SpyInstance {
  return jest.spyOn(nodeFs, 'write').mockImplementationOnce((...args: unknown[]) => {
    const done = args.at(-1) as (error: Error) => void;
    setImmediate(done, BROKEN_DISK);
  });
}

/** Makes the next sync fail as a broken disk does. */
async function failingSyncOnce(): Promise<jest.SpyInstance> {
  const handle = await fs.promises.open(directory, 'r');
  const prototype = Object.getPrototypeOf(handle) as fs.promises.FileHandle;
  await handle.close();
  return jest.spyOn(prototype, 'datasync').mockRejectedValueOnce(BROKEN_DISK);
}

/** A journal of three records, each in a frame of its own. */
async function threeFrames(
  options: Partial<JournalOptions> = {},
): Promise<{ file: string; whole: Buffer; ends: number[] }> {
  const journal = await openJournal(directory, options);
  const ends: number[] = [];
  for (const n of [1, 2, 3]) {
    await journal.append(noteRecord(n));
    ends.push(journal.statistics().bytes);
  }
  await journal.close();
  const [name = ''] = fs.readdirSync(directory).filter((entry) => entry.endsWith('.log'));
  const file = path.join(directory, name);
  return { file, whole: fs.readFileSync(file), ends };
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 0x40;
  return copy;
}

async function titlesOf(records: Parameters<typeof idsOf>[0]): Promise<unknown[]> {
  const titles: unknown[] = [];
  for await (const { changes } of records)
    for (const change of changes) if (change.kind === 'insert') titles.push(change.row['text']);
  return titles;
}
