import { AsyncResource } from 'node:async_hooks';

/** Runs one job after another. A job that fails does not keep the next from running. */
export class JobQueue {
  /** What a job starts outlives the request that asked for it, and is no part of that. */
  private readonly root = new AsyncResource('JobQueue');
  private last: Promise<unknown> = Promise.resolve();
  private count = 0;

  add(job: () => Promise<void>): Promise<void> {
    this.count += 1;
    const run = this.last
      .then(() => this.root.runInAsyncScope(job))
      .finally(() => {
        this.count -= 1;
      });
    this.last = run.catch(() => undefined);
    return run;
  }

  get isBusy(): boolean {
    return this.count > 0;
  }

  /** Resolves when the jobs that are there now have ended. */
  get idle(): Promise<unknown> {
    return this.last;
  }
}
