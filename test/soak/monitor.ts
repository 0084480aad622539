import * as fs from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How the service's process was in one second. Times in milliseconds, sizes in bytes. */
export interface ProcessSample {
  readonly rss: number;
  readonly heapUsed: number;
  /** How much later than it was due a timer ran at most. */
  readonly loopDelayMs: number;
}

const EVERY_MS = 1_000;
const RESOLUTION_MS = 10;

/**
 * Runs inside of the service, which does not know of it: `node --require` loads it. Writes a sample a second to the file
 * that SOAK_SAMPLES names, and ends the service when the soak has gone.
 */
function watch(file: string): void {
  const soak = process.ppid;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const out = fs.createWriteStream(file);
  setInterval(() => {
    if (process.ppid !== soak) process.exit(1);
    const { rss, heapUsed } = process.memoryUsage();
    const sample: ProcessSample = { rss, heapUsed, loopDelayMs: delay.max / 1e6 - RESOLUTION_MS };
    delay.reset();
    out.write(`${JSON.stringify(sample)}\n`);
  }, EVERY_MS).unref();
}

const { SOAK_SAMPLES: file } = process.env;
if (file) watch(file);
