import { eventually } from '../support/eventually';
import { ServiceProcess } from '../support/service-process';
import { type Answer, type Body, Instances } from './instances';

const CODES_AN_HOUR = 6;
/** More than are deleted in one transaction. */
const EXPIRED = 1_200;
/** Of housekeeping. */
const LOCK_KEY = '7164285530917';

const statusesOf = (answers: readonly Answer[]): number[] => answers.map(([status]) => status);
const etagOf = ([, , headers]: Answer): string => headers.get('etag') ?? '';
const countOf = (statuses: readonly number[], status: number): number =>
  statuses.filter((one) => one === status).length;

describe('four instances on one PostgreSQL', () => {
  jest.setTimeout(60_000);

  let instances: Instances;
  let admin: string;
  let serial = 0;

  beforeAll(async () => {
    ServiceProcess.build();
    instances = await Instances.start(4, {
      RATE_LIMIT_CODES_PER_ADDRESS: String(CODES_AN_HOUR),
      HOUSEKEEPING_INTERVAL_MS: '100',
    });
    admin = await instances.newAdmin();
  }, 180_000);
  beforeEach(() => instances.query('DELETE FROM rate_limits'));
  afterAll(() => instances.close());

  const newName = (): string => `person-${(serial += 1)}`;
  const newAddress = (): string => `${newName()}@example.com`;
  const request = (email: string): Promise<Answer> =>
    instances.ask('POST', '/v1/auth/otps', { body: { email, purpose: 'sign_in' } });
  const everyone = <T>(value: T): T[] => Array.from({ length: 4 }, () => value);
  const newUser = async (): Promise<{ id: string; token: string }> => {
    const token = await instances.signIn(newAddress());
    const [, { id }] = await instances.ask('GET', '/v1/users/me', { token });
    return { id: String(id), token };
  };
  /** All at once; who is told that the same is being done asks again. */
  const untilAnswered = (url: string, key: string, token: string): Promise<Answer> =>
    eventually(async () => {
      const answer = await instances.askAt(url, 'POST', '/v1/tokens', {
        token,
        body: { name: 'x', scopes: ['apis:read'] },
        headers: { 'idempotency-key': key },
      });
      if (answer[0] === 409) throw new Error('it is still being done');
      return answer;
    });

  it('have migrated once, although they started together', async () => {
    const texts = instances.services.map(({ text }) => text);
    expect(texts.filter((text) => text.includes('database.migrated'))).toHaveLength(1);
    const names = (await instances.query<{ name: string }>('SELECT name FROM migrations')).map(
      ({ name }) => name,
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('are asked in turn', async () => {
    instances.proxy.answers.clear();
    await Promise.all(Array.from({ length: 8 }, () => instances.ask('GET', '/v1/apis')));
    expect([...instances.proxy.answers.values()]).toEqual(everyone(2));
  });

  it('send no more codes than one would to who goes from one to the next', async () => {
    const answers = await Promise.all(Array.from({ length: CODES_AN_HOUR + 4 }, () => request(newAddress())));
    expect(countOf(statusesOf(answers), 202)).toBe(CODES_AN_HOUR);
    expect(countOf(statusesOf(answers), 429)).toBe(4);
    const next = await Promise.all([1, 2, 3, 4].map(() => request(newAddress())));
    expect(statusesOf(next)).toEqual(everyone(429));
  });

  it('let nobody guess a code more often than one would', async () => {
    const email = newAddress();
    const [, { challengeId }] = await request(email);
    const code = await instances.mail.codeFor(email);
    const wrong = code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    const path = `/v1/auth/otps/${String(challengeId)}/verify`;
    const guess = (): Promise<Answer> => instances.ask('POST', path, { body: { code: wrong } });
    expect(new Set(statusesOf(await Promise.all(Array.from({ length: 12 }, guess))))).toEqual(new Set([400]));
    const [{ attempts } = { attempts: 0 }] = await instances.query<{ attempts: number }>(
      'SELECT attempts FROM otps WHERE id = $1',
      [challengeId],
    );
    expect(attempts).toBe(5);
    expect(statusesOf(await instances.askAll('POST', path, { body: { code } }))).toEqual(everyone(400));
  });

  it('take a code once, whoever is asked', async () => {
    const email = newAddress();
    const [, { challengeId }] = await request(email);
    const code = await instances.mail.codeFor(email);
    const answers = await instances.askAll('POST', `/v1/auth/otps/${String(challengeId)}/verify`, {
      body: { code },
    });
    expect(statusesOf(answers).toSorted((a, b) => a - b)).toEqual([200, 400, 400, 400]);
  });

  it('do once what is sent to all of them at once under one Idempotency-Key, and answer all the same', async () => {
    const { id, token } = await newUser();
    const answers = await Promise.all(instances.urls.map((url) => untilAnswered(url, 'key-1', token)));
    expect(statusesOf(answers)).toEqual(everyone(201));
    const shown = answers.map(([, { token: _secret, ...body }]) => body);
    expect(shown).toEqual(everyone(shown[0]));
    expect(answers.filter(([, body]) => 'token' in body)).toHaveLength(1);
    const [{ count } = { count: 0 }] = await instances.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM tokens WHERE "userId" = $1 AND kind <> 'session'`,
      [id],
    );
    expect(count).toBe(1);
  });

  it('tidy up one at a time, and delete each row once', async () => {
    const purged = (): number =>
      instances.services
        .flatMap(({ text }) => [...text.matchAll(/"event":"housekeeping.purged".*?"rate_limits":(\d+)/g)])
        .reduce((sum, [, count]) => sum + Number(count), 0);
    const left = async (): Promise<number> => {
      const [{ count } = { count: 0 }] = await instances.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM rate_limits WHERE "expiresAt" < now()`,
      );
      return count;
    };
    // What others have left to be deleted is gone.
    await eventually(async () => (await left()) === 0);
    const before = purged();
    await instances.query('SELECT pg_advisory_lock($1::bigint)', [LOCK_KEY]);
    const [{ taken } = { taken: null }] = await instances.query<{ taken: Date }>(
      `SELECT clock_timestamp() + interval '1 ms' AS taken`,
    );
    await instances.query(
      `INSERT INTO rate_limits (bucket, hits, "expiresAt")
       SELECT lpad(n::text, 64, '0'), '{}', now() - interval '1 day' FROM generate_series(1, ${EXPIRED}) n`,
    );
    // Somebody has looked meanwhile, and found it taken.
    await eventually(async () => {
      const looks = await instances.query(
        `SELECT 1 FROM pg_stat_activity
         WHERE datname = current_database() AND query = 'COMMIT' AND state_change > $1`,
        [taken],
      );
      return looks.length > 0;
    });
    expect(await left()).toBe(EXPIRED);
    await instances.query('SELECT pg_advisory_unlock($1::bigint)', [LOCK_KEY]);
    await eventually(async () => (await left()) === 0);
    await eventually(() => purged() - before === EXPIRED);
  });

  it('know at once of a change that another one has made: the ETag, and what is refused by it', async () => {
    const { token } = await newUser();
    const first = etagOf(await instances.ask('GET', '/v1/users/me', { token }));
    let etag = first;
    for (const displayName of ['Ada', 'Grace', 'Lynn', 'Radia']) {
      const headers = { 'if-match': etag };
      const changed = await instances.ask('PATCH', '/v1/users/me', { token, body: { displayName }, headers });
      expect(changed[0]).toBe(200);
      etag = etagOf(changed);
      const seen = await instances.askAll('GET', '/v1/users/me', { token });
      expect(seen.map((answer) => [answer[1], etagOf(answer)])).toEqual(everyone([changed[1], etag]));
    }
    const stale = await instances.askAll('PATCH', '/v1/users/me', {
      token,
      body: { displayName: 'Nobody' },
      headers: { 'if-match': first },
    });
    expect(statusesOf(stale)).toEqual(everyone(412));
  });

  it('let one of those who change the same version at the same time do so', async () => {
    const { token } = await newUser();
    const etag = etagOf(await instances.ask('GET', '/v1/users/me', { token }));
    const answers = await instances.askAll('PATCH', '/v1/users/me', {
      token,
      body: { displayName: 'One' },
      headers: { 'if-match': etag },
    });
    expect(statusesOf(answers).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
  });

  it('all refuse a token from the moment on at which one has revoked it', async () => {
    const { token } = await newUser();
    for (let round = 0; round < 4; round += 1) {
      const [, made] = await instances.ask('POST', '/v1/tokens', {
        token,
        body: { name: 'x', scopes: ['profile:read'] },
      });
      const secret = String(made['token']);
      expect(statusesOf(await instances.askAll('GET', '/v1/users/me', { token: secret }))).toEqual(
        everyone(200),
      );
      await instances.ask('DELETE', `/v1/tokens/${String(made['id'])}`, {
        token,
        headers: { 'if-match': '*' },
      });
      expect(statusesOf(await instances.askAll('GET', '/v1/users/me', { token: secret }))).toEqual(
        everyone(401),
      );
    }
  });

  it('all refuse a user from the moment on at which one has suspended him', async () => {
    const { id, token } = await newUser();
    expect(statusesOf(await instances.askAll('GET', '/v1/users/me', { token }))).toEqual(everyone(200));
    const [status] = await instances.ask('PATCH', `/v1/users/${id}`, {
      token: admin,
      body: { status: 'suspended' },
      headers: { 'if-match': '*' },
    });
    expect(status).toBe(200);
    expect(statusesOf(await instances.askAll('GET', '/v1/users/me', { token }))).toEqual(everyone(401));
  });

  it('all show an API, and find it, from the moment on at which one may, and no longer', async () => {
    const { token } = await newUser();
    const slug = newName();
    const api = `/v1/apis/${slug}`;
    const version = `${api}/versions/1.0.0`;
    // What reads documents is loaded by one of them alone, which takes a while.
    const [one = ''] = instances.urls;
    const send = async (method: string, path: string, body: object = {}): Promise<void> => {
      const [status, answer] = await instances.askAt(one, method, path, {
        token,
        body,
        headers: { 'if-match': '*' },
      });
      if (status > 201) throw new Error(JSON.stringify(answer));
    };
    const seen = async (): Promise<unknown[]> => {
      const shown = statusesOf(await instances.askAll('GET', api));
      const found = (await instances.askAll('GET', `/v1/apis?q=${slug}`)).map(
        ([, { items }]) => (items as Body[]).length,
      );
      const catalog = (await instances.askAll('GET', '/.well-known/api-catalog')).map(([, body]) =>
        JSON.stringify(body).includes(version),
      );
      return [shown, found, catalog];
    };
    const VISIBLE = [everyone(200), everyone(1), everyone(true)];
    const HIDDEN = [everyone(404), everyone(0), everyone(false)];

    await send('POST', '/v1/apis', { slug, name: slug, visibility: 'public' });
    await send('POST', `${api}/versions`, { version: '1.0.0' });
    await send('PUT', `${version}/document`, {
      openapi: '3.1.0',
      info: { title: slug, version: '1.0.0' },
      paths: {},
    });
    expect(await seen()).toEqual(HIDDEN);
    await send('POST', `${version}/publish`);
    expect(await seen()).toEqual(VISIBLE);
    await send('PATCH', api, { visibility: 'private' });
    expect(await seen()).toEqual(HIDDEN);
    await send('PATCH', api, { visibility: 'public' });
    expect(await seen()).toEqual(VISIBLE);
  });

  it('go on with a page that another one has begun', async () => {
    const { token } = await newUser();
    const [, { handle }] = await instances.ask('GET', '/v1/users/me', { token });
    const slugs = Array.from({ length: 11 }, () => newName());
    for (const slug of slugs) await instances.ask('POST', '/v1/apis', { token, body: { slug, name: slug } });
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path = `/v1/apis?owner=${String(handle)}&limit=2${cursor}`;
      const [status, { items, nextCursor }]: Answer = await instances.ask('GET', path, { token });
      expect(status).toBe(200);
      found.push(...(items as Body[]).map(({ slug }) => String(slug)));
      cursor = nextCursor === null ? null : `&cursor=${nextCursor as string}`;
    }
    expect(found.toSorted()).toEqual(slugs.toSorted());
  });
});
