/**
 * What hangs together in a circle comes together, and everything after what it points at (Tarjan's strongly connected
 * components). Chains may be longer than a stack is deep.
 */
export function componentsOf<T>(nodes: Iterable<T>, pointsAt: (node: T) => Iterable<T>): T[][] {
  const components: T[][] = [];
  const visits = new Map<T, Visit<T>>();
  const open: Visit<T>[] = [];
  const visit = (node: T): Visit<T> => {
    const begun = { node, order: visits.size, lowest: visits.size, isOpen: true };
    visits.set(node, begun);
    open.push(begun);
    return begun;
  };
  for (const root of nodes) {
    if (visits.has(root)) continue;
    const path = [{ at: visit(root), next: pointsAt(root)[Symbol.iterator]() }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { at, next } = top;
      const step = next.next();
      if (!step.done) {
        const seen = visits.get(step.value);
        if (!seen) path.push({ at: visit(step.value), next: pointsAt(step.value)[Symbol.iterator]() });
        else if (seen.isOpen) at.lowest = Math.min(at.lowest, seen.order);
        continue;
      }
      path.pop();
      const from = path.at(-1)?.at;
      if (from) from.lowest = Math.min(from.lowest, at.lowest);
      if (at.lowest === at.order) components.push(closed(open, at));
    }
  }
  return components;
}

interface Visit<T> {
  readonly node: T;
  readonly order: number;
  /** The earliest node on the way here that can be reached from it. */
  lowest: number;
  isOpen: boolean;
}

function closed<T>(open: Visit<T>[], first: Visit<T>): T[] {
  const members = open.splice(open.lastIndexOf(first));
  for (const member of members) member.isOpen = false;
  return members.map(({ node }) => node);
}
