import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import autocannon = require('autocannon');
import { PostgresServer } from '../test/support/postgres-server';
import { type Contender, startServer } from './server-process';
import { median, writeResults } from './results';

/**
 * GET a user by id: our service on both stores against the least that can answer it, all in one run,
 * in alternating rounds; and how long each takes from the start of its process to its first answer.
 * Goal: on PostgreSQL, with everything on, a start takes no longer than that of plain Nest.
 * Options by the environment: BENCH_ROUNDS (3), BENCH_SECONDS (4), BENCH_CONNECTIONS (32), BENCH_STARTS (9).
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const CONNECTIONS = Number(process.env['BENCH_CONNECTIONS'] ?? 32);
const STARTS = Number(process.env['BENCH_STARTS'] ?? 9);

const ROOT = path.join(__dirname, '..', '..');
const SERVERS = path.join(__dirname, 'servers');

const OURS = { closed: 'Ballast on PostgreSQL', open: 'Ballast on PostgreSQL, without a token' } as const;
const BASELINES = { prepared: 'bare Fastify, pg, prepared', nest: 'plain Nest, @nestjs/typeorm' } as const;

async function main(): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const server = await PostgresServer.start();
  try {
    const url = await server.createDatabase();
    const service = path.join(ROOT, 'dist', 'main.js');
    const ballast = path.join(SERVERS, 'ballast.js');
    const contenders: Contender[] = [
      {
        name: OURS.closed,
        script: ballast,
        isOurs: true,
        environment: { DATABASE_URL: url, DATABASE_FALLBACK: 'never' },
      },
      {
        name: OURS.open,
        script: ballast,
        isOurs: true,
        environment: { DATABASE_URL: url, DATABASE_FALLBACK: 'never', BENCH_OPEN: '1' },
      },
      { name: 'Ballast in memory', script: ballast, isOurs: true, environment: {} },
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
    const rates = await inTurn(ROUNDS, contenders, measureRate);
    // As it is started, and without what is here for the measurement.
    const started = contenders.map((one) => (one.isOurs ? { ...one, script: service } : one));
    const starts = await inTurn(STARTS, started, measureStart);
    report(
      contenders.map(({ name }, index) => ({
        name,
        rate: median(rates[index] ?? []),
        startMs: median((starts[index] ?? []).map(({ startMs }) => startMs)),
        startCpuMs: median((starts[index] ?? []).map(({ startCpuMs }) => startCpuMs)),
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
  readonly startCpuMs: number;
}

/** What each contender gave in each round. */
async function inTurn<T>(
  rounds: number,
  contenders: readonly Contender[],
  measure: (contender: Contender) => Promise<T>,
): Promise<T[][]> {
  const results: T[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, contender] of contenders.entries()) results[index]?.push(await measure(contender));
  return results;
}

async function measureStart(contender: Contender): Promise<{ startMs: number; startCpuMs: number }> {
  const running = await startServer(contender);
  await running.stop();
  return running;
}

async function measureRate(contender: Contender): Promise<number> {
  const running = await startServer(contender);
  try {
    const tokens = contender.isOurs ? await manyTokens(running.url) : [];
    const id = await someUser(running.url, contender, tokens[0] ?? {});
    const shown = contender.environment['BENCH_OPEN'] ? [] : tokens;
    let opened = 0;
    const target = {
      url: `${running.url}/v1/users/${id}`,
      connections: CONNECTIONS,
      // Each connection is somebody else.
      setupClient: (client: autocannon.Client) => client.setHeaders(shown[(opened += 1) % CONNECTIONS] ?? {}),
    };
    await autocannon({ ...target, duration: 1 });
    const result = await autocannon({ ...target, duration: SECONDS });
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`${contender.name}: ${result.non2xx} answers were not 200`);
    return result.requests.average;
  } finally {
    await running.stop();
  }
}

function manyTokens(url: string): Promise<Record<string, string>[]> {
  const one = async (): Promise<Record<string, string>> => {
    const token = await (await fetch(`${url}/bench/token`)).text();
    return { authorization: `Bearer ${token}` };
  };
  return Promise.all(Array.from({ length: CONNECTIONS }, one));
}

let sharedUser: string | null = null;

/** A user on the contender's store: made through our service, which runs first on each. */
async function someUser(
  url: string,
  { environment }: Contender,
  headers: Record<string, string>,
): Promise<string> {
  if (environment['DATABASE_URL'] && sharedUser) return sharedUser;
  const response = await fetch(`${url}/v1/users`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'bench@example.com', handle: 'bench' }),
  });
  const { id } = (await response.json()) as { id: string };
  if (environment['DATABASE_URL']) sharedUser = id;
  return id;
}

function report(rows: readonly Row[]): void {
  const prepared = rows.find(({ name }) => name === BASELINES.prepared);
  const nest = rows.find(({ name }) => name === BASELINES.nest);
  const ratio = (value: number, base = NaN): string => (value / base).toFixed(2);
  const table = rows.map(({ name, rate, startMs, startCpuMs }) => ({
    server: name,
    'answers/s': Math.round(rate),
    'to prepared': ratio(rate, prepared?.rate),
    'to plain Nest': ratio(rate, nest?.rate),
    'start, ms': Math.round(startMs),
    'start to plain Nest': ratio(startMs, nest?.startMs),
    'start, ms of processor': Math.round(startCpuMs),
    'processor to plain Nest': ratio(startCpuMs, nest?.startCpuMs),
  }));
  console.table(table);
  const [closed, open] = [OURS.closed, OURS.open].map((given) => rows.find(({ name }) => name === given));
  console.log(`with a token to without one: ${ratio(closed?.rate ?? NaN, open?.rate)} (goal: 0.8)`);
  console.log('goal: Ballast on PostgreSQL starts in at most 1.0 of the time of plain Nest');
  writeResults('http', { rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS, starts: STARTS, rows });
}

void main();
