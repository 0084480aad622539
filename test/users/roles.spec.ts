import { UsersService } from '../../src/users/users.service';
import { STORES } from '../../src/database/testing';
import { TokenService } from '../tokens/signed-in';

const ANY = { 'if-match': '*' };

describe.each(STORES)('the role of a user on $store', (store) => {
  let api: TokenService;

  beforeAll(async () => {
    api = await TokenService.start(store, { ADMIN_EMAILS: 'Root@example.com' });
  });
  afterAll(() => api.close());

  it('takes effect at once for the tokens that he has', async () => {
    const [root, other] = [await api.signIn('admin'), await api.signIn('admin')];
    const { token } = await api.makeToken(other, { scopes: ['admin:users'] });
    const statuses = async (): Promise<number[]> => [
      (await api.ask('GET', '/v1/users', other.secret))[0],
      (await api.ask('GET', '/v1/users', token))[0],
      (await api.ask('GET', '/v1/admin/database', other.secret))[0],
    ];
    const setRole = async (role: string): Promise<number> =>
      (await api.ask('PATCH', `/v1/users/${other.user.id}`, root.secret, { role }, ANY))[0];
    expect(await statuses()).toEqual([200, 200, 200]);
    expect(await setRole('user')).toBe(200);
    expect(await statuses()).toEqual([403, 403, 403]);
    expect((await api.ask('GET', '/v1/users/me', other.secret))[0]).toBe(200);
    expect(await setRole('admin')).toBe(200);
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it('cannot be taken from whom the configuration would give it back at his next sign-in', async () => {
    const admin = await api.signIn('admin');
    const root = await api.service.app
      .get(UsersService)
      .create({ email: 'root@example.com', handle: 'root' });
    await api.users.update({ id: root.id }, { role: 'admin' });
    const path = `/v1/users/${root.id}`;
    const refused = await api.ask('PATCH', path, admin.secret, { role: 'user' }, ANY);
    expect(refused).toEqual([
      409,
      expect.objectContaining({
        code: 'admin_by_configuration',
        detail: expect.stringContaining('ADMIN_EMAILS') as string,
      }),
    ]);
    expect(await api.ask('GET', path, admin.secret)).toEqual([
      200,
      expect.objectContaining({ role: 'admin', version: 1 }),
    ]);
    expect((await api.ask('PATCH', path, admin.secret, { displayName: 'Root' }, ANY))[0]).toBe(200);
    await api.users.update({ id: root.id }, { email: 'former-root@example.com' });
    expect((await api.ask('PATCH', path, admin.secret, { role: 'user' }, ANY))[0]).toBe(200);
  });
});
