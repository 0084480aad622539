import { Worker } from 'node:worker_threads';
import type { DocumentLimits } from '../document-limits';
import type { DocumentOutcome, DocumentTask } from './document-task';

/** What a thread sends: that it has loaded, and then the outcome of each task. */
export type ThreadMessage =
  | { readonly isReady: true }
  /** The size is in characters of JSON, counted where nobody is held up by it. */
  | { readonly outcome: DocumentOutcome; readonly size: number };

/** How a task ended: with an outcome, or because it took more than it may. */
export type Run = FinishedRun | { readonly kind: 'exhausted'; readonly limit: 'time' | 'memory' };

export interface FinishedRun {
  readonly kind: 'done';
  readonly outcome: DocumentOutcome;
  /** In characters of JSON. */
  readonly size: number;
}

interface Current {
  readonly timer: NodeJS.Timeout;
  resolve(run: Run): void;
  reject(error: unknown): void;
}

/** A thread that does one task at a time. A task that takes more than it may is the last one of its thread. */
export class Thread {
  private readonly worker: Worker;
  private current: Current | null = null;

  /**
   * @param file the module that it runs
   * @param onEnd called as soon as it is of no more use
   */
  constructor(
    file: string,
    private readonly limits: DocumentLimits,
    private readonly onEnd: () => void,
  ) {
    this.worker = new Worker(file, {
      // It needs nothing of the environment, which holds credentials.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    this.worker.on('message', (message: ThreadMessage) => this.receive(message));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('The thread for documents has ended.')));
    // A thread without a task does not keep the process.
    this.worker.unref();
  }

  /** @throws the error that has ended the thread, unless it is that of a limit */
  run(task: DocumentTask): Promise<Run> {
    return new Promise((resolve, reject) => {
      const documents = task.kind === 'compare' ? 2 : 1;
      const timer = setTimeout(() => this.exhaust('time'), documents * this.limits.workTimeoutMs);
      this.current = { timer, resolve, reject };
      this.worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.worker.postMessage(task);
    });
  }

  /** Ends it at once, whatever it does. */
  async stop(): Promise<void> {
    this.onEnd();
    await this.worker.terminate();
  }

  private receive(message: ThreadMessage): void {
    // The time that it takes to load is not that of the document.
    if ('isReady' in message) this.current?.timer.refresh();
    else this.finish()?.resolve({ kind: 'done', ...message });
  }

  private fail(error: unknown): void {
    this.onEnd();
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') this.exhaust('memory');
    else this.finish()?.reject(error);
  }

  private exhaust(limit: 'time' | 'memory'): void {
    void this.stop();
    this.finish()?.resolve({ kind: 'exhausted', limit });
  }

  private finish(): Current | null {
    const { current } = this;
    if (current === null) return null;
    clearTimeout(current.timer);
    this.current = null;
    this.worker.unref();
    return current;
  }
}
