import type { InsertResult } from 'typeorm';
import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Reservation } from './entities/reservation.entity';
import { isWaiting } from './is-waiting';

describeOnBothStores('exclusion constraints and ON CONFLICT', [Reservation], (store) => {
  const reserve = (values: object, manager = store.manager): Promise<InsertResult> =>
    manager.createQueryBuilder().insert().into(Reservation).values(values).orIgnore().execute();
  const onConflict = (action: string): Promise<unknown> =>
    store.dataSource.query(`INSERT INTO reservation (period) VALUES ('[0,9)') ON CONFLICT ${action}`);

  beforeEach(() => store.repository(Reservation).insert({ period: '[1,5)' }));

  it('skips a row that the constraint does not allow', async () => {
    expect((await reserve({ period: '[4,6)' })).raw).toEqual([]);
    expect((await reserve([{ period: '[5,6)' }, { period: '[5,7)' }])).raw).toEqual([
      { id: 3, cancelled: false },
    ]);
    expect((await reserve({ period: '[4,6)', cancelled: true })).raw).toEqual([{ id: 5, cancelled: true }]);
    expect((await reserve({ period: null })).raw).toEqual([{ id: 6, cancelled: false }]);
    expect(await store.repository(Reservation).count()).toBe(4);
  });

  it('names the constraint to skip by, and not to update by', async () => {
    await onConflict('ON CONSTRAINT "EX_reservation_period" DO NOTHING');
    expect(await store.repository(Reservation).count()).toBe(1);
    const update = 'ON CONSTRAINT "EX_reservation_period" DO UPDATE SET cancelled = true';
    expect(await failureOf(() => onConflict(update))).toMatchObject({
      code: '42809',
      message: 'ON CONFLICT DO UPDATE not supported with exclusion constraints',
    });
    expect(await sqlStateOf(() => onConflict('(period) DO NOTHING'))).toBe('42P10');
    expect(await sqlStateOf(() => onConflict('(id) DO NOTHING'))).toBe('23P01');
  });

  it('waits for a row in the making', async () => {
    const other = await store.session();
    await other.startTransaction();
    await reserve({ period: '[10,20)' }, other.manager);
    const second = reserve({ period: '[15,16)' });
    expect(await isWaiting(store, second)).toBe(true);
    await other.rollbackTransaction();
    expect((await second).raw).toEqual([{ id: 3, cancelled: false }]);
  });
});
