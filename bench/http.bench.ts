import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import autocannon = require('autocannon');
import { PostgresServer } from '../test/support/postgres-server';
import { type Contender, startServer } from './server-process';
import { median, writeResults } from './results';

/**
 * GET a user by id: our service on both stores against the least that can answer it, all in one run,
 * in alternating rounds. Options by the environment: BENCH_ROUNDS (3), BENCH_SECONDS (4), BENCH_CONNECTIONS (32).
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const CONNECTIONS = Number(process.env['BENCH_CONNECTIONS'] ?? 32);

const ROOT = path.join(__dirname, '..', '..');
const SERVERS = path.join(__dirname, 'servers');

const BASELINES = { prepared: 'bare Fastify, pg, prepared', nest: 'plain Nest, @nestjs/typeorm' } as const;

async function main(): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const server = await PostgresServer.start();
  try {
    const url = await server.createDatabase();
    const service = path.join(ROOT, 'dist', 'main.js');
    const contenders: Contender[] = [
      {
        name: 'Ballast on PostgreSQL',
        script: service,
        environment: { DATABASE_URL: url, DATABASE_FALLBACK: 'never' },
      },
      { name: 'Ballast in memory', script: service, environment: {} },
      {
        name: BASELINES.prepared,
        script: path.join(SERVERS, 'bare-fastify.js'),
        environment: { DATABASE_URL: url, BENCH_PREPARED: '1' },
      },
      {
        name: 'bare Fastify, pg',
        script: path.join(SERVERS, 'bare-fastify.js'),
        environment: { DATABASE_URL: url },
      },
      {
        name: BASELINES.nest,
        script: path.join(SERVERS, 'plain-nest.js'),
        environment: { DATABASE_URL: url },
      },
    ];
    const rates = new Map<string, number[]>();
    const starts = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const contender of contenders) {
        const { rate, startMs } = await measure(contender);
        rates.set(contender.name, [...(rates.get(contender.name) ?? []), rate]);
        starts.set(contender.name, [...(starts.get(contender.name) ?? []), startMs]);
      }
    }
    report(
      contenders.map(({ name }) => ({
        name,
        rate: median(rates.get(name) ?? []),
        startMs: median(starts.get(name) ?? []),
      })),
    );
  } finally {
    await server.close();
  }
}

interface Row {
  readonly name: string;
  /** Answers a second. */
  readonly rate: number;
  readonly startMs: number;
}

async function measure(contender: Contender): Promise<{ rate: number; startMs: number }> {
  const running = await startServer(contender);
  try {
    const id = await someUser(running.url, contender);
    const target = `${running.url}/v1/users/${id}`;
    await autocannon({ url: target, connections: CONNECTIONS, duration: 1 });
    const result = await autocannon({ url: target, connections: CONNECTIONS, duration: SECONDS });
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`${contender.name}: ${result.non2xx} answers were not 200`);
    return { rate: result.requests.average, startMs: running.startMs };
  } finally {
    await running.stop();
  }
}

let sharedUser: string | null = null;

/** A user on the contender's store: made through our service, which runs first on each. */
async function someUser(url: string, { environment }: Contender): Promise<string> {
  if (environment['DATABASE_URL'] && sharedUser) return sharedUser;
  const response = await fetch(`${url}/v1/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'bench@example.com', handle: 'bench' }),
  });
  const { id } = (await response.json()) as { id: string };
  if (environment['DATABASE_URL']) sharedUser = id;
  return id;
}

function report(rows: readonly Row[]): void {
  const rateOf = (name: string): number => rows.find((row) => row.name === name)?.rate ?? NaN;
  const table = rows.map(({ name, rate, startMs }) => ({
    server: name,
    'answers/s': Math.round(rate),
    'to prepared': (rate / rateOf(BASELINES.prepared)).toFixed(2),
    'to plain Nest': (rate / rateOf(BASELINES.nest)).toFixed(2),
    'start, ms': Math.round(startMs),
  }));
  console.table(table);
  writeResults('http', { rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS, rows });
}

void main();
