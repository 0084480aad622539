import { createHash } from 'node:crypto';
import { openApi } from '../apis/documents';
import { ANY, Registry } from '../apis/registry';
import { STORES } from '../../src/database/testing';
import type { Body, SignedIn } from '../tokens/signed-in';

const SUNSET = '2999-01-01T00:00:00Z';

describe.each(STORES)('the life of an API on $store', (store) => {
  let registry: Registry;
  let ada: SignedIn;
  let bob: SignedIn;

  beforeAll(async () => {
    registry = await Registry.start(store);
    ada = await registry.api.signIn();
    bob = await registry.api.signIn();
  });
  afterAll(() => registry.close());

  const send = async (secret: string | null, method: string, path: string, body?: Body): Promise<Body> => {
    const [status, answer] = await registry.api.ask(method, path, secret, body, ANY);
    return { ...answer, answered: status };
  };
  const upload = async (version: string, document: object): Promise<number> =>
    (await registry.upload(ada.secret, `/v1/apis/pets/versions/${version}`, JSON.stringify(document))).status;
  const found = async (query: string): Promise<unknown> =>
    ((await send(null, 'GET', `/v1/apis?${query}`))['items'] as Body[]).map(({ slug }) => slug);
  const catalog = async (): Promise<string> =>
    JSON.stringify(await send(null, 'GET', '/.well-known/api-catalog'));

  it('goes from a draft to what is retired, and everybody sees what he may', async () => {
    const steps: [string, unknown, unknown][] = [];
    const saw = (step: string, seen: unknown, expected: unknown): void =>
      void steps.push([step, seen, expected]);

    const made = await send(ada.secret, 'POST', '/v1/apis', {
      slug: 'pets',
      name: 'All the Pets',
      visibility: 'public',
      tags: ['animals'],
    });
    saw('it is registered, and nobody else sees it', [made['answered'], await found('q=pets')], [201, []]);

    const version = '/v1/apis/pets/versions/1.0.0';
    await send(ada.secret, 'POST', '/v1/apis/pets/versions', { version: '1.0.0' });
    saw('a document is sent that is not valid', await upload('1.0.0', { openapi: '3.1.0', paths: {} }), 200);
    const report = await send(ada.secret, 'GET', `${version}/validation`);
    saw(
      'it is told what is wrong',
      [report['valid'], (report['findings'] as Body[]).some(({ severity }) => severity === 'error')],
      [false, true],
    );
    saw('it is not published', (await send(ada.secret, 'POST', `${version}/publish`, {}))['answered'], 422);

    saw('it is mended', await upload('1.0.0', openApi('1.0.0', { '/pets': [], '/owners': [] })), 200);
    saw('and published', (await send(ada.secret, 'POST', `${version}/publish`, {}))['answered'], 200);
    saw(
      'everybody finds it',
      [await found('q=THE%20PET'), await found('tag=animals&specVersion=3.1'), await found('q=dogs')],
      [['pets'], ['pets'], []],
    );
    saw(
      'and sees it in the catalog',
      (await catalog()).includes('/v1/apis/pets/versions/1.0.0/document'),
      true,
    );

    const document = await registry.api.send('GET', `${version}/document`, null);
    const text = await document.text();
    const etag = document.headers.get('etag') ?? '';
    const known = { 'if-none-match': etag };
    saw(
      'and its document, to the byte',
      [
        text === JSON.stringify(openApi('1.0.0', { '/pets': [], '/owners': [] })),
        document.headers.get('repr-digest'),
        (await registry.api.send('GET', `${version}/document`, null, undefined, known)).status,
      ],
      [true, `sha-256=:${createHash('sha256').update(text).digest('base64')}:`, 304],
    );
    saw('which stays as it is', await upload('1.0.0', openApi('1.0.0', {})), 409);
    const tried = await fetch(`${registry.api.service.url}/v1/apis/pets/diff`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bob.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(openApi('2', { '/pets': ['token'], '/owners': [] })),
    });
    const { base, isBreaking } = (await tried.json()) as Body;
    saw('others try out what would break', [tried.status, base, isBreaking], [200, '1.0.0', true]);

    await send(ada.secret, 'POST', '/v1/apis/pets/versions', { version: '1.1.0' });
    await upload('1.1.0', openApi('1.1.0', { '/pets': [] }));
    const refused = await send(ada.secret, 'POST', '/v1/apis/pets/versions/1.1.0/publish', {});
    saw('what breaks is refused', [refused['answered'], refused['code']], [409, 'breaking_change']);
    const renumbered = await send(ada.secret, 'PATCH', '/v1/apis/pets/versions/1.1.0', { version: '2.0.0' });
    const major = await send(ada.secret, 'POST', '/v1/apis/pets/versions/2.0.0/publish', {});
    saw(
      'unless it is a major version',
      [renumbered['answered'], major['answered'], major['base'], Number(major['breakingCount']) > 0],
      [200, 200, '1.0.0', true],
    );

    const diff = await send(null, 'GET', '/v1/apis/pets/versions/2.0.0/diff?base=1.0.0');
    const broken = (diff['changes'] as Body[])
      .filter(({ severity }) => severity === 'breaking')
      .map(({ operation }) => operation);
    saw(
      'everybody is told what changed',
      [diff['base'], diff['isBreaking'], broken],
      ['1.0.0', true, ['GET /owners']],
    );
    await send(ada.secret, 'POST', '/v1/apis/pets/versions', { version: '2.0.1' });
    await upload('2.0.1', openApi('2.0.1', { '/pets': ['token'] }));
    const reason = 'Nobody uses it yet';
    saw(
      'or with a reason, which is kept',
      [
        (await send(ada.secret, 'POST', '/v1/apis/pets/versions/2.0.1/publish', {}))['code'],
        (await send(ada.secret, 'POST', '/v1/apis/pets/versions/2.0.1/publish', { override: true, reason }))[
          'overrideReason'
        ],
        (await send(null, 'GET', '/v1/apis/pets'))['latestVersion'],
      ],
      ['breaking_change', reason, '2.0.1'],
    );
    await send(ada.secret, 'POST', '/v1/apis/pets/versions', { version: '3.0.0' });
    saw(
      'a draft that is not wanted is deleted',
      [
        (await send(null, 'GET', '/v1/apis/pets/versions/3.0.0'))['answered'],
        (await send(ada.secret, 'DELETE', '/v1/apis/pets/versions/3.0.0'))['answered'],
        ((await send(ada.secret, 'GET', '/v1/apis/pets/versions'))['items'] as Body[]).map(
          (one) => one['version'],
        ),
      ],
      [404, 204, ['2.0.1', '2.0.0', '1.0.0']],
    );
    const page = await fetch(`${registry.api.service.url}/apis/pets`, { headers: { accept: 'text/html' } });
    saw('all of it is on a page', [page.status, (await page.text()).includes('2.0.1')], [200, true]);

    await send(ada.secret, 'POST', `${version}/deprecate`, { successor: '2.0.0', sunsetAt: SUNSET });
    const old = await registry.api.send('GET', `${version}/document`, null);
    saw(
      'the old one tells of its end',
      [
        /^@\d+$/.test(old.headers.get('deprecation') ?? ''),
        old.headers.get('sunset'),
        old.headers.get('link'),
      ],
      [
        true,
        new Date(SUNSET).toUTCString(),
        '</v1/apis/pets/versions/2.0.0/document>; rel="successor-version"',
      ],
    );
    saw('it is retired', (await send(ada.secret, 'POST', `${version}/retire`, {}))['answered'], 200);

    const transferred = await send(ada.secret, 'POST', '/v1/apis/pets/transfer', { to: bob.user.handle });
    saw(
      'it is offered to another user, and stays where it is',
      [transferred['answered'], transferred['owner'], (transferred['transfer'] as Body)['to']],
      [200, ada.user.handle, bob.user.handle],
    );
    const accepted = await send(bob.secret, 'POST', '/v1/apis/pets/transfer/accept', {});
    saw('who accepts it', [accepted['answered'], accepted['owner']], [200, bob.user.handle]);
    saw(
      'who alone changes it from then on',
      [
        (await send(ada.secret, 'PATCH', '/v1/apis/pets', { name: 'Mine' }))['answered'],
        (await send(bob.secret, 'PATCH', '/v1/apis/pets', { name: 'Every Animal' }))['answered'],
        await found('q=animal'),
        await found(`owner=${bob.user.handle}`),
      ],
      [403, 200, ['pets'], ['pets']],
    );
    const { versions, publishes } = await send(null, 'GET', '/v1/apis/pets/stats');
    saw(
      'its numbers tell of all that',
      [versions, publishes],
      [{ draft: null, published: 2, deprecated: 0, retired: 1 }, 3],
    );

    const deletion = (): Promise<Body> => send(bob.secret, 'DELETE', '/v1/apis/pets');
    saw('it is not deleted while it is in use', (await deletion())['code'], 'api_in_use');
    await send(bob.secret, 'PATCH', '/v1/apis/pets', { visibility: 'private' });
    saw(
      'it is hidden for a while',
      [(await send(null, 'GET', '/v1/apis/pets'))['answered'], await found('q=animal')],
      [404, []],
    );
    await send(bob.secret, 'PATCH', '/v1/apis/pets', { visibility: 'public' });
    await registry.insertApi(ada, { slug: 'beasts' });
    await send(bob.secret, 'POST', '/v1/apis/pets/deprecate', { successor: 'beasts', sunsetAt: SUNSET });
    const latest = await registry.api.send('GET', '/v1/apis/pets/versions/2.0.1/document', null);
    saw(
      'its end is told with each of its documents',
      [latest.headers.has('deprecation'), latest.headers.get('link')],
      [true, '</v1/apis/beasts>; rel="successor-version"'],
    );
    saw('it is found as deprecated', await found('lifecycle=deprecated&facets=lifecycle'), ['pets']);
    await send(bob.secret, 'POST', '/v1/apis/pets/retire', {});
    saw('but once it is retired', (await deletion())['answered'], 204);
    saw('and is gone', [await found('q=animal'), (await catalog()).includes('pets')], [[], false]);

    expect(steps.map(([step, seen]) => [step, seen])).toEqual(
      steps.map(([step, , expected]) => [step, expected]),
    );
  });
});
