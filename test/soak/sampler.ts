import * as fs from 'node:fs';

const EVERY_MS = 1_000;

/** What the service holds, as seen from outside. Null where it could not be seen. */
export interface Sample {
  readonly sessions: number | null;
  readonly files: number | null;
}

/** Counts once a second the service's sessions on the server and its open files. */
export class Sampler {
  readonly samples: Sample[] = [];
  private readonly timer: NodeJS.Timeout;
  private isCounting = false;

  constructor(
    private readonly pid: number,
    private readonly countSessions: () => Promise<number>,
  ) {
    this.timer = setInterval(() => void this.sample(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async sample(): Promise<void> {
    if (this.isCounting) return;
    this.isCounting = true;
    const files = this.countFiles();
    // The server may be away.
    const sessions = await this.countSessions().catch(() => null);
    this.samples.push({ sessions, files });
    this.isCounting = false;
  }

  private countFiles(): number | null {
    try {
      return fs.readdirSync(`/proc/${this.pid}/fd`).length;
    } catch {
      return null;
    }
  }
}
