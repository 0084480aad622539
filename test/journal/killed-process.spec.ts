import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { EntitySchema } from 'typeorm';
import { openJournal, openStore, temporaryFolder } from './journaled-store';

const Author = new EntitySchema<{ id: number; name: string }>({
  name: 'Author',
  tableName: 'authors',
  columns: {
    id: { type: 'int', primary: true, generated: true },
    name: { type: 'varchar', unique: true },
  },
});

const KILLS = 3;
const COMMITS_BEFORE_A_KILL = 200;

let directory: string;

beforeEach(() => {
  directory = temporaryFolder();
});

afterEach(() => {
  fs.rmSync(directory, { recursive: true, force: true });
});

describe('a process that is killed while it commits', () => {
  it('leaves behind every transaction that it acknowledged, and the directory free', async () => {
    const acknowledged: string[] = [];
    const refusals: unknown[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const refusedBefore = refusals.length;
      acknowledged.push(...(await commitUntilKilled(refusals)));
      expect(refusals.slice(refusedBefore)).toEqual([expect.objectContaining({ code: '55006' })]);
    }

    const store = await openStore(directory, [Author]);
    const names = new Set((await store.dataSource.manager.find(Author)).map(({ name }) => name));
    expect(acknowledged.filter((name) => !names.has(name))).toEqual([]);
    // At most what each worker had under way was not told any more.
    expect(names.size - acknowledged.length).toBeLessThanOrEqual(8 * KILLS);
    expect(names.size).toBe(store.journal.lastId);
    await store.close();
  }, 120_000);
});

/**
 * @param refusals is given why its directory cannot be opened while it lives
 * @returns what it had acknowledged when it was killed
 */
async function commitUntilKilled(refusals: unknown[]): Promise<string[]> {
  const child = spawn(process.execPath, [path.join(__dirname, 'committing-process.js'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    acknowledged.push(line);
    if (acknowledged.length === 1)
      await openJournal(directory).catch((error: unknown) => refusals.push(error));
    if (acknowledged.length === COMMITS_BEFORE_A_KILL) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}
