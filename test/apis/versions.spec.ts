import type { Api } from '../../src/apis/api.entity';
import type { ApiVersion } from '../../src/apis/api-version.entity';
import { ApiTransfers } from '../../src/apis/api-transfers.service';
import { VersionDocuments } from '../../src/apis/version-documents.service';
import { VersionsService } from '../../src/apis/versions.service';
import { STORES } from '../../src/database/testing';
import type { Body, SignedIn } from '../tokens/signed-in';
import { ANY, Registry } from './registry';

describe.each(STORES)('versions of an API on $store', (store) => {
  let registry: Registry;
  let ada: SignedIn;
  let bob: SignedIn;
  let api: Api;
  const ask: Registry['api']['ask'] = (...request) => registry.api.ask(...request);
  const problem = (status: number, code: string): unknown => [status, expect.objectContaining({ code })];
  const pathOf = (version: string): string => `/v1/apis/${api.slug}/versions/${version}`;
  const markAs = (version: string, fields: Partial<ApiVersion>): Promise<unknown> =>
    registry.versions.update({ apiId: api.id, version }, fields);

  beforeAll(async () => {
    registry = await Registry.start(store);
    ada = await registry.api.signIn();
    bob = await registry.api.signIn();
  });
  beforeEach(async () => {
    api = await registry.insertApi(ada);
  });
  afterAll(() => registry.close());

  it('are made as drafts, with an ETag and a Location', async () => {
    const response = await registry.api.send('POST', `/v1/apis/${api.slug}/versions`, ada.secret, {
      version: '1.0.0-rc.1',
    });
    const made = (await response.json()) as Body;
    expect([response.status, response.headers.get('location'), response.headers.get('etag')]).toEqual([
      201,
      pathOf('1.0.0-rc.1'),
      `"${String(made['id'])}.1"`,
    ]);
    expect(made).toEqual({
      id: expect.any(String),
      version: '1.0.0-rc.1',
      status: 'draft',
      mediaType: null,
      specVersion: null,
      sha256: null,
      operationCount: null,
      breakingCount: null,
      base: null,
      overrideReason: null,
      publishedAt: null,
      deprecatedAt: null,
      sunsetAt: null,
      successor: null,
      createdAt: expect.any(String),
      updatedAt: made['createdAt'],
      revision: 1,
    });
    expect(await ask('GET', pathOf('1.0.0-rc.1'), ada.secret)).toEqual([200, made]);
  });

  it.each(['', '1', '1.0', 'v1.0.0', '1.0.0+5', '1.0.0-01', '2147483648.0.0', `1.0.0-${'a'.repeat(60)}`])(
    'are not made with what is no number of a version: %j',
    async (version) => {
      expect(await ask('POST', `/v1/apis/${api.slug}/versions`, ada.secret, { version })).toEqual(
        problem(422, 'invalid_input'),
      );
    },
  );

  it('are none where no number of a version is asked for', async () => {
    for (const number of ['1', '%00', 'latest', '1.0.0%2B5', 'a'.repeat(100)])
      expect(await ask('GET', pathOf(number), ada.secret)).toEqual(problem(404, 'api_version_not_found'));
  });

  it('are not made by others', async () => {
    expect(await ask('POST', `/v1/apis/${api.slug}/versions`, bob.secret, { version: '1.0.0' })).toEqual(
      problem(403, 'api_not_yours'),
    );
  });

  it('have numbers of their own, also when two are made at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        ask('POST', `/v1/apis/${api.slug}/versions`, ada.secret, { version: '1.0.0' }),
      ),
    );
    expect(answers.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([
      201, 409, 409, 409, 409, 409,
    ]);
    expect(
      answers.filter(([status]) => status === 409).every(([, { code }]) => code === 'api_version_taken'),
    ).toBe(true);
  });

  it('are there for the owner alone as drafts, and for everybody once they are published', async () => {
    await registry.makeVersion(ada, api.slug, '1.0.0');
    await registry.makeVersion(ada, api.slug, '1.1.0');
    await markAs('1.0.0', { status: 'published', publishedAt: new Date() });
    const listed = async (secret: string | null, query = ''): Promise<unknown> => {
      const [, page] = await ask('GET', `/v1/apis/${api.slug}/versions?includeTotal=true${query}`, secret);
      return [page['total'], (page['items'] as Body[]).map(({ version }) => version)];
    };
    expect(await listed(ada.secret)).toEqual([2, ['1.1.0', '1.0.0']]);
    expect(await listed(ada.secret, '&status=draft')).toEqual([1, ['1.1.0']]);
    for (const secret of [bob.secret, null]) {
      expect(await listed(secret)).toEqual([1, ['1.0.0']]);
      expect(await listed(secret, '&status=draft')).toEqual([0, []]);
      expect((await ask('GET', pathOf('1.0.0'), secret))[0]).toBe(200);
      expect(await ask('GET', pathOf('1.1.0'), secret)).toEqual(problem(404, 'api_version_not_found'));
      expect(await ask('GET', `/v1/apis/${api.slug}/stats`, secret)).toEqual([
        200,
        expect.objectContaining({ versions: { draft: null, published: 1, deprecated: 0, retired: 0 } }),
      ]);
    }
    expect((await ask('GET', `/v1/apis/${api.slug}/stats`, ada.secret))[1]).toMatchObject({
      versions: { draft: 1, published: 1 },
      publishes: 1,
    });
  });

  it('are listed page by page', async () => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await registry.makeVersion(ada, api.slug, version);
    const list = `/v1/apis/${api.slug}/versions?sort=createdAt&limit=2`;
    const [, first] = await ask('GET', list, ada.secret);
    const [, second] = await ask('GET', `${list}&cursor=${String(first['nextCursor'])}`, ada.secret);
    const numbers = [first, second].flatMap(({ items }) => (items as Body[]).map(({ version }) => version));
    expect(numbers).toEqual(['1.0.0', '1.1.0', '1.2.0']);
    const other = await registry.insertApi(ada);
    expect(
      await ask(
        'GET',
        `/v1/apis/${other.slug}/versions?sort=createdAt&cursor=${String(first['nextCursor'])}`,
        null,
      ),
    ).toEqual(problem(400, 'invalid_cursor'));
  });

  it('are made once for one Idempotency-Key', async () => {
    const make = (version: string): Promise<[number, Body]> =>
      ask('POST', `/v1/apis/${api.slug}/versions`, ada.secret, { version }, { 'idempotency-key': api.slug });
    const first = await make('1.0.0');
    expect(first[0]).toBe(201);
    expect(await make('1.0.0')).toEqual(first);
    expect(await make('1.1.0')).toEqual(problem(422, 'idempotency_key_reused'));
  });

  it('are given another number while they are drafts', async () => {
    const { id } = await registry.makeVersion(ada, api.slug, '1.0.0');
    await registry.makeVersion(ada, api.slug, '2.0.0');
    const renumber = (version: string, headers: Record<string, string>): Promise<[number, Body]> =>
      ask('PATCH', pathOf('1.0.0'), ada.secret, { version }, headers);
    expect((await renumber('1.1.0', {}))[0]).toBe(428);
    expect((await renumber('1.1.0', { 'if-match': `"${id}.3"` }))[0]).toBe(412);
    expect(await renumber('2.0.0', ANY)).toEqual(problem(409, 'api_version_taken'));
    expect(await renumber('1.1.0', { 'if-match': `"${id}.1"` })).toEqual([
      200,
      expect.objectContaining({ id, version: '1.1.0', revision: 2 }),
    ]);
    expect((await ask('GET', pathOf('1.0.0'), ada.secret))[0]).toBe(404);
  });

  it('are deleted while they are drafts', async () => {
    const { id } = await registry.makeVersion(ada, api.slug, '1.0.0');
    const remove = (headers: Record<string, string>): Promise<[number, Body]> =>
      ask('DELETE', pathOf('1.0.0'), ada.secret, undefined, headers);
    expect((await remove({}))[0]).toBe(428);
    expect((await remove({ 'if-match': `"${id}.2"` }))[0]).toBe(412);
    expect((await remove({ 'if-match': `"${id}.1"` }))[0]).toBe(204);
    expect(await remove(ANY)).toEqual(problem(404, 'api_version_not_found'));
  });

  it('stay as they are once they were published', async () => {
    await registry.makeVersion(ada, api.slug, '1.0.0');
    for (const status of ['published', 'deprecated', 'retired'] as const) {
      await markAs('1.0.0', { status });
      for (const [method, body] of [
        ['PATCH', { version: '9.0.0' }],
        ['DELETE', undefined],
      ] as const)
        expect(await ask(method, pathOf('1.0.0'), ada.secret, body, ANY)).toEqual(
          problem(409, 'version_published'),
        );
    }
  });

  it('are not changed by who owned the API when the request came, and has given it away since', async () => {
    const draft = await registry.makeVersion(ada, api.slug, '1.0.0');
    const { app } = registry.api.service;
    const versions = app.get(VersionsService);
    const audience = { userId: ada.user.id, seesAll: false };
    await app.get(ApiTransfers).offer({ userId: null, seesAll: true }, api.slug, bob.user.handle);
    const document = { text: '{}', mediaType: 'application/json' } as const;

    const changes = [
      () => app.get(VersionDocuments).put(audience, api.slug, '1.0.0', '*', document),
      () => versions.create(audience, api.slug, '2.0.0'),
      () => versions.renumber(audience, api.slug, '1.0.0', '*', '1.5.0'),
      () => versions.delete(audience, api.slug, '1.0.0', '*'),
    ];

    for (const change of changes) await expect(change()).rejects.toMatchObject({ code: 'api_not_yours' });
    expect(await registry.versions.findBy({ apiId: api.id })).toEqual([
      expect.objectContaining({ id: draft.id, version: '1.0.0', revision: 1 }),
    ]);
  });

  it('are gone with their API, whichever of the two is sent first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { slug, id } = await registry.insertApi(ada, { lifecycle: 'draft' });
      const [[deleted], ...made] = await Promise.all([
        ask('DELETE', `/v1/apis/${slug}`, ada.secret, undefined, ANY),
        ...['1.0.0', '1.1.0', '1.2.0'].map((version) =>
          ask('POST', `/v1/apis/${slug}/versions`, ada.secret, { version }),
        ),
      ]);
      expect(deleted).toBe(204);
      for (const [status, body] of made)
        expect([status, body['code']]).toEqual(status === 201 ? [201, undefined] : [404, 'api_not_found']);
      expect(await registry.versions.countBy({ apiId: id })).toBe(0);
    }
  });
});
