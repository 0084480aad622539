import * as fc from 'fast-check';
import type { EntityManager, ObjectLiteral } from 'typeorm';
import { relations } from '../conditions';
import type { EntityName } from '../model/model';
import { entityClass, type Handlers, type Operation } from '../operation';
import { key, newRow, patch } from '../values';

type Described = fc.Arbitrary<unknown>;

const sometimes = (value: Described): Described => fc.option(value, { freq: 1, nil: undefined });
const someOf = (value: Described): Described => fc.array(value, { maxLength: 2 });
const defined = (given: object): object =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

const existing = (entity: EntityName, ...ids: unknown[]): Described =>
  fc.constantFrom(...ids.map((id) => ({ [entity === 'Tag' ? 'name' : 'id']: id })));

const tag = fc.oneof(newRow('Tag'), existing('Tag', 'red', 'green', 'none'));
const comment = fc.oneof(
  newRow('Comment'),
  fc
    .tuple(existing('Comment', 1, 2, 9), patch('Comment', false))
    .map(([one, more]) => ({ ...(one as object), ...more })),
);
const member = fc.oneof(
  newRow('Member'),
  existing('Member', 1, 2, 3, 9),
  fc
    .tuple(existing('Member', 1, 2), patch('Member', false))
    .map(([one, more]) => ({ ...(one as object), ...more })),
);

/** Graphs to save: new rows, rows that are there, rows that are not, and what hangs on them. */
const graphs: Readonly<Partial<Record<EntityName, fc.Arbitrary<object>>>> = {
  Member: fc
    .tuple(
      newRow('Member'),
      sometimes(existing('Member', 1, 2, 5)),
      sometimes(fc.oneof(newRow('Profile'), fc.constant(null))),
      sometimes(existing('Member', 1, 2)),
    )
    .map(([row, id, profile, referrer]) =>
      defined({ ...row, ...(id as object | undefined), profile, referrer }),
    ),
  Post: fc
    .tuple(
      newRow('Post'),
      sometimes(existing('Post', '1', '2', '7')),
      sometimes(fc.option(member)),
      sometimes(someOf(tag)),
      sometimes(someOf(comment)),
    )
    .map(([row, id, author, tags, comments]) =>
      defined({ ...row, ...(id as object | undefined), author, tags, comments }),
    ),
  Comment: fc
    .tuple(newRow('Comment'), sometimes(fc.oneof(existing('Post', '1', '2', '9'), fc.constant(null))))
    .map(([row, post]) => defined({ ...row, post })),
  Seat: fc
    .tuple(
      newRow('Seat'),
      sometimes(
        someOf(fc.record({ day: fc.constantFrom('2021-05-01', '2021-05-03'), price: fc.constantFrom(1, 2) })),
      ),
    )
    .map(([row, bookings]) => defined({ ...row, bookings })),
  Booking: newRow('Booking'),
  Tag: newRow('Tag'),
  Owner: newRow('Owner'),
  Dependent: newRow('Dependent'),
  Slot: newRow('Slot'),
  Profile: newRow('Profile'),
};

export const GRAPH_ENTITIES = Object.keys(graphs) as EntityName[];

/** What is done to what was loaded, before it is saved. */
const changes: Readonly<Partial<Record<EntityName, Described>>> = {
  Member: fc.constantFrom(
    {},
    { profile: null },
    { name: { first: 'New' } },
    { referrer: null },
    { posts: [] },
  ),
  Post: fc.constantFrom(
    {},
    { tags: [] },
    { tags: [{ name: 'green' }] },
    { tags: [{ name: 'red' }, { name: 'extra', weight: 1 }] },
    { comments: [] },
    { comments: [{ text: 'only' }] },
    { author: null },
    { author: { id: 2 } },
    { author: { id: 1, age: 50 } },
    { editor: { id: 3 } },
  ),
  Comment: fc.constantFrom({}, { post: null }, { post: { id: '2' } }),
  Seat: fc.constantFrom(
    {},
    { bookings: [] },
    { bookings: [{ day: '2021-05-01', seatRow: 'A', seatNumber: 1, price: 99 }] },
  ),
};

const REMOVALS = ['remove', 'softRemove', 'recover'] as const;
const RELATION_CALLS = fc.constantFrom<readonly unknown[]>(
  ['Post', 'tags', '1', 'add', 'green'],
  ['Post', 'tags', '1', 'add', ['red', 'green']],
  ['Post', 'tags', '1', 'remove', 'red'],
  ['Post', 'tags', '4', 'add', ['red', 'blue']],
  ['Post', 'author', '4', 'set', 1],
  ['Post', 'author', '1', 'set', null],
  ['Post', 'author', '1', 'set', 99],
  ['Post', 'comments', '2', 'add', [1, 4]],
  ['Post', 'comments', '1', 'remove', [1]],
  ['Post', 'comments', '1', 'loadMany', null],
  ['Post', 'tags', '1', 'loadMany', null],
  ['Comment', 'post', 1, 'loadOne', null],
  ['Member', 'posts', 2, 'add', ['4']],
  ['Member', 'profile', 1, 'loadOne', null],
  ['Member', 'profile', 3, 'set', '00000000-0000-4000-8000-000000000002'],
);

export function graph(entity: EntityName): fc.Arbitrary<Operation> {
  const call = (name: string, ...args: Described[]): fc.Arbitrary<Operation> =>
    fc.tuple(...args).map((given) => ({
      name,
      args: [entity, ...given],
      // What was loaded comes with related rows in no order of theirs.
      ordered: name === 'save',
    }));
  const one = graphs[entity] ?? newRow(entity);
  const asInstance = one.map((of) => ({ $entity: entity, of }));
  const options = fc.constantFrom<unknown>(
    undefined,
    undefined,
    undefined,
    { reload: false },
    { chunk: 1 },
    { listeners: false },
    { transaction: false },
  );
  return fc.oneof(
    { weight: 4, arbitrary: call('save', one, options) },
    { weight: 2, arbitrary: call('save', asInstance, options) },
    { weight: 2, arbitrary: call('save', fc.array(one, { minLength: 1, maxLength: 3 }), options) },
    {
      weight: 5,
      arbitrary: call(
        'loadAndSave',
        key(entity),
        relations(entity),
        fc
          .tuple(patch(entity, false), changes[entity] ?? fc.constant({}))
          .map(([values, related]) => ({ ...values, ...(related as object) })),
      ),
    },
    {
      weight: 2,
      arbitrary: call('loadAndRemove', key(entity), relations(entity), fc.constantFrom(...REMOVALS)),
    },
    { weight: 1, arbitrary: call('preload', one) },
    { weight: 1, arbitrary: call('removeGiven', one, fc.constantFrom(...REMOVALS)) },
    { weight: 1, arbitrary: RELATION_CALLS.map((args) => ({ name: 'relation', args, ordered: false })) },
  );
}

export const graphHandlers: Handlers = {
  save: async ({ manager }, entity: EntityName, given: ObjectLiteral, options: object | undefined) => {
    const saved: unknown = await manager.save(entityClass(entity), given, options as never);
    return [saved === given, given];
  },
  loadAndSave: async ({ manager }, entity: EntityName, which: object, loaded: object, values: object) => {
    const found = await manager.findOne(entityClass(entity), {
      where: which,
      relations: loaded,
      withDeleted: true,
    });
    if (!found) return null;
    return manager.save(entityClass(entity), Object.assign(found, values));
  },
  loadAndRemove: async (
    { manager },
    entity: EntityName,
    which: object,
    loaded: object,
    name: (typeof REMOVALS)[number],
  ) => {
    const found = await manager.findOne(entityClass(entity), {
      where: which,
      relations: loaded,
      withDeleted: true,
    });
    return found && takeAway(manager, name, found);
  },
  preload: ({ manager }, entity: EntityName, given: never) => manager.preload(entityClass(entity), given),
  removeGiven: ({ manager }, entity: EntityName, given: object, name: (typeof REMOVALS)[number]) =>
    takeAway(manager, name, manager.create(entityClass(entity), given)),
  relation: (
    { manager },
    entity: EntityName,
    name: string,
    id: unknown,
    action: 'add' | 'remove' | 'set' | 'loadOne' | 'loadMany',
    value: never,
  ) => {
    const relation = manager.createQueryBuilder().relation(entityClass(entity), name).of(id);
    return action === 'loadOne' || action === 'loadMany' ? relation[action]() : relation[action](value);
  },
};

function takeAway(
  manager: EntityManager,
  name: (typeof REMOVALS)[number],
  entity: ObjectLiteral,
): Promise<unknown> {
  switch (name) {
    case 'remove':
      return manager.remove(entity);
    case 'softRemove':
      return manager.softRemove(entity);
    case 'recover':
      return manager.recover(entity);
  }
}
