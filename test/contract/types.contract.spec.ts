import { describeOnBothStores } from '../../src/database/testing';
import { Sample } from './entities/sample.entity';

describeOnBothStores('values', [Sample], (store) => {
  it.each<[keyof Sample, unknown, unknown]>([
    ['small', 7, 7],
    ['big', '9007199254740993', '9007199254740993'],
    ['big', 5, '5'],
    ['price', '5', '5.00'],
    ['price', 12.345, '12.35'],
    ['price', '-12.345', '-12.35'],
    ['price', '0.005', '0.01'],
    ['exact', '123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
    ['exact', '1e3', '1000'],
    ['single', 0.1, 0.1],
    ['single', 16_777_217, 16_777_216],
    ['double', 0.1, 0.1],
    ['double', 'Infinity', Infinity],
    ['flag', true, true],
    ['flag', 'yes', true],
    ['padded', 'ab', 'ab  '],
    ['short', 'ab    ', 'ab '],
    ['long', 'äöü😀', 'äöü😀'],
    ['uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ['day', '2026-02-28', '2026-02-28'],
    ['day', new Date(2026, 1, 28, 23, 59), '2026-02-28'],
    ['clock', '7:05', '07:05:00'],
    ['clock', '23:59:59.5', '23:59:59.5'],
    ['wall', new Date(2026, 6, 1, 12, 30, 15, 250), new Date(2026, 6, 1, 12, 30, 15, 250)],
    ['second', new Date(2026, 6, 1, 12, 30, 15, 500), new Date(2026, 6, 1, 12, 30, 16)],
    ['instant', new Date(1e12 + 1), new Date(1e12 + 1)],
    ['instant', '2026-01-01T00:00:00+02:00', new Date(Date.UTC(2025, 11, 31, 22))],
    ['text', { b: 1, a: [1, null], u: undefined }, { b: 1, a: [1, null] }],
    ['tree', { bb: 1, a: { c: [] }, u: undefined }, { a: { c: [] }, bb: 1 }],
    ['tree', [1, 'x', null, true], [1, 'x', null, true]],
    ['bytes', Buffer.from([0, 1, 255]), Buffer.from([0, 1, 255])],
    ['address', '192.168.0.1/32', '192.168.0.1'],
    ['address', '10.0.0.0/8', '10.0.0.0/8'],
    ['numbers', [1, null, 3], [1, null, 3]],
    ['numbers', [], []],
    ['list', ['a', 'b'], ['a', 'b']],
    ['list', [], []],
    ['object', { x: [1] }, { x: [1] }],
    ['letter', 'b', 'b'],
    ['letters', ['y', 'x'], ['y', 'x']],
    ['place', '(1,2)', { x: 1, y: 2 }],
    ['range', '[1,5]', '[1,6)'],
  ])('%s %j comes back as %j', async (property, value, expected) => {
    await store.repository(Sample).insert({ [property]: value });
    expect((await store.repository(Sample).findOneByOrFail({ id: 1 }))[property]).toEqual(expected);
  });

  it('keeps the order of keys in json, and sorts them in jsonb', async () => {
    await store.repository(Sample).insert({ text: { bb: 1, a: 2 }, tree: { bb: 1, c: 3, a: 2 } });
    const { text, tree } = await store.repository(Sample).findOneByOrFail({ id: 1 });
    expect(JSON.stringify([text, tree])).toBe('[{"bb":1,"a":2},{"a":2,"c":3,"bb":1}]');
  });

  it('gives an interval as the driver does', async () => {
    await store.repository(Sample).insert({ span: '1 day 02:03:04.5' });
    const { span } = await store.repository(Sample).findOneByOrFail({ id: 1 });
    expect(Object.getPrototypeOf(span).constructor.name).toBe('PostgresInterval');
    expect({ ...(span as object) }).toEqual({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 500 });
  });

  it('leaves a saved object as it is, whatever the row makes of it', async () => {
    const at = new Date(2026, 0, 1);
    const sample = await store
      .repository(Sample)
      .save({ price: 12.345, padded: 'ab', single: 0.1, tree: { at }, short: 'a     ' });
    expect(sample).toMatchObject({ price: 12.345, padded: 'ab', tree: { at }, short: 'a     ' });
    const found = await store.repository(Sample).findOneByOrFail({ id: 1 });
    expect(found).toMatchObject({ price: '12.35', padded: 'ab  ', tree: { at: at.toJSON() }, short: 'a  ' });
  });

  it('is null in every type', async () => {
    await store.repository(Sample).insert({});
    const { id, ...rest } = await store.repository(Sample).findOneByOrFail({ id: 1 });
    expect(id).toBe(1);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  it('is changed by an update as by an insert', async () => {
    await store.repository(Sample).insert({});
    await store
      .repository(Sample)
      .update(1, { price: 1.005, tree: { a: 1 }, numbers: [4], bytes: Buffer.from('x') });
    expect(await store.repository(Sample).findOneByOrFail({ id: 1 })).toMatchObject({
      price: '1.01',
      tree: { a: 1 },
      numbers: [4],
      bytes: Buffer.from('x'),
    });
  });
});
