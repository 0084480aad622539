import type { DocumentLimits } from '../document-limits';
import { DocumentsBusyError } from '../documents.errors';
import type { DocumentTask } from './document-task';
import { type Run, Thread } from './thread';

interface Waiting {
  start(): void;
  refuse(): void;
}

/** A few threads, made when they are first needed, with a queue in front of them that has an end. */
export class ThreadPool {
  private readonly threads = new Set<Thread>();
  /** Those without a task, with what ends them after a while; the one that was used last is the last. */
  private readonly idle = new Map<Thread, NodeJS.Timeout>();
  private readonly waiting: Waiting[] = [];
  /** Tasks that are under way. */
  private running = 0;
  private isClosed = false;

  /** @param file the module that each thread runs */
  constructor(
    private readonly file: string,
    private readonly limits: DocumentLimits,
  ) {}

  /** How many threads there are. */
  get size(): number {
    return this.threads.size;
  }

  /** @throws DocumentsBusyError when too many tasks wait, this one has waited too long, or the pool is closed */
  async run(task: DocumentTask): Promise<Run> {
    await this.turn();
    let thread: Thread | null = null;
    try {
      thread = this.takeThread();
      return await thread.run(task);
    } finally {
      if (thread !== null) this.giveBack(thread);
      this.passTurn();
    }
  }

  /** Ends all threads at once, and refuses what waits for one. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const waiting of this.waiting.splice(0)) waiting.refuse();
    for (const timer of this.idle.values()) clearTimeout(timer);
    await Promise.all([...this.threads].map((thread) => thread.stop()));
  }

  private turn(): Promise<void> {
    if (this.isClosed || this.waiting.length >= this.limits.waiting) throw this.refusal();
    if (this.running < this.limits.threads) {
      this.running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        entry.refuse();
      }, this.limits.waitTimeoutMs);
      const entry: Waiting = {
        start: () => {
          clearTimeout(timer);
          resolve();
        },
        refuse: () => {
          clearTimeout(timer);
          reject(this.refusal());
        },
      };
      this.waiting.push(entry);
    });
  }

  private passTurn(): void {
    const next = this.waiting.shift();
    if (next) next.start();
    else this.running -= 1;
  }

  private takeThread(): Thread {
    if (this.isClosed) throw this.refusal();
    const [last] = [...this.idle].at(-1) ?? [];
    if (last) {
      clearTimeout(this.idle.get(last));
      this.idle.delete(last);
      return last;
    }
    const thread = new Thread(this.file, this.limits, () => this.forget(thread));
    this.threads.add(thread);
    return thread;
  }

  private giveBack(thread: Thread): void {
    if (!this.threads.has(thread)) return;
    const timer = setTimeout(() => void thread.stop(), this.limits.idleTimeoutMs).unref();
    this.idle.set(thread, timer);
  }

  private forget(thread: Thread): void {
    clearTimeout(this.idle.get(thread));
    this.idle.delete(thread);
    this.threads.delete(thread);
  }

  private refusal(): DocumentsBusyError {
    return new DocumentsBusyError(Math.ceil(this.limits.waitTimeoutMs / 1000));
  }
}
