import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { agent, type Test } from 'supertest';
import { adminToken, fetchAs } from '../support/sign-in';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

interface User {
  id: string;
  email: string;
  handle: string;
}

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** A cursor as anybody can make one, with the seal that belongs to it. */
function cursorOf(key: string, id: string, list: string): string {
  const content = JSON.stringify([key, id]);
  const seal = createHash('sha256').update(`${list}\n${content}`).digest('base64url').slice(0, 16);
  return Buffer.from(JSON.stringify([content, seal])).toString('base64url');
}

describe.each(STORES)('rubbish sent to users on $store', (target) => {
  let service: TestApp;
  let drop: () => Promise<void>;
  let token: string;
  const fetch = fetchAs(() => token);
  const request = (url: string): ReturnType<typeof agent> =>
    agent(url).set('authorization', `Bearer ${token}`);

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

  const aUser = async (): Promise<User> => {
    const handle = `u-${randomUUID()}`.slice(0, 39);
    const { body } = await request(service.url)
      .post('/v1/users')
      .send({ email: `${handle}@example.com`, handle })
      .expect(201);
    return body as User;
  };
  const change = (id: string, ifMatch: string): Test =>
    request(service.url).patch(`/v1/users/${id}`).set('if-match', ifMatch).send({ displayName: 'New' });

  describe('as If-Match', () => {
    it.each<[string, (id: string) => string]>([
      ['a version that no row can have', (id) => `"${id}.2147483648"`],
      ['a version of ten digits', (id) => `"${id}.9999999999"`],
      ['a version with a zero before it', (id) => `"${id}.01"`],
      ['version 0', (id) => `"${id}.0"`],
      ['a weak tag', (id) => `W/"${id}.1"`],
      ['a tag without quotes', (id) => `${id}.1`],
      ["another user's tag", () => `"${randomUUID()}.1"`],
      ['a star in quotes', () => '"*"'],
      ['a star in a list', () => '"x", *'],
      ['commas alone', () => ',,,'],
      ['a long list', (id) => Array.from({ length: 150 }, (_, n) => `"${id}.${n + 2}"`).join()],
    ])('changes nothing with %s: 412', async (_name, ifMatch) => {
      const { id } = await aUser();
      const { body } = await change(id, ifMatch(id)).expect(412);
      expect(body).toMatchObject({ code: 'precondition_failed' });
    });

    it.each<[string, (id: string) => string]>([
      ['a list that names the version', (id) => `W/"x", "y" ,"${id}.1"`],
      ['a star', () => '*'],
      ['a star with white space', () => ' * '],
    ])('changes the user with %s', async (_name, ifMatch) => {
      const { id } = await aUser();
      const { body } = await change(id, ifMatch(id)).expect(200);
      expect(body).toMatchObject({ displayName: 'New', version: 2 });
    });

    it('knows the tag of a user whose id stands in capitals in the URL', async () => {
      const { id } = await aUser();
      const { headers } = await change(id.toUpperCase(), `"${id}.1"`).expect(200);
      expect(headers['etag']).toBe(`"${id}.2"`);
    });

    it.each(['*', '"x"', `"${NOBODY}.1"`])(
      'finds nobody under an id that nobody has, with %s: 404',
      async (tag) => {
        const { body } = await change(NOBODY, tag).expect(404);
        expect(body).toMatchObject({ code: 'user_not_found' });
        await request(service.url).delete(`/v1/users/${NOBODY}`).set('if-match', tag).expect(404);
      },
    );
  });

  it.each([
    ['no date', '-createdAt', 'yesterday', NOBODY],
    ['a date before all time', '-createdAt', '-271821-04-20T00:00:00.000Z', NOBODY],
    ['no id', '-createdAt', '2026-01-01T00:00:00.000Z', 'x'],
    ['U+0000', 'email', 'a\0b', NOBODY],
    ['a lone surrogate', 'handle', '\ud800', NOBODY],
  ])('refuses a cursor that was made up with %s', async (_name, sort, key, id) => {
    const { body } = await request(service.url)
      .get('/v1/users')
      .query({ sort, cursor: cursorOf(key, id, sort) })
      .expect(400);
    expect(body).toMatchObject({ code: 'invalid_cursor' });
  });

  it.each<[string, Record<string, string>, Buffer, number, string]>([
    [
      'that is no UTF-8',
      {},
      Buffer.from('{"email":"x@example.com","handle":"xxx","displayName":"\xff"}', 'latin1'),
      400,
      'malformed_request',
    ],
    ['that is compressed', { 'content-encoding': 'gzip' }, gzipSync('{}'), 415, 'unsupported_media_type'],
    ['that is empty', {}, Buffer.alloc(0), 400, 'malformed_request'],
    ['as text', { 'content-type': 'text/plain' }, Buffer.from('{}'), 415, 'unsupported_media_type'],
    [
      'as a patch',
      { 'content-type': 'application/merge-patch+json' },
      Buffer.from('{}'),
      415,
      'unsupported_media_type',
    ],
  ])('refuses a body %s', async (_name, headers, body, status, code) => {
    const response = await fetch(`${service.url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: new Uint8Array(body),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('reads a body that says it is encoded as identity, or starts with a byte order mark', async () => {
    const { status } = await request(service.url)
      .post('/v1/users')
      .set('content-type', 'application/json; charset=utf-8')
      .set('content-encoding', 'identity')
      .send('\ufeff{"email":"bom@example.com","handle":"bom","displayName":"Zo\u00eb"}');
    expect(status).toBe(201);
  });

  it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty', '\ud800', ''])(
    'refuses the unknown field %j',
    async (field) => {
      const { body } = await request(service.url)
        .post('/v1/users')
        .send({ email: 'x@example.com', handle: 'xxx', [field]: 1 })
        .expect(400);
      expect(body).toMatchObject({ code: 'malformed_input' });
    },
  );

  it('names some of very many unknown fields, and not all', async () => {
    const fields = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`f${n}`, 1]));
    const { text } = await request(service.url).post('/v1/users').send(fields).expect(400);
    expect(text.length).toBeLessThan(20_000);
  });

  it.each([
    ['GET', '/v1/users?__proto__=1'],
    ['GET', '/v1/users?constructor=1'],
    ['GET', '/v1/users?limit=1&limit=2'],
    ['GET', '/v1/users?sort=handle&sort=email'],
    ['GET', '/v1/users?limit='],
    ['GET', '/v1/users?limit=1e1'],
    ['GET', '/v1/users?limit=%zz'],
    ['GET', '/v1/users?%00'],
    ['POST', '/v1/users?dryRun=true'],
    ['GET', `/v1/users/${NOBODY}?fields=id`],
    ['PATCH', `/v1/users/${NOBODY}?force=true`],
    ['DELETE', `/v1/users/${NOBODY}?force=true`],
  ])('refuses the parameters of %s %s', async (method, path) => {
    const body = ['POST', 'PATCH'].includes(method) ? { displayName: 'x' } : undefined;
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: { 'if-match': '*', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify({ email: 'q@example.com', handle: 'qqq' }) }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'malformed_input' });
  });

  it.each([
    ['POST', '/v1/nothing', 404],
    ['PUT', '/v1/users', 405],
    ['QUERY', '/v1/users', 405],
    ['OPTIONS', '/v1/users', 405],
    ['PATCH', '/health/live', 405],
  ])('looks at no body of %s %s: %i', async (method, path, status) => {
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: '{"broken',
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('lets one of many creations of one e-mail address win', async () => {
    const email = `${randomUUID()}@example.com`;
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const { status } = await request(service.url)
          .post('/v1/users')
          .send({ email, handle: `${randomUUID().slice(0, 30)}-${n}` });
        return status;
      }),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('reads JSON that is nested half a million deep, and refuses it', async () => {
    for (const json of [
      '['.repeat(500_000) + ']'.repeat(500_000),
      `{"email":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
    ]) {
      const response = await fetch(`${service.url}/v1/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: json,
      });
      expect(response.status).toBe(400);
    }
  });
});
