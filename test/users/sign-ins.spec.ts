import { SignInsService } from '../../src/users/sign-ins.service';
import { UsersService } from '../../src/users/users.service';
import { STORES } from '../../src/database/testing';
import { startApp, type TestApp } from '../support/test-app';

describe.each(STORES)('the first and later sign-ins on $store', (target) => {
  let service: TestApp;
  let drop: () => Promise<void>;
  let signIns: SignInsService;
  let users: UsersService;

  beforeAll(async () => {
    const prepared = await target.prepare();
    drop = () => prepared.drop();
    service = await startApp({ ...prepared.environment, ADMIN_EMAILS: 'Root@example.com' });
    signIns = service.app.get(SignInsService);
    users = service.app.get(UsersService);
  });
  afterAll(async () => {
    await service.close();
    await drop();
  });

  it('create the user once, with a verified address and a handle made of it', async () => {
    const first = await signIns.signIn('ada.lovelace@example.com', null);
    expect(first).toMatchObject({
      email: 'ada.lovelace@example.com',
      handle: 'ada-lovelace',
      role: 'user',
      status: 'active',
      emailVerifiedAt: expect.any(Date) as Date,
      lastSignInAt: expect.any(Date) as Date,
    });
    const again = await signIns.signIn('ada.lovelace@example.com', null);
    expect(again).toMatchObject({ id: first?.id, emailVerifiedAt: first?.emailVerifiedAt });
    expect(await users.get(first?.id ?? '')).toEqual(again);
  });

  it('create one user when they happen at the same time', async () => {
    const signedIn = await Promise.all(
      Array.from({ length: 8 }, () => signIns.signIn('together@example.com', null)),
    );
    expect(new Set(signedIn.map((user) => user?.id)).size).toBe(1);
  });

  it.each([
    ['grace@a.example', 'grace@b.example', /^grace-\d{6}$/],
    [`${'x'.repeat(60)}@a.example`, `${'x'.repeat(60)}@b.example`, /^x{32}-\d{6}$/],
  ])('give %s and %s handles of their own', async (one, other, pattern) => {
    await signIns.signIn(one, null);
    expect((await signIns.signIn(other, null))?.handle).toMatch(pattern);
  });

  it.each([
    ['a@example.com', 'user-a'],
    ['!!!@example.com', 'user'],
    ['zoë.o@example.com', 'zoe-o'],
    ['--x_y--@example.com', 'x-y'],
  ])('make of %s the handle %s', async (email, handle) => {
    expect((await signIns.signIn(email, null))?.handle).toBe(handle);
  });

  it('verify the address of a user that somebody else has created', async () => {
    const created = await users.create({ email: 'invited@example.com', handle: 'invited' });
    expect(created.emailVerifiedAt).toBeNull();
    expect(await signIns.signIn('invited@example.com', created.id)).toMatchObject({
      id: created.id,
      emailVerifiedAt: expect.any(Date) as Date,
      version: 2,
    });
  });

  it('make the owner of an address in ADMIN_EMAILS an administrator, and nobody else', async () => {
    expect((await signIns.signIn('root@example.com', null))?.role).toBe('admin');
    expect((await signIns.signIn('root@example.org', null))?.role).toBe('user');
  });

  it('do not let in a suspended user', async () => {
    const user = await users.create({ email: 'gone@example.com', handle: 'gone' });
    await users.update(user.id, null, { status: 'suspended' });
    expect(await signIns.signIn('gone@example.com', user.id)).toBeNull();
    expect((await users.get(user.id)).lastSignInAt).toBeNull();
  });

  it('do not let in another user than the one who was meant', async () => {
    await users.create({ email: 'taken-over@example.com', handle: 'taken-over' });
    expect(await signIns.signIn('taken-over@example.com', '00000000-0000-7000-8000-000000000000')).toBeNull();
  });
});
