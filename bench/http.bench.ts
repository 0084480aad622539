import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import autocannon = require('autocannon');
import { PostgresServer } from '../test/support/postgres-server';
import { type Contender, type RunningServer, startServer } from './server-process';
import { median, writeResults } from './results';

/**
 * GET a user by id: our service on both stores against the least that can answer it, all in one run,
 * in short turns, so that a machine that slows down slows all of them; and how long each takes from the start of its
 * process to its first answer.
 * Goal: on PostgreSQL, with everything on, a start takes no longer than that of plain Nest.
 * Options by the environment: BENCH_ROUNDS (15), BENCH_SECONDS (1), BENCH_CONNECTIONS (32), BENCH_STARTS (9).
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 15);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 1);
/** Before anything is counted. */
const WARM_UP_SECONDS = 3;
const CONNECTIONS = Number(process.env['BENCH_CONNECTIONS'] ?? 32);
const STARTS = Number(process.env['BENCH_STARTS'] ?? 9);

const ROOT = path.join(__dirname, '..', '..');
const SERVERS = path.join(__dirname, 'servers');

const OURS = {
  admin: 'Ballast on PostgreSQL',
  user: 'Ballast on PostgreSQL, no administrator',
  open: 'Ballast on PostgreSQL, without a token',
} as const;
const BASELINES = { prepared: 'bare Fastify, pg, prepared', nest: 'plain Nest, @nestjs/typeorm' } as const;

async function main(): Promise<void> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const server = await PostgresServer.start();
  try {
    const url = await server.createDatabase();
    const service = path.join(ROOT, 'dist', 'main.js');
    const ballast = path.join(SERVERS, 'ballast.js');
    const contenders: Contender[] = [
      ...(['admin', 'user', 'open'] as const).map((access) => ({
        name: OURS[access],
        script: ballast,
        isOurs: true,
        environment: { DATABASE_URL: url, DATABASE_FALLBACK: 'never', BENCH_ACCESS: access },
      })),
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
    const rates = await measureRates(contenders);
    // As it is started, and without what is here for the measurement.
    const started = contenders.map((one) => (one.isOurs ? { ...one, script: service } : one));
    const starts = await inTurn(STARTS, started, measureStart);
    report(
      contenders.map(({ name }, index) => ({
        name,
        rate: median((rates[index] ?? []).map(({ rate }) => rate)),
        cpuUs: median((rates[index] ?? []).map(({ cpuUs }) => cpuUs)),
        startMs: median((starts[index] ?? []).map(({ startMs }) => startMs)),
        startCpuMs: median((starts[index] ?? []).map(({ startCpuMs }) => startCpuMs)),
      })),
    );
  } finally {
    await server.close();
  }
}

interface Rate {
  /** Answers a second. */
  readonly rate: number;
  /** Processor time of the server for an answer, in microseconds, which others on the machine change less. */
  readonly cpuUs: number;
}

interface Row extends Rate {
  readonly name: string;
  readonly startMs: number;
  readonly startCpuMs: number;
}

/** What each contender gave in each round. */
async function inTurn<C, T>(
  rounds: number,
  contenders: readonly C[],
  measure: (contender: C) => Promise<T>,
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

/** Asks a server for a while. */
type Load = (seconds: number) => Promise<Rate>;

async function measureRates(contenders: readonly Contender[]): Promise<Rate[][]> {
  const running: RunningServer[] = [];
  try {
    const loads: Load[] = [];
    for (const contender of contenders) {
      const server = await startServer(contender);
      running.push(server);
      loads.push(await loadOn(contender, server));
    }
    for (const load of loads) await load(WARM_UP_SECONDS);
    return await inTurn(ROUNDS, loads, (load) => load(SECONDS));
  } finally {
    for (const server of running) await server.stop();
  }
}

async function loadOn(contender: Contender, server: RunningServer): Promise<Load> {
  const tokens = contender.isOurs ? await manyTokens(server.url) : [];
  const id = await someUser(server.url, contender, tokens[0] ?? {});
  const shown = contender.environment['BENCH_ACCESS'] === 'open' ? [] : tokens;
  let opened = 0;
  return async (duration) => {
    const before = server.cpuMs();
    const result = await autocannon({
      url: `${server.url}/v1/users/${id}`,
      connections: CONNECTIONS,
      duration,
      // Each connection is somebody else.
      setupClient: (client) => client.setHeaders(shown[(opened += 1) % CONNECTIONS] ?? {}),
    });
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`${contender.name}: ${result.non2xx} answers were not 200`);
    const answers = result.requests.total;
    return { rate: answers / result.duration, cpuUs: ((server.cpuMs() - before) * 1_000) / answers };
  };
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
  const table = rows.map(({ name, rate, cpuUs, startMs, startCpuMs }) => ({
    server: name,
    'answers/s': Math.round(rate),
    'to prepared': ratio(rate, prepared?.rate),
    'to plain Nest': ratio(rate, nest?.rate),
    'µs of processor': Math.round(cpuUs),
    'start, ms': Math.round(startMs),
    'start to plain Nest': ratio(startMs, nest?.startMs),
    'start, ms of processor': Math.round(startCpuMs),
    'processor to plain Nest': ratio(startCpuMs, nest?.startCpuMs),
  }));
  console.table(table);
  const [admin, user, open] = [OURS.admin, OURS.user, OURS.open].map((given) =>
    rows.find(({ name }) => name === given),
  );
  for (const [whose, closed] of Object.entries({ "a user's": user, "an administrator's": admin }))
    console.log(
      `with ${whose} token to without one: ${ratio(closed?.rate ?? NaN, open?.rate)}, by processor time ` +
        `${ratio(open?.cpuUs ?? NaN, closed?.cpuUs)} (goal: 0.8)`,
    );
  console.log('goal: Ballast on PostgreSQL starts in at most 1.0 of the time of plain Nest');
  writeResults('http', { rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS, starts: STARTS, rows });
}

void main();
