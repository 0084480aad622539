import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually';
import { freePort } from './postgres-server';

/** "nobody": PgBouncer refuses to run as root. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 };

const PLACES = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];

/** A real PgBouncer on a free port of the loopback, in transaction mode. */
export class PgBouncer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly root: string,
    /** Of the database behind it. */
    readonly url: string,
  ) {}

  /** Where the program is; null where it is not installed. */
  static readonly program: string | null =
    PLACES.map((folder) => path.join(folder, 'pgbouncer')).find((file) => fs.existsSync(file)) ?? null;

  /**
   * @param databaseUrl what is behind it
   * @param settings more lines of its configuration
   */
  static async start(databaseUrl: string, settings: readonly string[] = []): Promise<PgBouncer> {
    if (PgBouncer.program === null) throw new Error('pgbouncer is not installed');
    const target = new URL(databaseUrl);
    const port = await freePort();
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ballast-pgbouncer-'));
    const users = path.join(root, 'users.txt');
    const configuration = path.join(root, 'pgbouncer.ini');
    fs.writeFileSync(users, `"${target.username}" "${target.password}"\n`);
    fs.writeFileSync(
      configuration,
      [
        '[databases]',
        `* = host=${target.hostname} port=${target.port}`,
        '[pgbouncer]',
        'listen_addr=127.0.0.1',
        `listen_port=${port}`,
        'unix_socket_dir=',
        'auth_type=scram-sha-256',
        `auth_file=${users}`,
        'pool_mode=transaction',
        'default_pool_size=4',
        'max_client_conn=500',
        'server_login_retry=1',
        ...settings,
        '',
      ].join('\n'),
    );
    const isRoot = process.getuid?.() === 0;
    if (isRoot)
      for (const file of [root, users, configuration]) fs.chownSync(file, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
    const log = fs.openSync(path.join(root, 'log'), 'a');
    const child = spawn(PgBouncer.program, [configuration], {
      ...(isRoot && UNPRIVILEGED),
      cwd: root,
      stdio: ['ignore', log, log],
    });
    target.hostname = '127.0.0.1';
    target.port = String(port);
    const bouncer = new PgBouncer(child, root, target.href);
    await eventually(() => bouncer.answers());
    return bouncer;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null) await gone;
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    const client = new Client({ connectionString: this.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
  }
}
