import { callerOf } from '../../src/auth/caller-of';
import type { Caller } from '../../src/auth/caller';
import { OtpFailuresService } from '../../src/otps/otp-failures.service';
import { OtpVerificationService } from '../../src/otps/otp-verification.service';
import { OtpsService } from '../../src/otps/otps.service';
import { TokensService } from '../../src/tokens/tokens.service';
import { UsersService } from '../../src/users/users.service';
import { MailServer } from '../support/mail-server';
import { STORES } from '../../src/database/testing';
import { type SignedIn, TokenService } from '../tokens/signed-in';

const DRAFT = { name: 'x', kind: 'personal', scopes: ['apis:read'], expiresInDays: 1 } as const;

describe.each(STORES)('abuse by requests at the same time on $store', (store) => {
  let api: TokenService;
  let mail: MailServer;

  beforeAll(async () => {
    mail = await MailServer.start();
    api = await TokenService.start(store, mail.environment);
  });
  afterAll(async () => {
    await api.close();
    await mail.close();
  });

  const callerOfSession = async ({ user, secret }: SignedIn): Promise<Caller> =>
    callerOf({ user, token: await api.rowOf(secret) });
  const inForce = async ({ user }: SignedIn): Promise<number> =>
    (await api.tokens.findBy({ userId: user.id })).filter(({ revokedAt }) => revokedAt === null).length;
  const emailChange = async (who: SignedIn, email: string): Promise<string> => {
    const body = { email, purpose: 'email_change' };
    const [status, { challengeId }] = await api.ask('POST', '/v1/auth/otps', who.secret, body);
    expect(status).toBe(202);
    return String(challengeId);
  };

  it('puts one token in the place of one that is rotated many times', async () => {
    const ada = await api.signIn();
    const { id } = await api.makeToken(ada);
    const rotations = await Promise.all(
      Array.from({ length: 8 }, () => api.ask('POST', `/v1/tokens/${id}/rotate`, ada.secret, {})),
    );
    const statuses = rotations.map(([status]) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array<number>(7).fill(409)]);
    expect(await inForce(ada)).toBe(2);
  });

  it('leaves no token in force that is made while all are revoked', async () => {
    for (let round = 0; round < 10; round += 1) {
      const ada = await api.signIn();
      const making = Array.from({ length: 8 }, () => api.ask('POST', '/v1/tokens', ada.secret, DRAFT));
      const revoking = api.ask('POST', '/v1/tokens/revoke-all', ada.secret);
      const statuses = (await Promise.all([...making, revoking])).map(([status]) => status);
      expect(statuses.filter((status) => ![200, 201, 401].includes(status))).toEqual([]);
      expect(await inForce(ada)).toBe(0);
    }
  });

  it('makes no token by a session that has ended since it was let in', async () => {
    const ada = await api.signIn();
    const { id } = await api.makeToken(ada);
    const caller = await callerOfSession(ada);
    await api.send('DELETE', `/v1/tokens/${caller.tokenId}`, ada.secret, undefined, { 'if-match': '*' });
    const tokens = api.service.app.get(TokensService);
    await expect(tokens.create(caller, { ...DRAFT, scopes: [...DRAFT.scopes] })).rejects.toMatchObject({
      code: 'invalid_token',
    });
    await expect(tokens.rotate(caller, id, { graceSeconds: 0 })).rejects.toMatchObject({
      code: 'invalid_token',
    });
    expect(await inForce(ada)).toBe(1);
  });

  it('makes nothing for a user who was deleted since he was let in', async () => {
    const ada = await api.signIn();
    const caller = await callerOfSession(ada);
    const otps = api.service.app.get(OtpsService);
    await api.service.app.get(UsersService).delete(ada.user.id, null);
    const making = api.service.app.get(TokensService).create(caller, { ...DRAFT, scopes: [...DRAFT.scopes] });
    await expect(making).rejects.toMatchObject({ code: 'invalid_token' });
    const changing = otps.request({ email: 'ada@example.org', purpose: 'email_change' }, caller);
    await expect(changing).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('gives somebody new a challenge when the user who had the address was deleted meanwhile', async () => {
    const { user } = await api.signIn();
    const admit = jest
      .spyOn(api.service.app.get(OtpFailuresService), 'admit')
      .mockImplementationOnce(() => api.service.app.get(UsersService).delete(user.id, null));
    const { otp } = await api.service.app
      .get(OtpsService)
      .request({ email: user.email, purpose: 'sign_in' }, null);
    expect(otp).toMatchObject({ email: user.email, userId: null });
    admit.mockRestore();
  });

  it('changes no address by a session that has ended since it was let in', async () => {
    const email = 'robbed@example.com';
    const ada = await api.signIn();
    const caller = await callerOfSession(ada);
    const id = await emailChange(ada, email);
    const code = await mail.codeFor(email);
    expect((await api.ask('POST', '/v1/tokens/revoke-all', ada.secret))[0]).toBe(200);
    const verifying = api.service.app.get(OtpVerificationService).verify(id, code, caller);
    await expect(verifying).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await api.users.findOneBy({ id: ada.user.id })).toMatchObject({ email: ada.user.email });
  });

  it('gives an address to one of two who prove it at the same time', async () => {
    const email = 'wanted@example.com';
    const [ada, bob] = [await api.signIn(), await api.signIn()];
    const first = await emailChange(ada, email);
    const codeOfFirst = await mail.codeFor(email);
    await api.forgetLimits();
    const second = await emailChange(bob, email);
    const codeOfSecond = await mail.codeFor(email, 2);
    const answers = await Promise.all([
      api.ask('POST', `/v1/auth/otps/${first}/verify`, ada.secret, { code: codeOfFirst }),
      api.ask('POST', `/v1/auth/otps/${second}/verify`, bob.secret, { code: codeOfSecond }),
    ]);
    expect(answers.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(await api.users.countBy({ email })).toBe(1);
  });
});
