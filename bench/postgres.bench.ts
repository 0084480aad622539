import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { DataSource } from 'typeorm';
import { PostgresServer } from '../test/support/postgres-server';
import { Person } from './person.entity';
import { CLIENT_NAMES, type ClientName } from './postgres/clients';
import { type Call, CALLS, IN_FLIGHT, type Measurement } from './postgres/measure-client';
import type { MetricsCost } from './postgres/measure-metrics';
import { median, writeResults } from './results';

/**
 * Simple calls on PostgreSQL, inside the process: ours against pg by itself and against TypeORM as it comes, in
 * alternating rounds of one run; and what metrics add to a statement.
 * Options by the environment: BENCH_ROUNDS (5), BENCH_MS (400, for each call), BENCH_ROWS (100000), BENCH_TURNS (150, of metrics).
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const MILLISECONDS = Number(process.env['BENCH_MS'] ?? 400);
const ROWS = Number(process.env['BENCH_ROWS'] ?? 100_000);

/** Of pg with prepared statements. */
const GOAL = 0.8;

const TURNS_OF_METRICS = Number(process.env['BENCH_TURNS'] ?? 150);
/** Microseconds. */
const METRICS_GOAL = 2;

type Rates = (name: ClientName, call: Call, inFlight: string) => number;

async function main(): Promise<void> {
  const server = await PostgresServer.start();
  try {
    const url = await server.createDatabase();
    await fill(url);
    const taken: Measurement[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      taken.push(measure('measure-client.js', url, ROWS, MILLISECONDS, round) as Measurement);
    const metrics = measure('measure-metrics.js', url, ROWS, TURNS_OF_METRICS) as MetricsCost;
    report((name, call, inFlight) => median(taken.map((one) => one[name][call][inFlight] ?? NaN)), metrics);
  } finally {
    await server.close();
  }
}

async function fill(url: string): Promise<void> {
  const dataSource = new DataSource({ type: 'postgres', url, entities: [Person], synchronize: true });
  await dataSource.initialize();
  await dataSource.query(
    `INSERT INTO people (email, name, city, age)
     SELECT 'person' || n || '@example.com', 'Person ' || n, 'city-' || n * 31 % 100, n * 7919::bigint % 90
     FROM generate_series(0, $1 - 1) n`,
    [ROWS],
  );
  await dataSource.query('ANALYZE people');
  await dataSource.destroy();
}

function measure(script: string, ...args: readonly (string | number)[]): unknown {
  const file = path.join(__dirname, 'postgres', script);
  const output = execFileSync(process.execPath, [file, ...args.map(String)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
}

function report(rate: Rates, metrics: MetricsCost): void {
  const rows: Record<string, object> = {};
  const results: object[] = [];
  for (const inFlight of IN_FLIGHT) {
    for (const call of CALLS) {
      const rates = Object.fromEntries(
        CLIENT_NAMES.map((name) => [name, Math.round(rate(name, call, inFlight))]),
      );
      const toPrepared = rate('ballast', call, inFlight) / rate('pg, prepared', call, inFlight);
      const toTypeOrm = rate('ballast', call, inFlight) / rate('typeorm', call, inFlight);
      results.push({ call, inFlight, rates, toPrepared, toTypeOrm });
      rows[`${call}, ${inFlight} in flight`] = {
        ...rates,
        'to prepared': toPrepared.toFixed(2),
        goal: GOAL,
        'to TypeORM': toTypeOrm.toFixed(2),
      };
    }
  }
  console.log(`${ROWS} rows, calls a second (medians of ${ROUNDS} rounds)`);
  console.table(rows);
  const [without, added] = [metrics.withoutMetrics, metrics.metrics].map((cost) => cost.toFixed(1));
  console.log(
    `a find by key takes ${without} µs of processor time, metrics add ${added} (goal: at most ${METRICS_GOAL}; medians of ${TURNS_OF_METRICS} turns)`,
  );
  writeResults('postgres', { rounds: ROUNDS, rows: ROWS, milliseconds: MILLISECONDS, results, metrics });
}

void main();
