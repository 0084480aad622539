import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'dist-bench', 'coverage', 'test-output', '.env']);

/** A copy of the repository to try commands in, as its developer would. */
export class ScratchCopy {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-scaffolding-'));

  constructor() {
    for (const name of fs.readdirSync('.'))
      if (!LEFT_OUT.has(name)) fs.cpSync(name, this.path(name), { recursive: true });
    fs.symlinkSync(fs.realpathSync('node_modules'), this.path('node_modules'));
  }

  path(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(this.path(file)), { recursive: true });
    fs.writeFileSync(this.path(file), text);
  }

  edit(file: string, change: (text: string) => string): void {
    const text = this.read(file);
    const changed = change(text);
    if (changed === text) throw new Error(`nothing was changed in ${file}`);
    this.write(file, changed);
  }

  /** Everything that a developer would see as changed. */
  snapshot(): Map<string, string> {
    const files = ['src', 'test', 'scaffolding'].flatMap((folder) =>
      fs
        .readdirSync(this.path(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name))),
    );
    return new Map(files.map((file) => [file, this.read(file)]));
  }

  /** Runs a command in the copy, with nothing configured but what is told. */
  run(command: string, args: readonly string[] = [], environment: Record<string, string> = {}): Promise<Ran> {
    const { PATH = '', HOME = '', BALLAST_TEST_POSTGRES_URL = '' } = process.env;
    const child = spawn(command, args, {
      cwd: this.folder,
      env: { PATH, HOME, BALLAST_TEST_POSTGRES_URL, NODE_ENV: 'test', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, text: texts.join('') }));
    });
  }

  /** The same for a command that has to go well; answers what it has written. */
  async succeed(
    command: string,
    args: readonly string[] = [],
    environment: Record<string, string> = {},
  ): Promise<string> {
    const { exitCode, text } = await this.run(command, args, environment);
    if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}:\n${text}`);
    return text;
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Ran {
  readonly exitCode: number | null;
  /** What it has written, to both of its streams. */
  readonly text: string;
}
