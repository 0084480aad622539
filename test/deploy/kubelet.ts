import { setTimeout as pause } from 'node:timers/promises';
import type { Deployed } from './deployed';

type ProbeSettings = Deployed['container']['readinessProbe'];

/** One probe: asks once a period, and changes its mind after as many answers in a row as its thresholds say. */
class ProbeWorker {
  /** All answers that were no, or late, or none at all. */
  readonly failures: string[] = [];
  asked = 0;
  private row = 0;
  private latest: boolean | null = null;

  constructor(
    private readonly url: string,
    private readonly settings: ProbeSettings,
    public succeeds: boolean,
  ) {}

  async run(signal: AbortSignal, isOver = (): boolean => false): Promise<void> {
    while (!signal.aborted && !isOver()) {
      const next = performance.now() + this.settings.periodSeconds * 1000;
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      this.take(await this.ask());
      // oxlint-disable-next-line no-await-in-loop -- waits
      await pause(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => undefined);
    }
  }

  private async ask(): Promise<boolean> {
    this.asked += 1;
    const { httpGet, timeoutSeconds } = this.settings;
    try {
      const response = await fetch(this.url + httpGet.path, {
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
        redirect: 'manual',
      });
      if (response.status >= 200 && response.status < 400) return true;
      this.failures.push(`${response.status} ${await response.text()}`);
    } catch (error) {
      this.failures.push(String(error));
    }
    return false;
  }

  private take(answer: boolean): void {
    this.row = answer === this.latest ? this.row + 1 : 1;
    this.latest = answer;
    const { successThreshold, failureThreshold } = this.settings;
    if (this.row >= (answer ? successThreshold : failureThreshold)) this.succeeds = answer;
  }
}

/**
 * Does with the probes of a container what the kubelet does: startup first, then liveness and readiness side by side, each
 * by its own numbers. It notes what it would restart the container for, and does not.
 */
export class Kubelet {
  readonly startup: ProbeWorker;
  readonly liveness: ProbeWorker;
  readonly readiness: ProbeWorker;
  private readonly ending = new AbortController();
  private readonly running: Promise<unknown>;

  constructor(url: string, { startupProbe, livenessProbe, readinessProbe }: Deployed['container']) {
    this.startup = new ProbeWorker(url, startupProbe, false);
    this.liveness = new ProbeWorker(url, livenessProbe, true);
    this.readiness = new ProbeWorker(url, readinessProbe, false);
    this.running = this.run();
  }

  get isReady(): boolean {
    return this.readiness.succeeds;
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    await this.startup.run(signal, () => this.startup.succeeds);
    await Promise.all([this.liveness.run(signal), this.readiness.run(signal)]);
  }
}
