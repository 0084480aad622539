import * as fc from 'fast-check';
import { criteria } from '../conditions';
import type { EntityName } from '../model/model';
import { entityClass, type Handlers, type Operation } from '../operation';
import { key, newRow, patch } from '../values';

type Described = fc.Arbitrary<unknown>;

const COUNTERS: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  Member: ['age', 'visits', 'score', 'name.first'],
  Post: ['views', 'price', 'rating'],
  Comment: ['likes'],
  Booking: ['price'],
  Owner: ['rank'],
  Slot: ['position', 'rank'],
};

const CONFLICTS: Readonly<Partial<Record<EntityName, readonly unknown[]>>> = {
  Member: [
    ['email'],
    ['phone'],
    ['nickname'],
    { conflictPaths: ['nickname'], indexPredicate: '"deletedAt" IS NULL' },
    { conflictPaths: ['email'], skipUpdateIfNoValuesChanged: true },
    { conflictPaths: { email: true }, upsertType: 'on-conflict-do-update' },
  ],
  Profile: [['id'], ['memberId']],
  Post: [['authorId', 'slug'], ['slug']],
  Tag: [['name'], { conflictPaths: ['name'], skipUpdateIfNoValuesChanged: true }],
  Seat: [['row', 'number'], ['row']],
  Booking: [['day', 'seatRow', 'seatNumber']],
  Owner: [['code']],
  Dependent: [['id']],
  Slot: [['id'], ['position']],
  Folder: [['name']],
};

const SOFT: readonly EntityName[] = ['Member', 'Comment'];

/** SQL in place of a value. */
const computed = fc.constantFrom(
  { views: { $sql: 'views + 1' } },
  { views: { $sql: '"titleLength" * 2' } },
  { title: { $sql: 'upper(title)' } },
  { title: { $sql: "title || '!'" } },
  { price: { $sql: 'coalesce(price, 0) + 0.125' } },
  { slug: { $sql: 'lower(left(title, 4))' } },
  { authorId: { $sql: '(SELECT max(id) FROM member)' } },
  { publishedAt: { $sql: "timestamp '2021-01-01' + views * interval '1 day'" } },
);

export function write(entity: EntityName): fc.Arbitrary<Operation> {
  const call = (name: string, ...args: Described[]): fc.Arbitrary<Operation> =>
    fc.tuple(...args).map((given) => ({ name, args: [entity, ...given], ordered: true }));
  const counters = COUNTERS[entity];
  const conflicts = CONFLICTS[entity];
  const rows = fc.array(newRow(entity), { minLength: 1, maxLength: 3 });
  const alternatives: fc.WeightedArbitrary<Operation>[] = [
    { weight: 4, arbitrary: call('insert', newRow(entity)) },
    { weight: 2, arbitrary: call('insert', rows) },
    { weight: 4, arbitrary: call('update', criteria(entity), patch(entity, true)) },
    { weight: 4, arbitrary: call('update', key(entity), patch(entity, false)) },
    { weight: 3, arbitrary: call('delete', criteria(entity)) },
    { weight: 1, arbitrary: call('delete', key(entity)) },
  ];
  if (counters) {
    alternatives.push({
      weight: 2,
      arbitrary: call(
        'step',
        fc.constantFrom('increment', 'decrement'),
        criteria(entity),
        fc.constantFrom(...counters),
        fc.constantFrom<unknown>(1, 2, 0.5, '3', -1, 'x'),
      ),
    });
  }
  if (conflicts) {
    alternatives.push({
      weight: 3,
      arbitrary: call('upsert', fc.oneof(newRow(entity), rows), fc.constantFrom(...conflicts)),
    });
  }
  if (SOFT.includes(entity)) {
    alternatives.push(
      { weight: 2, arbitrary: call('softDelete', criteria(entity)) },
      { weight: 2, arbitrary: call('restore', criteria(entity)) },
    );
  }
  if (entity === 'Post')
    alternatives.push({ weight: 2, arbitrary: call('update', criteria('Post'), computed) });
  if (entity === 'Seat' || entity === 'Owner') {
    const moved =
      entity === 'Seat'
        ? fc.constantFrom({ number: 7 }, { row: 'C' }, { number: 2 })
        : fc.constantFrom({ code: 'd' }, { code: 'a' }, { code: 'q' });
    alternatives.push({ weight: 4, arbitrary: call('update', key(entity), moved) });
  }
  if (entity === 'Slot') {
    alternatives.push({
      weight: 3,
      arbitrary: call(
        'update',
        criteria('Slot'),
        fc.constantFrom(
          { position: { $sql: 'position + 1' } },
          { rank: { $sql: '60 - rank' } },
          { rank: { $sql: 'rank + 10' } },
        ),
      ),
    });
  }
  return fc.oneof(...alternatives);
}

export const writeHandlers: Handlers = {
  // What was inserted from is part of the result: it is filled with what the database drew.
  insert: async ({ manager }, entity: EntityName, rows: object) => [
    await manager.insert(entityClass(entity), rows),
    rows,
  ],
  update: ({ manager }, entity: EntityName, which: object, values: object) =>
    manager.update(entityClass(entity), which, values),
  delete: ({ manager }, entity: EntityName, which: object) => manager.delete(entityClass(entity), which),
  step: (
    { manager },
    entity: EntityName,
    name: 'increment' | 'decrement',
    which: object,
    column: string,
    by: number,
  ) => manager[name](entityClass(entity), which, column, by),
  upsert: async ({ manager }, entity: EntityName, rows: object, conflict: never) => [
    await manager.upsert(entityClass(entity), rows, conflict),
    rows,
  ],
  softDelete: ({ manager }, entity: EntityName, which: object) =>
    manager.softDelete(entityClass(entity), which),
  restore: ({ manager }, entity: EntityName, which: object) => manager.restore(entityClass(entity), which),
};
