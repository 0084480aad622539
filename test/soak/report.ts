import { atMost, type Criterion, growth, highest, MOST_GROWTH, quantile } from './criteria';
import { type FaultReport, MOST_LATE_MS, TOLD_WITHIN_MS } from './fault-run';
import type { Ledger } from './ledger';
import type { ProcessSample } from './monitor';
import type { Sample } from './sampler';
import type { StateWatch } from './state-watch';
import type { UserLoad } from './user-load';
import { MOST_SESSIONS } from './watched-service';
import { ANSWER_DEADLINE_MS, type UserRequests } from './user-requests';

/** Everything that a soak has found. */
export interface Findings {
  readonly ledger: Ledger;
  readonly load: UserLoad;
  readonly requests: UserRequests;
  readonly watch: StateWatch;
  readonly reports: readonly FaultReport[];
  /** How often the service was unhealthy while nothing was wrong. */
  readonly falseAlarms: number;
  readonly process: readonly ProcessSample[];
  readonly samples: readonly Sample[];
  readonly exitCode: number | null;
  readonly log: string;
  /** How many passwords are in the log. */
  readonly shown: number;
}

const LOOP_DELAY_MS = 200;
const LONGEST_LOOP_DELAY_MS = 1_000;

export function criteriaOf(found: Findings): Criterion[] {
  const { ledger, load, requests, watch, reports, process, samples } = found;
  const timed = reports.filter(isTimed);
  const told = timed.map(({ toldMs, lateMs }) => (toldMs ?? 0) - lateMs);
  const recovered = timed.map(
    ({ recoveredMs, excusedMs, lateMs }) => (recoveredMs ?? 0) - excusedMs - lateMs,
  );
  const delays = process.map(({ loopDelayMs }) => loopDelayMs);
  return [
    atMost('acknowledged changes lost', ledger.lost.length, 0),
    atMost('changes made twice', ledger.twice.length, 0),
    atMost('refused changes made', ledger.refusedAndWritten.length, 0),
    atMost('unexpected answers', load.unexpected.length, 0),
    atMost('slowest answer, ms', requests.slowestMs, ANSWER_DEADLINE_MS),
    atMost('health probes without an answer', watch.failures.length, 0),
    atMost('slow health probes, of a thousand', (1_000 * watch.slow) / watch.asked, 1),
    atMost('faults that went badly', reports.filter(({ failures }) => failures.length > 0).length, 0),
    atMost('outages while nothing was wrong', found.falseAlarms, 0),
    atMost('outage told after, ms', highest(told), TOLD_WITHIN_MS),
    atMost('recovery told after, ms', highest(recovered), TOLD_WITHIN_MS),
    atMost('memory, growth', growth(process.map(({ rss }) => rss)), MOST_GROWTH),
    atMost('heap, growth', growth(process.map(({ heapUsed }) => heapUsed)), MOST_GROWTH),
    atMost('open files, growth', growth(known(samples.map(({ files }) => files))), MOST_GROWTH),
    atMost('sessions at once', highest(known(samples.map(({ sessions }) => sessions))), MOST_SESSIONS),
    atMost('event-loop delay, median, ms', quantile(delays, 0.5), LOOP_DELAY_MS),
    atMost('event-loop delay, 99th percentile, ms', quantile(delays, 0.99), LONGEST_LOOP_DELAY_MS),
    atMost('errors that nobody caught', found.log.match(/unhandled|uncaught/gi)?.length ?? 0, 0),
    atMost('passwords in the log', found.shown, 0),
    atMost('exit code', found.exitCode ?? NaN, 0),
  ];
}

/** Whether the machine had time, so that what it took is the service's. */
export function isTimed({ lateMs }: FaultReport): boolean {
  return lateMs <= MOST_LATE_MS;
}

/** One fault in words, as it is over. */
export function describeFault({ name, lastedMs, toldMs, recoveredMs, failures }: FaultReport): string {
  const time = new Date().toISOString().slice(11, 19);
  const ms = (value: number | null): string => (value === null ? '-' : `${Math.round(value)} ms`);
  const wrong = failures.length > 0 ? `  WRONG: ${failures.join('; ')}` : '';
  return `${time} ${name.padEnd(36)} ${ms(lastedMs)}, told ${ms(toldMs)}, recovered ${ms(recoveredMs)}${wrong}`;
}

/** How often each fault was caused, and how long its beginning and its end took to be told, in milliseconds. */
export function faultTable(reports: readonly FaultReport[]): object[] {
  const names = [...new Set(reports.map(({ name }) => name))].toSorted();
  return names.map((name) => {
    const those = reports.filter((report) => report.name === name);
    const told = known(those.map(({ toldMs }) => toldMs));
    const recovered = known(those.map(({ recoveredMs }) => recoveredMs));
    const shown = (value: number): number | null => (Number.isNaN(value) ? null : Math.round(value));
    return {
      fault: name,
      times: those.length,
      outages: recovered.length,
      'told, median': shown(quantile(told, 0.5)),
      'told, longest': shown(quantile(told, 1)),
      'recovered, median': shown(quantile(recovered, 0.5)),
      'recovered, longest': shown(quantile(recovered, 1)),
    };
  });
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
