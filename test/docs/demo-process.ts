import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from '../support/eventually';

/** npm without the steps before a script, which build: `npm test` has built. */
export const NPM_AS_IT_STANDS = { npm_config_ignore_scripts: 'true', npm_config_update_notifier: 'false' };

/** The service as a reader of the README starts it to look around: by `npm run demo`. */
export class DemoProcess {
  private readonly output: string[] = [];
  private readonly exit: Promise<void>;
  private hasEnded = false;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
    this.exit = new Promise((resolve) => {
      child.on('close', () => {
        this.hasEnded = true;
        resolve();
      });
    });
  }

  static start(environment: Readonly<Record<string, string>>): DemoProcess {
    const env = {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
      ...NPM_AS_IT_STANDS,
      ...environment,
    };
    // A group of its own: npm and what it starts end together.
    return new DemoProcess(
      spawn('npm', ['run', 'demo'], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  /** All that it has written so far. */
  get text(): string {
    return this.output.join('');
  }

  /** The host and port at which it listens, once it says so. */
  async ready(): Promise<string> {
    await eventually(() => this.hasEnded || this.text.includes('Look at '), { deadlineMs: 60_000 });
    const said = /^Look at http:\/\/(\S+): /m.exec(this.text)?.[1];
    if (said === undefined) throw new Error(`the demo has not started: ${this.text}`);
    return said;
  }

  async stop(): Promise<void> {
    if (!this.hasEnded && this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGTERM');
    await this.exit;
  }
}
