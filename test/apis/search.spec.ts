import * as fc from 'fast-check';
import type { Api } from '../../src/apis/api.entity';
import { STORES } from '../../src/database/testing';
import type { Body, SignedIn } from '../tokens/signed-in';
import { Registry } from './registry';

const DAY_MS = 86_400_000;
const NAMES = [
  'Payments',
  'Pay per View',
  'pets',
  'Petstore %',
  'ÄPFEL_und_Birnen',
  'back\\slash',
  '宠物 店',
  'API',
];
const TAGS = ['money', 'animals', 'beta', 'internal'];

describe.each(STORES)('the search for APIs on $store', (store) => {
  let registry: Registry;
  let ada: SignedIn;
  let bob: SignedIn;
  let all: Api[];

  beforeAll(async () => {
    registry = await Registry.start(store);
    [ada, bob] = [await registry.api.signIn(), await registry.api.signIn()];
    all = [];
    for (let n = 0; n < 60; n += 1) {
      // oxlint-disable-next-line no-await-in-loop -- their ids are in this order
      const api = await registry.insertApi(n % 3 === 0 ? bob : ada, {
        slug: `s${(n * 37) % 60}-${n % 2 ? 'x' : 'yy'}-${n}`,
        name: NAMES[n % NAMES.length] ?? '',
        visibility: n % 4 === 1 ? 'private' : 'public',
        lifecycle: (['active', 'active', 'deprecated', 'retired', 'draft'] as const)[n % 5] ?? 'active',
        tags: TAGS.filter((_, i) => (n >> i) % 2 === 1).toSorted(),
        specVersion: n % 5 === 4 ? null : (['2.0', '3.0', '3.1'][n % 3] ?? null),
        updatedAt: new Date(Date.now() - ((n * 7) % 30) * DAY_MS),
      });
      all.push(api);
    }
  });
  afterAll(() => registry.close());

  const page = async (query: string, secret: string | null): Promise<Body> => {
    const [status, body] = await registry.api.ask('GET', `/v1/apis?${query}`, secret);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  };
  const slugs = (body: Body): string[] => (body['items'] as Body[]).map((item) => String(item['slug']));

  /** All pages, one after another. */
  const walk = async (query: string, secret: string | null, limit: number): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor = ''; ;) {
      // oxlint-disable-next-line no-await-in-loop -- one page after another
      const body = await page(`${query}&limit=${limit}${cursor}`, secret);
      found.push(...slugs(body));
      if (body['nextCursor'] === null) return found;
      cursor = `&cursor=${body['nextCursor'] as string}`;
    }
  };

  it('finds a part of a Greek word, which ends with another sigma than the same part of the word', async () => {
    const { slug } = await registry.insertApi(bob, {
      name: 'ΟΔΟΣΗΜΑ',
      visibility: 'private',
      lifecycle: 'draft',
    });
    const found = await page(`q=${encodeURIComponent('ΟΔΟΣ')}`, bob.secret);
    await registry.apis.delete({ slug });
    expect(slugs(found)).toEqual([slug]);
  });

  it('finds what a plain look at every API finds, in the order asked for, whatever the page', async () => {
    const query = fc.record(
      {
        q: fc.constantFrom(
          'pay',
          'PAY',
          'ets',
          'é',
          '%',
          '_u',
          '\\s',
          'äpf',
          '宠物',
          'yy-1',
          'api',
          'zzz',
          'ay p',
        ),
        tag: fc.constantFrom(...TAGS),
        lifecycle: fc.constantFrom('active', 'deprecated', 'retired', 'draft'),
        specVersion: fc.constantFrom('2.0', '3.0', '3.1'),
        visibility: fc.constantFrom('public', 'private'),
        owner: fc.constantFrom('ada', 'bob'),
        updatedAfter: fc.constantFrom(5, 10, 20),
      },
      { requiredKeys: [] },
    );
    const sorts = ['createdAt', '-createdAt', 'updatedAt', '-updatedAt', 'slug', '-slug'];
    await fc.assert(
      fc.asyncProperty(
        query,
        fc.constantFrom('ada', 'bob', null),
        fc.constantFrom(...sorts),
        fc.integer({ min: 1, max: 25 }),
        async (criteria, who, sort, limit) => {
          const people = { ada, bob };
          const after =
            criteria.updatedAfter && new Date(Date.now() - criteria.updatedAfter * DAY_MS - 60_000);
          const parameters = new URLSearchParams({ sort });
          for (const [name, value] of Object.entries(criteria)) {
            if (name === 'owner') parameters.set(name, people[value as 'ada'].user.handle);
            else parameters.set(name, name === 'updatedAfter' && after ? after.toISOString() : String(value));
          }
          // A text of one character is too short.
          if (criteria.q === 'é' || criteria.q === '%') parameters.set('q', `${criteria.q} `);
          const text = parameters.get('q')?.toLowerCase();
          const me = who && people[who].user.id;
          const expected = all
            .filter((api) => (api.visibility === 'public' && api.lifecycle !== 'draft') || api.ownerId === me)
            .filter(
              (api) =>
                text === undefined || [api.name.toLowerCase(), api.slug].some((one) => one.includes(text)),
            )
            .filter((api) => criteria.tag === undefined || api.tags.includes(criteria.tag))
            .filter((api) => criteria.lifecycle === undefined || api.lifecycle === criteria.lifecycle)
            .filter((api) => criteria.specVersion === undefined || api.specVersion === criteria.specVersion)
            .filter((api) => criteria.visibility === undefined || api.visibility === criteria.visibility)
            .filter(
              (api) =>
                criteria.owner === undefined || api.ownerId === people[criteria.owner as 'ada'].user.id,
            )
            .filter((api) => !after || api.updatedAt > after);
          const keyOf = (api: Api): string =>
            sort.endsWith('slug')
              ? api.slug
              : `${sort.endsWith('updatedAt') ? api.updatedAt.toISOString() : ''}${api.id}`;
          const ordered = expected
            .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1) * (sort.startsWith('-') ? -1 : 1))
            .map(({ slug }) => slug);
          expect(await walk(parameters.toString(), who && people[who].secret, limit)).toEqual(ordered);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts in totals and facets what is there for who asks, and nothing else', async () => {
    const query = 'facets=tag,lifecycle,specVersion&includeTotal=true';
    for (const who of [null, ada, bob]) {
      const seen = all.filter(
        (api) => (api.visibility === 'public' && api.lifecycle !== 'draft') || api.ownerId === who?.user.id,
      );
      const count = (values: readonly string[]): Body[] =>
        [...new Set(values)]
          .map((value) => ({ value, count: values.filter((one) => one === value).length }))
          .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect(await page(query, who?.secret ?? null)).toMatchObject({
        total: seen.length,
        facets: {
          tag: count(seen.flatMap(({ tags }) => tags)),
          lifecycle: count(seen.map(({ lifecycle }) => lifecycle)),
          specVersion: count(seen.flatMap(({ specVersion }) => specVersion ?? [])),
        },
      });
    }
  });

  it('finds what is frequent on any page, for everybody and beside what is one’s own', async () => {
    const eve = await registry.api.signIn();
    const [made, ids]: [string[], string[]] = [[], []];
    for (let n = 0; n < 45; n += 1) {
      // oxlint-disable-next-line no-await-in-loop -- their ids are in this order
      const { id, slug } = await registry.insertApi(n % 9 === 0 ? eve : ada, {
        name: `Crowded ${n}`,
        visibility: n % 3 === 0 ? 'private' : 'public',
      });
      ids.push(id);
      if (n % 3 !== 0 || n % 9 === 0) made.push(slug);
    }
    const own = (await registry.apis.findBy({ ownerId: eve.user.id })).map(({ slug }) => slug);
    expect(await walk('q=CROWDED&sort=createdAt', eve.secret, 4)).toEqual(made);
    expect(await walk('q=crowded&sort=createdAt', null, 4)).toEqual(
      made.filter((slug) => !own.includes(slug)),
    );
    // The others look at those alone that were there before.
    await registry.apis.delete(ids);
  });

  it('takes several tags, which an API must all have', async () => {
    const both = all.filter(({ tags, listed }) => listed && tags.includes('money') && tags.includes('beta'));
    expect((await walk('tag=money&tag=beta', null, 100)).toSorted()).toEqual(
      both.map(({ slug }) => slug).toSorted(),
    );
  });

  it('links the next page', async () => {
    const response = await registry.api.send('GET', '/v1/apis?limit=2&q=pay', null);
    expect(response.headers.get('link')).toMatch(/^<\/v1\/apis\?limit=2&q=pay&cursor=[\w-]+>; rel="next"$/);
  });

  it('knows nobody by a handle that nobody has', async () => {
    expect(await page('owner=nobody-here&includeTotal=true&facets=tag', null)).toEqual({
      items: [],
      nextCursor: null,
      total: 0,
      facets: { tag: [] },
    });
  });

  it.each([
    'q=a',
    `q=${'x'.repeat(101)}`,
    'q=%00%00',
    // One character once its case is left out of account.
    'q=J%CC%8C',
    'tag=A',
    'tag=',
    'lifecycle=gone',
    'specVersion=3',
    'visibility=secret',
    'updatedAfter=yesterday',
    'facets=owner',
    'sort=name',
    'limit=0',
    'page=2',
    'cursor=x',
  ])('refuses what it does not know: %s', async (query) => {
    const [status] = await registry.api.ask('GET', `/v1/apis?${query}`, null);
    expect(status).toBe(400);
  });

  it('refuses a cursor under another filter or sort, or from somebody else', async () => {
    const { nextCursor } = await page('limit=1&tag=money', null);
    expect(
      (await registry.api.ask('GET', `/v1/apis?tag=money&cursor=${nextCursor as string}`, ada.secret))[0],
    ).toBe(400);
    for (const query of ['tag=beta', 'tag=money&sort=slug', `tag=money&owner=${ada.user.handle}`, ''])
      expect(await registry.api.ask('GET', `/v1/apis?${query}&cursor=${String(nextCursor)}`, null)).toEqual([
        400,
        expect.objectContaining({ code: 'invalid_cursor' }),
      ]);
  });

  describe('the catalog', () => {
    it('lists what everybody sees, page by page', async () => {
      const found: string[] = [];
      let path: string | undefined = '/.well-known/api-catalog?limit=10';
      while (path !== undefined) {
        // oxlint-disable-next-line no-await-in-loop -- one page after another
        const response = await registry.api.send('GET', path, ada.secret);
        expect(response.headers.get('content-type')).toMatch(/^application\/linkset\+json/);
        // oxlint-disable-next-line no-await-in-loop -- see above
        const { linkset } = (await response.json()) as { linkset: { item?: { href: string }[] }[] };
        found.push(...(linkset[0]?.item ?? []).map(({ href }) => href));
        path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      }
      const origin = registry.api.service.url;
      expect(found).toEqual(
        all.filter(({ listed }) => listed).map(({ slug }) => `${origin}/v1/apis/${slug}`),
      );
    });

    it('tells where it is to who asks by HEAD', async () => {
      const response = await registry.api.send('HEAD', '/.well-known/api-catalog?limit=100', null);
      expect([response.status, response.headers.get('link')]).toEqual([
        200,
        '</.well-known/api-catalog>; rel="api-catalog"',
      ]);
    });
  });
});
