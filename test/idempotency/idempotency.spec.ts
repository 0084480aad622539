import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { IdempotencyRecord } from '../../src/idempotency/idempotency-record.entity';
import { IdempotencyRecords } from '../../src/idempotency/idempotency-records.service';
import { STORES } from '../../src/database/testing';
import { type Body, type SignedIn, TokenService } from '../tokens/signed-in';

describe.each(STORES)('the Idempotency-Key on $store', (store) => {
  let api: TokenService;
  let ada: SignedIn;
  let serial = 0;

  beforeAll(async () => {
    api = await TokenService.start(store);
    ada = await api.signIn();
  });
  afterAll(() => api.close());

  const newKey = (): string => `key-${(serial += 1)}`;
  const create = (key: string, fields: Body = {}, { secret } = ada): Promise<Response> =>
    api.send(
      'POST',
      '/v1/tokens',
      secret,
      { name: 'x', scopes: ['apis:read'], ...fields },
      { 'idempotency-key': key },
    );
  const records = (): Repository<IdempotencyRecord> =>
    api.service.app.get<Repository<IdempotencyRecord>>(getRepositoryToken(IdempotencyRecord));
  const countTokens = (): Promise<number> => api.tokens.countBy({ userId: ada.user.id });

  it('has the same request do its work once, and never shows the secret again', async () => {
    const key = newKey();
    const before = await countTokens();
    const first = await create(key);
    const { token, ...made } = (await first.json()) as Body;
    expect([first.status, typeof token]).toEqual([201, 'string']);
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    const again = await create(key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await again.json()).toEqual(made);
    for (const name of ['location', 'etag', 'cache-control', 'content-type'])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(await countTokens()).toBe(before + 1);
    expect(JSON.stringify(await records().find())).not.toContain(token);
  });

  it('refuses another request under the same key', async () => {
    const key = newKey();
    expect((await create(key)).status).toBe(201);
    const refused = await create(key, { name: 'y' });
    expect([refused.status, await refused.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'idempotency_key_reused' }),
    ]);
  });

  it('refuses those that come while the first is under way, and does nothing twice', async () => {
    const key = newKey();
    const before = await countTokens();
    const responses = await Promise.all(Array.from({ length: 8 }, () => create(key)));
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(statuses).toContain(201);
    const fresh = responses.filter(
      ({ status, headers }) => status === 201 && !headers.has('idempotency-replayed'),
    );
    expect(fresh).toHaveLength(1);
    expect(await countTokens()).toBe(before + 1);
  });

  it('says that the first is under way', async () => {
    const key = newKey();
    const body = { name: 'x', scopes: ['apis:read'] };
    const id = [ada.user.id, 'POST', '/v1/tokens', key];
    let second: Response | undefined;
    await api.service.app.get(IdempotencyRecords).once({ key: id, body }, async () => {
      second = await create(key);
      return { body: { name: 'the first' }, headers: {} };
    });
    expect([second?.status, second?.headers.get('retry-after'), await second?.json()]).toEqual([
      409,
      '1',
      expect.objectContaining({ code: 'idempotency_key_in_use' }),
    ]);
    expect(await (await create(key)).json()).toEqual({ name: 'the first' });
  });

  it('is forgotten when the request fails', async () => {
    const key = newKey();
    expect((await create(key, { name: '' })).status).toBe(422);
    expect((await create(key)).status).toBe(201);
  });

  it('belongs to one user and one route', async () => {
    const key = newKey();
    const bob = await api.signIn();
    const { id } = (await (await create(key)).json()) as Body;
    const other = await create(key, {}, bob);
    expect([other.status, other.headers.has('idempotency-replayed')]).toEqual([201, false]);
    const rotated = await api.send(
      'POST',
      `/v1/tokens/${String(id)}/rotate`,
      ada.secret,
      {},
      {
        'idempotency-key': key,
      },
    );
    expect([rotated.status, rotated.headers.has('idempotency-replayed')]).toEqual([201, false]);
  });

  it('counts for 24 hours', async () => {
    const key = newKey();
    const { id } = (await (await create(key)).json()) as Body;
    const [record] = await records().find({ order: { expiresAt: 'DESC' }, take: 1 });
    expect((record?.expiresAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(86_400_000 - 60_000);
    await records().update({ id: record?.id ?? '' }, { expiresAt: new Date() });
    const again = await create(key, { name: 'another' });
    expect(again.status).toBe(201);
    expect(((await again.json()) as Body)['id']).not.toBe(id);
  });

  it.each(['', ' ', 'a b', 'a'.repeat(256), 'ké'])('is refused as %j', async (key) => {
    const response = await create(key);
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed_input' }),
    ]);
  });
});
