/** The most entries a node holds before it is split. */
const ORDER = 64;

interface Leaf<E> {
  readonly leaf: true;
  entries: E[];
  next: Leaf<E> | null;
  previous: Leaf<E> | null;
}

interface Branch<E> {
  readonly leaf: false;
  /** separators[i] is the smallest entry below children[i + 1]. */
  separators: E[];
  children: Node<E>[];
}

type Node<E> = Leaf<E> | Branch<E>;

/**
 * An ordered set of entries under a total order. `insert`, `delete` and `seek` are O(log n);
 * leaves are linked both ways, so that a range costs only what it yields.
 */
export class BPlusTree<E> {
  size = 0;
  private root: Node<E> = { leaf: true, entries: [], next: null, previous: null };

  constructor(private readonly compare: (a: E, b: E) => number) {}

  /** Adds an entry. @returns false when one that compares equal is there already */
  insert(entry: E): boolean {
    const before = this.size;
    const split = this.insertInto(this.root, entry);
    if (!split) return this.size > before;
    this.root = { leaf: false, separators: [split.separator], children: [this.root, split.right] };
    return true;
  }

  /** Removes the entry that compares equal. Nodes are not merged: an emptied leaf is skipped and refilled. */
  delete(entry: E): boolean {
    const leaf = this.leafFor(entry);
    const at = lowerBound(leaf.entries, entry, this.compare);
    const found = leaf.entries[at];
    if (found === undefined || this.compare(found, entry) !== 0) return false;
    leaf.entries.splice(at, 1);
    this.size -= 1;
    if (this.size === 0) this.clear();
    return true;
  }

  clear(): void {
    this.root = { leaf: true, entries: [], next: null, previous: null };
    this.size = 0;
  }

  /**
   * Visits entries in ascending order, until `visit` returns false: from the first for which `isBelow` is false to
   * the last for which `isWithin` is true. Both must be monotonic (true for a prefix of the order); null sets no end.
   */
  ascend(
    isBelow: ((entry: E) => boolean) | null,
    isWithin: ((entry: E) => boolean) | null,
    visit: (entry: E) => boolean,
  ): void {
    let leaf: Leaf<E> | null = isBelow ? this.descendTo(isBelow) : this.edge('first');
    let at = isBelow && leaf ? partition(leaf.entries, isBelow) : 0;
    while (leaf) {
      const { entries } = leaf;
      const end = isWithin ? prefixLength(entries, isWithin) : entries.length;
      for (; at < end; at += 1) {
        if (!visit(entries[at] as E)) return;
      }
      if (end < entries.length) return;
      leaf = leaf.next;
      at = 0;
    }
  }

  /** The same in descending order: from the last for which `isWithin` is true to the last for which `isBelow` is false. */
  descend(
    isBelow: ((entry: E) => boolean) | null,
    isWithin: ((entry: E) => boolean) | null,
    visit: (entry: E) => boolean,
  ): void {
    let leaf: Leaf<E> | null = isWithin ? this.descendTo(isWithin) : this.edge('last');
    let at = isWithin && leaf ? partition(leaf.entries, isWithin) - 1 : (leaf?.entries.length ?? 0) - 1;
    while (leaf) {
      const { entries } = leaf;
      const [first] = entries;
      const begin = isBelow && first !== undefined && isBelow(first) ? partition(entries, isBelow) : 0;
      for (; at >= begin; at -= 1) {
        if (!visit(entries[at] as E)) return;
      }
      if (begin > 0) return;
      leaf = leaf.previous;
      at = (leaf?.entries.length ?? 0) - 1;
    }
  }

  private edge(side: 'first' | 'last'): Leaf<E> {
    let node = this.root;
    while (!node.leaf) node = node.children[side === 'first' ? 0 : node.children.length - 1] as Node<E>;
    return node;
  }

  private descendTo(isBelow: (entry: E) => boolean): Leaf<E> {
    let node = this.root;
    while (!node.leaf) node = node.children[partition(node.separators, isBelow)] as Node<E>;
    return node;
  }

  private leafFor(entry: E): Leaf<E> {
    let node = this.root;
    while (!node.leaf) node = node.children[upperBound(node.separators, entry, this.compare)] as Node<E>;
    return node;
  }

  private insertInto(node: Node<E>, entry: E): { separator: E; right: Node<E> } | null {
    if (node.leaf) {
      const at = lowerBound(node.entries, entry, this.compare);
      const found = node.entries[at];
      if (found !== undefined && this.compare(found, entry) === 0) return null;
      node.entries.splice(at, 0, entry);
      this.size += 1;
      return node.entries.length > ORDER ? splitLeaf(node, at) : null;
    }
    const child = upperBound(node.separators, entry, this.compare);
    const split = this.insertInto(node.children[child] as Node<E>, entry);
    if (!split) return null;
    node.separators.splice(child, 0, split.separator);
    node.children.splice(child + 1, 0, split.right);
    return node.children.length > ORDER ? splitBranch(node) : null;
  }
}

/** Splits in the middle, or at the end when entries arrive in ascending order, so that leaves stay full. */
function splitLeaf<E>(leaf: Leaf<E>, insertedAt: number): { separator: E; right: Leaf<E> } {
  const appended = insertedAt === leaf.entries.length - 1 && leaf.next === null;
  const middle = appended ? leaf.entries.length - 1 : leaf.entries.length >> 1;
  const right: Leaf<E> = {
    leaf: true,
    entries: leaf.entries.splice(middle),
    next: leaf.next,
    previous: leaf,
  };
  if (right.next) right.next.previous = right;
  leaf.next = right;
  return { separator: right.entries[0] as E, right };
}

function splitBranch<E>(branch: Branch<E>): { separator: E; right: Branch<E> } {
  const middle = branch.children.length >> 1;
  const separator = branch.separators[middle - 1] as E;
  const right: Branch<E> = {
    leaf: false,
    separators: branch.separators.splice(middle),
    children: branch.children.splice(middle),
  };
  branch.separators.pop();
  return { separator, right };
}

/** The index of the first entry that is not less than `entry`. */
function lowerBound<E>(entries: readonly E[], entry: E, compare: (a: E, b: E) => number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(entries[middle] as E, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the first entry that is greater than `entry`. */
function upperBound<E>(entries: readonly E[], entry: E, compare: (a: E, b: E) => number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(entries[middle] as E, entry) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the first entry for which the monotonic predicate is false. */
function partition<E>(entries: readonly E[], isBelow: (entry: E) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(entries[middle] as E)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same, when it is likely to be true for all of them. */
function prefixLength<E>(entries: readonly E[], isWithin: (entry: E) => boolean): number {
  const last = entries.at(-1);
  return last === undefined || isWithin(last) ? entries.length : partition(entries, isWithin);
}
