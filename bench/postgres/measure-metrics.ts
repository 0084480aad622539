import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { Registry } from 'prom-client';
import { countQueries } from '../../src/metrics/database-metrics';
import { Instruments } from '../../src/metrics/instruments';
import { median } from '../results';
import { CLIENTS } from './clients';

/** Processor time of the process that asks, in microseconds a statement: without metrics, and what they add. */
export interface MetricsCost {
  readonly withoutMetrics: number;
  readonly metrics: number;
}

const IN_FLIGHT = 16;
const STATEMENTS_A_TURN = 1_000;
/** Node compiles anew what tells of statements when somebody begins to listen, or ends to. */
const STATEMENTS_BEFORE = 250;
/** They are for the compiler, too. */
const FIRST_TURNS = 4;

/**
 * A find by key while nobody counts and while metrics do, in turns of one process. Each turn is compared with the one beside
 * it, so that a machine that slows down slows both.
 */
async function main([url, rows, turns]: readonly string[]): Promise<void> {
  const client = await CLIENTS.ballast(url ?? '');
  const find = (): Promise<unknown> => client.findByKey(1 + randomInt(Number(rows)));
  const costs = { without: [] as number[], added: [] as number[] };
  for (let turn = -FIRST_TURNS; turn < Number(turns); turn += 1) {
    const isCountedFirst = turn % 2 === 0;
    const first = await costOf(find, isCountedFirst);
    const second = await costOf(find, !isCountedFirst);
    if (turn < 0) continue;
    const without = isCountedFirst ? second : first;
    costs.without.push(without);
    costs.added.push(first + second - 2 * without);
  }
  const cost: MetricsCost = { withoutMetrics: median(costs.without), metrics: median(costs.added) };
  process.stdout.write(JSON.stringify(cost), () => process.exit(0));
}

async function costOf(call: () => Promise<unknown>, isCounted: boolean): Promise<number> {
  const stop = isCounted ? countQueries(new Instruments(new Registry())) : null;
  await repeat(call, STATEMENTS_BEFORE);
  const before = process.cpuUsage();
  await repeat(call, STATEMENTS_A_TURN);
  const { user, system } = process.cpuUsage(before);
  stop?.();
  return (user + system) / STATEMENTS_A_TURN;
}

async function repeat(call: () => Promise<unknown>, times: number): Promise<void> {
  let left = times;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
}

if (require.main === module) void main(process.argv.slice(2));
