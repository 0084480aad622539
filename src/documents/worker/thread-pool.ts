import type { DocumentLimits } from '../document-limits';
import { DocumentsBusyError } from '../documents.errors';
import type { DocumentTask } from './document-task';
import { FairQueue } from './fair-queue';
import { type Run, Thread } from './thread';

interface Waiting {
  start(): void;
  refuse(): void;
}

/**
 * A few threads, made when they are first needed, with a queue in front of them that has an end. Parties take turns, and none
 * has all the threads for itself: whoever asks for little does not wait for those who ask for much.
 */
export class ThreadPool {
  private readonly threads = new Set<Thread>();
  /** Those without a task, with what ends them after a while; the one that was used last is the last. */
  private readonly idle = new Map<Thread, NodeJS.Timeout>();
  private readonly waiting: FairQueue<Waiting>;
  /** How many tasks are under way, by party. */
  private readonly running = new Map<string, number>();
  private isClosed = false;

  /** @param file the module that each thread runs */
  constructor(
    private readonly file: string,
    private readonly limits: DocumentLimits,
  ) {
    this.waiting = new FairQueue(limits.waiting);
  }

  /** How many threads there are. */
  get size(): number {
    return this.threads.size;
  }

  /**
   * @param party who asks for it
   * @param known what it is, if that is known once the turn has come: a thread is not needed then
   * @throws DocumentsBusyError when too many tasks wait, this one has waited too long, or the pool is closed
   */
  async run(task: DocumentTask, party: string, known: () => Promise<Run> | null = () => null): Promise<Run> {
    await this.turn(party);
    let thread: Thread | null = null;
    try {
      const already = known();
      // Not waited for here: the turn is another one's.
      if (already !== null) return already;
      thread = this.takeThread();
      return await thread.run(task);
    } finally {
      if (thread !== null) this.giveBack(thread);
      this.passTurn(party);
    }
  }

  /** Ends all threads at once, and refuses what waits for one. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const waiting of this.waiting.clear()) waiting.refuse();
    for (const timer of this.idle.values()) clearTimeout(timer);
    await Promise.all([...this.threads].map((thread) => thread.stop()));
  }

  private turn(party: string): Promise<void> {
    if (this.isClosed) throw this.refusal();
    if (this.mayRun(party)) {
      this.count(party, 1);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.remove(party, entry);
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
      this.waiting.add(party, entry)?.refuse();
    });
  }

  private passTurn(party: string): void {
    this.count(party, -1);
    const next = this.waiting.take((other) => this.mayRun(other));
    if (!next) return;
    this.count(next.party, 1);
    next.item.start();
  }

  private mayRun(party: string): boolean {
    const { threads } = this.limits;
    const running = [...this.running.values()].reduce((sum, count) => sum + count, 0);
    return running < threads && (this.running.get(party) ?? 0) < Math.max(1, threads - 1);
  }

  private count(party: string, more: number): void {
    const count = (this.running.get(party) ?? 0) + more;
    if (count === 0) this.running.delete(party);
    else this.running.set(party, count);
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
