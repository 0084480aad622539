import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { ServiceProcess } from '../support/service-process';
import { adminTokenIn, signIn } from '../support/sign-in';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { RoundRobinProxy } from './round-robin-proxy';

export type Body = Record<string, unknown>;

/** What was answered: the status, the body, and the headers. */
export type Answer = readonly [status: number, body: Body, headers: Headers];

/** What a request may have beside its method and path. */
export interface Parts {
  readonly token?: string | null;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What all instances have in common in every deployment. */
const SHARED = { OTP_PEPPERS: `a:${Buffer.alloc(32, 1).toString('base64')}`, DATABASE_FALLBACK: 'never' };

/** Built services that are processes of their own, on one PostgreSQL and behind one proxy. */
export class Instances {
  readonly services: ServiceProcess[] = [];
  private readonly urlOf = new Map<ServiceProcess, string>();

  private constructor(
    readonly proxy: RoundRobinProxy,
    readonly mail: MailServer,
    private readonly database: TestDatabase,
    private readonly sql: Client,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /**
   * Starts so many at the same time.
   *
   * @param given a database, which goes with them; else they get a new one
   */
  static async start(
    count: number,
    environment: Readonly<Record<string, string>> = {},
    given?: TestDatabase,
  ): Promise<Instances> {
    const database = given ?? (await createTestDatabase());
    const sql = new Client({ connectionString: database.url });
    await sql.connect();
    const [proxy, mail] = await Promise.all([RoundRobinProxy.start(), MailServer.start()]);
    const instances = new Instances(proxy, mail, database, sql, {
      DATABASE_URL: database.url,
      ...SHARED,
      ...mail.environment,
      ...environment,
    });
    await Promise.all(Array.from({ length: count }, () => instances.add()));
    return instances;
  }

  /** Starts one more, and waits until it is sent requests. */
  async add(): Promise<ServiceProcess> {
    const service = ServiceProcess.start(this.environment);
    this.services.push(service);
    const url = await service.ready(60_000);
    this.urlOf.set(service, url);
    this.proxy.add(url);
    await eventually(() => this.proxy.ready.includes(url), { deadlineMs: 30_000 });
    return service;
  }

  /** Ends one as Kubernetes would. @returns its exit code */
  async end(service: ServiceProcess): Promise<number | null> {
    const code = await service.stop();
    this.forget(service);
    return code;
  }

  /** Ends one as a crash would. */
  async kill(service: ServiceProcess): Promise<void> {
    await service.kill();
    this.forget(service);
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.kill()));
    await Promise.all([this.proxy.close(), this.mail.close(), this.sql.end()]);
    await this.database.drop();
  }

  get urls(): string[] {
    return this.services.map((service) => this.urlOf.get(service) ?? '');
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.sql.query<Row>(text, [...values])).rows;
  }

  /** The token of a new administrator. */
  newAdmin(): Promise<string> {
    return adminTokenIn(this.database.url);
  }

  /** The token of a session, by a code that went through the proxy. */
  signIn(email: string): Promise<string> {
    return signIn(this.proxy.url, this.mail, email);
  }

  /** Asks whose turn it is. */
  ask(method: string, path: string, parts: Parts = {}): Promise<Answer> {
    return this.askAt(this.proxy.url, method, path, parts);
  }

  /** Asks all at the same time, the first one first. */
  askAll(method: string, path: string, parts: Parts = {}): Promise<Answer[]> {
    return Promise.all(this.urls.map((url) => this.askAt(url, method, path, parts)));
  }

  async askAt(url: string, method: string, path: string, { token, body, headers }: Parts): Promise<Answer> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return [response.status, (text === '' ? {} : JSON.parse(text)) as Body, response.headers];
  }

  private forget(service: ServiceProcess): void {
    this.proxy.remove(this.urlOf.get(service) ?? '');
    this.services.splice(this.services.indexOf(service), 1);
  }
}
