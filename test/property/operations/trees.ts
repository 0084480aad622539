import * as fc from 'fast-check';
import type { ObjectLiteral } from 'typeorm';
import { entityClass, type Handlers, type Operation } from '../operation';

type TreeName = 'Category' | 'Folder';

const id = fc.constantFrom(1, 2, 3, 4, 9);
const name = fc.constantFrom('new', 'usr', 'other', 'deep', 'longer than ten');

/** Ancestors and descendants, additions, moves and removals in a materialized path and a closure table. */
export function tree(entity: TreeName): fc.Arbitrary<Operation> {
  const call = (method: string, ...args: fc.Arbitrary<unknown>[]): fc.Arbitrary<Operation> =>
    fc.tuple(...args).map((given) => ({ name: method, args: [entity, ...given], ordered: false }));
  return fc.oneof(
    { weight: 3, arbitrary: call('treeAdd', name, fc.option(id)) },
    { weight: 2, arbitrary: call('treeMove', id, fc.option(id)) },
    { weight: 1, arbitrary: call('treeRemove', id) },
    {
      weight: 4,
      arbitrary: call(
        'treeOf',
        fc.constantFrom(
          'findDescendants',
          'findAncestors',
          'countDescendants',
          'countAncestors',
          'findDescendantsTree',
          'findAncestorsTree',
        ),
        id,
        fc.constantFrom(undefined, undefined, { depth: 1 }, { relations: ['parent'] }),
      ),
    },
    {
      weight: 2,
      arbitrary: call(
        'treeAll',
        fc.constantFrom('findTrees', 'findRoots'),
        fc.constantFrom(undefined, { depth: 1 }),
      ),
    },
  );
}

export const treeHandlers: Handlers = {
  treeAdd: async ({ manager }, entity: TreeName, given: string, parentId: number | null) => {
    const repository = manager.getTreeRepository<ObjectLiteral>(entityClass(entity));
    const parent = parentId === null ? null : await repository.findOneBy({ id: parentId });
    return repository.save(repository.create({ name: given, ...(parent ? { parent } : {}) }));
  },
  treeMove: async ({ manager }, entity: TreeName, which: number, parentId: number | null) => {
    const repository = manager.getTreeRepository<ObjectLiteral>(entityClass(entity));
    const found = await repository.findOneBy({ id: which });
    if (!found) return null;
    const parent = parentId === null ? null : await repository.findOneBy({ id: parentId });
    // Of the pairs that a move under itself would write twice, the first is the planner's choice.
    const below = await repository.findDescendants(found);
    if (parent && below.some(({ id }) => id === parent['id'])) return null;
    return repository.save(Object.assign(found, { parent }));
  },
  treeRemove: async ({ manager }, entity: TreeName, which: number) => {
    const repository = manager.getTreeRepository<ObjectLiteral>(entityClass(entity));
    const found = await repository.findOneBy({ id: which });
    return found && repository.remove(found);
  },
  treeOf: async (
    { manager },
    entity: TreeName,
    method:
      | 'findDescendants'
      | 'findAncestors'
      | 'countDescendants'
      | 'countAncestors'
      | 'findDescendantsTree'
      | 'findAncestorsTree',
    which: number,
    options: never,
  ) => {
    const repository = manager.getTreeRepository<ObjectLiteral>(entityClass(entity));
    const found = await repository.findOneBy({ id: which });
    return found && repository[method](found, options);
  },
  treeAll: ({ manager }, entity: TreeName, method: 'findTrees' | 'findRoots', options: never) =>
    manager.getTreeRepository<ObjectLiteral>(entityClass(entity))[method](options),
};
