import { writeSync } from 'node:fs';
import { LOG_EVENTS } from './log-events';

/** So much is kept for a reader who is slow, in bytes; what comes then is dropped. */
const MOST_WAITING = 1_048_576;
const RETRY_MS = 20;
/** How long the end of the process waits for a slow reader. */
const LONGEST_END_MS = 500;

interface Chunk {
  bytes: Uint8Array;
  /** How many lines are missing without it. */
  readonly lines: number;
  /** Whether a part of it, or of a line before it, stands there without its end. */
  isTorn: boolean;
}

/**
 * Writes each line at once, so that the last one before a crash is there, and never lets the service wait or fail for whoever
 * reads it. Who is slow gets the lines a little later. What cannot be kept until then, or written at all since nobody reads
 * any more or the disk is full, is dropped, and the next line that gets through is told how many are missing.
 */
export class LogOutput {
  private waiting: Chunk[] = [];
  private size = 0;
  private dropped = 0;
  private isTorn = false;
  private retry: NodeJS.Timeout | null = null;

  constructor(
    private readonly fd: number,
    private readonly writeTo: (fd: number, bytes: Uint8Array) => number = writeSync,
  ) {}

  write(line: string): void {
    if (this.size > MOST_WAITING) {
      this.dropped += 1;
      return;
    }
    const { isTorn, dropped } = this;
    const bytes = Buffer.from(`${isTorn ? '\n' : ''}${dropped > 0 ? missing(dropped) : ''}${line}`);
    this.waiting.push({ bytes, lines: dropped + 1, isTorn });
    this.size += bytes.length;
    this.dropped = 0;
    this.isTorn = false;
    if (!this.retry) this.flush();
  }

  /** Writes what waits; when the reader is not ready, again later. */
  private flush(): void {
    if (this.send()) return;
    process.once('exit', this.end);
    this.retry = setTimeout(() => {
      this.retry = null;
      process.off('exit', this.end);
      this.flush();
    }, RETRY_MS).unref();
  }

  /** @returns whether nothing waits any more */
  private send(): boolean {
    for (let [first] = this.waiting; first; [first] = this.waiting) {
      try {
        const written = this.writeTo(this.fd, first.bytes);
        this.size -= written;
        if (written === first.bytes.length) this.waiting.shift();
        else {
          first.bytes = first.bytes.subarray(written);
          first.isTorn ||= written > 0;
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
        this.drop();
      }
    }
    return true;
  }

  private drop(): void {
    this.isTorn = this.waiting[0]?.isTorn ?? false;
    this.dropped += this.waiting.reduce((sum, { lines }) => sum + lines, 0);
    this.waiting = [];
    this.size = 0;
  }

  private readonly end = (): void => {
    const deadline = performance.now() + LONGEST_END_MS;
    const never = new Int32Array(new SharedArrayBuffer(4));
    while (!this.send() && performance.now() < deadline) Atomics.wait(never, 0, 0, RETRY_MS);
  };
}

function missing(lines: number): string {
  const event = 'log.dropped';
  const { says: message } = LOG_EVENTS[event];
  return `${JSON.stringify({ level: 'warn', time: Date.now(), event, message, lines })}\n`;
}
