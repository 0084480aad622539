import { execFile, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually';

const ROOT = process.cwd();
const run = promisify(execFile);

/** What is read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    outDir: 'dist',
    rootDir: 'src',
    types: ['node', 'jest'],
    strict: true,
    noImplicitOverride: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
  },
  include: ['src'],
};

/**
 * Another application than ours that has the packed database layer, in a folder of its own. All else it finds in the
 * node_modules of the folder above.
 */
export class ScratchApplication {
  private constructor(
    readonly folder: string,
    readonly manifest: Manifest,
  ) {}

  /** Installs the tarball, and writes the files that the README of the package shows. */
  static async install(): Promise<ScratchApplication> {
    const output = path.join(ROOT, 'test-output');
    await fs.mkdir(output, { recursive: true });
    const folder = await fs.mkdtemp(path.join(output, 'package-'));
    const { stdout } = await run(process.execPath, ['pack-database.mjs', path.join(folder, 'packed')], {
      cwd: ROOT,
    });
    const home = path.join(folder, 'node_modules', 'ballast-database');
    await fs.mkdir(home, { recursive: true });
    await run('tar', ['-xzf', path.resolve(stdout.trim()), '--strip-components=1', '-C', home]);
    const manifest = JSON.parse(await fs.readFile(path.join(home, 'package.json'), 'utf8')) as Manifest;
    const application = new ScratchApplication(folder, manifest);
    await application.write('package.json', '{ "type": "commonjs" }');
    await application.write('tsconfig.json', JSON.stringify(TSCONFIG));
    for (const [file, text] of filesIn(await application.read('README.md')))
      await application.write(file, text);
    return application;
  }

  /** A file of the installed package. */
  read(file: string): Promise<string> {
    return fs.readFile(path.join(this.folder, 'node_modules', 'ballast-database', file), 'utf8');
  }

  /** All files of the installed package. */
  async files(): Promise<string[]> {
    const home = path.join(this.folder, 'node_modules', 'ballast-database');
    const entries = await fs.readdir(home, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(home, path.join(entry.parentPath, entry.name)));
  }

  /** A file of the application. */
  async write(file: string, text: string): Promise<void> {
    const place = path.join(this.folder, file);
    await fs.mkdir(path.dirname(place), { recursive: true });
    await fs.writeFile(place, text);
  }

  /** @throws with what the compiler says */
  async compile(): Promise<void> {
    const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    await run(process.execPath, [compiler, '--project', this.folder]).catch((error: { stdout?: string }) => {
      throw new Error(error.stdout);
    });
  }

  start(environment: Readonly<Record<string, string>>, main = 'main'): RunningApplication {
    const env = {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      DATABASE_STABILITY_WINDOW_MS: '0',
      ...environment,
    };
    return new RunningApplication(
      spawn(process.execPath, [path.join('dist', `${main}.js`)], {
        cwd: this.folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  remove(): Promise<void> {
    return fs.rm(this.folder, { recursive: true });
  }
}

/** A process of the application. */
export class RunningApplication {
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<number | NodeJS.Signals | null>;
  text = '';

  constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
    this.exit = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
  }

  /** Where it listens. */
  async url(): Promise<string> {
    const said = await Promise.race([
      this.exit.then(() => null),
      eventually(() => /^Listening at (http\S+)/m.exec(this.text)?.[1] ?? false, { deadlineMs: 30_000 }),
    ]);
    if (!said) throw new Error(`the application has ended: ${this.text}`);
    return said.replace('[::1]', 'localhost');
  }

  /** Nest ends the process by the signal again, when its hooks have run. */
  async stop(): Promise<number | NodeJS.Signals | null> {
    this.child.kill('SIGTERM');
    return this.exit;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit;
  }
}

/** The blocks of a text that begin with the name of a file. */
function filesIn(markdown: string): (readonly [string, string])[] {
  return [...markdown.matchAll(/```ts\n\/\/ (src\/\S+)\n([\s\S]*?)```/g)].map(([, file = '', text = '']) => [
    file,
    text,
  ]);
}
