import { describeOnBothStores, sqlStateOf } from '../../src/database/testing';
import {
  DeletedLine,
  HiddenLine,
  KeptLine,
  LooseLine,
  NullifiedLine,
  Order,
  orders,
} from './entities/order.entities';

describeOnBothStores('cascades', orders, (store) => {
  const anOrder = (): Promise<Order> =>
    store.repository(Order).save({
      label: 'order',
      nullified: [{ label: 'n1' }, { label: 'n2' }],
      deleted: [{ label: 'd1' }, { label: 'd2' }],
      hidden: [{ label: 'h1' }, { label: 'h2' }],
      kept: [{ label: 'k1' }, { label: 'k2' }],
    });

  it('insert children after their parent, each with its key', async () => {
    const order = await anOrder();
    expect(order.id).toBe(1);
    expect(order.nullified.map(({ id }) => id)).toEqual([1, 2]);
    const lines = await store
      .repository(DeletedLine)
      .find({ relations: { order: true }, order: { id: 'ASC' } });
    expect(lines.map(({ label, order: parent }) => [label, parent?.label])).toEqual([
      ['d1', 'order'],
      ['d2', 'order'],
    ]);
  });

  it('leave a relation alone whose operation is not declared', async () => {
    await store.repository(Order).save({ label: 'x', loose: [{ label: 'l' }] });
    expect(await store.repository(Order).count()).toBe(1);
    expect(await store.repository(LooseLine).count()).toBe(0);
  });

  it.each([
    [
      'nullify',
      NullifiedLine,
      'nullified',
      [
        ['1', true],
        ['2', false],
      ],
    ],
    ['delete', DeletedLine, 'deleted', [['1', true]]],
    ['soft-delete', HiddenLine, 'hidden', [['1', true]]],
    [
      'disable',
      KeptLine,
      'kept',
      [
        ['1', true],
        ['2', true],
      ],
    ],
  ] as const)('%s a child that was taken out', async (_, target, property, expected) => {
    const order = await anOrder();
    (order[property] as unknown[]) = order[property].slice(0, 1);
    await store.repository(Order).save(order);
    const left = await store.repository<{ id: number; label: string; order: Order | null }>(target).find({
      relations: { order: true },
      order: { id: 'ASC' },
    });
    expect(left.map((line) => [line.label.slice(1), line.order !== null])).toEqual(expected);
  });

  it('keep a soft-deleted orphan as a row', async () => {
    const order = await anOrder();
    order.hidden = [];
    await store.repository(Order).save(order);
    const rows = await store.repository(HiddenLine).find({ withDeleted: true });
    expect(rows.map(({ deletedAt }) => deletedAt instanceof Date)).toEqual([true, true]);
  });

  it('remove, soft-remove and recover along the relations', async () => {
    const order = await anOrder();
    await store.repository(HiddenLine).softRemove(order.hidden);
    expect(await store.repository(HiddenLine).count()).toBe(0);
    await store.repository(HiddenLine).recover(order.hidden);
    expect(await store.repository(HiddenLine).count()).toBe(2);
    await store.repository(Order).remove(order);
    expect(order.id).toBeUndefined();
    expect(await store.repository(Order).count()).toBe(0);
    expect(await store.repository(DeletedLine).count()).toBe(0);
  });

  it('do not get around a restricting key', async () => {
    const order = await store.repository(Order).save({ label: 'x' });
    await store.repository(LooseLine).save({ label: 'l', order });
    expect(['23001', '23503']).toContain(await sqlStateOf(store.repository(Order).delete(order.id)));
    expect(await store.repository(Order).count()).toBe(1);
  });
});
