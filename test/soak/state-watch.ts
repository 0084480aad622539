import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually';

const POLL_MS = 20;
const DEADLINE_MS = 5_000;
const SLOW_MS = 1_000;

/** What the service said of its database. Times are monotonic, in milliseconds. */
export interface Change {
  readonly at: number;
  readonly status: string;
}

/** Asks the service all the time how its database is, as a load balancer would, and remembers when the answer changed. */
export class StateWatch {
  readonly changes: Change[] = [];
  /** Probes that got no answer, or a wrong one. */
  readonly failures: string[] = [];
  asked = 0;
  /** Probes that Kubernetes would have given up, by default. */
  slow = 0;
  private latenessMs = 0;
  private isRunning = true;
  private readonly watching: Promise<void>;

  constructor(private readonly url: string) {
    this.watching = this.watch();
  }

  get status(): string {
    return this.changes.at(-1)?.status ?? 'unknown';
  }

  /** @throws when it is not told within the deadline */
  async until(status: string, deadlineMs: number): Promise<void> {
    await eventually(
      () => {
        if (this.status !== status) throw new Error(`${status} was not told within ${deadlineMs} ms`);
      },
      { deadlineMs },
    );
  }

  /** How much later than it was due a probe was answered at most, since this was asked last. */
  takeLateness(): number {
    const { latenessMs } = this;
    this.latenessMs = 0;
    return latenessMs;
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.watching;
  }

  private async watch(): Promise<void> {
    let due = performance.now();
    while (this.isRunning) {
      const live = await this.ask('/health/live');
      if (live && live.code !== 200) this.failures.push(`/health/live said ${live.code}`);
      const said = await this.ask('/health/database');
      if (said && said.status !== this.status)
        this.changes.push({ at: performance.now(), status: said.status });
      this.latenessMs = Math.max(this.latenessMs, performance.now() - due);
      due = performance.now() + POLL_MS;
      await pause(POLL_MS);
    }
  }

  private async ask(path: string): Promise<{ code: number; status: string } | null> {
    const began = performance.now();
    this.asked += 1;
    try {
      const response = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(DEADLINE_MS) });
      const { status } = (await response.json()) as { status: string };
      if (performance.now() - began > SLOW_MS) this.slow += 1;
      return { code: response.status, status };
    } catch (error) {
      this.failures.push(`${path}: ${String(error)}`);
      return null;
    }
  }
}
