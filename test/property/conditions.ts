import * as fc from 'fast-check';
import type { EntityName } from './model/model';
import { COLUMN_VALUES, columnsOf, KEYS } from './values';

type Described = fc.Arbitrary<unknown>;

/** Some of a list, in its order; as few as there are, if need be. */
export function few<T>(list: readonly T[], minLength: number, maxLength: number): fc.Arbitrary<T[]> {
  const most = Math.min(list.length, maxLength);
  return fc.subarray([...list], { minLength: Math.min(minLength, most), maxLength: most });
}

/** Relations that conditions, joins and orders may follow. */
export const RELATIONS: Readonly<
  Record<EntityName, Readonly<Record<string, readonly [EntityName, 'one' | 'many']>>>
> = {
  Member: { referrer: ['Member', 'one'], profile: ['Profile', 'one'], posts: ['Post', 'many'] },
  Profile: { member: ['Member', 'one'] },
  Post: {
    author: ['Member', 'one'],
    editor: ['Member', 'one'],
    tags: ['Tag', 'many'],
    comments: ['Comment', 'many'],
  },
  Comment: { post: ['Post', 'one'], member: ['Member', 'one'] },
  Tag: { posts: ['Post', 'many'] },
  Seat: { bookings: ['Booking', 'many'] },
  Booking: { seat: ['Seat', 'one'], guest: ['Member', 'one'] },
  Owner: {},
  Dependent: { cascadedOwner: ['Owner', 'one'], nulledOwner: ['Owner', 'one'], keptOwner: ['Owner', 'one'] },
  Slot: { next: ['Slot', 'one'] },
  Category: { parent: ['Category', 'one'], children: ['Category', 'many'] },
  Folder: { parent: ['Folder', 'one'], children: ['Folder', 'many'] },
};

const TEXT = new Set([
  'email',
  'nickname',
  'phone',
  'bio',
  'title',
  'slug',
  'body',
  'text',
  'name',
  'color',
  'row',
  'kind',
  'code',
]);
const operator = (name: string, ...of: Described[]): Described =>
  fc.tuple(...of).map((operands) => ({ $: name, of: operands }));
const pattern = fc.constantFrom('a%', '%n%', '_nn', 'A%', '%\\%', '%', '', '%ä%', 'first');

function operators(entity: EntityName, column: string): Described {
  const value = COLUMN_VALUES[entity][column] ?? fc.constant(null);
  const list = fc.array(fc.option(value, { nil: null, freq: 8 }), { maxLength: 3 });
  const special: Described[] = [];
  if (TEXT.has(column)) {
    special.push(operator('Like', pattern), operator('ILike', pattern));
    special.push(
      fc.constantFrom(
        { $raw: 'length(?) > :n', parameters: { n: 3 } },
        { $raw: 'upper(?) = :t', parameters: { t: 'ANN' } },
      ),
    );
  }
  if (column === 'labels') {
    special.push(
      ...['ArrayContains', 'ArrayContainedBy', 'ArrayOverlap'].map((name) => operator(name, value)),
    );
  }
  if (column === 'settings') special.push(operator('JsonContains', value));
  if (['age', 'views', 'likes', 'rank'].includes(column)) {
    special.push(fc.constant({ $raw: '? % 2 = :r', parameters: { r: 1 } }));
  }
  const plain = fc.oneof(
    operator('Equal', value),
    operator('IsNull'),
    // json has no equality, and arrays of jsonb are written by pg in a way of its own.
    ...(column === 'meta' ? [] : [operator('In', list)]),
    ...(column === 'meta' || column === 'settings' ? [] : [operator('Any', list)]),
    ...(column === 'settings' || column === 'meta'
      ? []
      : [
          operator('LessThan', value),
          operator('LessThanOrEqual', value),
          operator('MoreThan', value),
          operator('MoreThanOrEqual', value),
          operator('Between', value, value),
        ]),
    ...special,
  );
  return fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 2, arbitrary: operator('Not', plain) },
    { weight: 1, arbitrary: operator('And', plain, plain) },
    { weight: 1, arbitrary: operator('Or', plain, plain) },
    { weight: 1, arbitrary: operator('Not', value) },
  );
}

function condition(entity: EntityName, column: string): Described {
  const value = COLUMN_VALUES[entity][column] ?? fc.constant(null);
  return fc.oneof(
    { weight: 5, arbitrary: value },
    { weight: 6, arbitrary: operators(entity, column) },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
  );
}

function conjunction(entity: EntityName, depth: number): Described {
  const relations = depth > 0 ? Object.entries(RELATIONS[entity]) : [];
  return fc
    .tuple(
      few(columnsOf(entity), 0, 2),
      relations.length > 0 ? fc.option(fc.constantFrom(...relations), { freq: 1 }) : fc.constant(null),
    )
    .chain(([columns, relation]) => {
      const parts: Record<string, Described> = Object.fromEntries(
        columns.map((column) => [column, condition(entity, column)]),
      );
      if (relation) {
        const [name, [target]] = relation;
        parts[name] = fc.oneof(
          { weight: 6, arbitrary: conjunction(target, depth - 1) },
          { weight: 1, arbitrary: fc.constantFrom({ $: 'IsNull', of: [] }, null) },
        );
      }
      return fc.record(parts);
    });
}

/** A `where` of find options: a tree over columns and relations, or alternatives of such. */
export function where(entity: EntityName, depth = 2): Described {
  const one = conjunction(entity, depth);
  return fc.oneof({ weight: 5, arbitrary: one }, { weight: 1, arbitrary: fc.array(one, { maxLength: 3 }) });
}

/** Conditions on the entity's own columns: what update and delete take. */
export function criteria(entity: EntityName): Described {
  const [first = 'id'] = KEYS[entity];
  const values = COLUMN_VALUES[entity][first] ?? fc.constant(1);
  const byKey = fc.record(
    Object.fromEntries(
      KEYS[entity].map((column) => [column, COLUMN_VALUES[entity][column] ?? fc.constant(1)]),
    ),
  );
  const single = KEYS[entity].length === 1;
  return fc.oneof(
    { weight: 4, arbitrary: byKey },
    { weight: 3, arbitrary: conjunction(entity, 0) },
    ...(single
      ? [
          { weight: 1, arbitrary: values },
          { weight: 1, arbitrary: fc.array(values, { maxLength: 3 }) },
        ]
      : []),
  );
}

const direction: Described = fc.oneof(
  fc.constantFrom<unknown>('ASC', 'DESC', 'asc', -1),
  fc.record({ direction: fc.constantFrom('ASC', 'DESC'), nulls: fc.constantFrom('FIRST', 'LAST') }),
);

/** Columns that have no order, or not the same text for the same order. */
const UNORDERED = new Set(['meta']);

/** An order that leaves nothing open: some columns, then the key. */
export function totalOrder(entity: EntityName): fc.Arbitrary<object> {
  const columns = columnsOf(entity).filter(
    (column) => !UNORDERED.has(column) && !KEYS[entity].includes(column),
  );
  const toOne = Object.entries(RELATIONS[entity]).filter(([, [, many]]) => many === 'one');
  return fc
    .tuple(
      few(columns, 0, 2).chain((some) => fc.record(Object.fromEntries(some.map((one) => [one, direction])))),
      toOne.length > 0
        ? fc.option(
            fc.constantFrom(...toOne).chain(([name, [target]]) => {
              const [first = 'id'] = KEYS[target];
              return fc.record({ [name]: fc.record({ [first]: direction }) });
            }),
            { freq: 3 },
          )
        : fc.constant(null),
      fc.record(Object.fromEntries(KEYS[entity].map((column) => [column, direction]))),
    )
    .map(([some, related, keys]) => ({ ...some, ...(related as object | null), ...keys }));
}

/** Relations to load, some of them two steps deep. */
export function relations(entity: EntityName): fc.Arbitrary<object> {
  const names = Object.entries(RELATIONS[entity]);
  if (names.length === 0) return fc.constant({});
  return few(names, 0, 2).chain((some) =>
    fc.record(
      Object.fromEntries(
        some.map(([name, [target]]) => {
          const nested = Object.keys(RELATIONS[target]);
          const deeper =
            nested.length === 0
              ? fc.constant<unknown>(true)
              : fc.oneof(
                  { weight: 3, arbitrary: fc.constant<unknown>(true) },
                  {
                    weight: 1,
                    arbitrary: fc.constantFrom(...nested).map((one): unknown => ({ [one]: true })),
                  },
                );
          return [name, deeper];
        }),
      ),
    ),
  );
}

/** Columns to select, with the key or without. */
export function selection(entity: EntityName): fc.Arbitrary<object> {
  return few(columnsOf(entity), 1, 4).map((columns) =>
    Object.fromEntries(columns.map((column) => [column, true])),
  );
}
