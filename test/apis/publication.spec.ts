import { createHash } from 'node:crypto';
import type { Api } from '../../src/apis/api.entity';
import { AuditLog } from '../../src/audit/audit-log';
import { DocumentsService } from '../../src/documents/documents.service';
import { STORES } from '../../src/database/testing';
import type { Body, SignedIn } from '../tokens/signed-in';
import { openApi, type Operations } from './documents';
import { ANY, Registry } from './registry';

const FIRST = { '/pets': [] };
const MORE = { '/pets': [], '/owners': [] };
/** Requires what was not required. */
const BROKEN = { '/pets': ['token'] };

describe.each(STORES)('publishing on $store', (store) => {
  let registry: Registry;
  let ada: SignedIn;
  let api: Api;
  const problem = (status: number, code: string): unknown => [status, expect.objectContaining({ code })];
  const ask: Registry['api']['ask'] = (...request) => registry.api.ask(...request);
  const pathOf = (version: string): string => `/v1/apis/${api.slug}/versions/${version}`;
  const upload = (version: string, operations: Operations, headers = ANY): Promise<Response> =>
    registry.upload(
      ada.secret,
      pathOf(version),
      JSON.stringify(openApi(version, operations)),
      'application/json',
      headers,
    );
  const draft = async (version: string, operations: Operations): Promise<void> => {
    await registry.makeVersion(ada, api.slug, version);
    expect((await upload(version, operations)).status).toBe(200);
  };
  const publish = (version: string, body: Body = {}): Promise<[number, Body]> =>
    ask('POST', `${pathOf(version)}/publish`, ada.secret, body);
  /** Publishes a version after another, and answers the last one. */
  const publishAll = async (...versions: readonly [string, Operations][]): Promise<[number, Body]> => {
    let answer: [number, Body] = [0, {}];
    for (const [version, operations] of versions) {
      await draft(version, operations);
      answer = await publish(version);
    }
    return answer;
  };

  beforeAll(async () => {
    registry = await Registry.start(store);
    ada = await registry.api.signIn();
  });
  beforeEach(async () => {
    api = await registry.insertApi(ada, { lifecycle: 'draft' });
  });
  afterAll(() => registry.close());

  it('has everybody see an API that is public, with its latest version', async () => {
    await draft('1.0.0', FIRST);
    expect((await ask('GET', `/v1/apis/${api.slug}`, null))[0]).toBe(404);
    expect(await publish('1.0.0')).toEqual([
      200,
      expect.objectContaining({
        status: 'published',
        publishedAt: expect.any(String),
        base: null,
        breakingCount: null,
      }),
    ]);
    expect(await ask('GET', `/v1/apis/${api.slug}`, null)).toEqual([
      200,
      expect.objectContaining({ lifecycle: 'active', latestVersion: '1.0.0', specVersion: '3.1' }),
    ]);
    const [, found] = await ask('GET', `/v1/apis?q=${api.slug}&specVersion=3.1&lifecycle=active`, null);
    expect((found['items'] as Body[]).map(({ slug }) => slug)).toContain(api.slug);
    expect((await ask('GET', `${pathOf('1.0.0')}/document`, null))[0]).toBe(200);
  });

  it('leaves an API that is private to its owner', async () => {
    api = await registry.insertApi(ada, { lifecycle: 'draft', visibility: 'private' });
    await publishAll(['1.0.0', FIRST]);
    for (const path of [`/v1/apis/${api.slug}`, pathOf('1.0.0'), `${pathOf('1.0.0')}/document`])
      expect(await ask('GET', path, null)).toEqual(problem(404, 'api_not_found'));
  });

  it('takes a document', async () => {
    await registry.makeVersion(ada, api.slug, '1.0.0');
    expect(await publish('1.0.0')).toEqual(problem(409, 'document_missing'));
  });

  it('takes a valid document, and says what is wrong with another', async () => {
    await registry.makeVersion(ada, api.slug, '1.0.0');
    const invalid = { openapi: '3.1.0', info: { title: 'x' }, paths: { '/a': { get: { responses: {} } } } };
    await registry.upload(ada.secret, pathOf('1.0.0'), JSON.stringify(invalid));
    const [status, { code, errors }] = await publish('1.0.0');
    expect([status, code]).toEqual([422, 'document_invalid']);
    expect((errors as Body[]).map(({ pointer }) => pointer)).toContain('/info');
    expect((await ask('GET', pathOf('1.0.0'), ada.secret))[1]).toMatchObject({ status: 'draft' });
  });

  it('takes the scope apis:publish', async () => {
    await draft('1.0.0', FIRST);
    const { token } = await registry.api.makeToken(ada, { scopes: ['apis:read', 'apis:write'] });
    expect(await ask('POST', `${pathOf('1.0.0')}/publish`, token, {})).toEqual(
      problem(403, 'insufficient_scope'),
    );
  });

  it('leaves what was published as it is', async () => {
    await publishAll(['1.0.0', FIRST]);
    const gone = problem(409, 'version_published');
    expect(await publish('1.0.0')).toEqual(gone);
    expect(await ask('PATCH', pathOf('1.0.0'), ada.secret, { version: '2.0.0' }, ANY)).toEqual(gone);
    expect(await ask('DELETE', pathOf('1.0.0'), ada.secret, undefined, ANY)).toEqual(gone);
    const put = await upload('1.0.0', MORE);
    expect([put.status, await put.json()]).toEqual(gone);
  });

  it('is over when the API is retired', async () => {
    await publishAll(['1.0.0', FIRST]);
    await draft('1.1.0', MORE);
    await ask('POST', `/v1/apis/${api.slug}/deprecate`, ada.secret, { sunsetAt: '2999-01-01T00:00:00Z' });
    await ask('POST', `/v1/apis/${api.slug}/retire`, ada.secret, {});
    expect(await publish('1.1.0')).toEqual(problem(409, 'api_retired'));
  });

  describe('what breaks', () => {
    it('is refused without a new major version, with the reasons', async () => {
      await publishAll(['1.0.0', FIRST]);
      await draft('1.1.0', BROKEN);
      const [status, { code, errors }] = await publish('1.1.0');
      expect([status, code]).toEqual([409, 'breaking_change']);
      expect(errors).toEqual([
        {
          pointer: expect.stringContaining('/paths/~1pets/get') as string,
          code: expect.stringMatching(/parameter/) as string,
          detail: expect.stringMatching(/^GET \/pets: ./) as string,
        },
      ]);
      expect((await ask('GET', pathOf('1.1.0'), ada.secret))[1]).toMatchObject({ status: 'draft' });
    });

    it('is published with an override and its reason, which are kept and told', async () => {
      await publishAll(['1.0.0', FIRST]);
      await draft('1.1.0', BROKEN);
      const record = jest.spyOn(registry.api.service.app.get(AuditLog), 'record');
      try {
        for (const body of [{ override: true }, { reason: 'x' }, { override: true, reason: '' }])
          expect(await publish('1.1.0', body)).toEqual(problem(422, 'invalid_input'));
        const reason = 'Nobody uses it yet';
        const [status, version] = await publish('1.1.0', { override: true, reason });
        expect([status, version]).toEqual([
          200,
          expect.objectContaining({ overrideReason: reason, breakingCount: 1, base: '1.0.0' }),
        ]);
        expect(record.mock.calls).toEqual([
          [
            expect.objectContaining({
              event: 'security.breaking_change_published',
              apiId: api.id,
              versionId: version['id'],
              userId: ada.user.id,
            }),
          ],
        ]);
        expect(JSON.stringify(record.mock.calls)).not.toContain(reason);
      } finally {
        record.mockRestore();
      }
      expect((await ask('GET', `/v1/apis/${api.slug}/stats`, null))[1]).toMatchObject({
        publishes: 2,
        breaking: 1,
        operations: 1,
      });
    });

    it('keeps no reason for what does not break', async () => {
      await publishAll(['1.0.0', FIRST]);
      await draft('1.1.0', MORE);
      const [status, version] = await publish('1.1.0', { override: true, reason: 'just in case' });
      expect([status, version['overrideReason'], version['breakingCount']]).toEqual([200, null, 0]);
    });

    it.each<[string, readonly string[], number]>([
      ['2.0.0', ['1.0.0'], 200],
      ['1.0.1', ['1.0.0'], 409],
      ['0.2.0', ['0.1.0'], 200],
      ['0.1.1', ['0.1.0'], 409],
      ['1.0.0', ['0.9.0'], 200],
      ['1.1.0-rc.1', ['1.0.0'], 200],
      ['1.0.0', ['1.0.0-rc.1'], 200],
      ['1.2.1', ['1.2.0', '2.0.0'], 409],
    ])('is taken as %s after %j with %i', async (version, before, status) => {
      await publishAll(...before.map((number) => [number, FIRST] as [string, Operations]));
      await draft(version, BROKEN);
      expect((await publish(version))[0]).toBe(status);
    });

    it('is not hidden by a prerelease in between', async () => {
      await publishAll(['1.0.0', FIRST], ['1.1.0-rc.1', BROKEN]);
      await draft('1.1.0', BROKEN);
      expect(await publish('1.1.0')).toEqual(problem(409, 'breaking_change'));
    });
  });

  it('goes in the order of the numbers within a major version', async () => {
    await publishAll(['1.0.0', FIRST], ['1.2.0', FIRST], ['2.0.0', FIRST]);
    await draft('1.1.0', FIRST);
    expect(await publish('1.1.0')).toEqual([
      409,
      expect.objectContaining({
        code: 'version_out_of_order',
        detail: expect.stringContaining('1.2.0') as string,
      }),
    ]);
    expect((await publishAll(['1.2.1', MORE]))[1]).toMatchObject({ base: '1.2.0', breakingCount: 0 });
    expect((await ask('GET', `/v1/apis/${api.slug}`, null))[1]).toMatchObject({ latestVersion: '2.0.0' });
  });

  describe('at the same time', () => {
    it('publishes a version once', async () => {
      await draft('1.0.0', FIRST);
      const answers = await Promise.all(Array.from({ length: 5 }, () => publish('1.0.0')));
      expect(answers.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409]);
      expect((await ask('GET', pathOf('1.0.0'), null))[1]).toMatchObject({ revision: 3 });
    });

    it('publishes either of the documents that are sent meanwhile, whole, and no later one', async () => {
      for (let round = 0; round < 5; round += 1) {
        const version = '1.0.0';
        api = await registry.insertApi(ada);
        await draft(version, FIRST);
        const [[status, published], put] = await Promise.all([publish(version), upload(version, MORE)]);
        const text = await (await registry.api.send('GET', `${pathOf(version)}/document`, null)).text();
        const isNew = text === JSON.stringify(openApi(version, MORE));
        expect([status, put.status]).toEqual([200, isNew ? 200 : 409]);
        expect(published).toMatchObject({
          sha256: createHash('sha256').update(text).digest('hex'),
          operationCount: isNew ? 2 : 1,
        });
      }
    });

    it('compares each of two versions with what came before it', async () => {
      await publishAll(['1.0.0', FIRST]);
      await draft('1.1.0', MORE);
      await draft('1.2.0', FIRST);
      const [[first], [second, later]] = await Promise.all([publish('1.1.0'), publish('1.2.0')]);
      // Either 1.1.0 came too late, or 1.2.0 takes away what it brought.
      expect([
        [409, 200, '1.0.0'],
        [200, 409, undefined],
      ]).toContainEqual([first, second, later['base']]);
    });
  });

  describe('while others change it', () => {
    /** Has a document be sent each time that one was looked at for a publication, so many times. */
    const sendMeanwhile = (times: number): jest.SpyInstance => {
      const inspector = registry.api.service.app.get(DocumentsService);
      const inspect = inspector.inspect.bind(inspector);
      let sent = 0;
      let isSending = false;
      return jest.spyOn(inspector, 'inspect').mockImplementation(async (...given) => {
        const report = await inspect(...given);
        if (isSending || sent >= times) return report;
        isSending = true;
        sent += 1;
        expect((await upload('1.0.0', sent % 2 === 1 ? MORE : FIRST)).status).toBe(200);
        isSending = false;
        return report;
      });
    };

    it('publishes what is there in the end', async () => {
      await draft('1.0.0', FIRST);
      const spy = sendMeanwhile(1);
      const [status, version] = await publish('1.0.0').finally(() => spy.mockRestore());
      expect([status, version['operationCount']]).toEqual([200, 2]);
    });

    it('gives up when there is no end to it, and says when to try again', async () => {
      await draft('1.0.0', FIRST);
      const spy = sendMeanwhile(9);
      const answer = await registry.api
        .send('POST', `${pathOf('1.0.0')}/publish`, ada.secret, {})
        .finally(() => spy.mockRestore());
      expect([answer.headers.get('retry-after'), answer.status, await answer.json()]).toEqual([
        '1',
        409,
        expect.objectContaining({ code: 'publication_conflict' }),
      ]);
      // The document of the beginning, and one for each of three attempts.
      expect((await ask('GET', pathOf('1.0.0'), ada.secret))[1]).toMatchObject({
        status: 'draft',
        revision: 5,
      });
      expect((await publish('1.0.0'))[0]).toBe(200);
    });
  });

  describe('while it is deleted', () => {
    it('is over, also when it was looked at before', async () => {
      for (const path of [pathOf('1.0.0'), `/v1/apis/${api.slug}`]) {
        await draft('1.0.0', FIRST);
        const inspector = registry.api.service.app.get(DocumentsService);
        const inspect = inspector.inspect.bind(inspector);
        const spy = jest.spyOn(inspector, 'inspect').mockImplementation(async (...given) => {
          expect((await ask('DELETE', path, ada.secret, undefined, ANY))[0]).toBe(204);
          return inspect(...given);
        });
        expect((await publish('1.0.0').finally(() => spy.mockRestore()))[0]).toBe(404);
      }
    });

    it.each([
      ['the version', () => pathOf('1.0.0'), 'version_published', 'api_version_not_found'],
      ['the API', () => `/v1/apis/${api.slug}`, 'api_in_use', 'api_not_found'],
    ])('is either there or gone: %s', async (_, path, kept, gone) => {
      for (let round = 0; round < 6; round += 1) {
        api = await registry.insertApi(ada, { lifecycle: 'draft' });
        await draft('1.0.0', FIRST);
        const remove = (): Promise<[number, Body]> => ask('DELETE', path(), ada.secret, undefined, ANY);
        const early = round % 2 === 0 ? remove() : null;
        const [[published, version], [deleted, refusal]] = await Promise.all([
          publish('1.0.0'),
          early ?? remove(),
        ]);
        const isGone = deleted === 204;
        expect([published, deleted, isGone ? version['code'] : refusal['code']]).toEqual(
          isGone ? [404, 204, gone] : [200, 409, kept],
        );
        expect((await ask('GET', pathOf('1.0.0'), null))[0]).toBe(isGone ? 404 : 200);
      }
    });
  });

  describe('the end of a version', () => {
    const HTTP_DATE = 'Fri, 01 Jan 2999 00:00:00 GMT';

    beforeEach(() => publishAll(['1.0.0', FIRST], ['2.0.0', FIRST]));

    it('is told in the headers of its document', async () => {
      const told = { successor: '2.0.0', sunsetAt: '2999-01-01T01:00:00+01:00' };
      const [status, version] = await ask('POST', `${pathOf('1.0.0')}/deprecate`, ada.secret, told);
      expect([status, version]).toEqual([
        200,
        expect.objectContaining({
          status: 'deprecated',
          successor: '2.0.0',
          sunsetAt: '2999-01-01T00:00:00.000Z',
        }),
      ]);
      const { headers } = await registry.api.send('GET', `${pathOf('1.0.0')}/document`, null);
      const seconds = Math.floor(Date.parse(String(version['deprecatedAt'])) / 1_000);
      expect(Object.fromEntries(headers)).toMatchObject({
        deprecation: `@${seconds}`,
        sunset: HTTP_DATE.replace('Fri', new Date(HTTP_DATE.slice(5)).toUTCString().slice(0, 3)),
        link: `<${pathOf('2.0.0')}/document>; rel="successor-version"`,
      });
      const latest = await registry.api.send('GET', `${pathOf('2.0.0')}/document`, null);
      expect([latest.headers.get('deprecation'), latest.headers.get('sunset')]).toEqual([null, null]);
    });

    it('leads on from one to the next, each to what takes its own place', async () => {
      await publishAll(['3.0.0', FIRST]);
      const deprecate = (version: string, successor: string): Promise<[number, Body]> =>
        ask('POST', `${pathOf(version)}/deprecate`, ada.secret, { successor });
      const linkOf = async (version: string): Promise<string | null> =>
        (await registry.api.send('GET', `${pathOf(version)}/document`, null)).headers.get('link');
      const linkTo = (version: string): string => `<${pathOf(version)}/document>; rel="successor-version"`;
      expect((await deprecate('1.0.0', '2.0.0'))[0]).toBe(200);
      expect((await deprecate('2.0.0', '3.0.0'))[0]).toBe(200);
      await ask('POST', `${pathOf('2.0.0')}/retire`, ada.secret, {});
      expect([await linkOf('1.0.0'), await linkOf('2.0.0'), await linkOf('3.0.0')]).toEqual([
        linkTo('2.0.0'),
        linkTo('3.0.0'),
        null,
      ]);
      // What is deprecated itself takes nobody's place any more.
      expect(await deprecate('1.0.0', '2.0.0')).toEqual(problem(422, 'invalid_input'));
      expect(await deprecate('3.0.0', '1.0.0')).toEqual(problem(422, 'invalid_input'));
      expect((await deprecate('1.0.0', '3.0.0'))[1]).toMatchObject({ successor: '3.0.0' });
    });

    it('is told of a whole API too, with a successor that is there for who asks', async () => {
      const hidden = await registry.insertApi(ada, { visibility: 'private' });
      await ask('POST', `/v1/apis/${api.slug}/deprecate`, ada.secret, { successor: hidden.slug });
      const linkFor = async (secret: string | null): Promise<unknown> => {
        const { headers } = await registry.api.send('GET', `${pathOf('2.0.0')}/document`, secret);
        return [headers.has('deprecation'), headers.get('link')];
      };
      expect(await linkFor(ada.secret)).toEqual([true, `</v1/apis/${hidden.slug}>; rel="successor-version"`]);
      expect(await linkFor(null)).toEqual([true, null]);
    });

    it('comes in its order, and leaves the latest version to the others', async () => {
      const end = (version: string, action: string, body: Body): Promise<[number, Body]> =>
        ask('POST', `${pathOf(version)}/${action}`, ada.secret, body);
      const latest = async (): Promise<unknown> =>
        (await ask('GET', `/v1/apis/${api.slug}`, null))[1]['latestVersion'];
      expect(await end('2.0.0', 'retire', {})).toEqual(problem(409, 'version_not_retirable'));
      expect(await end('2.0.0', 'deprecate', {})).toEqual(problem(422, 'invalid_input'));
      for (const successor of ['2.0.0', '3.0.0'])
        expect(await end('2.0.0', 'deprecate', { successor })).toEqual(problem(422, 'invalid_input'));
      expect((await end('2.0.0', 'deprecate', { successor: '1.0.0' }))[0]).toBe(200);
      expect(await latest()).toBe('1.0.0');
      expect((await end('2.0.0', 'retire', {}))[1]).toMatchObject({ status: 'retired' });
      expect(await end('2.0.0', 'deprecate', { successor: '1.0.0' })).toEqual(
        problem(409, 'version_not_deprecatable'),
      );
      expect((await ask('GET', `${pathOf('2.0.0')}/document`, null))[0]).toBe(200);
    });
  });

  describe('comparing', () => {
    it('takes the version that came before, or the one that is named', async () => {
      await publishAll(['1.0.0', FIRST], ['1.1.0', MORE], ['2.0.0', BROKEN]);
      const diff = async (version: string, query = ''): Promise<Body> =>
        (await ask('GET', `${pathOf(version)}/diff${query}`, null))[1];
      expect(await diff('1.0.0')).toMatchObject({ base: null, isBreaking: false, changes: [] });
      expect(await diff('1.1.0')).toMatchObject({ base: '1.0.0', isBreaking: false, breaking: 0 });
      expect(await diff('2.0.0')).toMatchObject({ base: '1.1.0', isBreaking: true });
      expect(await diff('2.0.0', '?base=1.0.0')).toMatchObject({
        base: '1.0.0',
        isBreaking: true,
        breaking: 1,
      });
      expect(await diff('2.0.0', '?base=9.0.0')).toMatchObject({ code: 'api_version_not_found' });
      expect(await diff('2.0.0', '?base=x')).toMatchObject({ code: 'malformed_input' });
    });

    it('tries a document out with the latest version, and keeps nothing', async () => {
      await publishAll(['1.0.0', FIRST], ['2.0.0', MORE]);
      const tryOut = async (query: string, secret: string | null): Promise<[number, Body]> => {
        const response = await fetch(`${registry.api.service.url}/v1/apis/${api.slug}/diff${query}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
          },
          body: JSON.stringify(openApi('3.0.0', FIRST)),
        });
        return [response.status, (await response.json()) as Body];
      };
      const bob = await registry.api.signIn();
      expect(await tryOut('', bob.secret)).toEqual([
        200,
        expect.objectContaining({ base: '2.0.0', isBreaking: true }),
      ]);
      expect(await tryOut('?base=1.0.0', ada.secret)).toEqual([
        200,
        expect.objectContaining({ base: '1.0.0', isBreaking: false }),
      ]);
      expect((await tryOut('', null))[0]).toBe(401);
      expect(await registry.versions.countBy({ apiId: api.id })).toBe(2);
    });
  });
});
