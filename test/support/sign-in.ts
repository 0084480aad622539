import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SessionsService } from '../../src/tokens/sessions.service';
import { UsersService } from '../../src/users/users.service';
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

/** The token of a session of a new administrator, made by the services themselves. */
export async function adminToken(app: NestFastifyApplication): Promise<string> {
  const users = app.get(UsersService);
  const handle = `admin-${randomUUID().slice(0, 8)}`;
  const { id } = await users.create({ email: `${handle}@example.com`, handle });
  const { token } = await app.get(SessionsService).open(await users.update(id, null, { role: 'admin' }));
  return token;
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
