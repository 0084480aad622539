import { eventually } from '../support/eventually';
import { MailServer } from '../support/mail-server';
import { OutageService } from '../support/outage-service';
import { signIn } from '../support/sign-in';
import { STORES } from '../../src/database/testing';
import { startApp } from '../support/test-app';

const EMAIL = 'stranger@example.com';

interface Token {
  readonly id: string;
  readonly token: string;
  readonly lastUsedAt: string | null;
  readonly replacedById: string | null;
}

/** What somebody does who has never been here, one step after another, and what he sees. */
class Stranger {
  private session = '';
  private made: Token = { id: '', token: '', lastUsedAt: null, replacedById: null };
  private successor = this.made;

  constructor(
    private readonly url: () => string,
    private readonly mail: MailServer,
  ) {}

  /** Asks for a code, reads the mail, signs in and makes a token. */
  async arrive(): Promise<unknown> {
    this.session = await signIn(this.url(), this.mail, EMAIL);
    const draft = { name: 'laptop', scopes: ['profile:read'] };
    const made = await this.send('POST', '/v1/tokens', this.session, draft);
    this.made = (await made.json()) as Token;
    return [made.status, this.made.lastUsedAt];
  }

  /** Uses the token, and looks when it was used. */
  async use(): Promise<unknown> {
    const me = await this.send('GET', '/v1/users/me', this.made.token);
    const { email } = (await me.json()) as { email: string };
    const usedAt = await eventually(async () => (await this.asItIs(this.made)).lastUsedAt ?? false);
    return [email, Math.abs(Date.now() - Date.parse(String(usedAt))) < 60_000];
  }

  /** Puts another token in its place. */
  async rotate(): Promise<unknown> {
    const rotated = await this.send('POST', `/v1/tokens/${this.made.id}/rotate`, this.session, {});
    this.successor = (await rotated.json()) as Token;
    const { replacedById } = await this.asItIs(this.made);
    return [rotated.status, replacedById === this.successor.id, ...(await this.tryAll())];
  }

  /** Revokes that. */
  async revoke(): Promise<unknown> {
    const revoked = await this.send('DELETE', `/v1/tokens/${this.successor.id}`, this.session);
    return [revoked.status, ...(await this.tryAll())];
  }

  /** How the first token, the second and the session are answered. */
  async tryAll(): Promise<number[]> {
    const tokens = [this.made.token, this.successor.token, this.session];
    const answers = await Promise.all(tokens.map((token) => this.send('GET', '/v1/users/me', token)));
    return answers.map(({ status }) => status);
  }

  private async asItIs({ id }: Token): Promise<Token> {
    return (await (await this.send('GET', `/v1/tokens/${id}`, this.session)).json()) as Token;
  }

  private send(method: string, path: string, token: string, body?: object): Promise<Response> {
    return fetch(`${this.url()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'DELETE' && { 'if-match': '*' }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
}

/** What he sees at each step. */
const STEPS = [
  ['arrive', [201, null]],
  ['use', [EMAIL, true]],
  ['rotate', [201, true, 401, 200, 200]],
  ['revoke', [204, 401, 401, 200]],
  ['tryAll', [401, 401, 200]],
] as const;

describe('a stranger signs in, makes a token, uses, rotates and revokes it, and is refused', () => {
  let mail: MailServer;
  const cleanUps: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    mail = await MailServer.start();
    cleanUps.push(() => mail.close());
  });
  afterEach(async () => {
    // oxlint-disable-next-line no-await-in-loop -- the last thing first
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  });

  it.each(STORES)('on $store', async (target) => {
    const prepared = await target.prepare();
    cleanUps.push(() => prepared.drop());
    const service = await startApp({ ...prepared.environment, ...mail.environment });
    cleanUps.push(() => service.close());
    const stranger = new Stranger(() => service.url, mail);
    for (const [step, seen] of STEPS) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect([step, await stranger[step]()]).toEqual([step, seen]);
    }
  });

  it.each(['use', 'rotate', 'revoke', 'tryAll'] as const)(
    'while PostgreSQL takes over from memory before the step %s',
    async (first) => {
      const service = await OutageService.prepare();
      cleanUps.push(() => service.close());
      await service.start(mail.environment);
      await service.is('degraded');
      const stranger = new Stranger(() => service.url, mail);
      for (const [step, seen] of STEPS) {
        if (step === first) {
          service.bringBack();
          // oxlint-disable-next-line no-await-in-loop -- one after another
          await service.is('healthy');
        }
        // oxlint-disable-next-line no-await-in-loop -- see above
        expect([step, await stranger[step]()]).toEqual([step, seen]);
      }
    },
  );
});
