import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Folders that take no writes, not even root's, and not by files that are open already. */
export const Immutable = {
  /** Why this machine cannot make one; null when it can. */
  whyNot(): string | null {
    if (process.platform !== 'linux') return 'chattr takes Linux';
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-immutable-'));
    try {
      Immutable.make(folder);
      Immutable.undo(folder);
      return null;
    } catch {
      return 'chattr +i takes root, and a file system that has it';
    } finally {
      fs.rmdirSync(folder);
    }
  },

  make(folder: string): void {
    execFileSync('chattr', ['+i', ...filesIn(folder), folder], { stdio: 'pipe' });
  },

  undo(folder: string): void {
    execFileSync('chattr', ['-i', folder, ...filesIn(folder)], { stdio: 'pipe' });
  },
};

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => path.join(folder, name));
}
