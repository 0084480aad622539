import { AsyncResource } from 'node:async_hooks';
import type { ClientConfig } from 'pg';
import { type ConnectionNotAcquired, databaseChannels, type PoolRole } from '../../channels';
import { markAsConnectionError } from '../../database-errors';
import { LeakWatch, stackOf } from './leak-watch';
import { PoolClosedError, PoolExhaustedError } from './pool-errors';
import type { EvictionReason, PoolEvent, PoolSettings, PoolStatistics } from './pool-settings';
import { PooledConnection } from './pooled-connection';
import { type Acquired, type ConnectionInHand, type Waiter, WaitingLine } from './waiting-line';

const { connectionWanted, connectionAcquired, connectionNotAcquired, connectionOpened, connectionEvicted } =
  databaseChannels;

/** Lives differ by up to this part, so that connections opened together do not end together. */
const LIFE_JITTER = 0.1;

/** How long no connection is opened after the server has said that it has too many. */
const FULL_SERVER_PAUSE_MS = 1_000;

/** SQLSTATE too_many_connections. */
const TOO_MANY_CONNECTIONS = '53300';

/** Where the connections lead. */
export interface PoolTarget {
  /** For the next connection; called for each. */
  config(): ClientConfig;
  /** Whether to try once more, with another configuration, after this one could not be connected with. */
  renew(config: ClientConfig, error: Error): Promise<boolean>;
}

/**
 * Connections to one PostgreSQL. `size` are kept while idle, `overflow` more are opened under load. What is handed
 * out works: a connection that was idle is asked first, and one that comes back broken, busy or inside a
 * transaction is not kept.
 *
 * Calls back instead of promising: it stands in the path of every statement.
 */
export class ConnectionPool {
  /** The one used last is taken first, so that the others may be found to be unused. */
  private readonly idle: PooledConnection[] = [];
  private readonly borrowed = new Set<PooledConnection>();
  /** Every connection whose socket may still be open. */
  private readonly alive = new Set<PooledConnection>();
  private readonly waiting: WaitingLine;
  private readonly leaks: LeakWatch;
  private opening = 0;
  private generation = 0;
  private invalidations = 0;
  /** No connection is opened while it runs: the server has too many. */
  private fullServerPause: NodeJS.Timeout | null = null;
  private ended: (() => void)[] | null = null;
  private overflowCheck: NodeJS.Timeout | null = null;
  private readonly counts = { opened: 0, failedToOpen: 0, timedOut: 0, rejected: 0 };
  private readonly evicted: Record<EvictionReason, number> = {
    expired: 0,
    overflow: 0,
    broken: 0,
    failed: 0,
    'open-transaction': 0,
    silent: 0,
    invalidated: 0,
    ended: 0,
  };
  /** Connections outlive the requests that open them: they must not hold on to a request's context. */
  private readonly root = new AsyncResource('ConnectionPool');

  constructor(
    private readonly target: PoolTarget,
    private readonly settings: PoolSettings,
    private readonly report: (event: PoolEvent) => void,
    private readonly role: PoolRole = 'primary',
  ) {
    this.waiting = new WaitingLine(settings.checkoutTimeoutMs, (waiter) => this.timedOut(waiter));
    this.leaks = new LeakWatch(this.borrowed, settings.leakAfterMs, report);
  }

  /**
   * Hands out a connection, at once if one is idle and was used a moment ago.
   *
   * Fails with PoolExhaustedError, PoolClosedError, or with what opening a connection failed with.
   *
   * @param mayLeak whether it is handed to code that may forget to give it back
   */
  acquire(acquired: Acquired, mayLeak = true): void {
    if (this.ended) {
      this.refuse(acquired, new PoolClosedError(), 'pool-closed');
      return;
    }
    const waiter: Waiter = {
      acquired,
      takenBy: mayLeak ? this.leaks.whereWeAre() : null,
      since: performance.now(),
      deadline: null,
      wanted: this.tellWanted(),
    };
    this.serve(waiter);
  }

  private tellWanted(): ConnectionInHand | null {
    if (!connectionWanted.hasSubscribers) return null;
    const event = { pool: this.role, seconds: 0 };
    connectionWanted.publish(event);
    return event;
  }

  /** Opens connections until `size` of them are there, without waiting for them. */
  prewarm(): void {
    for (let missing = this.settings.size - this.total; missing > 0; missing -= 1) this.open();
  }

  /**
   * Gives up every connection there is, after an outage: statements that wait for an answer fail at once instead of
   * hanging on a dead socket, and so does who waits for a connection.
   */
  invalidate(): void {
    this.invalidations += 1;
    this.retire();
    for (const connection of this.borrowed) connection.destroy();
    this.rejectWaiting(PoolClosedError.lost());
  }

  /** Hands none of the present connections out again; those that are held may finish what they do. */
  retire(): void {
    this.generation += 1;
    for (const connection of this.idle.splice(0)) this.evict(connection, 'invalidated');
  }

  /**
   * Ends every connection. Who waits for one is told at once; those that are held, or are being opened, after
   * `endTimeoutMs` have their sockets closed.
   */
  end(done: () => void = NOTHING): void {
    if (this.ended) {
      this.ended.push(done);
    } else {
      this.ended = [done];
      this.rejectWaiting(new PoolClosedError());
      for (const connection of this.idle.splice(0)) this.evict(connection, 'ended');
      const forced = setTimeout(() => this.cutOff(), this.settings.endTimeoutMs);
      this.ended.push(() => clearTimeout(forced));
      if (this.fullServerPause) clearTimeout(this.fullServerPause);
      this.leaks.stop();
      if (this.overflowCheck) clearTimeout(this.overflowCheck);
    }
    this.finishEnd();
  }

  get statistics(): PoolStatistics {
    return {
      idle: this.idle.length,
      inUse: this.borrowed.size,
      opening: this.opening,
      waiting: this.waiting.size,
      ...this.counts,
      evicted: { ...this.evicted },
    };
  }

  private get total(): number {
    return this.idle.length + this.borrowed.size + this.opening;
  }

  private serve(waiter: Waiter): void {
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) {
      const now = performance.now();
      if (now >= connection.expiresAt) {
        this.evict(connection, 'expired');
      } else if (now - connection.lastUsedAt > this.settings.validateAfterIdleMs) {
        this.validate(connection, waiter);
        return;
      } else {
        this.lend(connection, waiter);
        return;
      }
    }
    this.enqueue(waiter);
  }

  private validate(connection: PooledConnection, waiter: Waiter): void {
    const { invalidations } = this;
    this.borrowed.add(connection);
    connection.validate(this.settings.validateTimeoutMs, (isAlive) => {
      if (isAlive && connection.generation === this.generation && !this.ended) {
        this.lend(connection, waiter);
        return;
      }
      this.borrowed.delete(connection);
      if (isAlive) this.evict(connection, this.ended ? 'ended' : 'invalidated');
      else {
        this.evict(connection, 'silent');
        // What is as old as a connection that went silent went with it.
        this.retire();
      }
      if (this.ended) {
        this.refuse(waiter.acquired, new PoolClosedError(), 'pool-closed');
        this.finishEnd();
      } else if (this.invalidations !== invalidations) {
        this.refuse(waiter.acquired, PoolClosedError.lost(), 'pool-closed');
      } else {
        this.serve(waiter);
      }
    });
  }

  private enqueue(waiter: Waiter): void {
    const { maxWaiting, size, overflow } = this.settings;
    const isFull = this.total >= size + overflow;
    if (isFull && this.waiting.size >= maxWaiting) {
      this.counts.rejected += 1;
      this.refuse(waiter.acquired, PoolExhaustedError.queueFull(this.waiting.size), 'queue-full');
      return;
    }
    this.waiting.add(waiter);
    this.openForWaiting();
  }

  private timedOut({ acquired }: Waiter): void {
    this.counts.timedOut += 1;
    const { checkoutTimeoutMs } = this.settings;
    this.refuse(acquired, PoolExhaustedError.afterWait(checkoutTimeoutMs), 'waited-too-long');
  }

  /** Opens connections for callers that wait: up to the size at once, beyond it for those that have waited a while. */
  private openForWaiting(): void {
    if (this.ended || this.fullServerPause) return;
    const now = performance.now();
    const { size, overflow, overflowAfterMs } = this.settings;
    let wanted = this.waiting.size - this.opening;
    for (; wanted > 0 && this.total < size; wanted -= 1) this.open();
    if (wanted <= 0 || this.total >= size + overflow) return;
    if (this.opening === 0) {
      for (const { since } of this.waiting) {
        if (now - since < overflowAfterMs || this.total >= size + overflow) break;
        this.open();
      }
    }
    this.overflowCheck ??= setTimeout(() => {
      // Answers that have come while the process was busy are read first: they may bring connections back.
      setImmediate(() => {
        this.overflowCheck = null;
        this.openForWaiting();
      });
    }, overflowAfterMs);
  }

  private open(): void {
    this.opening += 1;
    this.root.runInAsyncScope(() => this.connect(true));
  }

  private connect(mayRenew: boolean): void {
    const config = this.target.config();
    const connection = new PooledConnection(
      config,
      this.generation,
      this.endOfLife(),
      this.settings.queryTimeoutMs,
      (gone) => this.lost(gone),
    );
    this.alive.add(connection);
    connection.connect((error) => {
      if (!error) this.opened(connection);
      else if (mayRenew) void this.connectAnew(config, error);
      else this.couldNotOpen(error);
    });
  }

  private async connectAnew(config: ClientConfig, error: Error): Promise<void> {
    const isOther = await this.target.renew(config, error);
    if (isOther && !this.ended) this.connect(false);
    else this.couldNotOpen(error);
  }

  private opened(connection: PooledConnection): void {
    this.opening -= 1;
    this.counts.opened += 1;
    connectionOpened.publish({ pool: this.role });
    if (this.ended) this.evict(connection, 'ended');
    else if (connection.generation !== this.generation) this.evict(connection, 'invalidated');
    else this.offer(connection);
    this.openForWaiting();
  }

  private couldNotOpen(error: Error): void {
    this.opening -= 1;
    this.counts.failedToOpen += 1;
    markAsConnectionError(error);
    const others = this.idle.length + this.borrowed.size;
    if ((error as { code?: unknown }).code === TOO_MANY_CONNECTIONS && others > 0) {
      // Those that are open go on; who waits gets one of them.
      this.report({ kind: 'too-many-connections', open: others });
      if (!this.ended) this.pauseOpening();
      return;
    }
    const { first } = this.waiting;
    if (first) {
      this.waiting.remove(first);
      this.refuse(first.acquired, error, 'not-opened');
    }
    this.openForWaiting();
  }

  private pauseOpening(): void {
    this.fullServerPause ??= setTimeout(() => {
      this.fullServerPause = null;
      this.openForWaiting();
    }, FULL_SERVER_PAUSE_MS).unref();
  }

  private lend(connection: PooledConnection, waiter: Waiter): void {
    this.waiting.remove(waiter);
    this.borrowed.add(connection);
    connection.lastUsedAt = performance.now();
    if (connectionAcquired.hasSubscribers) {
      const event = waiter.wanted ?? { pool: this.role, seconds: 0 };
      event.seconds = (connection.lastUsedAt - waiter.since) / 1_000;
      connectionAcquired.publish(event);
    }
    connection.takenBy = waiter.takenBy;
    connection.isReported = false;
    if (waiter.takenBy && !this.ended) this.leaks.begin();
    let isHeld = true;
    waiter.acquired(null, connection.client, (cause) => {
      if (!isHeld) return;
      isHeld = false;
      if (cause || connection.isIdle || connection.isClosed) this.release(connection, cause);
      else connection.settle(() => this.release(connection));
    });
  }

  private release(connection: PooledConnection, cause?: Error | boolean): void {
    const { takenBy } = connection;
    this.borrowed.delete(connection);
    connection.takenBy = null;
    connection.lastUsedAt = performance.now();
    const reason = this.reasonToEvict(connection, cause);
    if (reason === null) this.offer(connection);
    else this.evict(connection, reason);
    if (reason === 'open-transaction') this.report({ kind: reason, takenAt: stackOf(takenBy) });
    if (reason !== null) this.openForWaiting();
    this.finishEnd();
  }

  private reasonToEvict(
    connection: PooledConnection,
    cause: Error | boolean | undefined,
  ): EvictionReason | null {
    if (connection.isClosed) return 'broken';
    if (cause || !connection.isIdle) return 'failed';
    if (!connection.isAtRest) return 'open-transaction';
    if (this.ended) return 'ended';
    if (connection.generation !== this.generation) return 'invalidated';
    return performance.now() >= connection.expiresAt ? 'expired' : null;
  }

  /** Gives a connection that works to who has waited longest, or keeps it if there is room. */
  private offer(connection: PooledConnection): void {
    const { first } = this.waiting;
    if (first) this.lend(connection, first);
    else if (this.idle.length < this.settings.size) this.idle.push(connection);
    else this.evict(connection, 'overflow');
  }

  private evict(connection: PooledConnection, reason: EvictionReason): void {
    this.countEvicted(reason);
    if (reason === 'failed' || reason === 'silent' || reason === 'open-transaction') connection.destroy();
    else connection.close();
  }

  private countEvicted(reason: EvictionReason): void {
    this.evicted[reason] += 1;
    connectionEvicted.publish({ pool: this.role, reason });
  }

  /** A connection has gone. One that is held comes back by itself. */
  private lost(connection: PooledConnection): void {
    this.alive.delete(connection);
    const at = this.idle.indexOf(connection);
    if (at >= 0) {
      this.idle.splice(at, 1);
      this.countEvicted('broken');
    }
    this.finishEnd();
  }

  private rejectWaiting(error: Error): void {
    for (const { acquired } of this.waiting.clear()) this.refuse(acquired, error, 'pool-closed');
  }

  private refuse(acquired: Acquired, error: Error, reason: ConnectionNotAcquired['reason']): void {
    connectionNotAcquired.publish({ pool: this.role, reason });
    acquired(error, null, NOTHING);
  }

  private endOfLife(): number {
    const { recycleSeconds } = this.settings;
    if (recycleSeconds === 0) return Infinity;
    const jitter = 1 + LIFE_JITTER * (2 * Math.random() - 1);
    return performance.now() + recycleSeconds * 1_000 * jitter;
  }

  /** Whoever has a connection still has had time to give it back, and may never do so. */
  private cutOff(): void {
    for (const connection of this.alive) connection.destroy();
    this.alive.clear();
    this.borrowed.clear();
    this.finishEnd();
  }

  private finishEnd(): void {
    if (!this.ended || this.alive.size + this.borrowed.size > 0) return;
    const all = this.ended;
    this.ended = [];
    for (const done of all) done();
  }
}

const NOTHING = (): void => undefined;
