import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ServiceProcess } from '../support/service-process';
import { STABILITY_WINDOW_MS } from './fault-run';
import { RETRY_MAX_MS } from './faults';
import type { ProcessSample } from './monitor';

const MONITOR = path.join(__dirname, 'monitor.js');

const POOL_SIZE = 5;
const POOL_OVERFLOW = 10;
/** The prober's own, and a second one while the first is late. */
const PROBES = 2;

/** How many sessions the service may have on the server. */
export const MOST_SESSIONS = POOL_SIZE + POOL_OVERFLOW + PROBES;

/** Shorter than by default, so that an hour holds more faults. */
const SETTINGS = {
  NODE_ENV: 'production',
  // Production wants them; nothing is sent.
  OTP_PEPPERS: `soak:${Buffer.alloc(32).toString('base64')}`,
  SMTP_HOST: '127.0.0.1',
  SMTP_FROM: 'ballast@example.com',
  NODE_OPTIONS: `--require ${JSON.stringify(MONITOR)}`,
  DATABASE_FALLBACK: 'never',
  DATABASE_POOL_SIZE: String(POOL_SIZE),
  DATABASE_POOL_OVERFLOW: String(POOL_OVERFLOW),
  DATABASE_POOL_CHECKOUT_TIMEOUT_MS: '2000',
  DATABASE_STATEMENT_TIMEOUT_MS: '2000',
  DATABASE_QUERY_TIMEOUT_MS: '3000',
  DATABASE_RETRY_MAX_MS: String(RETRY_MAX_MS),
  DATABASE_STABILITY_WINDOW_MS: String(STABILITY_WINDOW_MS),
};

/** The built service, with a monitor inside. */
export class WatchedService {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-soak-'));
  private readonly process: ServiceProcess;

  constructor(environment: Readonly<Record<string, string>>) {
    this.process = ServiceProcess.start({ ...SETTINGS, ...environment, SOAK_SAMPLES: this.samplesFile });
  }

  ready(): Promise<string> {
    return this.process.ready();
  }

  get pid(): number {
    return this.process.pid;
  }

  get log(): string {
    return this.process.text;
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null;
  }

  /** What the monitor has measured so far, a sample a second. */
  get samples(): ProcessSample[] {
    const lines = fs.readFileSync(this.samplesFile, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ProcessSample);
  }

  /** Ends it politely and answers its exit code; null when it had ended by itself. */
  async stop(): Promise<number | null> {
    return this.hasEnded ? null : this.process.stop();
  }

  /** Ends it whatever it does, and removes what it has left. */
  async remove(): Promise<void> {
    this.process.signal('SIGKILL');
    await this.process.exit;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private get samplesFile(): string {
    return path.join(this.folder, 'samples');
  }
}
