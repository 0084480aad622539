import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { scopesOf } from '../../src/auth/scopes';
import { DatabaseManager } from '../../src/database';
import { newToken } from '../../src/tokens/new-token';
import { hashOf, makeSecret } from '../../src/tokens/token-secret';
import { Token } from '../../src/tokens/token.entity';
import { User } from '../../src/users/user.entity';
import { codeIn } from './code-in';
import { eventually } from './eventually';

/** Where codes arrive: a mail server, or the log. */
export interface CodeSource {
  /** The latest code for an address, once as many have come as asked for. */
  codeFor(email: string, count?: number): Promise<string>;
}

/** Signs in as people do, by a code, and answers the token of the session. */
export async function signIn(url: string, source: CodeSource, email: string): Promise<string> {
  const { challengeId } = await post<{ challengeId: string }>(`${url}/v1/auth/otps`, {
    email,
    purpose: 'sign_in',
  });
  const code = await source.codeFor(email);
  const { token } = await post<{ token: string }>(`${url}/v1/auth/otps/${challengeId}/verify`, { code });
  return token;
}

/** The codes in the log of a service that has no server to give mail to. */
export function codesInLog(service: { readonly text: string }): CodeSource {
  return {
    codeFor: (email, count = 1) =>
      eventually(() => {
        const mails = service.text.split('\n').flatMap((line) => mailIn(line, email));
        return codeIn(mails.length < count ? '' : mails.at(-1));
      }),
  };
}

/** What a process is started with so that {@link signInAsAdmin} makes administrators. */
export const ADMINISTRATORS = {
  ADMIN_EMAILS: Array.from({ length: 50 }, (_, n) => addressOfAdmin(n)).join(),
};

/** Signs in the `n`th administrator at a service that is a process of its own, and gives its mail to the log. */
export function signInAsAdmin(service: { readonly text: string }, url: string, n = 0): Promise<string> {
  return signIn(url, codesInLog(service), addressOfAdmin(n));
}

function addressOfAdmin(n: number): string {
  return `admin-${n}@example.com`;
}

/** The token of a session of a new administrator, made in one transaction; its use is not noted for a minute. */
export function adminToken(app: NestFastifyApplication): Promise<string> {
  return sessionToken(app, 'admin');
}

/** The same of somebody of this role. */
export async function sessionToken(app: NestFastifyApplication, role: User['role']): Promise<string> {
  const { user, token, secret } = somebody(role);
  await app.get(DatabaseManager).dataSource.transaction(async (manager) => {
    await manager.insert(User, user);
    await manager.insert(Token, token);
  });
  return secret;
}

/** The same, of a service that is another process and has made its tables. */
export async function adminTokenIn(databaseUrl: string): Promise<string> {
  const { user, token, secret } = somebody('admin');
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const [table, row] of [
      ['users', user],
      ['tokens', token],
    ] as const) {
      const columns = Object.keys(row);
      const places = columns.map((_, i) => `$${i + 1}`);
      const names = columns.map((column) => `"${column}"`);
      await client.query(
        `INSERT INTO ${table} (${names.join()}) VALUES (${places.join()})`,
        Object.values(row),
      );
    }
  } finally {
    await client.end();
  }
  return secret;
}

function somebody(role: User['role']): { user: User; token: Token; secret: string } {
  const now = new Date();
  const handle = `admin-${randomUUID().slice(0, 8)}`;
  const user = Object.assign(new User(), {
    id: uuidv7(),
    email: `${handle}@example.com`,
    handle,
    displayName: null,
    role,
    status: 'active',
    emailVerifiedAt: now,
    lastSignInAt: now,
    createdAt: now,
    updatedAt: now,
    version: 1,
  });
  const made = newToken({
    userId: user.id,
    kind: 'session',
    name: 'Sign-in',
    scopes: scopesOf(role),
    lifetimeMs: 86_400_000,
  });
  return { user, token: Object.assign(made.token, { lastUsedAt: now }), secret: made.secret };
}

function mailIn(line: string, email: string): string[] {
  if (!line.startsWith('{')) return [];
  const { event, to, text } = JSON.parse(line) as { event?: string; to?: string; text?: string };
  return event === 'mail.not_sent' && to === email && text !== undefined ? [text] : [];
}

async function post<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/**
 * Tokens of an administrator, who is made where the store that serves knows of none (any more). While none serves, the
 * token is one that nobody can know.
 */
export function adminTokens(app: () => NestFastifyApplication): () => Promise<string> {
  let secret = Promise.resolve(makeSecret('session'));
  return () => {
    const running = app();
    // One after another, so that many requests at once make one administrator.
    secret = secret.then((known) => tokenInForce(running, known));
    return secret;
  };
}

async function tokenInForce(app: NestFastifyApplication, secret: string): Promise<string> {
  try {
    const { manager } = app.get(DatabaseManager).dataSource;
    const isKnown = await manager.existsBy(Token, { tokenHash: hashOf(secret) });
    return isKnown ? secret : await adminToken(app);
  } catch {
    return secret;
  }
}

/** A `fetch` as an administrator, by {@link adminTokens}. */
export function fetchAsAdmin(app: () => NestFastifyApplication): typeof fetch {
  return fetchAs(adminTokens(app));
}

/** A `fetch` for requests that show a token, unless they bring one of their own. */
export function fetchAs(token: () => string | Promise<string>): typeof fetch {
  return async (input, { headers, ...init } = {}) => {
    const shown = new Headers(headers);
    if (!shown.has('authorization')) shown.set('authorization', `Bearer ${await token()}`);
    return fetch(input, { ...init, headers: shown });
  };
}
