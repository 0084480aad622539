import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** A file system of a few megabytes, in memory. Making one takes root, and the right to mount. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Why this machine cannot make one; null when it can. */
  static whyNot(): string | null {
    if (process.platform !== 'linux') return 'a tmpfs takes Linux';
    if (process.getuid?.() !== 0) return 'mounting a tmpfs takes root';
    try {
      SmallDisk.make(1).remove();
      return null;
    } catch {
      return 'this machine does not let root mount a tmpfs';
    }
  }

  static make(megabytes: number): SmallDisk {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-disk-'));
    try {
      mount(['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', folder]);
    } catch (error) {
      fs.rmdirSync(folder);
      throw error;
    }
    return new SmallDisk(folder);
  }

  resize(megabytes: number): void {
    mount(['-o', `remount,size=${megabytes}m`, this.folder]);
  }

  makeReadOnly(): void {
    mount(['-o', 'remount,ro', this.folder]);
  }

  remove(): void {
    execFileSync('umount', [this.folder], { stdio: 'pipe' });
    fs.rmdirSync(this.folder);
  }
}

function mount(given: string[]): void {
  execFileSync('mount', given, { stdio: 'pipe' });
}
