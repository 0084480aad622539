import * as fc from 'fast-check';
import type { EntityName } from './model/model';

// Few values, so that they meet: what exists, what does not, and here and there what is no value of the column.

type Values = fc.Arbitrary<unknown>;
const of = (...values: unknown[]): Values => fc.constantFrom(...values);

/** Mostly one of the good values, sometimes one that the column refuses or converts. */
const mostly = (good: Values, ...odd: unknown[]): Values =>
  fc.oneof({ weight: 14, arbitrary: good }, { weight: 1, arbitrary: of(...odd) });

const smallInt = mostly(of(0, 1, 2, 3, 5, 7, 30, 40, -1), '2', ' 3 ', 1.5, 'x', 2_147_483_648, true);
const id = mostly(of(1, 2, 3, 4, 5), 9, 0, '1', 'x', 3_000_000_000);
const shortText = mostly(
  of('a', 'b', 'ann', 'Ann', 'bob', 'ä', ''),
  'a ',
  'far too long for it all',
  'x\0',
  '100%',
);
const jsonValue = of(
  {},
  { a: 1 },
  { b: 2, a: 1 },
  { list: [1, 2], a: null },
  { a: { deep: [true, 'x'] } },
  [1, 'b', null],
  [],
  'text',
  0,
  12.5,
  true,
);

/** What the columns of each entity may hold. NULL is added where a column takes it, and rarely where it does not. */
export const COLUMN_VALUES: Readonly<Record<EntityName, Readonly<Record<string, Values>>>> = {
  Member: {
    id,
    email: mostly(of('a@x', 'b@x', 'c@x', 'd@x', 'e@x', 'f@x', 'A@x'), '', 'an address longer than that'),
    nickname: mostly(of('ann', 'bob', 'eve', 'Eve'), 'too long, this is', 'eve     '),
    phone: of('1', '2', '3', '+4'),
    age: mostly(of(0, 7, 30, 40, 41), -1, 200, '30', 2.5, 'x'),
    role: mostly(of('guest', 'member', 'admin'), 'root', ''),
    score: mostly(of(0, 1, '12.50', 12.345, '0.005', -3.25, '99999.99'), 'x', 1e7, 'NaN', '1e3'),
    visits: mostly(of(0, 5, '5', '9007199254740993', -1), '9223372036854775808', 1.5, 'x'),
    settings: jsonValue,
    labels: mostly(of([], ['x'], ['x', 'y'], ['y', 'x'], [null], ['a,b', '"q"', ' ']), 'x', '{x,z}'),
    bornOn: mostly(of('2020-02-29', '1999-12-31', '2021-01-01'), '2021-02-30', 'x', 'infinity'),
    seenAt: mostly(
      of(new Date('2021-03-04T05:06:07.891Z'), new Date(0), '2000-01-01 00:00:00+02'),
      'x',
      'infinity',
    ),
    referrerId: id,
  },
  Profile: {
    id: mostly(
      of(
        '00000000-0000-4000-8000-000000000001',
        '00000000-0000-4000-8000-000000000002',
        'A0000000-0000-4000-8000-00000000000b',
      ),
      'x',
    ),
    memberId: id,
    bio: shortText,
    quota: mostly(of(0, 1, 10), -1, 11),
    limit: mostly(of(10, 5), 0),
    picture: of(Buffer.from([0, 255]), Buffer.from(''), Buffer.from('a')),
  },
  Post: {
    id: mostly(of('1', '2', '3', '4', 5), 'x', '9223372036854775808'),
    title: mostly(of('First', 'Second', 'Third', 'Ünï', ''), 'a title that is too long for it'),
    slug: mostly(of('first', 'second', 'other'), 'longer than ten'),
    body: shortText,
    status: mostly(of('draft', 'review', 'published'), 'lost'),
    views: smallInt,
    rating: mostly(of(0, 4.5, 0.1, -1, 1e10), 'NaN', 'Infinity', 'x', 1e39),
    price: mostly(of(0, 1.5, '1.50', '100', '0.001', '123456789012345678901234567890.5'), 'x', 'NaN'),
    meta: jsonValue,
    publishedAt: mostly(of('2021-01-01 10:00:00', new Date('2021-01-02T00:00:00.500Z'), '2020-06-30'), 'x'),
    authorId: id,
  },
  Comment: {
    id,
    text: mostly(of('nice', 'bad', 'new', ''), 'longer than twelve'),
    likes: mostly(of(0, 1, 3, -1), 40_000, 'x', 1.5),
    approved: mostly(of(true, false), 'yes', 1, 'x'),
  },
  Tag: {
    name: mostly(of('red', 'green', 'blue', 'new', 'Red'), 'longer than ten', ''),
    weight: mostly(of(0, 1.5, -0.25, 0.1, 1e300), 'x', 'NaN', '-Infinity'),
    color: mostly(of('ff0000', 'ab', ''), '1234567', 'ab    '),
  },
  Seat: {
    row: mostly(of('A', 'B', 'C'), 'AB'),
    number: mostly(of(1, 2, 3), 'x'),
    kind: of('wide', 'small'),
  },
  Booking: {
    day: mostly(of('2021-05-01', '2021-05-02'), '2021-05-32'),
    seatRow: of('A', 'B', 'C'),
    seatNumber: of(1, 2, 3),
    price: smallInt,
  },
  Owner: {
    id,
    code: mostly(of('a', 'b', 'c', 'd', 'z'), 'long'),
    rank: smallInt,
  },
  Dependent: {
    id: of(1, 2, 3, 4),
    cascaded: of('a', 'b', 'c', 'd'),
    nulled: of('a', 'b', 'c', 'd'),
    defaulted: of('a', 'b', 'c', 'd'),
    restricted: of('a', 'b', 'c', 'd'),
    kept: of('a', 'b', 'c', 'd'),
  },
  Slot: {
    id: of(1, 2, 3, 4),
    position: of(1, 2, 3, 4),
    rank: of(10, 20, 30),
    nextId: of(1, 2, 3, 4, 5),
  },
  Category: { id, name: mostly(of('root', 'left', 'new'), 'longer than ten') },
  Folder: { id, name: mostly(of('/', 'usr', 'bin', 'new'), 'longer than ten') },
};

/** Columns without NULLs; all others take them. */
const NOT_NULL: Readonly<Record<EntityName, readonly string[]>> = {
  Member: ['id', 'email', 'role', 'score', 'visits', 'settings', 'labels'],
  Profile: ['id', 'quota', 'limit'],
  Post: ['id', 'title', 'status', 'views'],
  Comment: ['id', 'text', 'likes'],
  Tag: ['name'],
  Seat: ['row', 'number'],
  Booking: ['day', 'seatRow', 'seatNumber', 'price'],
  Owner: ['id', 'code', 'rank'],
  Dependent: ['id'],
  Slot: ['id'],
  Category: ['id', 'name'],
  Folder: ['id', 'name'],
};

export const KEYS: Readonly<Record<EntityName, readonly string[]>> = {
  Member: ['id'],
  Profile: ['id'],
  Post: ['id'],
  Comment: ['id'],
  Tag: ['name'],
  Seat: ['row', 'number'],
  Booking: ['day', 'seatRow', 'seatNumber'],
  Owner: ['id'],
  Dependent: ['id'],
  Slot: ['id'],
  Category: ['id'],
  Folder: ['id'],
};

/** Columns that an insert has to give. */
const REQUIRED: Readonly<Record<EntityName, readonly string[]>> = {
  Member: ['email'],
  Profile: ['id'],
  Post: ['title'],
  Comment: ['text'],
  Tag: ['name'],
  Seat: ['row', 'number'],
  Booking: ['day', 'seatRow', 'seatNumber'],
  Owner: ['code'],
  Dependent: ['id'],
  Slot: ['id'],
  Category: ['name'],
  Folder: ['name'],
};

/** Keys that the database draws, and that TypeORM ignores where it inserts. */
const DRAWN: readonly EntityName[] = ['Member', 'Post', 'Comment', 'Owner', 'Category', 'Folder'];

/** Columns of which two rows may not have the same: an update of several rows fails at whichever comes first. */
const UNIQUE: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  Member: ['email', 'nickname', 'phone'],
  Profile: ['memberId'],
  Post: ['slug', 'authorId'],
  Owner: ['code'],
  Slot: ['position', 'rank'],
  Folder: ['name'],
};

export function columnsOf(entity: EntityName): readonly string[] {
  return Object.keys(COLUMN_VALUES[entity]);
}

export function nullable(entity: EntityName, column: string): Values {
  const values = COLUMN_VALUES[entity][column] ?? of(null);
  return fc.option(values, { nil: null, freq: NOT_NULL[entity].includes(column) ? 30 : 5 });
}

function record(
  entity: EntityName,
  columns: readonly string[],
  required: readonly string[],
): fc.Arbitrary<object> {
  const parts = Object.fromEntries(columns.map((column) => [column, nullable(entity, column)]));
  return fc.record(parts, { requiredKeys: [...required] });
}

/** A row to insert. */
export function newRow(entity: EntityName): fc.Arbitrary<object> {
  const columns = columnsOf(entity).filter((column) => !(column === 'id' && DRAWN.includes(entity)));
  const row = record(entity, columns, REQUIRED[entity]);
  return entity === 'Member'
    ? fc.tuple(row, fc.option(name)).map(([one, given]) => ({ ...one, ...(given ? { name: given } : {}) }))
    : row;
}

const name = fc.record(
  { first: fc.option(of('Ann', 'Bob', 'Zoë')), last: fc.option(mostly(of('Ash', 'Oak'), 'longer than ten')) },
  { requiredKeys: [] },
);

/** New values for some columns, keys left out. @param many whether several rows may get them */
export function patch(entity: EntityName, many: boolean): fc.Arbitrary<object> {
  const left = new Set([...KEYS[entity], ...(many ? (UNIQUE[entity] ?? []) : [])]);
  const columns = columnsOf(entity).filter((column) => !left.has(column));
  const most = Math.min(3, columns.length);
  return fc
    .subarray(columns, { minLength: Math.min(1, most), maxLength: most })
    .chain((some) => record(entity, some, some));
}

/** The key of a row that may be there. */
export function key(entity: EntityName): fc.Arbitrary<object> {
  const values = COLUMN_VALUES[entity];
  return fc.record(Object.fromEntries(KEYS[entity].map((column) => [column, values[column] ?? of(1)])));
}
