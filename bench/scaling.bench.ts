import * as path from 'node:path';
import autocannon = require('autocannon');
import { PostgresServer } from '../test/support/postgres-server';
import { median, writeResults } from './results';
import { type RunningServer, startServer } from './server-process';

/**
 * Several instances on one PostgreSQL, each asked by its part of the clients: answers a second of all together, processor
 * time of the instances for each, and the connections that they have taken. Whoever asks, and PostgreSQL, are on the same machine.
 * Options by the environment: BENCH_INSTANCES (1,2,4), BENCH_ROUNDS (5), BENCH_SECONDS (4), BENCH_CONNECTIONS (32).
 */
const COUNTS = (process.env['BENCH_INSTANCES'] ?? '1,2,4').split(',').map(Number);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const WARM_UP_SECONDS = 2;
const CONNECTIONS = Number(process.env['BENCH_CONNECTIONS'] ?? 32);

const SCRIPT = path.join(__dirname, 'servers', 'ballast.js');

const LOADS = {
  read: { method: 'GET', path: '/v1/users/me' },
  write: { method: 'POST', path: '/v1/users' },
} as const;
type LoadName = keyof typeof LOADS;

interface Rate {
  readonly rate: number;
  readonly cpuUs: number;
}

let made = 0;

async function main(): Promise<void> {
  const server = await PostgresServer.start();
  const rows: object[] = [];
  try {
    for (const count of COUNTS) {
      const running = await startAll(server, count);
      try {
        for (const name of ['read', 'write'] as const) {
          await ask(running, name, WARM_UP_SECONDS);
          const rates: Rate[] = [];
          for (let round = 0; round < ROUNDS; round += 1) rates.push(await ask(running, name, SECONDS));
          rows.push({
            instances: count,
            load: name,
            'answers/s': Math.round(median(rates.map(({ rate }) => rate))),
            'µs of processor': Math.round(median(rates.map(({ cpuUs }) => cpuUs))),
            connections: await connectionsOf(server),
          });
        }
      } finally {
        await Promise.all(running.map((one) => one.stop()));
      }
    }
  } finally {
    await server.close();
  }
  console.table(rows);
  writeResults('scaling', { rounds: ROUNDS, seconds: SECONDS, connections: CONNECTIONS, rows });
}

async function startAll(server: PostgresServer, count: number): Promise<RunningServer[]> {
  const environment = { DATABASE_URL: await server.createDatabase(), DATABASE_FALLBACK: 'never' };
  return Promise.all(
    Array.from({ length: count }, () =>
      startServer({ name: 'Ballast', script: SCRIPT, isFree: true, environment }),
    ),
  );
}

/** Asks all of them at the same time. */
async function ask(running: readonly RunningServer[], name: LoadName, duration: number): Promise<Rate> {
  const tokens = await Promise.all(
    running.map(async ({ url }) => (await fetch(`${url}/bench/token`)).text()),
  );
  const cpuMs = (): number => running.reduce((sum, one) => sum + one.cpuMs(), 0);
  const before = cpuMs();
  const results = await Promise.all(
    running.map(({ url }, index) =>
      autocannon({
        url,
        connections: CONNECTIONS / running.length,
        duration,
        requests: [
          {
            ...LOADS[name],
            headers: { authorization: `Bearer ${tokens[index]}`, 'content-type': 'application/json' },
            ...(name === 'write' && { setupRequest: (request) => ({ ...request, body: someUser() }) }),
          },
        ],
      }),
    ),
  );
  if (results.some(({ non2xx, errors }) => non2xx + errors > 0))
    throw new Error(`${name}: not all were answered`);
  const answers = results.reduce((sum, { requests }) => sum + requests.total, 0);
  return { rate: answers / duration, cpuUs: ((cpuMs() - before) * 1_000) / answers };
}

function someUser(): string {
  made += 1;
  const handle = `bench-${process.pid}-${made}`;
  return JSON.stringify({ email: `${handle}@example.com`, handle });
}

async function connectionsOf(server: PostgresServer): Promise<number> {
  const [row] = await server.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'ballast%'`,
  );
  return row?.count ?? NaN;
}

void main();
