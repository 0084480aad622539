import * as fc from 'fast-check';
import { Any, In, type DataSource } from 'typeorm';
import { InMemoryDataSource } from '../../src/database/memory/in-memory-data-source';
import { InMemoryClient } from '../../src/database/memory/in-memory-pool';
import { runs } from '../property/runs';
import { call, outcomeOf } from './arbitrary-calls';
import { Account, Bank } from './entities/account.entity';

jest.setTimeout(runs(120_000));

const entities = [Account, Bank];

async function memory(fastPath: boolean): Promise<DataSource> {
  return new InMemoryDataSource({ entities, fastPath }).initialize();
}

describe('the fast path', () => {
  it('answers simple calls without any SQL', async () => {
    const source = await memory(true);
    const accounts = source.getRepository(Account);
    const sql = jest.spyOn(InMemoryClient.prototype, 'query');
    const { id } = await accounts.save({ email: 'a' });
    await accounts.insert([{ email: 'b' }, { email: 'c' }]);
    await accounts.save({ id, email: 'd' });
    await accounts.update(id, { balance: 5 });
    expect(await accounts.findOneBy({ id })).toMatchObject({ email: 'd', balance: 5 });
    expect(await accounts.findOne({ where: { email: In(['d']) }, withDeleted: true })).toMatchObject({ id });
    expect(await accounts.existsBy({ email: 'b' })).toBe(true);
    expect(await accounts.countBy({ id: In([1, 2]) })).toBe(2);
    expect(await accounts.findBy({ bankId: 1 })).toEqual([]);
    expect(await accounts.find({ select: { id: true }, where: { email: Any(['d', 'e']) } })).toEqual([
      { id },
    ]);
    expect((await accounts.delete({ email: 'b' })).affected).toBe(1);
    expect(sql).not.toHaveBeenCalled();
    sql.mockRestore();
    await source.destroy();
  });

  it('stands back where somebody listens to queries', async () => {
    const source = await memory(true);
    source.subscribers.push({ beforeQuery: () => undefined });
    const sql = jest.spyOn(InMemoryClient.prototype, 'query');
    await source.getRepository(Account).findOneBy({ id: 1 });
    expect(sql).toHaveBeenCalled();
    sql.mockRestore();
    await source.destroy();
  });

  it('saves an object twice that is saved twice at the same time', async () => {
    const source = await memory(true);
    const account = { email: 'a' };
    const outcomes = await Promise.allSettled([
      source.getRepository(Account).save(account),
      source.getRepository(Account).save(account),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await source.destroy();
  });

  it('cannot be told from the way through SQL', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 5, maxLength: 60 }), async (calls) => {
        const [fast, slow] = await Promise.all([memory(true), memory(false)]);
        for (const one of calls) expect(await outcomeOf(fast, one)).toEqual(await outcomeOf(slow, one));
        await Promise.all([fast.destroy(), slow.destroy()]);
      }),
      { numRuns: runs(50) },
    );
  });
});
