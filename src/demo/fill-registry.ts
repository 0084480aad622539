import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SessionsService } from '../tokens/sessions.service';
import { SignInsService } from '../users/sign-ins.service';
import { DEMO_APIS, type DemoApi, type DemoVersion } from './demo-apis';

const DOCUMENTS = path.join(__dirname, 'documents');
const DAY_MS = 24 * 60 * 60 * 1_000;

/** What of an API or a version is looked at. */
interface Shown {
  readonly status?: string;
  readonly lifecycle?: string;
}

/** Registers and publishes what the demo shows, as its owners would. What is there already stays as it is. */
export async function fillRegistry(app: NestFastifyApplication): Promise<void> {
  const owners = new Map<string, Owner>();
  for (const api of DEMO_APIS) {
    // oxlint-disable-next-line no-await-in-loop -- the successor of an API comes before it
    const owner = owners.get(api.owner) ?? (await Owner.signIn(app, api.owner));
    owners.set(api.owner, owner);
    // oxlint-disable-next-line no-await-in-loop -- see above
    await register(owner, api);
  }
  await Promise.all([...owners.values()].map((owner) => owner.signOut()));
}

async function register(
  owner: Owner,
  { deprecation, versions, owner: _owner, ...api }: DemoApi,
): Promise<void> {
  const address = `/v1/apis/${api.slug}`;
  const found = await owner.find(address);
  if (!found) await owner.send('POST', '/v1/apis', api);
  // oxlint-disable-next-line no-await-in-loop -- numbers are published in their order
  for (const version of versions) await publish(owner, address, version);
  for (const { number, successor } of versions)
    // oxlint-disable-next-line no-await-in-loop -- few
    if (successor !== undefined) await deprecate(owner, `${address}/versions/${number}`, { successor });
  if (deprecation) {
    const sunsetAt = new Date(Date.now() + deprecation.sunsetInDays * DAY_MS).toISOString();
    await deprecate(owner, address, { successor: deprecation.successor, sunsetAt });
  }
}

async function publish(owner: Owner, api: string, { number, document }: DemoVersion): Promise<void> {
  const address = `${api}/versions/${number}`;
  const found = await owner.find(address);
  if (found && found.status !== 'draft') return;
  if (!found) await owner.send('POST', `${api}/versions`, { version: number });
  const text = await readFile(path.join(DOCUMENTS, document), 'utf8');
  const type = document.endsWith('.json') ? 'application/json' : 'application/yaml';
  await owner.send('PUT', `${address}/document`, text, { 'content-type': type, 'if-match': '*' });
  await owner.send('POST', `${address}/publish`, {});
}

async function deprecate(owner: Owner, address: string, what: object): Promise<void> {
  const found = await owner.find(address);
  if ((found?.status ?? found?.lifecycle) === 'deprecated') return;
  await owner.send('POST', `${address}/deprecate`, what);
}

/** A user of the demo, and his requests. */
class Owner {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly token: string,
  ) {}

  static async signIn(app: NestFastifyApplication, email: string): Promise<Owner> {
    const signIns = app.get(SignInsService);
    const known = await signIns.find(email);
    const user = await signIns.signIn(email, known?.id ?? null);
    if (!user) throw new Error(`${email} cannot sign in: is he suspended?`);
    return new Owner(app, (await app.get(SessionsService).open(user)).token);
  }

  /** Nobody knows the token, and nobody needs it any more. */
  async signOut(): Promise<void> {
    const body = new URLSearchParams({ token: this.token }).toString();
    await this.send('POST', '/oauth/revoke', body, { 'content-type': 'application/x-www-form-urlencoded' });
  }

  /** Null where there is nothing. */
  async find(url: string): Promise<Shown | null> {
    const { statusCode, body } = await this.inject('GET', url);
    if (statusCode === 404) return null;
    return JSON.parse(accepted(url, statusCode, body)) as Shown;
  }

  async send(
    method: 'POST' | 'PUT',
    url: string,
    body: object | string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): Promise<void> {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await this.inject(method, url, payload, headers);
    accepted(url, answer.statusCode, answer.body);
  }

  private inject(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: string,
    headers: Record<string, string> = {},
  ): Promise<{ statusCode: number; body: string }> {
    return this.app.inject({
      method,
      url,
      headers: { ...headers, authorization: `Bearer ${this.token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  }
}

/** @throws when a request of the demo was refused */
function accepted(url: string, status: number, body: string): string {
  if (status >= 300) throw new Error(`${url} was answered with ${status}: ${body}`);
  return body;
}
