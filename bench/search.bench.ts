import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { PostgresServer } from '../test/support/postgres-server';
import { writeResults } from './results';
import type { Measurement } from './search/measure-search';

/**
 * The search for APIs, inside the process, on both stores and as the number of APIs grows: milliseconds a page of 20, and the
 * plan of PostgreSQL.
 * Options by the environment: BENCH_SIZES (10000,100000), BENCH_SAMPLES (200).
 */
const SIZES = (process.env['BENCH_SIZES'] ?? '10000,100000').split(',').map(Number);
const SAMPLES = Number(process.env['BENCH_SAMPLES'] ?? 200);
const STORES = ['memory', 'PostgreSQL'] as const;

const SCRIPT = path.join(__dirname, 'search', 'measure-search.js');

async function main(): Promise<void> {
  const server = await PostgresServer.start();
  const results: { store: string; size: number; measurement: Measurement }[] = [];
  try {
    for (const size of SIZES) {
      for (const store of STORES) {
        const url = store === 'memory' ? '' : await server.createDatabase();
        results.push({ store, size, measurement: measure(store, size, url) });
      }
    }
  } finally {
    await server.close();
  }
  for (const { store, size, measurement } of results) {
    console.log(`\n${store}, ${size} APIs, milliseconds a page (${SAMPLES} of each)`);
    console.table(
      Object.fromEntries(
        Object.entries(measurement).map(([name, { p50, p99, plans }]) => [
          name,
          {
            p50: p50.toFixed(2),
            p99: p99.toFixed(2),
            ...(plans.length > 0 ? { plans: plans.join('; ') } : {}),
          },
        ]),
      ),
    );
  }
  writeResults('search', { sizes: SIZES, samples: SAMPLES, results });
}

function measure(store: string, size: number, url: string): Measurement {
  const output = execFileSync(
    process.execPath,
    ['--max-old-space-size=8192', SCRIPT, store, String(size), String(SAMPLES), url],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(output) as Measurement;
}

void main();
