import { BPlusTree } from './b-plus-tree';
import { RowVersion } from './row-version';

/** More than this many versions under a key are kept in a tree: an array would be moved about with every change. */
const LARGEST_ARRAY = 128;

/** The versions that carry one key, in heap order: one alone, some in an array, many in a tree. */
export type RowGroup = RowVersion | RowVersion[] | BPlusTree<RowVersion>;

/** The group with one more version, which is newer than those in it. */
export function addRow(group: RowGroup, version: RowVersion): RowGroup {
  if (group instanceof RowVersion) return [group, version];
  if (group instanceof BPlusTree) {
    group.insert(version);
    return group;
  }
  group.push(version);
  if (group.length <= LARGEST_ARRAY) return group;
  const tree = new BPlusTree(byPosition);
  for (const member of group) tree.insert(member);
  return tree;
}

/** The group without a version that may be in it, or null when none is left. */
export function removeRow(group: RowGroup, version: RowVersion): RowGroup | null {
  if (group instanceof RowVersion) return group === version ? null : group;
  if (group instanceof BPlusTree) {
    group.delete(version);
    return group.size > 0 ? group : null;
  }
  const at = group.indexOf(version);
  if (at >= 0) group.splice(at, 1);
  return group.length === 1 ? (group[0] ?? null) : group;
}

/** Visits the versions in heap order, until `visit` returns false. @returns false when it did */
export function visitGroup(group: RowGroup, visit: (version: RowVersion) => boolean): boolean {
  if (group instanceof RowVersion) return visit(group);
  if (Array.isArray(group)) {
    for (const version of group) if (!visit(version)) return false;
    return true;
  }
  let going = true;
  group.ascend(null, null, (version) => {
    going = visit(version);
    return going;
  });
  return going;
}

/** How many versions there are in a group. */
export function sizeOf(group: RowGroup): number {
  if (group instanceof RowVersion) return 1;
  return Array.isArray(group) ? group.length : group.size;
}

/** The oldest version of a group. */
export function firstRow(group: RowGroup): RowVersion {
  let first: RowVersion | null = null;
  visitGroup(group, (version) => {
    first = version;
    return false;
  });
  if (first === null) throw new Error('a group of rows is never empty');
  return first;
}

function byPosition(a: RowVersion, b: RowVersion): number {
  return a.position - b.position;
}
