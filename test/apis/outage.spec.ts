import { SessionsService } from '../../src/tokens/sessions.service';
import { UsersService } from '../../src/users/users.service';
import { OutageService } from '../support/outage-service';
import { openApi } from './documents';

type Body = Record<string, unknown>;

describe('APIs while memory stands in for PostgreSQL', () => {
  let outage: OutageService;
  let secret: string;
  const ask = async (method: string, path: string, body?: object): Promise<[number, Body]> => {
    const response = await fetch(`${outage.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return [response.status, (await response.json()) as Body];
  };
  const signIn = async (handle: string): Promise<void> => {
    const user = await outage.app.get(UsersService).create({ email: `${handle}@example.com`, handle });
    ({ token: secret } = await outage.app.get(SessionsService).open(user));
  };
  const make = async (slug: string): Promise<void> => {
    const made = await ask('POST', '/v1/apis', { slug, name: `The ${slug}`, tags: ['kept'] });
    if (made[0] !== 201) throw new Error(JSON.stringify(made));
  };

  beforeEach(async () => {
    outage = await OutageService.prepare();
  });
  afterEach(() => outage.close());

  it('are made and found in memory, and carried over with their versions, tags and terms', async () => {
    await outage.start();
    await signIn('ada');
    await make('pets');
    expect((await ask('POST', '/v1/apis/pets/versions', { version: '1.0.0' }))[0]).toBe(201);
    const search = async (): Promise<unknown> =>
      ((await ask('GET', '/v1/apis?q=the%20pe&tag=kept'))[1]['items'] as Body[]).map(({ slug }) => slug);
    expect(await search()).toEqual(['pets']);
    outage.bringBack();
    await outage.is('healthy');
    expect(await search()).toEqual(['pets']);
    expect((await ask('GET', '/v1/apis/pets/versions/1.0.0'))[1]).toMatchObject({ status: 'draft' });
  });

  it('are published in memory with their documents, which are the same to the byte in PostgreSQL', async () => {
    await outage.start();
    await signIn('ada');
    await make('pets');
    await ask('POST', '/v1/apis/pets/versions', { version: '1.0.0' });
    const text = `${JSON.stringify(openApi('1.0.0', { '/pets': [] }), null, 2)}\r\n`;
    const version = '/v1/apis/pets/versions/1.0.0';
    const put = await fetch(`${outage.url}${version}/document`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'if-match': '*' },
      body: text,
    });
    expect([put.status, put.headers.get('ballast-durability')]).toEqual([200, 'journaled']);
    expect((await ask('POST', `${version}/publish`, {}))[0]).toBe(200);
    outage.bringBack();
    await outage.is('healthy');
    const response = await fetch(`${outage.url}${version}/document`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    expect([response.status, await response.text()]).toEqual([200, text]);
    expect((await ask('GET', '/v1/apis/pets'))[1]).toMatchObject({
      lifecycle: 'active',
      latestVersion: '1.0.0',
    });
  });

  it('that memory does not know may be in PostgreSQL: 503, and 404 once it can be told', async () => {
    outage.bringBack();
    await outage.start();
    await outage.is('healthy');
    await signIn('ada');
    await make('pets');
    await outage.stop();
    outage.takeAway();
    await outage.start();
    await signIn('bob');
    const uncertain = [503, expect.objectContaining({ code: 'primary_unavailable' })];
    for (const path of ['/v1/apis/pets', '/v1/apis/pets/versions', '/v1/apis/pets/stats'])
      expect(await ask('GET', path)).toEqual(uncertain);
    outage.bringBack();
    await outage.is('healthy');
    // It is there, and private.
    expect(await ask('GET', '/v1/apis/pets')).toEqual([
      404,
      expect.objectContaining({ code: 'api_not_found' }),
    ]);
  });
});
