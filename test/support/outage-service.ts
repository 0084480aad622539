import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { UsersService } from '../../src/users/users.service';
import { eventually } from './eventually';
import { adminTokens, fetchAs } from './sign-in';
import { TcpProxy } from './tcp-proxy';
import { startApp, type TestApp } from './test-app';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

/** A port on which nothing listens. */
const NOWHERE = 1;

const JSON_BODY = { 'content-type': 'application/json' };

/** The service between memory with a journal and a PostgreSQL that can be away. Nothing of it is a secret by accident. */
export class OutageService {
  private service: TestApp | null = null;
  /** Of an administrator. */
  readonly adminToken = adminTokens(() => this.app);
  private readonly fetch = fetchAs(this.adminToken);

  private constructor(
    readonly database: TestDatabase,
    readonly proxy: TcpProxy,
    /** What the journal's folder is called. */
    readonly directory: string,
  ) {}

  static async prepare(): Promise<OutageService> {
    const database = await createTestDatabase();
    const proxy = await TcpProxy.start(NOWHERE);
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'ballast-journal-'));
    return new OutageService(database, proxy, directory);
  }

  get url(): string {
    return this.running.url;
  }

  get app(): TestApp['app'] {
    return this.running.app;
  }

  async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.stop();
    this.service = await startApp({
      DATABASE_URL: this.proxy.urlOf(this.database.url),
      DATABASE_JOURNAL_DIR: this.directory,
      DATABASE_RETRY_MIN_MS: '50',
      DATABASE_RETRY_MAX_MS: '100',
      DATABASE_STABILITY_WINDOW_MS: '0',
      ...environment,
    });
  }

  async stop(): Promise<void> {
    await this.service?.close();
    this.service = null;
  }

  bringBack(): void {
    this.proxy.redirect(Number(new URL(this.database.url).port));
  }

  takeAway(): void {
    this.proxy.redirect(NOWHERE);
    this.proxy.reset();
  }

  async is(status: string): Promise<void> {
    await eventually(async () => {
      const response = await fetch(`${this.url}/health/database`);
      return ((await response.json()) as { status: string }).status === status;
    });
  }

  /** As an administrator. */
  send(
    method: string,
    route: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const content =
      body === undefined ? {} : { headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) };
    return this.fetch(`${this.url}${route}`, { method, headers, ...content });
  }

  /** @returns the id */
  async createUser(handle: string): Promise<string> {
    const { id } = await this.users.create({ email: `${handle}@example.com`, handle });
    return id;
  }

  async changeUser(id: string, version: number, changes: object): Promise<void> {
    await this.users.update(id, [version], changes);
  }

  /**
   * Serves from PostgreSQL with quarantined transactions: for each handle, that of a user who was made in memory while
   * another in PostgreSQL had it already.
   *
   * @returns the ids of the users in the way
   */
  async startWithConflicts(
    handles: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<string[]> {
    this.bringBack();
    await this.start(environment);
    await this.is('healthy');
    const inTheWay: string[] = [];
    for (const handle of handles) inTheWay.push(await this.createUser(handle));
    await this.stop();
    this.takeAway();
    await this.start(environment);
    for (const handle of handles) await this.createUser(handle);
    this.bringBack();
    await this.is('healthy');
    return inTheWay;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.proxy.close();
    await this.database.drop();
    await fs.rm(this.directory, { recursive: true });
  }

  private get users(): UsersService {
    return this.app.get(UsersService);
  }

  private get running(): TestApp {
    if (!this.service) throw new Error('the service has not been started');
    return this.service;
  }
}
