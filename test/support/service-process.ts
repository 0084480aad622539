import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { eventually } from './eventually';

/** npm and Jest run everything in the folder of the project. */
const ROOT = process.cwd();
const MAIN = path.join(ROOT, 'dist', 'main.js');

/** The built service as a process of its own. */
export class ServiceProcess {
  readonly output: string[] = [];
  readonly exit: Promise<number | null>;
  exitCode: number | null = null;
  private hasEnded = false;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
    this.exit = new Promise((resolve) => {
      child.on('exit', (code) => {
        this.exitCode = code;
        this.hasEnded = true;
        resolve(code);
      });
    });
  }

  /**
   * Starts `dist/main.js` on a free port; {@link ready} waits for it.
   *
   * @param stdout a file that its output goes to
   */
  static start(
    environment: Readonly<Record<string, string>> = {},
    stdout: 'pipe' | number = 'pipe',
  ): ServiceProcess {
    const env = {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      // All tests ask from one address.
      RATE_LIMIT_CODES_PER_ADDRESS: '1000',
      RATE_LIMIT_PER_ADDRESS: '0',
      RATE_LIMIT_PER_TOKEN: '0',
      RATE_LIMIT_TOKENS_PER_USER: '10000',
      ...environment,
    };
    return new ServiceProcess(
      spawn(process.execPath, [MAIN], { cwd: ROOT, env, stdio: ['ignore', stdout, 'pipe'] }),
    );
  }

  /** Compiles the service when that has not been done. */
  static build(): void {
    if (existsSync(MAIN)) return;
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'pipe' });
  }

  /** The address at which it listens, once it says so. */
  async ready(deadlineMs = 30_000): Promise<string> {
    const said = await eventually(
      () => /^Ballast is .* at (http:\S+),/m.exec(this.text)?.[1] ?? (this.hasEnded && 'nowhere'),
      { deadlineMs },
    );
    if (said === false || said === 'nowhere')
      throw new Error(`the service has ended with ${this.exitCode}: ${this.text}`);
    return said;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get text(): string {
    return this.output.join('');
  }

  /** Closes the pipes that it writes to. */
  stopListening(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  /** Keeps the pipe open and takes nothing out of it. */
  pauseReading(): void {
    this.child.stdout?.pause();
  }

  resumeReading(): void {
    this.child.stdout?.resume();
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exit;
  }

  /** Ends it as Kubernetes would, and answers its exit code. */
  async stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.exit;
  }
}
