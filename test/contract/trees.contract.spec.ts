import type { TreeRepository } from 'typeorm';
import { describeOnBothStores, failureOf } from '../../src/database/testing';
import {
  ClosureNode,
  ListNode,
  NestedNode,
  Owner,
  PathNode,
  trees,
  type TreeNode,
} from './entities/tree.entities';

const namesOf = (nodes: readonly TreeNode[]): string[] => nodes.map(({ name }) => name).toSorted();

/** A tree as text: root(a(a1(x) a2) b) */
const drawn = (node: TreeNode): string => {
  const children = node.children.map(drawn).toSorted();
  return children.length === 0 ? node.name : `${node.name}(${children.join(' ')})`;
};

describe.each([
  ['a closure table', ClosureNode],
  ['a nested set', NestedNode],
  ['materialized paths', PathNode],
] as const)('a tree kept as %s', (kind, target) => {
  describeOnBothStores('', trees, (store) => {
    let nodes: TreeRepository<TreeNode>;
    let root: TreeNode;
    let a: TreeNode;
    let b: TreeNode;
    let x: TreeNode;

    const find = (name: string): Promise<TreeNode> => nodes.findOneByOrFail({ name });

    beforeEach(async () => {
      nodes = store.manager.getTreeRepository<TreeNode>(target);
      const owner = await store.repository(Owner).save({ name: 'owner' });
      root = await nodes.save({ name: 'root', owner });
      a = await nodes.save({ name: 'a', parent: root });
      b = await nodes.save({ name: 'b', parent: root });
      const a1 = await nodes.save({ name: 'a1', parent: a });
      await nodes.save({ name: 'a2', parent: a });
      x = await nodes.save({ name: 'x', parent: a1 });
    });

    it('is found whole, to a depth, with relations, and from its roots', async () => {
      expect((await nodes.findTrees()).map(drawn)).toEqual(['root(a(a1(x) a2) b)']);
      expect((await nodes.findTrees({ depth: 0 })).map(drawn)).toEqual(['root']);
      expect((await nodes.findTrees({ depth: 1 })).map(drawn)).toEqual(['root(a b)']);
      const [owned] = await nodes.findTrees({ relations: ['owner'] });
      expect([owned?.owner?.name, owned?.children[0]?.owner]).toEqual(['owner', null]);
      expect(namesOf(await nodes.findRoots())).toEqual(['root']);
      const [withOwner] = await nodes.findRoots({ relations: ['owner'] });
      expect(withOwner?.owner?.name).toBe('owner');
    });

    it('gives what is below a node', async () => {
      expect(namesOf(await nodes.findDescendants(a))).toEqual(['a', 'a1', 'a2', 'x']);
      expect(namesOf(await nodes.findDescendants(x))).toEqual(['x']);
      expect(drawn(await nodes.findDescendantsTree(a))).toBe('a(a1(x) a2)');
      expect(drawn(await nodes.findDescendantsTree(root, { depth: 1 }))).toBe('root(a b)');
      expect(await nodes.countDescendants(root)).toBe(6);
      const query = nodes.createDescendantsQueryBuilder('node', 'closure', root);
      expect(namesOf(await query.andWhere(`node.name LIKE 'a%'`).getMany())).toEqual(['a', 'a1', 'a2']);
    });

    it('gives what is above a node', async () => {
      expect(namesOf(await nodes.findAncestors(x))).toEqual(['a', 'a1', 'root', 'x']);
      expect(await nodes.countAncestors(x)).toBe(4);
      const branch = await nodes.findAncestorsTree(x);
      expect([
        branch.name,
        branch.parent?.name,
        branch.parent?.parent?.name,
        branch.parent?.parent?.parent?.name,
      ]).toEqual(['x', 'a1', 'a', 'root']);
      const query = nodes.createAncestorsQueryBuilder('node', 'closure', x);
      expect(namesOf(await query.andWhere('node.id < 3').getMany())).toEqual(['a', 'root']);
      const owned = await nodes.findAncestors(a, { relations: ['owner'] });
      expect(owned.find(({ name }) => name === 'root')?.owner?.name).toBe('owner');
    });

    it('takes a branch to another place', async () => {
      a.parent = b;
      await nodes.save(a);
      expect(drawn(await nodes.findDescendantsTree(await find('root')))).toBe('root(b(a(a1(x) a2)))');
      expect(namesOf(await nodes.findAncestors(await find('x')))).toEqual(['a', 'a1', 'b', 'root', 'x']);
    });

    it('takes children by cascade', async () => {
      await nodes.save({ name: 'p', parent: root, children: [{ name: 'k1' }, { name: 'k2' }] });
      expect(drawn(await nodes.findDescendantsTree(await find('p')))).toBe('p(k1 k2)');
      expect(await nodes.countDescendants(await find('root'))).toBe(9);
    });

    it('loses a leaf', async () => {
      await nodes.remove(x);
      expect(drawn(await nodes.findDescendantsTree(await find('root')))).toBe('root(a(a1 a2) b)');
      expect(namesOf(await nodes.findAncestors(await find('a1')))).toEqual(['a', 'a1', 'root']);
    });

    it('loses a branch only where the key says so', async () => {
      const failure = await failureOf(nodes.delete(a.id).then(() => Promise.reject(new Error('deleted'))));
      expect(failure).toMatchObject(kind === 'a closure table' ? { message: 'deleted' } : { code: '23503' });
      expect(await nodes.count()).toBe(kind === 'a closure table' ? 2 : 6);
    });

    it('may have several roots, but for a nested set', async () => {
      const second = await failureOf(
        nodes.save({ name: 'root2' }).then(() => Promise.reject(new Error('saved'))),
      );
      expect(second.name).toBe(kind === 'a nested set' ? 'NestedSetMultipleRootError' : 'Error');
      expect(await nodes.count()).toBe(kind === 'a nested set' ? 6 : 7);
    });
  });
});

describeOnBothStores('a tree kept as an adjacency list', trees, (store) => {
  it('is found by its relations, level by level', async () => {
    const nodes = store.repository(ListNode);
    const root = await nodes.save({ name: 'root' });
    const a = await nodes.save({ name: 'a', parent: root });
    await nodes.save([
      { name: 'a1', parent: a },
      { name: 'b', parent: root },
    ]);
    const [found] = await nodes.find({
      where: { name: 'root' },
      relations: { children: { children: true } },
    });
    expect(found?.children.map(({ name, children }) => [name, ...namesOf(children)]).toSorted()).toEqual([
      ['a', 'a1'],
      ['b'],
    ]);
    const rows = await store.dataSource.query(
      `WITH RECURSIVE tree AS (
         SELECT id, name, 0 AS depth FROM list_node WHERE "parentId" IS NULL
         UNION ALL SELECT n.id, n.name, t.depth + 1 FROM list_node n JOIN tree t ON n."parentId" = t.id)
       SELECT name, depth FROM tree ORDER BY depth, name`,
    );
    expect(rows).toEqual([
      { name: 'root', depth: 0 },
      { name: 'a', depth: 1 },
      { name: 'b', depth: 1 },
      { name: 'a1', depth: 2 },
    ]);
    expect(await failureOf(nodes.delete(root.id))).toMatchObject({ code: '23503', table: 'list_node' });
  });
});
