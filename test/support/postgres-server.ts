import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually';
import { locatePostgres, type PostgresBinaries } from './postgres-binaries';
import { makeCluster, makeRoot, PASSWORD } from './postgres-cluster';

/** PostgreSQL's shutdown modes and the signals that ask for them. */
const STOP_SIGNALS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

const SETTINGS = [
  `listen_addresses='127.0.0.1'`,
  `unix_socket_directories=''`,
  'fsync=off',
  'max_connections=200',
  'shared_buffers=64MB',
  `timezone='${Intl.DateTimeFormat().resolvedOptions().timeZone}'`,
];

/** What a guard is told whose server is to be stopped and its files kept. */
const KEEP_FILES = 'keep';

/**
 * Runs the server until standard input closes: when the test process dies, however it dies, the server goes too, and
 * its files with it, of which a signal to all of them, as from a terminal, does not keep it.
 */
const TIED_TO_STDIN = `
  trap '' HUP INT TERM
  "$0" "$@" & server=$!
  read -r last
  kill -INT "$server" 2>/dev/null
  wait "$server"
  test "$last" = ${KEEP_FILES} || rm -rf "$PWD"`;

/** A real PostgreSQL server of a test's own, on a free port of the loopback. */
export class PostgresServer {
  /** Those of this test file that have not been closed. */
  static readonly open = new Set<PostgresServer>();

  private guard: ChildProcess | null = null;
  private databases = 0;

  private constructor(
    private readonly binaries: PostgresBinaries,
    private readonly root: string,
    readonly port: number,
  ) {
    PostgresServer.open.add(this);
  }

  /** @param settings more `name=value` settings of postgresql.conf */
  static async start(settings: readonly string[] = []): Promise<PostgresServer> {
    const binaries = locatePostgres();
    const root = makeRoot(binaries);
    makeCluster(binaries, root);
    const server = new PostgresServer(binaries, root, await freePort());
    server.configure([`port=${server.port}`, ...SETTINGS, ...settings]);
    await server.start();
    return server;
  }

  /** Connects as the superuser to the given database. */
  url(database = 'postgres'): string {
    return `postgresql://postgres:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  get user(): string {
    return 'postgres';
  }

  get password(): string {
    return PASSWORD;
  }

  /** Starts the server, again on the same port and data after a stop. */
  async start(): Promise<void> {
    this.launch();
    await eventually(() => this.query('SELECT 1'), { deadlineMs: 30_000 });
  }

  /** Starts the server without waiting until it serves. */
  launch(): void {
    this.guard = spawn('/bin/sh', ['-c', TIED_TO_STDIN, this.binaries.postgres, '-D', this.data], {
      ...this.binaries.user,
      cwd: this.root,
      stdio: [
        'pipe',
        fs.openSync(path.join(this.root, 'log'), 'a'),
        fs.openSync(path.join(this.root, 'log'), 'a'),
      ],
    });
  }

  get isRunning(): boolean {
    const pid = this.postmaster();
    return pid !== null && isRunning(pid);
  }

  /** Makes a standby of a stopped server, which recovers until it is promoted; it takes no writes, or no connections. */
  demote({ readable }: { readonly readable: boolean }): void {
    this.signal('standby.signal');
    this.configure([`hot_standby=${readable ? 'on' : 'off'}`]);
  }

  /** Ends the recovery of a standby. */
  promote(): void {
    this.signal('promote');
    const pid = this.postmaster();
    if (pid !== null) process.kill(pid, 'SIGUSR1');
  }

  /** Changes settings and lets every session take them up. */
  async reconfigure(settings: readonly string[]): Promise<void> {
    this.configure(settings);
    await this.query('SELECT pg_reload_conf()');
  }

  /** Starts a server that follows this one, from a copy of its files; `close()` it like any other. */
  async createReplica(): Promise<PostgresServer> {
    const root = makeRoot(this.binaries);
    const replica = new PostgresServer(this.binaries, root, await freePort());
    const client = new Client({ connectionString: this.url() });
    await client.connect();
    await client.query(`SELECT pg_backup_start('replica', true)`);
    fs.cpSync(this.data, replica.data, {
      recursive: true,
      filter: (file) => !file.endsWith('postmaster.pid'),
    });
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    await client.end();
    fs.writeFileSync(path.join(replica.data, 'backup_label'), rows[0]?.labelfile ?? '');
    fs.writeFileSync(path.join(replica.data, 'standby.signal'), '');
    const source = `host=127.0.0.1 port=${this.port} user=postgres password=${PASSWORD}`;
    fs.appendFileSync(
      path.join(replica.data, 'postgresql.conf'),
      `\nport=${replica.port}\nprimary_conninfo='${source}'\n`,
    );
    fs.chmodSync(replica.data, 0o700);
    const { uid, gid } = this.binaries.user;
    if (uid !== undefined && gid !== undefined) execFileSync('chown', ['-R', `${uid}:${gid}`, root]);
    await replica.start();
    return replica;
  }

  /** Stops the server and waits until its process has gone. */
  async stop(mode: keyof typeof STOP_SIGNALS = 'fast'): Promise<void> {
    await this.end(STOP_SIGNALS[mode]);
  }

  /** Kills the postmaster as a crash would; start() then recovers from the log. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Kills the process of one session; the server then ends all others and recovers. */
  killSession(pid: number): void {
    process.kill(pid, 'SIGKILL');
  }

  /** Freezes every process of the server: it accepts connections and answers nothing. */
  freeze(): void {
    for (const pid of this.processes()) process.kill(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of this.processes()) {
      try {
        process.kill(pid, 'SIGCONT');
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  /** Creates an empty database and returns its URL. */
  async createDatabase(): Promise<string> {
    this.databases += 1;
    const name = `test_${process.pid}_${this.databases}`;
    await this.query(`CREATE DATABASE ${name}`);
    return this.url(name);
  }

  /** Stops the server and removes its data. */
  async close(): Promise<void> {
    PostgresServer.open.delete(this);
    this.thaw();
    await this.stop('immediate');
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  /** Runs SQL as the superuser, on a connection of its own. */
  async query<Row extends object>(sql: string, database?: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.url(database), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  private get data(): string {
    return path.join(this.root, 'data');
  }

  private configure(settings: readonly string[]): void {
    fs.appendFileSync(path.join(this.data, 'postgresql.conf'), `\n${settings.join('\n')}\n`);
  }

  /** A file whose presence tells the server something. */
  private signal(name: string): void {
    const file = path.join(this.data, name);
    const { uid, gid } = this.binaries.user;
    fs.writeFileSync(file, '');
    if (uid !== undefined && gid !== undefined) fs.chownSync(file, uid, gid);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const pid = this.postmaster();
    if (pid !== null && isRunning(pid)) {
      process.kill(pid, signal);
      await eventually(() => !isRunning(pid), { deadlineMs: 30_000 });
    }
    this.guard?.stdin?.end(`${KEEP_FILES}\n`);
    this.guard = null;
    if (signal === 'SIGKILL') fs.rmSync(path.join(this.data, 'postmaster.pid'), { force: true });
  }

  private postmaster(): number | null {
    try {
      return Number(fs.readFileSync(path.join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    } catch {
      return null;
    }
  }

  private processes(): number[] {
    const postmaster = this.postmaster();
    if (postmaster === null) return [];
    try {
      const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' });
      return [postmaster, ...children.split('\n').flatMap((line) => (line.trim() ? Number(line) : []))];
    } catch {
      return [postmaster];
    }
  }
}

/** A zombie has ended too: it only waits for its parent. */
function isRunning(pid: number): boolean {
  try {
    const state = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
    return state !== 'Z';
  } catch {
    if (fs.existsSync('/proc/self/stat')) return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
