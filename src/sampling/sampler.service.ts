import { performance } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { databaseChannels, DatabaseManager } from '../database';
import { AnswerCount } from './answer-count';
import { DurationCount } from './duration-count';
import { Ring } from './ring';
import type { Sample } from './sample';

/** One a second, five minutes of them: what an operator wants to know is what came before he looked. */
const SAMPLE_EVERY_MS = 1_000;
const MOST_SAMPLES = 300;

/** To be told of every statement costs something with each: it goes on for so long after somebody has looked. */
const LOOK_MS = 60_000;

/**
 * How often it is looked whether the event loop is late. What holds it up may have begun so much earlier. To wake up costs
 * a process that has nothing to do some hundred microseconds each time.
 */
const TICK_MS = 200;

/** Remembers how the last minutes were. It asks nothing of PostgreSQL. */
@Injectable()
export class Sampler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ring = new Ring<Sample>(MOST_SAMPLES);
  private timer: NodeJS.Timeout | null = null;
  private answers: AnswerCount | null = null;
  private tickedAt = 0;
  private dueAt = 0;
  private longestDelayMs = 0;
  private readonly durations = new DurationCount();
  private lookedAt = 0;
  private stopListening: (() => void) | null = null;
  private utilization = performance.eventLoopUtilization();

  constructor(
    private readonly manager: DatabaseManager,
    private readonly adapter: HttpAdapterHost,
  ) {}

  /** Those of the last five minutes, the oldest first. Statements are listened to from now on, for a while. */
  look(): readonly Sample[] {
    this.lookedAt = performance.now();
    this.stopListening ??= databaseChannels.queryEnded.subscribe(({ seconds }) =>
      this.durations.add(seconds),
    );
    return this.ring.items();
  }

  onApplicationBootstrap(): void {
    this.answers = new AnswerCount(this.adapter.httpAdapter.getHttpServer());
    this.tickedAt = performance.now();
    this.dueAt = this.tickedAt + SAMPLE_EVERY_MS;
    this.timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  /** Once nobody asks any more: until then whoever looks has others listened to. */
  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
    this.answers?.end();
    this.stopListening?.();
  }

  private tick(): void {
    const now = performance.now();
    this.longestDelayMs = Math.max(this.longestDelayMs, now - this.tickedAt - TICK_MS);
    this.tickedAt = now;
    if (now < this.dueAt) return;
    this.dueAt = Math.max(this.dueAt, now - SAMPLE_EVERY_MS) + SAMPLE_EVERY_MS;
    this.take();
    this.longestDelayMs = 0;
    if (now - this.lookedAt < LOOK_MS) return;
    this.stopListening?.();
    this.stopListening = null;
  }

  private take(): void {
    const { pool, state } = this.manager;
    const now = performance.eventLoopUtilization();
    this.ring.push({
      at: Date.now(),
      status: state.status,
      pool: pool && { inUse: pool.inUse, idle: pool.idle, waiting: pool.waiting },
      ...(this.answers?.take() ?? { requests: 0, failures: 0 }),
      statements: this.durations.take(),
      delayMs: this.longestDelayMs,
      busy: performance.eventLoopUtilization(now, this.utilization).utilization,
    });
    this.utilization = now;
  }
}
