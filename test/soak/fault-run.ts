import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import type { Fault, Last } from './faults';
import type { Random } from './random';
import type { Change, StateWatch } from './state-watch';
import type { UserLoad } from './user-load';
import type { World } from './world';

/** DATABASE_STABILITY_WINDOW_MS of the service. */
export const STABILITY_WINDOW_MS = 2_000;

/** Within so long a change of state has to be told. */
export const TOLD_WITHIN_MS = 1_000;

/**
 * Times are judged where probes were late by no more than this. A machine that has no time for the soak has none for the
 * service.
 */
export const MOST_LATE_MS = 200;

/** What is not told until then is not told at all. */
const GIVEN_UP_MS = 20_000;
/** After a fault so many changes have to be acknowledged. */
const GOES_ON = 20;
/** What a fault has done is seen after so long. */
const SETTLED_MS = 1_000;
/** Between the moment of a change and that in which it is seen. */
const SEEN_MS = 500;

/** How a fault went. Times in milliseconds. */
export interface FaultReport {
  readonly name: string;
  readonly lastedMs: number;
  /** From its beginning until the service said that it is unhealthy; null when that did not matter. */
  readonly toldMs: number | null;
  /** From its end until the service said that it is healthy; null when it was all along. */
  readonly recoveredMs: number | null;
  /** What it was to wait for after the end. */
  readonly excusedMs: number;
  /** How late probes were at most meanwhile, on a machine that is busy. */
  readonly lateMs: number;
  readonly failures: readonly string[];
}

/** Causes faults under the load, and looks at what the service says of them. */
export class FaultRun {
  /** How often the service was unhealthy while nothing was wrong. */
  falseAlarms = 0;

  constructor(
    private readonly world: World,
    private readonly watch: StateWatch,
    private readonly load: UserLoad,
    private readonly random: Random,
  ) {}

  async play(fault: Fault): Promise<FaultReport> {
    const failures: string[] = [];
    this.watch.takeLateness();
    const began = performance.now();
    let caused = began;
    const seen = this.watch.changes.length;
    const last: Last = async (since = performance.now()) => {
      caused = since;
      if (fault.isOutage) await attempt(failures, () => this.watch.until('unhealthy', GIVEN_UP_MS));
      await pause(this.random.between(200, 3_000));
    };
    await attempt(failures, () => fault.run(this.world, last, this.random));
    const ended = performance.now();
    await attempt(failures, () => this.goesOn());
    const changes = this.watch.changes.slice(seen);
    const down = changes.find(({ status }) => status === 'unhealthy');
    const up = changes.findLast(({ status }) => status === 'healthy');
    const switches = changes.filter(({ status }) => status === 'healthy').length;
    const most = 1 + (performance.now() - began) / STABILITY_WINDOW_MS;
    if (switches > most) failures.push(`switched ${switches} times`);
    return {
      name: fault.name,
      lastedMs: ended - began,
      toldMs: fault.isOutage && down ? Math.max(0, down.at - caused) : null,
      recoveredMs: down && up ? Math.max(0, up.at - ended) : null,
      excusedMs: (fault.graceMs ?? 0) + (hasFlapped(this.watch.changes) ? STABILITY_WINDOW_MS : 0),
      lateMs: this.watch.takeLateness(),
      failures,
    };
  }

  /** Leaves the service in peace for a while. */
  async rest(): Promise<void> {
    this.watch.takeLateness();
    await pause(this.random.between(SETTLED_MS, 2_000));
    const settled = performance.now();
    await pause(this.random.between(0, 2_000));
    const outages = this.watch.changes.filter(({ at, status }) => at > settled && status === 'unhealthy');
    if (this.watch.takeLateness() <= MOST_LATE_MS) this.falseAlarms += outages.length;
  }

  /** Waits until the service is healthy and changes are acknowledged again. */
  private async goesOn(): Promise<void> {
    const { acknowledged } = this.load;
    await this.watch.until('healthy', GIVEN_UP_MS);
    await eventually(
      () => {
        if (this.load.acknowledged < acknowledged + GOES_ON) throw new Error('no changes are acknowledged');
      },
      { deadlineMs: GIVEN_UP_MS },
    );
  }
}

async function attempt(failures: string[], run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
}

/** Whether the last outage came so soon after the one before that the server had to answer for a while. */
function hasFlapped(changes: readonly Change[]): boolean {
  const down = changes.findLastIndex(({ status }) => status === 'unhealthy');
  const back = changes[down - 1];
  const failedBefore = changes.slice(0, Math.max(0, down - 1)).some(({ status }) => status === 'unhealthy');
  return failedBefore && back !== undefined && changes[down]!.at - back.at < STABILITY_WINDOW_MS + SEEN_MS;
}
