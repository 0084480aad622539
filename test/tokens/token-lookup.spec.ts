import { TransactionHost } from '@nestjs-cls/transactional';
import { TokenLookup } from '../../src/tokens/token-lookup';
import { hashOf, makeSecret } from '../../src/tokens/token-secret';
import { STORES } from '../../src/database/testing';
import { TokenService } from './signed-in';

describe.each(STORES)('tokens that are looked up together on $store', (store) => {
  let people: TokenService;
  let lookup: TokenLookup;

  beforeAll(async () => {
    people = await TokenService.start(store);
    lookup = people.service.app.get(TokenLookup);
  });
  afterAll(() => people.close());

  it('are each told to who has asked for it, and what there is not to nobody', async () => {
    const signedIn = await Promise.all(Array.from({ length: 20 }, () => people.signIn()));
    const secrets = signedIn.flatMap(({ secret }) => [secret, makeSecret('session'), secret]);
    const found = await Promise.all(secrets.map((secret) => lookup.find(hashOf(secret))));
    const expected = signedIn.flatMap(({ user: { id } }) => [id, undefined, id]);
    expect(found.map((held) => held?.token.userId)).toEqual(expected);
  });

  it('are told with their user where what they may do depends on him', async () => {
    const [plain, administrative] = await Promise.all([people.signIn(), people.signIn('admin')]);
    expect(await lookup.find(hashOf(plain.secret))).toMatchObject({ user: null });
    expect(await lookup.find(hashOf(administrative.secret))).toMatchObject({
      user: { id: administrative.user.id, role: 'admin', status: 'active' },
    });
  });

  it('are never told as they were before they were asked for', async () => {
    const other = await people.signIn();
    for (let round = 0; round < 50; round += 1) {
      const { secret } = await people.signIn();
      // One is on its way, and another is about to be, when the token is revoked.
      const before = [lookup.find(hashOf(other.secret)), lookup.find(hashOf(secret))];
      await people.tokens.update({ tokenHash: hashOf(secret) }, { revokedAt: new Date() });
      const [held] = await Promise.all([lookup.find(hashOf(secret)), ...before]);
      expect(held?.token.revokedAt).toBeInstanceOf(Date);
    }
  });

  it('wait for no other that has been overtaken: alone they are looked up at once', async () => {
    const { secret, user } = await people.signIn();
    const hanging = Object.create(people.tokens) as typeof people.tokens;
    const others = new TokenLookup(hanging, people.users);
    const hung = new Promise((resolve) => {
      hanging.find = () =>
        new Promise<never>(() => resolve(delete (hanging as Partial<typeof hanging>).find));
    });
    void others.find(hashOf(makeSecret('session')));
    await hung;
    expect((await others.find(hashOf(secret)))?.token.userId).toBe(user.id);
    const paused = jest.spyOn(globalThis, 'setTimeout');
    expect((await others.find(hashOf(secret)))?.token.userId).toBe(user.id);
    const pauses = paused.mock.calls.map(([, ms]) => ms);
    paused.mockRestore();
    expect(pauses).not.toContain(20);
  });

  it('are looked up outside of the transaction of who asks', async () => {
    const { secret, user } = await people.signIn();
    await people.service.app.get(TransactionHost).withTransaction(async () => {
      await people.tokens.delete({ tokenHash: hashOf(secret) });
      expect(await people.tokens.findOneBy({ tokenHash: hashOf(secret) })).toBeNull();
      expect((await lookup.find(hashOf(secret)))?.token.userId).toBe(user.id);
    });
    expect(await lookup.find(hashOf(secret))).toBeNull();
  });
});
