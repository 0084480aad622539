import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { PostgresBinaries } from './postgres-binaries';

export const PASSWORD = 'test-password';

/** Where the files of servers are: on the disk, if nobody has chosen. */
const FOLDER = 'BALLAST_TEST_POSTGRES_FOLDER';

/** What initdb made for the first server of this process or of one that has started it, while that server is open. */
const CLUSTER = 'BALLAST_TEST_POSTGRES_CLUSTER';

/** Linux keeps the files in this folder in memory. */
const IN_MEMORY = '/dev/shm';

/** Several times what the servers of two workers keep there at once. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * Has the servers of this process and its children keep their files in memory, where there is room: to make, empty and
 * drop tables then takes a third of the processor time.
 */
export function keepFilesInMemory(): void {
  try {
    const { bavail, bsize } = fs.statfsSync(IN_MEMORY);
    if (bavail * bsize > ROOM_BYTES) process.env[FOLDER] = IN_MEMORY;
  } catch {
    // This system has no such folder.
  }
}

/** A new folder for the files of a server. */
export function makeRoot({ user }: PostgresBinaries): string {
  const root = fs.mkdtempSync(path.join(process.env[FOLDER] ?? os.tmpdir(), 'ballast-pg-'));
  if (user.uid !== undefined && user.gid !== undefined) fs.chownSync(root, user.uid, user.gid);
  return root;
}

/** Makes the files of a new server as `data` in its folder: a copy of those that the first one began with. */
export function makeCluster(binaries: PostgresBinaries, root: string): void {
  // What initdb does takes a second.
  let made = process.env[CLUSTER];
  if (made === undefined || !fs.existsSync(made)) {
    made = path.join(root, 'new');
    initialize(binaries, root, made);
    process.env[CLUSTER] = made;
  }
  execFileSync('cp', ['-a', made, path.join(root, 'data')]);
}

function initialize({ initdb, user }: PostgresBinaries, root: string, data: string): void {
  const passwordFile = path.join(root, 'password');
  fs.writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  const options = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync'];
  execFileSync(initdb, ['-D', data, '--encoding=UTF8', '--locale=C', ...options], {
    ...user,
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
