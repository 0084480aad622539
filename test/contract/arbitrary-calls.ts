import * as fc from 'fast-check';
import {
  Any,
  Between,
  Equal,
  In,
  IsNull,
  LessThan,
  LessThanOrEqual,
  MoreThan,
  MoreThanOrEqual,
  Not,
  type DataSource,
  type FindOperator,
} from 'typeorm';
import { Account, Bank } from './entities/account.entity';
import { failureOf } from '../../src/database/testing';

// Few values, so that they meet: what exists, what does not, and what is no value of the column at all.

const text = fc.constantFrom('a', 'b', 'c', 'A', 'ä', '', 'a ', 'x\0');
const integer = fc.constantFrom<unknown>(0, 1, 2, 3, -1, '2', ' 3 ', 1.5, 'x', 3_000_000_000, true);
const nullableText = fc.option(text, { freq: 4 });

function condition(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const simple: fc.Arbitrary<FindOperator<unknown>> = fc.oneof(
    value.map((one) => Equal(one)),
    fc.array(value, { maxLength: 3 }).map((list) => In(list)),
    fc.array(value, { maxLength: 3 }).map((list) => Any(list)),
    value.map((one) => LessThan(one)),
    value.map((one) => LessThanOrEqual(one)),
    value.map((one) => MoreThan(one)),
    value.map((one) => MoreThanOrEqual(one)),
    fc.tuple(value, value).map(([low, high]) => Between(low, high)),
    fc.constant(IsNull()),
  );
  return fc.oneof(
    { weight: 4, arbitrary: value },
    { weight: 2, arbitrary: simple },
    { weight: 1, arbitrary: simple.map((one) => Not(one)) },
    { weight: 1, arbitrary: value.map((one) => Not(one)) },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
  );
}

const where = fc.record(
  {
    id: condition(integer),
    email: condition(text),
    phone: condition(nullableText),
    balance: condition(integer),
    number: condition(integer),
    bankId: condition(integer),
    tier: condition(integer),
    nothing: fc.constant(1),
  },
  { requiredKeys: [] },
);

const narrow = fc.oneof(
  { weight: 3, arbitrary: fc.record({ id: condition(integer) }) },
  { weight: 3, arbitrary: fc.record({ email: condition(text) }) },
  { weight: 1, arbitrary: fc.record({ bankId: condition(integer), number: condition(integer) }) },
  { weight: 2, arbitrary: where },
);

const direction = fc.oneof(
  fc.constantFrom<unknown>('ASC', 'DESC', 'asc', 'desc', 1, -1, undefined),
  fc.record({
    direction: fc.constantFrom('ASC', 'DESC'),
    nulls: fc.constantFrom('FIRST', 'LAST', undefined),
  }),
);

const selected = fc.constantFrom(true, true, true, false, undefined);

const options = fc.record(
  {
    select: fc.record(
      { id: selected, email: selected, phone: selected, tier: selected, bank: selected },
      { requiredKeys: ['id'] },
    ),
    where: narrow,
    order: fc.record({ phone: direction, balance: direction, id: direction }, { requiredKeys: [] }),
    take: fc.constantFrom(0, 1, 2, 5, undefined),
    skip: fc.constantFrom(0, 1, undefined),
    withDeleted: fc.boolean(),
  },
  { requiredKeys: [] },
);

const values = fc.record(
  {
    id: integer,
    email: text,
    phone: nullableText,
    alias: nullableText,
    balance: integer,
    number: fc.option(integer),
    bankId: fc.option(fc.constantFrom(1, 2, 9)),
    bank: fc.constantFrom(null, undefined, { id: 1 }),
    currency: fc.constantFrom('EUR', 'EURO', null),
    tier: fc.option(integer),
    seat: fc.option(integer),
    deletedAt: fc.constantFrom(null, undefined),
  },
  { requiredKeys: ['email'] },
);

const criteria = fc.oneof({ weight: 2, arbitrary: integer }, { weight: 3, arbitrary: narrow });

/** One call of a repository or manager of accounts. */
export type Call = readonly [name: string, run: (source: DataSource) => Promise<unknown>];

const account = (source: DataSource): ReturnType<typeof source.getRepository<Account>> =>
  source.getRepository(Account);

export const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 5, arbitrary: values.map((row): Call => ['insert', (source) => written(source, 'insert', row)]) },
  {
    weight: 1,
    arbitrary: fc
      .array(values, { maxLength: 3 })
      .map((rows): Call => ['insert', (source) => written(source, 'insert', rows)]),
  },
  { weight: 4, arbitrary: values.map((row): Call => ['save', (source) => written(source, 'save', row)]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(criteria, values)
      .map(([which, row]): Call => [
        'update',
        (source) => account(source).update(which as never, { ...row } as never),
      ]),
  },
  {
    weight: 1,
    arbitrary: criteria.map((which): Call => ['delete', (source) => account(source).delete(which as never)]),
  },
  {
    weight: 1,
    arbitrary: criteria.map((which): Call => [
      'soft',
      (source) => account(source).softDelete(which as never),
    ]),
  },
  {
    weight: 3,
    arbitrary: narrow.map((one): Call => ['findOneBy', (source) => account(source).findOneBy(one as never)]),
  },
  {
    weight: 3,
    arbitrary: options.map((one): Call => ['find', (source) => account(source).find(one as never)]),
  },
  {
    weight: 1,
    arbitrary: options.map((one): Call => ['findOne', (source) => account(source).findOne(one as never)]),
  },
  {
    weight: 1,
    arbitrary: options.map((one): Call => [
      'findAndCount',
      (source) => account(source).findAndCount(one as never),
    ]),
  },
  {
    weight: 1,
    arbitrary: narrow.map((one): Call => ['countBy', (source) => account(source).countBy(one as never)]),
  },
  {
    weight: 1,
    arbitrary: options.map((one): Call => ['exists', (source) => account(source).exists(one as never)]),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(values, narrow).map(([row, one]): Call => [
      'transaction',
      (source) =>
        source.transaction(async (manager) => {
          await manager.insert(Bank, { code: 'b' });
          await manager.insert(Account, { ...row } as never);
          await manager.save(Account, { ...row, email: `${row.email}2` } as never);
          return manager.findBy(Account, one as never);
        }),
    ]),
  },
);

/** What was written, and what became of the objects that it was written from. */
async function written(
  source: DataSource,
  method: 'insert' | 'save',
  given: object | object[],
): Promise<unknown> {
  const copy = Array.isArray(given) ? given.map((one) => ({ ...one })) : { ...given };
  const result = await account(source)[method](copy as never);
  return [copy, result];
}

/** What a call returned, or how it failed, in a form that can be compared between stores. */
export async function outcomeOf(source: DataSource, [name, run]: Call): Promise<unknown> {
  try {
    return [name, withoutTimes(await run(source))];
  } catch (error) {
    const failure = await failureOf(Promise.reject(error));
    return [
      name,
      failure,
      (error as { query?: string }).query,
      (error as { parameters?: unknown[] }).parameters,
    ];
  }
}

/** Times of deletion differ from store to store: that there is one must not. */
function withoutTimes(value: unknown): unknown {
  if (value instanceof Date) return 'a time';
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, withoutTimes(one)] as const);
  return { class: value.constructor.name, entries };
}
