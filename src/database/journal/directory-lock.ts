import { randomUUID } from 'node:crypto';
import { link, open, readdir, rm, stat } from 'node:fs/promises';
import { createServer, connect, type Server } from 'node:net';
import * as path from 'node:path';
import { JournalError } from './journal-error';

const NAME = /^lock-(\d+)$/;

/** A directory that is not the one any more that was locked is noticed within this. */
const LOOK_EVERY_MS = 1_000;

/**
 * Lets one live process have a directory: it listens on a Unix socket there, which nobody answers once the process is
 * gone, however it went. Each holder links its socket under the next number, which only one can do, and only after
 * nobody answered under the last one.
 */
export class DirectoryLock {
  private readonly timer: NodeJS.Timeout;
  private isThere = true;

  private constructor(
    private readonly server: Server,
    private readonly directory: string,
    private readonly file: string,
    /** The number of the socket in its file system. */
    private readonly inode: number,
  ) {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** @throws JournalError 55006 while another process has the directory */
  static async take(directory: string): Promise<DirectoryLock> {
    // The path of a socket has to be short; that of an open directory always is.
    const handle = process.platform === 'linux' ? await open(directory, 'r') : null;
    const folder = handle ? `/proc/self/fd/${handle.fd}` : directory;
    const own = `lock-${randomUUID()}.tmp`;
    let server: Server | null = null;
    try {
      server = await listen(path.join(folder, own));
      for (;;) {
        const last = await lastHolder(directory);
        if (last > 0 && (await answers(path.join(folder, `lock-${last}`)))) throw heldError(directory);
        const file = path.join(directory, `lock-${last + 1}`);
        if (!(await linked(path.join(directory, own), file))) continue;
        const { ino } = await stat(file);
        // Somebody was here and gone again while this one looked.
        if ((await lastHolder(directory)) > last + 1) {
          await rm(file, { force: true });
          continue;
        }
        await forgetOthers(directory, file);
        return new DirectoryLock(server, directory, file, ino);
      }
    } catch (error) {
      server?.close();
      throw error;
    } finally {
      await rm(path.join(directory, own), { force: true });
      await handle?.close();
    }
  }

  /**
   * Why nothing is to be written any more; null while the directory is the one that was locked. What was open there goes
   * on taking writes when it is removed, unmounted or replaced, or when another machine that shares it has taken it.
   */
  get failure(): JournalError | null {
    return this.isThere ? null : lostError(this.directory);
  }

  /** Looks now. @throws JournalError 58030 */
  async mustHold(): Promise<void> {
    await this.look();
    if (this.failure) throw this.failure;
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.look();
    if (this.isThere) await rm(this.file, { force: true });
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async look(): Promise<void> {
    this.isThere = await stat(this.file).then(
      ({ ino }) => ino === this.inode,
      () => false,
    );
  }
}

async function forgetOthers(directory: string, own: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name);
    if (NAME.test(name) && file !== own) await rm(file, { force: true });
  }
}

async function lastHolder(directory: string): Promise<number> {
  const names = await readdir(directory);
  return Math.max(0, ...names.map((name) => Number(NAME.exec(name)?.[1] ?? 0)));
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function listen(file: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', reject);
    server.listen(file, () => resolve(server));
  });
}

/** Whether a process listens there. */
function answers(file: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(file);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      // EAGAIN: so many are asking that there has to be somebody.
      else if (error.code === 'EAGAIN') resolve(true);
      else reject(error);
    });
  });
}

function heldError(directory: string): JournalError {
  return new JournalError(
    '55006',
    `another process has the journal in ${directory} open. Stop it, or give this one a directory of its own.`,
  );
}

function lostError(directory: string): JournalError {
  return new JournalError(
    '58030',
    `${directory} is not the directory any more that this process has opened as its journal: it was removed, unmounted or ` +
      'replaced, or another process has taken it. Put it back as it was, or start this process anew.',
  );
}
