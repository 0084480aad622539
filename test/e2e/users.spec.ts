import { adminToken, fetchAs } from '../support/sign-in';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

interface User {
  id: string;
  email: string;
  handle: string;
  displayName: string | null;
  createdAt: string;
  updatedAt: string;
  version: number;
}

describe.each(STORES)('users on $store', (target) => {
  let service: TestApp;
  let drop: () => Promise<void>;
  let token: string;
  let serial = 0;

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    service = await startApp(prepared.environment);
    token = await adminToken(service.app);
  });
  afterAll(async () => {
    await service.close();
    await drop();
  });

  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetchAs(() => token)(`${service.url}${path}`, init);
  const send = (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    call(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const aUser = async (fields: Partial<User> = {}): Promise<{ user: User; etag: string }> => {
    serial += 1;
    const response = await send('POST', '/v1/users', {
      email: `user${serial}@example.com`,
      handle: `user-${serial}`,
      ...fields,
    });
    expect(response.status).toBe(201);
    return { user: (await response.json()) as User, etag: response.headers.get('etag') ?? '' };
  };
  const problemOf = async (response: Response): Promise<Record<string, unknown>> => {
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    return (await response.json()) as Record<string, unknown>;
  };

  it('creates a user and says where it is', async () => {
    const response = await send('POST', '/v1/users', {
      email: 'Ada@Example.com',
      handle: 'ada',
      displayName: 'Ada Lovelace',
    });
    const user = (await response.json()) as User;
    expect(response.status).toBe(201);
    expect(user).toMatchObject({
      email: 'ada@example.com',
      handle: 'ada',
      displayName: 'Ada Lovelace',
      role: 'user',
      status: 'active',
      version: 1,
    });
    expect(response.headers.get('location')).toBe(`/v1/users/${user.id}`);
    expect(response.headers.get('etag')).toBe(`"${user.id}.1"`);
  });

  it('returns what was stored, with its ETag, and 304 to who has it already', async () => {
    const { user, etag } = await aUser();
    const response = await call(`/v1/users/${user.id}`);
    expect(await response.json()).toEqual(user);
    expect(response.headers.get('etag')).toBe(etag);
    const again = await call(`/v1/users/${user.id}`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  it.each(['00000000-0000-7000-8000-000000000000', 'abc', '%00'])(
    'answers 404 for the user %s',
    async (id) => {
      const response = await call(`/v1/users/${id}`);
      expect(response.status).toBe(404);
      expect(await problemOf(response)).toMatchObject({
        code: 'user_not_found',
        status: 404,
        title: 'Not Found',
      });
    },
  );

  it.each(['email', 'handle'] as const)('refuses a second user with the same %s', async (field) => {
    const { user } = await aUser();
    const response = await send('POST', '/v1/users', {
      email: 'other@example.com',
      handle: 'other',
      [field]: user[field],
    });
    expect(response.status).toBe(409);
    expect(await problemOf(response)).toMatchObject({ code: `user_${field}_taken` });
  });

  it('changes a user that nobody else has changed since', async () => {
    const { user, etag } = await aUser();
    const response = await send(
      'PATCH',
      `/v1/users/${user.id}`,
      { displayName: 'New' },
      { 'if-match': etag },
    );
    expect(response.status).toBe(200);
    const changed = (await response.json()) as User;
    expect(changed).toMatchObject({
      ...user,
      displayName: 'New',
      version: 2,
      updatedAt: expect.any(String) as string,
    });
    expect(response.headers.get('etag')).toBe(`"${user.id}.2"`);
  });

  it('lets one of many simultaneous changes of a version win', async () => {
    const { user, etag } = await aUser();
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        send('PATCH', `/v1/users/${user.id}`, { displayName: `n${i}` }, { 'if-match': etag }),
      ),
    );
    const statuses = responses.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
  });

  it.each([
    ['PATCH', 428, 'precondition_required', {}],
    ['DELETE', 428, 'precondition_required', {}],
    ['PATCH', 412, 'precondition_failed', { 'if-match': '"someone-else.1"' }],
    ['DELETE', 412, 'precondition_failed', { 'if-match': '"x"' }],
  ])('%s answers %i %s to %j', async (method, status, code, headers) => {
    const { user } = await aUser();
    const body = method === 'PATCH' ? { displayName: 'x' } : undefined;
    const response = await call(`/v1/users/${user.id}`, {
      method,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) } as Record<
        string,
        string
      >,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({ code });
  });

  it('deletes a user once', async () => {
    const { user, etag } = await aUser();
    const remove = (): Promise<Response> =>
      call(`/v1/users/${user.id}`, { method: 'DELETE', headers: { 'if-match': etag } });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    expect((await call(`/v1/users/${user.id}`)).status).toBe(404);
  });

  describe('the list', () => {
    const follow = async (query: string): Promise<User[]> => {
      const found: User[] = [];
      let cursor: string | null = null;
      do {
        const response: Response = await call(
          `/v1/users?${query}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        );
        expect(response.status).toBe(200);
        const page = (await response.json()) as { items: User[]; nextCursor: string | null };
        found.push(...page.items);
        expect(response.headers.get('link') !== null).toBe(page.nextCursor !== null);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return found;
    };

    it.each([
      ['createdAt', (a: User, b: User) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id)],
      [
        '-createdAt',
        (a: User, b: User) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id),
      ],
      ['email', (a: User, b: User) => (a.email < b.email ? -1 : 1)],
      ['-handle', (a: User, b: User) => (a.handle > b.handle ? -1 : 1)],
    ])('gives every user once by sort=%s, page by page', async (sort, order) => {
      for (let i = 0; i < 7; i += 1) await aUser();
      const all = await follow(`sort=${sort}&limit=3`);
      const response = await call('/v1/users?includeTotal=true&limit=1');
      const { total } = (await response.json()) as { total: number };
      expect(new Set(all.map(({ id }) => id)).size).toBe(total);
      expect(all).toEqual(all.toSorted(order));
    });

    it('refuses a cursor that another sort has made', async () => {
      await aUser();
      await aUser();
      const { nextCursor } = (await (await call('/v1/users?sort=email&limit=1')).json()) as {
        nextCursor: string;
      };
      const response = await call(`/v1/users?sort=handle&limit=1&cursor=${nextCursor}`);
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({ code: 'invalid_cursor' });
    });
  });

  it('tells in a header that a write into memory is ephemeral, and only then', async () => {
    const { user, etag } = await aUser();
    const response = await send('PATCH', `/v1/users/${user.id}`, { displayName: 'x' }, { 'if-match': etag });
    const { database } = (await (await call('/health/database')).json()) as { database: string };
    expect(response.headers.get('ballast-durability')).toBe(database === 'in-memory' ? 'ephemeral' : null);
  });

  it.each<[string, RequestInit, string, number, string]>([
    [
      'malformed JSON',
      { method: 'POST', body: '{"email":', headers: { 'content-type': 'application/json' } },
      '/v1/users',
      400,
      'malformed_request',
    ],
    [
      'no body',
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      '/v1/users',
      400,
      'malformed_request',
    ],
    [
      'another media type',
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      '/v1/users',
      415,
      'unsupported_media_type',
    ],
    [
      'a prototype key',
      { method: 'POST', body: '{"__proto__":{"a":1}}', headers: { 'content-type': 'application/json' } },
      '/v1/users',
      400,
      'malformed_request',
    ],
    [
      'an unknown field',
      {
        method: 'POST',
        body: '{"email":"a@b.co","handle":"abc","isAdmin":true}',
        headers: { 'content-type': 'application/json' },
      },
      '/v1/users',
      400,
      'malformed_input',
    ],
    [
      'a wrong type',
      { method: 'POST', body: '{"email":1,"handle":"abc"}', headers: { 'content-type': 'application/json' } },
      '/v1/users',
      400,
      'malformed_input',
    ],
    [
      'an array',
      { method: 'POST', body: '[]', headers: { 'content-type': 'application/json' } },
      '/v1/users',
      400,
      'malformed_input',
    ],
    [
      'no e-mail address',
      {
        method: 'POST',
        body: '{"email":"a","handle":"abc"}',
        headers: { 'content-type': 'application/json' },
      },
      '/v1/users',
      422,
      'invalid_input',
    ],
    [
      'a bad handle',
      {
        method: 'POST',
        body: '{"email":"a@b.co","handle":"A B"}',
        headers: { 'content-type': 'application/json' },
      },
      '/v1/users',
      422,
      'invalid_input',
    ],
    [
      'U+0000',
      {
        method: 'POST',
        body: String.raw`{"email":"a@b.co","handle":"abc","displayName":"a\u0000b"}`,
        headers: { 'content-type': 'application/json' },
      },
      '/v1/users',
      422,
      'invalid_input',
    ],
    [
      'a lone surrogate',
      {
        method: 'POST',
        body: String.raw`{"email":"a@b.co","handle":"abc","displayName":"\ud800"}`,
        headers: { 'content-type': 'application/json' },
      },
      '/v1/users',
      422,
      'invalid_input',
    ],
    ['an unknown query parameter', {}, '/v1/users?foo=1', 400, 'malformed_input'],
    ['a limit of 0', {}, '/v1/users?limit=0', 400, 'malformed_input'],
    ['a limit of 101', {}, '/v1/users?limit=101', 400, 'malformed_input'],
    ['a limit of abc', {}, '/v1/users?limit=abc', 400, 'malformed_input'],
    ['an unknown sort', {}, '/v1/users?sort=password', 400, 'malformed_input'],
    ['a forged cursor', {}, '/v1/users?cursor=AAAA', 400, 'invalid_cursor'],
    ['a malformed URL', {}, '/v1/users/%zz', 400, 'malformed_request'],
    ['an unknown path', {}, '/v1/nothing', 404, 'not_found'],
    ['a wrong method', { method: 'PUT' }, '/v1/users', 405, 'method_not_allowed'],
    [
      'a body that is too large',
      { method: 'POST', body: `"${'x'.repeat(1_100_000)}"`, headers: { 'content-type': 'application/json' } },
      '/v1/users',
      413,
      'body_too_large',
    ],
  ])('answers %s with a problem', async (_name, init, path, status, code) => {
    const response = await call(path, init);
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({
      status,
      code,
      requestId: response.headers.get('x-request-id'),
    });
    expect(response.headers.get('allow')).toBe(status === 405 ? 'GET, HEAD, POST' : null);
  });

  it("carries the caller's request id, and none that is not sane", async () => {
    expect(
      (await call('/v1/users', { headers: { 'x-request-id': 'abc-123' } })).headers.get('x-request-id'),
    ).toBe('abc-123');
    expect(
      (await call('/v1/users', { headers: { 'x-request-id': 'a b<script>' } })).headers.get('x-request-id'),
    ).not.toContain('script');
  });
});
