import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const DEADLINE_MS = 30_000;

/** What the kernel counts processor time in, in the files of /proc. */
const TICK_MS = 10;

/** One contender: a server in a process of its own. */
export interface Contender {
  readonly name: string;
  readonly script: string;
  /** Whether its routes take a token, which it gives at /bench/token. */
  readonly isOurs?: boolean;
  /** Whether it may run on any core. */
  readonly isFree?: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

export interface RunningServer {
  readonly url: string;
  /** From the start of the process to the first answer, in milliseconds. */
  readonly startMs: number;
  /** How much of it the processor worked, which others on the machine change less; NaN where there is no /proc. */
  readonly startCpuMs: number;
  /** For how long the processor has worked for it by now; NaN where there is no /proc. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** Starts a contender, on the first core (where taskset is there) unless it is free, and waits for its first answer. */
export async function startServer({ script, isFree, environment }: Contender): Promise<RunningServer> {
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    // Production wants them; nothing is sent.
    OTP_PEPPERS: `bench:${Buffer.alloc(32).toString('base64')}`,
    SMTP_HOST: '127.0.0.1',
    SMTP_FROM: 'ballast@example.com',
    LOG_LEVEL: 'warn',
    // What is measured is how often it can be asked.
    RATE_LIMIT_PER_ADDRESS: '0',
    RATE_LIMIT_PER_TOKEN: '0',
    HOST: '127.0.0.1',
    PORT: String(port),
    ...environment,
  };
  const pinned = !isFree && existsSync('/usr/bin/taskset');
  const [command, args] = pinned
    ? ['taskset', ['-c', '0', process.execPath, script]]
    : [process.execPath, [script]];
  const began = performance.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  await firstAnswer(url, child, began);
  const startMs = performance.now() - began;
  return { url, startMs, startCpuMs: cpuMsOf(child), cpuMs: () => cpuMsOf(child), stop: () => stop(child) };
}

function cpuMsOf({ pid }: ChildProcess): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return NaN;
  // proc_pid_stat(5): utime and stime, the 14th and 15th; the name, the 2nd, may hold anything.
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function firstAnswer(url: string, child: ChildProcess, began: number): Promise<void> {
  for (;;) {
    try {
      await fetch(`${url}/v1/users/00000000-0000-7000-8000-000000000000`);
      return;
    } catch {
      if (child.exitCode !== null || performance.now() - began > DEADLINE_MS)
        throw new Error(`no server at ${url} (exit code ${child.exitCode})`);
      await pause(2);
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(forced);
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
