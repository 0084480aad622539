import { AuditLog } from '../../src/audit/audit-log';
import { STORES } from '../../src/database/testing';
import type { Body, SignedIn } from '../tokens/signed-in';
import { ANY, Registry } from './registry';

describe.each(STORES)('APIs on $store', (store) => {
  let registry: Registry;
  let ada: SignedIn;
  let bob: SignedIn;
  const ask: Registry['api']['ask'] = (...request) => registry.api.ask(...request);
  const problem = (status: number, code: string): unknown => [status, expect.objectContaining({ code })];

  const tagOf = async (slug: string, secret: string | null): Promise<string> =>
    (await registry.api.send('GET', `/v1/apis/${slug}`, secret)).headers.get('etag') ?? '';

  beforeAll(async () => {
    registry = await Registry.start(store);
    ada = await registry.api.signIn();
    bob = await registry.api.signIn();
  });
  afterAll(() => registry.close());

  describe('are registered', () => {
    it('as drafts of who registers them, with sorted tags, an ETag and a Location', async () => {
      const draft = {
        slug: 'pets',
        name: 'Pets',
        description: 'All about pets',
        visibility: 'public',
        tags: ['zoo', 'animals', 'zoo'],
        homepageUrl: 'https://pets.example.com',
      };
      const response = await registry.api.send('POST', '/v1/apis', ada.secret, draft);
      const made = (await response.json()) as Body;
      expect([response.status, response.headers.get('location'), response.headers.get('etag')]).toEqual([
        201,
        '/v1/apis/pets',
        expect.stringMatching(new RegExp(`^"${String(made['id'])}\\.1\\.[\\w-]{16}"$`)),
      ]);
      expect(made).toEqual({
        ...draft,
        homepageUrl: 'https://pets.example.com/',
        tags: ['animals', 'zoo'],
        id: expect.any(String),
        owner: ada.user.handle,
        lifecycle: 'draft',
        latestVersion: null,
        specVersion: null,
        deprecatedAt: null,
        sunsetAt: null,
        successor: null,
        transfer: null,
        createdAt: expect.any(String),
        updatedAt: made['createdAt'],
        revision: 1,
      });
      expect(await ask('GET', '/v1/apis/pets', ada.secret)).toEqual([200, made]);
    });

    it('under a slug that no other one has', async () => {
      const { slug } = await registry.makeApi(ada);
      expect(await ask('POST', '/v1/apis', bob.secret, { slug, name: 'x' })).toEqual(
        problem(409, 'api_slug_taken'),
      );
    });

    it('once for one Idempotency-Key', async () => {
      const key = { 'idempotency-key': 'registers-once' };
      const draft = { slug: 'registered-once', name: 'x' };
      const first = await ask('POST', '/v1/apis', ada.secret, draft, key);
      expect(await ask('POST', '/v1/apis', ada.secret, draft, key)).toEqual(first);
      expect(first[0]).toBe(201);
    });

    it.each<[string, Body, number, string]>([
      ['a slug with a capital letter', { slug: 'Pets' }, 422, 'invalid_input'],
      ['a slug that is too short', { slug: 'ab' }, 422, 'invalid_input'],
      ['a slug that ends with a dash', { slug: 'abc-' }, 422, 'invalid_input'],
      ['no name', { name: undefined }, 400, 'malformed_input'],
      ['a name that is too long', { name: 'x'.repeat(101) }, 422, 'invalid_input'],
      ['a name that cannot be kept', { name: 'a\0b' }, 422, 'invalid_input'],
      ['a name of which nothing is to be seen', { name: ' ' }, 422, 'invalid_input'],
      ['a name that turns the text around it', { name: 'a\u202Eb' }, 422, 'invalid_input'],
      ['a name of two lines', { name: 'a\nb' }, 422, 'invalid_input'],
      ['a description that is too long', { description: 'x'.repeat(2001) }, 422, 'invalid_input'],
      ['eleven tags', { tags: Array.from({ length: 11 }, (_, n) => `t${n}`) }, 422, 'invalid_input'],
      ['a tag with a space', { tags: ['a b'] }, 422, 'invalid_input'],
      ['a homepage that runs a script', { homepageUrl: 'javascript:alert(1)' }, 422, 'invalid_input'],
      ['an owner', { ownerId: 'x' }, 400, 'malformed_input'],
      ['a lifecycle', { lifecycle: 'active' }, 400, 'malformed_input'],
    ])('not with %s', async (_, fields, status, code) => {
      const draft = { slug: 'refused', name: 'x', ...fields };
      expect(await ask('POST', '/v1/apis', ada.secret, draft)).toEqual(problem(status, code));
    });

    it.each([
      ['POST', '/v1/apis', { slug: 'refused', name: '' }, '/name'],
      ['GET', '/v1/apis?q=a', undefined, '/q'],
    ])('not by %s %s with what is too short, which is told once', async (method, path, draft, pointer) => {
      const [, { errors }] = await ask(method, path, ada.secret, draft);
      expect(errors).toEqual([expect.objectContaining({ pointer })]);
    });

    it('by tokens with the scope apis:write alone', async () => {
      const { token } = await registry.api.makeToken(ada, { scopes: ['apis:read', 'apis:publish'] });
      expect(await ask('POST', '/v1/apis', token, { slug: 'refused', name: 'x' })).toEqual(
        problem(403, 'insufficient_scope'),
      );
      expect((await ask('POST', '/v1/apis', null, { slug: 'refused', name: 'x' }))[0]).toBe(401);
    });
  });

  describe('are read', () => {
    it('by everybody when they are public and published, without a token', async () => {
      const { slug } = await registry.insertApi(ada);
      for (const secret of [null, bob.secret, ada.secret])
        expect((await ask('GET', `/v1/apis/${slug}`, secret))[0]).toBe(200);
    });

    it.each([
      ['are private', { visibility: 'private' as const }],
      ['are drafts', { lifecycle: 'draft' as const }],
    ])('by their owner alone when they %s: for others there is nothing', async (_, fields) => {
      const { slug } = await registry.insertApi(ada, fields);
      const gone = problem(404, 'api_not_found');
      for (const secret of [null, bob.secret]) {
        for (const path of ['', '/stats', '/versions', '/versions/1.0.0'])
          expect(await ask('GET', `/v1/apis/${slug}${path}`, secret)).toEqual(gone);
      }
      const writes = [
        ['PATCH', '', { name: 'x' }],
        ['DELETE', '', undefined],
        ['POST', '/transfer', { to: bob.user.handle }],
        ['POST', '/deprecate', { sunsetAt: '2999-01-01T00:00:00Z' }],
        ['POST', '/retire', {}],
        ['POST', '/versions', { version: '1.0.0' }],
      ] as const;
      for (const [method, path, body] of writes)
        expect(await ask(method, `/v1/apis/${slug}${path}`, bob.secret, body, ANY)).toEqual(gone);
      expect((await ask('GET', `/v1/apis/${slug}`, ada.secret))[0]).toBe(200);
    });

    it('not by a token that is not in force, or has not the scope, though all could read', async () => {
      const { slug } = await registry.insertApi(ada);
      const { token } = await registry.api.makeToken(ada, { scopes: ['tokens:read'] });
      expect(await ask('GET', `/v1/apis/${slug}`, `${ada.secret}x`)).toEqual(problem(401, 'invalid_token'));
      expect(await ask('GET', '/v1/apis', 'nonsense')).toEqual(problem(401, 'invalid_token'));
      expect(await ask('GET', `/v1/apis/${slug}`, token)).toEqual(problem(403, 'insufficient_scope'));
      expect(await ask('GET', `/v1/apis/${slug}?access_token=${ada.secret}`, null)).toEqual(
        problem(401, 'token_in_url'),
      );
    });

    it('with an ETag, and 304 by who knows it', async () => {
      const { slug } = await registry.insertApi(ada);
      const again = await registry.api.send('GET', `/v1/apis/${slug}`, null, undefined, {
        'if-none-match': await tagOf(slug, null),
      });
      expect([again.status, await again.text()]).toEqual([304, '']);
    });

    it('with another ETag once what they point at looks other than before', async () => {
      const eve = await registry.api.signIn();
      const successor = await registry.insertApi(eve);
      const { slug } = await registry.insertApi(eve, { lifecycle: 'deprecated', successorId: successor.id });
      const changes: (() => Promise<unknown>)[] = [
        () => ask('PATCH', '/v1/users/me', eve.secret, { handle: 'eve-by-another-name' }, ANY),
        () => ask('PATCH', `/v1/apis/${successor.slug}`, eve.secret, { visibility: 'private' }, ANY),
      ];
      for (const change of changes) {
        const before = await tagOf(slug, null);
        await change();
        const again = await registry.api.send('GET', `/v1/apis/${slug}`, null, undefined, {
          'if-none-match': before,
        });
        expect([again.status, again.headers.get('etag') === before]).toEqual([200, false]);
      }
      expect(await tagOf(slug, eve.secret)).not.toBe(await tagOf(slug, null));
    });

    it('not when there are none', async () => {
      for (const slug of ['nothing', 'UPPER', '%00', 'a'.repeat(90)])
        expect(await ask('GET', `/v1/apis/${slug}`, null)).toEqual(problem(404, 'api_not_found'));
    });
  });

  describe('are changed', () => {
    it('by their owner, who has seen what he changes', async () => {
      const { slug, id } = await registry.makeApi(ada, { name: 'Old', tags: ['old'] });
      const seen = await tagOf(slug, ada.secret);
      const change = (headers: Record<string, string>): Promise<[number, Body]> =>
        ask('PATCH', `/v1/apis/${slug}`, ada.secret, { name: 'New', tags: ['new'] }, headers);
      expect((await change({}))[0]).toBe(428);
      expect((await change({ 'if-match': `"${id}.2"` }))[0]).toBe(412);
      for (const tag of [`"${id}.1"`, `W/${seen}`]) expect((await change({ 'if-match': tag }))[0]).toBe(412);
      expect(await change({ 'if-match': `"x", ${seen}` })).toEqual([
        200,
        expect.objectContaining({ name: 'New', tags: ['new'], revision: 2 }),
      ]);
      const found = async (query: string): Promise<unknown> =>
        (
          (await ask('GET', `/v1/apis?owner=${ada.user.handle}&${query}`, ada.secret))[1]['items'] as Body[]
        ).map((item) => item['slug']);
      expect(await found('q=old')).toEqual([]);
      expect(await found('tag=new')).toEqual([slug]);
    });

    it('not by others, nor in what cannot be changed', async () => {
      const { slug } = await registry.insertApi(ada);
      const change = (secret: string, changes: Body): Promise<[number, Body]> =>
        ask('PATCH', `/v1/apis/${slug}`, secret, changes, ANY);
      expect(await change(bob.secret, { name: 'x' })).toEqual(problem(403, 'api_not_yours'));
      expect(await change(ada.secret, { slug: 'another' })).toEqual(problem(400, 'malformed_input'));
      expect(await change(ada.secret, {})).toEqual(problem(422, 'invalid_input'));
    });

    it('by one of two who change them at the same time', async () => {
      const { slug } = await registry.makeApi(ada);
      const seen = await tagOf(slug, ada.secret);
      const answers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name) =>
          ask('PATCH', `/v1/apis/${slug}`, ada.secret, { name }, { 'if-match': seen }),
        ),
      );
      expect(answers.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
    });
  });

  describe('are deleted', () => {
    it('by their owner with their versions, as drafts or retired', async () => {
      for (const lifecycle of ['draft', 'retired'] as const) {
        const { slug, id } = await registry.insertApi(ada, { lifecycle });
        await registry.makeVersion(ada, slug, '1.0.0');
        expect((await ask('DELETE', `/v1/apis/${slug}`, ada.secret))[0]).toBe(428);
        expect((await ask('DELETE', `/v1/apis/${slug}`, ada.secret, undefined, ANY))[0]).toBe(204);
        expect(await registry.versions.countBy({ apiId: id })).toBe(0);
      }
    });

    it('not while others may rely on them', async () => {
      for (const lifecycle of ['active', 'deprecated'] as const) {
        const { slug } = await registry.insertApi(ada, { lifecycle });
        expect(await ask('DELETE', `/v1/apis/${slug}`, ada.secret, undefined, ANY)).toEqual(
          problem(409, 'api_in_use'),
        );
      }
    });
  });

  describe('are transferred', () => {
    const offer = (from: SignedIn, slug: string, to: SignedIn): Promise<[number, Body]> =>
      ask('POST', `/v1/apis/${slug}/transfer`, from.secret, { to: to.user.handle });
    const accept = (by: SignedIn, slug: string): Promise<[number, Body]> =>
      ask('POST', `/v1/apis/${slug}/transfer/accept`, by.secret, {});
    const end = async (by: SignedIn, slug: string): Promise<unknown> =>
      (await ask('DELETE', `/v1/apis/${slug}/transfer`, by.secret))[0];
    const offeredTo = async ({ secret }: SignedIn): Promise<unknown[]> =>
      ((await ask('GET', '/v1/transfers', secret))[1]['items'] as Body[]).map(({ slug }) => slug);

    it('when another one accepts what their owner offers, and not before', async () => {
      const { slug } = await registry.makeApi(ada);
      const offered = expect.objectContaining({
        owner: ada.user.handle,
        transfer: { to: bob.user.handle, expiresAt: expect.any(String) },
      }) as unknown;
      expect(await offer(ada, slug, bob)).toEqual([200, offered]);
      expect(await offeredTo(bob)).toContain(slug);
      expect(await ask('GET', `/v1/apis/${slug}`, bob.secret)).toEqual([200, offered]);
      expect(await ask('PATCH', `/v1/apis/${slug}`, bob.secret, { name: 'x' }, ANY)).toEqual(
        problem(403, 'api_not_yours'),
      );
      const record = jest.spyOn(registry.api.service.app.get(AuditLog), 'record');
      expect(await accept(bob, slug)).toEqual([
        200,
        expect.objectContaining({ owner: bob.user.handle, transfer: null }),
      ]);
      expect(record.mock.calls).toEqual([
        [
          expect.objectContaining({
            event: 'security.api_transferred',
            userId: bob.user.id,
            byUserId: ada.user.id,
          }),
        ],
      ]);
      record.mockRestore();
      expect(await offeredTo(bob)).not.toContain(slug);
      expect((await ask('PATCH', `/v1/apis/${slug}`, bob.secret, { name: 'x' }, ANY))[0]).toBe(200);
      expect(await offer(ada, slug, bob)).toEqual(problem(404, 'api_not_found'));
      expect(await accept(bob, slug)).toEqual(problem(404, 'transfer_not_found'));
    });

    it('not when the offer was declined, taken back, made to another one since, or is over', async () => {
      const eve = await registry.api.signIn();
      const gone = problem(404, 'transfer_not_found');
      const { slug, id } = await registry.insertApi(ada);
      for (const who of [bob, ada]) {
        await offer(ada, slug, bob);
        expect(await end(eve, slug)).toBe(404);
        expect(await end(who, slug)).toBe(204);
        expect(await accept(bob, slug)).toEqual(gone);
      }
      await offer(ada, slug, bob);
      await offer(ada, slug, eve);
      expect(await accept(bob, slug)).toEqual(gone);
      await registry.apis.update({ id }, { pendingUntil: new Date(Date.now() - 1) });
      expect([await accept(eve, slug), await offeredTo(eve)]).toEqual([gone, []]);
      expect((await ask('GET', `/v1/apis/${slug}`, ada.secret))[1]).toMatchObject({
        owner: ada.user.handle,
        transfer: null,
      });
    });

    it('not when who has offered them was suspended since', async () => {
      const mallory = await registry.api.signIn();
      const { slug } = await registry.makeApi(mallory);
      await offer(mallory, slug, bob);
      await registry.api.users.update({ id: mallory.user.id }, { status: 'suspended' });
      expect(await accept(bob, slug)).toEqual(problem(404, 'transfer_not_found'));
    });

    it('while nobody else is told to whom they are offered, and they stay private', async () => {
      const eve = await registry.api.signIn();
      const { slug } = await registry.insertApi(ada);
      const hidden = await registry.makeApi(ada);
      await offer(ada, slug, bob);
      await offer(ada, hidden.slug, bob);
      for (const secret of [null, eve.secret]) {
        expect((await ask('GET', `/v1/apis/${slug}`, secret))[1]).toMatchObject({ transfer: null });
        expect((await ask('GET', `/v1/apis/${hidden.slug}`, secret))[0]).toBe(404);
      }
      expect(await accept(eve, slug)).toEqual(problem(404, 'transfer_not_found'));
      expect(await accept(eve, hidden.slug)).toEqual(problem(404, 'api_not_found'));
    });

    it('to one of those who accept and decline at the same time, once', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { slug } = await registry.insertApi(ada);
        await offer(ada, slug, bob);
        const [ended, ...accepted] = await Promise.all([
          end(ada, slug),
          accept(bob, slug),
          accept(bob, slug),
        ]);
        const statuses = [ended, ...accepted.map(([status]) => status)];
        expect(statuses.filter((status) => status === 200 || status === 204)).toHaveLength(1);
      }
    });

    it('are listed by pages', async () => {
      const eve = await registry.api.signIn();
      const slugs: string[] = [];
      for (let n = 0; n < 3; n += 1) {
        const { slug } = await registry.insertApi(ada);
        await offer(ada, slug, eve);
        slugs.unshift(slug);
      }
      const [, first] = await ask('GET', '/v1/transfers?limit=2', eve.secret);
      const [, second] = await ask(
        'GET',
        `/v1/transfers?limit=2&cursor=${String(first['nextCursor'])}`,
        eve.secret,
      );
      expect([...(first['items'] as Body[]), ...(second['items'] as Body[])].map(({ slug }) => slug)).toEqual(
        slugs,
      );
      expect(second['nextCursor']).toBeNull();
      expect(await ask('GET', `/v1/transfers?cursor=${String(first['nextCursor'])}`, bob.secret)).toEqual(
        problem(400, 'invalid_cursor'),
      );
    });

    it('at once by an administrator with admin:users, who sees them for it', async () => {
      const root = await registry.api.signIn('admin');
      const { slug } = await registry.makeApi(ada);
      const { token } = await registry.api.makeToken(root, { scopes: ['apis:read', 'apis:write'] });
      const path = `/v1/apis/${slug}/transfer`;
      expect(await ask('POST', path, token, { to: bob.user.handle })).toEqual(problem(404, 'api_not_found'));
      const owned = await ask('GET', `/v1/apis?owner=${ada.user.handle}&q=${slug}`, root.secret);
      expect((owned[1]['items'] as Body[]).map((item) => item['slug'])).toContain(slug);
      expect(await offer(root, slug, bob)).toEqual([
        200,
        expect.objectContaining({ owner: bob.user.handle, transfer: null }),
      ]);
      expect(await ask('PATCH', `/v1/apis/${slug}`, root.secret, { name: 'x' }, ANY)).toEqual(
        problem(403, 'api_not_yours'),
      );
    });

    it('to nobody else than another user who is active', async () => {
      const { slug } = await registry.insertApi(ada);
      const gone = await registry.api.signIn();
      await registry.api.users.update({ id: gone.user.id }, { status: 'suspended' });
      for (const to of ['nobody-at-all', gone.user.handle, ada.user.handle])
        expect(await ask('POST', `/v1/apis/${slug}/transfer`, ada.secret, { to })).toEqual([
          422,
          expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/to' })] }),
        ]);
      expect(await offer(bob, slug, bob)).toEqual(problem(403, 'api_not_yours'));
    });

    it('or stay where they are when who is to have them deletes his account', async () => {
      const eve = await registry.api.signIn();
      const { slug } = await registry.insertApi(ada);
      await offer(ada, slug, eve);
      expect((await ask('DELETE', '/v1/users/me', eve.secret, undefined, ANY))[0]).toBe(204);
      expect((await ask('GET', `/v1/apis/${slug}`, ada.secret))[1]).toMatchObject({
        owner: ada.user.handle,
        transfer: null,
      });
    });
  });

  describe('come to an end', () => {
    it('deprecated, with what follows, then retired', async () => {
      const successor = await registry.insertApi(ada);
      const { slug } = await registry.insertApi(ada);
      const end = (action: string, body: Body): Promise<[number, Body]> =>
        ask('POST', `/v1/apis/${slug}/${action}`, ada.secret, body);
      expect(await end('retire', {})).toEqual(problem(409, 'api_not_retirable'));
      expect(await end('deprecate', {})).toEqual(problem(422, 'invalid_input'));
      // The last one is in the year 10000 of UTC, which the header Sunset cannot tell.
      for (const sunsetAt of ['2001-01-01T00:00:00Z', '9999-12-31T23:00:00-02:00'])
        expect(await end('deprecate', { sunsetAt })).toEqual(problem(422, 'invalid_input'));
      const told = { successor: successor.slug, sunsetAt: '2999-01-01T00:00:00.000Z' };
      expect(await end('deprecate', told)).toEqual([
        200,
        expect.objectContaining({ ...told, lifecycle: 'deprecated', deprecatedAt: expect.any(String) }),
      ]);
      expect(await end('retire', {})).toEqual([200, expect.objectContaining({ lifecycle: 'retired' })]);
      expect(await end('deprecate', told)).toEqual(problem(409, 'api_not_deprecatable'));
    });

    it('not for an API that is not there, not published, or itself', async () => {
      const { slug } = await registry.insertApi(ada);
      const hidden = await registry.insertApi(bob, { visibility: 'private' });
      const draft = await registry.insertApi(ada, { lifecycle: 'draft' });
      for (const successor of [slug, hidden.slug, draft.slug, 'not-there'])
        expect(await ask('POST', `/v1/apis/${slug}/deprecate`, ada.secret, { successor })).toEqual([
          422,
          expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/successor' })] }),
        ]);
    });

    it('without telling of a successor that is not there for who asks', async () => {
      const hidden = await registry.insertApi(ada, { visibility: 'private' });
      const { slug } = await registry.insertApi(ada, { lifecycle: 'deprecated', successorId: hidden.id });
      const seen = async (secret: string | null): Promise<unknown> =>
        (await ask('GET', `/v1/apis/${slug}`, secret))[1]['successor'];
      expect([await seen(ada.secret), await seen(bob.secret), await seen(null)]).toEqual([
        hidden.slug,
        null,
        null,
      ]);
    });
  });

  describe('keep their owner', () => {
    it('or were never made, when he is deleted at the same time', async () => {
      for (let round = 0; round < 8; round += 1) {
        const eve = await registry.api.signIn();
        const draft = { slug: `of-eve-${round}`, name: 'x' };
        const [[made], [deleted]] = await Promise.all([
          ask('POST', '/v1/apis', eve.secret, draft),
          ask('DELETE', '/v1/users/me', eve.secret, undefined, ANY),
        ]);
        expect([
          [201, 409],
          [401, 204],
        ]).toContainEqual([made, deleted]);
        expect(await registry.apis.countBy({ ownerId: eve.user.id })).toBe(made === 201 ? 1 : 0);
      }
    });

    it('from being deleted, and the answer says what to do', async () => {
      const eve = await registry.api.signIn();
      const { slug } = await registry.makeApi(eve);
      expect(await ask('DELETE', '/v1/users/me', eve.secret, undefined, ANY)).toEqual([
        409,
        expect.objectContaining({
          code: 'user_owns_apis',
          detail: expect.stringContaining('transfer or delete them') as string,
        }),
      ]);
      await ask('POST', `/v1/apis/${slug}/transfer`, eve.secret, { to: ada.user.handle });
      await ask('POST', `/v1/apis/${slug}/transfer/accept`, ada.secret, {});
      expect((await ask('DELETE', '/v1/users/me', eve.secret, undefined, ANY))[0]).toBe(204);
      expect(await registry.api.users.countBy({ id: eve.user.id })).toBe(0);
    });
  });
});
