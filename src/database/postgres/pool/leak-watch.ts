import { AsyncResource } from 'node:async_hooks';
import type { PooledConnection } from './pooled-connection';
import type { PoolEvent } from './pool-settings';

/** TypeORM's own frames stand between the pool and the code that wants a connection. */
const STACK_FRAMES = 40;

/** Looks for connections that are held for longer than they should be, and tells who took them. */
export class LeakWatch {
  private timer: NodeJS.Timeout | null = null;
  /** It outlives the request with which it begins. */
  private readonly root = new AsyncResource('LeakWatch');

  /** @param leakAfterMs how long a connection may be held; 0 for as long as one likes */
  constructor(
    private readonly borrowed: ReadonlySet<PooledConnection>,
    private readonly leakAfterMs: number,
    private readonly report: (event: PoolEvent) => void,
  ) {}

  /** Where the code stands that wants a connection; null where nobody will ask. */
  whereWeAre(): Error | null {
    if (this.leakAfterMs === 0) return null;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = STACK_FRAMES;
    const here = new Error('taken here');
    Error.stackTraceLimit = stackTraceLimit;
    return here;
  }

  begin(): void {
    this.timer ??= this.root.runInAsyncScope(() =>
      setInterval(() => this.look(), Math.max(10, this.leakAfterMs / 4)).unref(),
    );
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    for (const connection of this.borrowed) {
      const heldMs = now - connection.lastUsedAt;
      if (connection.isReported || heldMs < this.leakAfterMs || !connection.takenBy) continue;
      connection.isReported = true;
      this.report({ kind: 'leak', heldMs: Math.round(heldMs), takenAt: stackOf(connection.takenBy) });
    }
  }
}

/** The lines of a stack that lie in the application. */
export function stackOf(error: Error | null): string {
  const lines = error?.stack?.split('\n').slice(1) ?? [];
  const own = lines.filter(
    (line) => !/node_modules|node:internal|[\\/]postgres[\\/]pool[\\/]|<anonymous>/.test(line),
  );
  return (own.length > 0 ? own : lines).map((line) => line.trim()).join('\n');
}
