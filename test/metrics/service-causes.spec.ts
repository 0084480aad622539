import { randomUUID } from 'node:crypto';
import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { STORES } from '../../src/database/testing';
import { Housekeeping } from '../../src/housekeeping/housekeeping.service';
import { IdempotencyRecord } from '../../src/idempotency/idempotency-record.entity';
import { RateLimitRecord } from '../../src/limits/rate-limit.entity';
import { RateLimits } from '../../src/limits/rate-limits.service';
import { OtpFailures } from '../../src/otps/otp-failures.entity';
import { MOST_SENDS_AN_HOUR } from '../../src/otps/otp-rules';
import { Otp } from '../../src/otps/otp.entity';
import { MailServer } from '../support/mail-server';
import { eventually } from '../support/eventually';
import { type Body, type SignedIn, TokenService } from '../tokens/signed-in';
import { Scrape, TOKEN } from './scrape';

const PER_ADDRESS = 4;
const CODES_PER_ADDRESS = 2;
const PER_TOKEN = 12;
const TOKENS_PER_USER = 4;
const HOUR_MS = 3_600_000;

describe.each(STORES.filter(({ store }) => store === 'PostgreSQL'))(
  'metrics of what is done on $store',
  (target) => {
    let api: TokenService;
    let mail: MailServer;
    let before: Scrape;
    let addresses = 0;

    beforeAll(async () => {
      mail = await MailServer.start();
      api = await TokenService.start(target, {
        ...mail.environment,
        METRICS_TOKEN: TOKEN,
        TRUST_PROXY: 'loopback',
        RATE_LIMIT_PER_ADDRESS: String(PER_ADDRESS),
        RATE_LIMIT_CODES_PER_ADDRESS: String(CODES_PER_ADDRESS),
        RATE_LIMIT_PER_TOKEN: String(PER_TOKEN),
        RATE_LIMIT_TOKENS_PER_USER: String(TOKENS_PER_USER),
      });
    });
    afterAll(async () => {
      await api.close();
      await mail.close();
    });
    beforeEach(async () => {
      before = await Scrape.of(api.service.url);
    });

    /** An address that nobody has asked from yet. */
    const newAddress = (): string => `198.51.100.${(addresses += 1)}`;
    const send = (
      method: string,
      path: string,
      secret: string | null,
      body?: object,
      headers = {},
    ): Promise<Response> =>
      api.send(method, path, secret, body, { 'x-forwarded-for': newAddress(), ...headers });
    const askForCode = (email: string, address = newAddress()): Promise<Response> =>
      send('POST', '/v1/auth/otps', null, { email, purpose: 'sign_in' }, { 'x-forwarded-for': address });
    const answer = (challengeId: unknown, code: string): Promise<Response> =>
      send('POST', `/v1/auth/otps/${String(challengeId)}/verify`, null, { code });
    const makeToken = ({ secret }: SignedIn, headers = {}): Promise<Response> =>
      send('POST', '/v1/tokens', secret, { name: 'x', scopes: ['apis:read'] }, headers);
    const repository = <T extends object>(entity: new () => T): Repository<T> =>
      api.service.app.get<Repository<T>>(getRepositoryToken(entity));
    const times = async (count: number, ask: () => Promise<Response>): Promise<number[]> => {
      const statuses: number[] = [];
      for (let i = 0; i < count; i += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after another
        statuses.push((await ask()).status);
      }
      return statuses;
    };
    /** How much each line of a metric has grown, by the value of its label, without those that have not. */
    const grown = async (name: string, label: string): Promise<Record<string, number>> => {
      const now = await Scrape.of(api.service.url);
      const lines = now
        .linesOf(name)
        .map(({ labels, value }): [string, number] => [
          labels[label] ?? '',
          value - before.valueOf(name, labels),
        ]);
      return Object.fromEntries(lines.filter(([, value]) => value !== 0));
    };

    it('count who comes too often, by each limit that there is', async () => {
      const [ada, bob] = [await api.signIn(), await api.signIn()];
      const [near, far] = [newAddress(), newAddress()];
      const whoami = (secret: string | null, headers = {}): Promise<Response> =>
        send('GET', '/v1/tokens/whoami', secret, undefined, headers);
      const statuses = [
        await times(PER_ADDRESS + 1, () => whoami(null, { 'x-forwarded-for': near })),
        await times(PER_TOKEN + 1, () => whoami(ada.secret)),
        await times(CODES_PER_ADDRESS + 1, () => askForCode(`${randomUUID()}@example.com`, far)),
        await times(TOKENS_PER_USER + 1, () => makeToken(bob)),
        await times(2, () => askForCode('soon@example.com')),
      ];
      const limits = api.service.app.get(RateLimits);
      const often = { name: 'email-codes', limit: MOST_SENDS_AN_HOUR, windowMs: HOUR_MS };
      for (let n = 0; n < often.limit; n += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one after another
        await limits.take('often@example.com', often);
      }
      statuses.push(await times(1, () => askForCode('often@example.com')));
      expect(statuses.map((each) => each.filter((status) => status === 429).length)).toEqual([
        1, 1, 1, 1, 1, 1,
      ]);
      expect(statuses.map((each) => each.at(-1))).toEqual([429, 429, 429, 429, 429, 429]);
      expect(await grown('ballast_rate_limit_refusals_total', 'limit')).toEqual({
        address: 1,
        token: 1,
        codes: 1,
        tokens: 1,
        'email-cooldown': 1,
        'email-codes': 1,
      });
    });

    it('count what was answered as before by its Idempotency-Key, and not what was answered first', async () => {
      const ada = await api.signIn();
      const key = { 'idempotency-key': 'once' };
      expect(await times(3, () => makeToken(ada, key))).toEqual([201, 201, 201]);
      expect(await grown('ballast_idempotency_replays_total', '')).toEqual({ '': 2 });
      expect(await grown('ballast_tokens_issued_total', 'by')).toEqual({ creation: 1 });
    });

    it('count the rows that housekeeping has deleted, by table', async () => {
      const expiresAt = new Date(1);
      const digest = '0'.repeat(64);
      const hits = ['a', 'b', 'c'].map((name) => ({ bucket: name.padEnd(64, '0'), hits: ['1'], expiresAt }));
      await repository(RateLimitRecord).insert(hits);
      await repository(IdempotencyRecord).insert({
        id: digest,
        requestHash: digest,
        body: '{}',
        headers: '{}',
        expiresAt,
      });
      await askForCode('late@example.com');
      await repository(Otp).update({ email: 'late@example.com' }, { createdAt: new Date(0), expiresAt });
      const { id } = await api.makeToken(await api.signIn());
      await api.tokens.update({ id }, { createdAt: new Date(0), expiresAt });
      const tables = { rate_limits: 3, idempotency_records: 1, otps: 1, tokens: 1 };
      expect(await api.service.app.get(Housekeeping).purge()).toEqual(tables);
      expect(await grown('ballast_housekeeping_purged_rows_total', 'table')).toEqual(tables);
    });

    it('count codes that were refused, and mails that could not be sent, by why', async () => {
      const asked = await askForCode('wrong@example.com');
      const { challengeId } = (await asked.json()) as Body;
      const right = await mail.codeFor('wrong@example.com');
      const wrong = right === '00000000' ? '00000001' : '00000000';
      expect((await answer(challengeId, wrong)).status).toBe(400);
      const refuse = async (email: string, failures: number): Promise<void> => {
        const failed = { email, failures, lastFailedAt: new Date() };
        await repository(OtpFailures).insert(failed);
        await askForCode(email);
      };
      await refuse('delayed@example.com', 10);
      await refuse('locked@example.com', 100);
      await repository(Otp).update({ id: String(challengeId) }, { sends: 3 });
      await repository(RateLimitRecord).clear();
      await send('POST', `/v1/auth/otps/${String(challengeId)}/resend`, null);
      expect(await grown('ballast_otp_refused_total', 'reason')).toEqual({
        otp_invalid: 1,
        otp_delayed: 1,
        otp_locked: 1,
        otp_sends_exhausted: 1,
      });
      mail.refusals.push(550);
      await askForCode('nobody@example.com');
      await eventually(async () => (await grown('ballast_otp_sent_total', 'outcome'))['failed'] === 1);
    });

    it('count codes that were right, and what was done by them', async () => {
      const { user, secret } = await api.signIn();
      const prove = async (email: string, purpose: string, secret: string | null): Promise<void> => {
        const asked = await send('POST', '/v1/auth/otps', secret, { email, purpose });
        const { challengeId } = (await asked.json()) as Body;
        const code = await mail.codeFor(email);
        const proved = await send('POST', `/v1/auth/otps/${String(challengeId)}/verify`, secret, { code });
        expect(proved.ok).toBe(true);
      };
      await prove('new-here@example.com', 'sign_in', null);
      await prove(user.email, 'step_up', secret);
      await prove('moved@example.com', 'email_change', secret);
      const purposes = { sign_in: 1, step_up: 1, email_change: 1 };
      expect(await grown('ballast_otp_requested_total', 'purpose')).toEqual(purposes);
      expect(await grown('ballast_otp_verified_total', 'purpose')).toEqual(purposes);
      expect((await grown('ballast_otp_sent_total', 'outcome'))['sent']).toBeGreaterThanOrEqual(3);
    });

    it('count tokens that were rotated and revoked, and requests that were refused for theirs, by why', async () => {
      const ada = await api.signIn();
      const { id, token } = await api.makeToken(ada, { scopes: ['tokens:read', 'tokens:write'] });
      const whoami = '/v1/tokens/whoami';
      const draft = { name: 'x', scopes: ['tokens:read'] };
      const refused = [
        await send('GET', whoami, null),
        await send('GET', whoami, 'nonsense'),
        await send('GET', `${whoami}?access_token=x`, null),
        await send('GET', `${whoami}?access_token=x`, token),
        await send('GET', '/v1/users', token),
        await send('POST', '/v1/tokens', token, draft),
      ];
      expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 400, 403, 403]);
      await api.tokens.update({ userId: ada.user.id, kind: 'session' }, { signedInAt: new Date(0) });
      expect((await send('DELETE', '/v1/users/me', ada.secret, undefined, { 'if-match': '*' })).status).toBe(
        401,
      );
      expect(await grown('ballast_tokens_refused_total', 'reason')).toEqual({
        unauthenticated: 1,
        invalid_token: 1,
        token_in_url: 1,
        two_credentials: 1,
        insufficient_scope: 1,
        session_required: 1,
        step_up_required: 1,
      });
      expect((await send('POST', `/v1/tokens/${id}/rotate`, ada.secret, {})).status).toBe(201);
      expect(
        (await send('DELETE', `/v1/tokens/${id}`, ada.secret, undefined, { 'if-match': '*' })).status,
      ).toBe(204);
      expect((await send('POST', '/v1/tokens/revoke-all', ada.secret)).status).toBe(200);
      expect(await grown('ballast_tokens_issued_total', 'by')).toEqual({ creation: 1, rotation: 1 });
      expect(await grown('ballast_tokens_revoked_total', 'which')).toEqual({ one: 1, all: 1 });
    });
  },
);
