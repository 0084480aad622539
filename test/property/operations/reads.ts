import * as fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { key } from '../values';
import { relations, selection, totalOrder, where } from '../conditions';
import type { EntityName } from '../model/model';
import { entityClass, type Handlers, type Operation } from '../operation';

type Described = fc.Arbitrary<unknown>;

/** Find options without an order: what they find is compared as a set. */
function unordered(entity: EntityName): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    {
      where: where(entity),
      relations: relations(entity),
      select: selection(entity),
      withDeleted: fc.boolean(),
      relationLoadStrategy: fc.constantFrom('join', 'query'),
      loadEagerRelations: fc.boolean(),
      loadRelationIds: fc.constantFrom<unknown>(true, { disableMixedMap: true }),
    },
    { requiredKeys: [] },
  );
}

/** Selections, relation ids and the like are the exception. */
function thinned(options: Record<string, unknown>, keep: number): Record<string, unknown> {
  const { select, relationLoadStrategy, loadRelationIds, loadEagerRelations, ...rest } = options;
  return {
    ...rest,
    ...(keep % 4 === 0 && select ? { select } : {}),
    ...(keep % 3 === 0 && relationLoadStrategy ? { relationLoadStrategy } : {}),
    ...(keep % 5 === 0 && loadRelationIds && !rest['relations'] ? { loadRelationIds } : {}),
    ...(keep % 7 === 0 && loadEagerRelations !== undefined ? { loadEagerRelations } : {}),
  };
}

const options = (entity: EntityName): fc.Arbitrary<Record<string, unknown>> =>
  fc.tuple(unordered(entity), fc.nat(50)).map(([some, keep]) => thinned(some, keep));

const paged = (entity: EntityName): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      options(entity),
      totalOrder(entity),
      fc.constantFrom(undefined, undefined, 0, 1, 2, 3, 10),
      fc.constantFrom(undefined, undefined, 0, 1, 2),
    )
    .map(([some, order, take, skip]) => ({
      ...some,
      order,
      ...(take === undefined ? {} : { take }),
      ...(skip === undefined ? {} : { skip }),
    }));

const NUMBERS: Readonly<Partial<Record<EntityName, readonly string[]>>> = {
  Member: ['age', 'score', 'visits'],
  Post: ['views', 'price', 'titleLength'],
  Booking: ['price'],
  Owner: ['rank'],
};

export function read(entity: EntityName): fc.Arbitrary<Operation> {
  const call = (name: string, ordered: boolean, ...args: Described[]): fc.Arbitrary<Operation> =>
    fc.tuple(...args).map((given) => ({ name, args: [entity, ...given], ordered }));
  const numbers = NUMBERS[entity];
  return fc.oneof(
    { weight: 4, arbitrary: call('find', false, options(entity)) },
    { weight: 5, arbitrary: call('find', true, paged(entity)) },
    { weight: 2, arbitrary: call('findAndCount', true, paged(entity)) },
    { weight: 2, arbitrary: call('findOne', true, paged(entity)) },
    { weight: 1, arbitrary: call('findOneOrFail', true, paged(entity)) },
    { weight: 2, arbitrary: call('findOneBy', true, key(entity)) },
    { weight: 2, arbitrary: call('findBy', false, where(entity)) },
    { weight: 1, arbitrary: call('findAndCountBy', false, where(entity)) },
    { weight: 1, arbitrary: call('findOneByOrFail', true, key(entity)) },
    { weight: 1, arbitrary: call('count', true, options(entity)) },
    { weight: 1, arbitrary: call('countBy', true, where(entity)) },
    { weight: 1, arbitrary: call('exists', true, options(entity)) },
    { weight: 1, arbitrary: call('existsBy', true, where(entity)) },
    ...(numbers
      ? [
          {
            weight: 1,
            arbitrary: call(
              'aggregate',
              true,
              fc.constantFrom('sum', 'average', 'minimum', 'maximum'),
              fc.constantFrom(...numbers),
              where(entity, 0),
            ),
          },
        ]
      : []),
  );
}

type Method = 'find' | 'findBy' | 'findOne' | 'findOneBy' | 'findAndCount' | 'findAndCountBy';
type Check = 'findOneOrFail' | 'findOneByOrFail' | 'count' | 'countBy' | 'exists' | 'existsBy';

const byName =
  (name: Method | Check) =>
  ({ manager }: { manager: EntityManager }, entity: EntityName, given: object): Promise<unknown> =>
    manager[name](entityClass(entity), given);

export const readHandlers: Handlers = {
  find: byName('find'),
  findBy: byName('findBy'),
  findOne: byName('findOne'),
  findOneBy: byName('findOneBy'),
  findAndCount: byName('findAndCount'),
  findAndCountBy: byName('findAndCountBy'),
  findOneOrFail: byName('findOneOrFail'),
  findOneByOrFail: byName('findOneByOrFail'),
  count: byName('count'),
  countBy: byName('countBy'),
  exists: byName('exists'),
  existsBy: byName('existsBy'),
  aggregate: (
    { manager },
    entity: EntityName,
    name: 'sum' | 'average' | 'minimum' | 'maximum',
    column: string,
    given: object,
  ) => manager.getRepository(entityClass(entity))[name](column, given),
};
