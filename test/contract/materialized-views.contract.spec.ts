import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Sale, SaleCount, ShopTotal, summaries } from './entities/summary.entities';

describeOnBothStores('a materialized view', summaries, (store) => {
  const refresh = (name: string): Promise<unknown> =>
    store.dataSource.query(`REFRESH MATERIALIZED VIEW ${name}`);
  const totals = (): Promise<ShopTotal[]> => store.repository(ShopTotal).find({ order: { shop: 'ASC' } });

  beforeEach(async () => {
    await refresh('shop_total');
    await refresh('sale_count');
    await store.repository(Sale).insert([
      { shop: 'a', amount: 1 },
      { shop: 'a', amount: 2 },
      { shop: 'b', amount: 5 },
    ]);
  });

  it('shows what there was when it was refreshed', async () => {
    expect(await totals()).toEqual([]);
    expect(await store.repository(SaleCount).find()).toEqual([{ n: '0' }]);
    await refresh('shop_total');
    expect(await totals()).toEqual([
      { shop: 'a', total: '3', sales: '2' },
      { shop: 'b', total: '5', sales: '1' },
    ]);
    await store.repository(Sale).delete({ shop: 'a' });
    expect(await totals()).toHaveLength(2);
    expect(await store.repository(SaleCount).find()).toEqual([{ n: '0' }]);
    await refresh('public.sale_count');
    expect(await store.repository(SaleCount).find()).toEqual([{ n: '1' }]);
  });

  it('is found, counted and joined as a table', async () => {
    await refresh('shop_total');
    const repository = store.repository(ShopTotal);
    expect(await repository.findOneBy({ shop: 'b' })).toEqual({ shop: 'b', total: '5', sales: '1' });
    expect(await repository.countBy({ total: '3' })).toBe(1);
    const joined = await store
      .repository(Sale)
      .createQueryBuilder('s')
      .innerJoin(ShopTotal, 't', 't.shop = s.shop')
      .where('t.total > 4')
      .getMany();
    expect(joined).toEqual([{ id: 3, shop: 'b', amount: 5 }]);
  });

  it('is refreshed by a transaction as anything else is changed', async () => {
    const session = await store.session();
    await session.startTransaction();
    await session.query('REFRESH MATERIALIZED VIEW shop_total');
    expect(await session.manager.count(ShopTotal)).toBe(2);
    await session.rollbackTransaction();
    expect(await store.repository(ShopTotal).count()).toBe(0);
  });

  it('is refreshed concurrently only with a unique index', async () => {
    await store.dataSource.query('REFRESH MATERIALIZED VIEW CONCURRENTLY shop_total');
    expect(await totals()).toHaveLength(2);
    expect(
      await failureOf(store.dataSource.query('REFRESH MATERIALIZED VIEW CONCURRENTLY sale_count')),
    ).toMatchObject({
      code: '55000',
      message: 'cannot refresh materialized view "public.sale_count" concurrently',
    });
  });

  it('is not written to, and is no table', async () => {
    const refusal = { code: '42809', message: 'cannot change materialized view "shop_total"' };
    const repository = store.repository(ShopTotal);
    expect(await failureOf(repository.insert({ shop: 'c' }))).toMatchObject(refusal);
    expect(await failureOf(repository.update({ shop: 'a' }, { total: '1' }))).toMatchObject(refusal);
    expect(await failureOf(repository.delete({ shop: 'a' }))).toMatchObject(refusal);
    expect(await failureOf(refresh('nothing'))).toMatchObject({ code: '42P01' });
    expect(await failureOf(refresh('sale'))).toMatchObject({
      code: '0A000',
      message: '"sale" is not a materialized view',
    });
    expect(await failureOf(refresh('big_sale'))).toMatchObject({
      code: '42809',
      message: '"big_sale" is not a table or materialized view',
    });
  });
});
