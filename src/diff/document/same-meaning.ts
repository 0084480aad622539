import { isObject } from './json';
import type { Place } from './place';
import type { SourceDocument } from './source-document';

export interface Documents {
  base: SourceDocument;
  revision: SourceDocument;
}

/** Whether two values are the same when references are followed, whatever the order of keys and the names of what they refer to. */
export function sameMeaning({ base, revision }: Documents, before: Place, after: Place): boolean {
  const compared = new Map<unknown, Set<unknown>>();
  const open: [Place, Place][] = [[before, after]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [left, right] = [base.resolve(next[0]), revision.resolve(next[1])];
    if (!isContainer(left.value) || !isContainer(right.value)) {
      if (left.value !== right.value) return false;
      continue;
    }
    const others = compared.get(left.value) ?? new Set();
    compared.set(left.value, others);
    if (others.has(right.value)) continue;
    others.add(right.value);
    if (Array.isArray(left.value) !== Array.isArray(right.value)) return false;
    const [leftChildren, rightChildren] = [left.children(), right.children()];
    if (leftChildren.length !== rightChildren.length) return false;
    for (const child of leftChildren) {
      const other = right.at(child.key);
      if (other.value === undefined) return false;
      open.push([child, other]);
    }
    if (isObject(next[0].value) && isObject(next[1].value)) open.push(...besideReferences(next[0], next[1]));
  }
  return true;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** What stands beside two references. */
function besideReferences(left: Place, right: Place): [Place, Place][] {
  const isReference = (place: Place) => isObject(place.value) && typeof place.value['$ref'] === 'string';
  if (!isReference(left) || !isReference(right)) return [];
  const keys = new Set([...left.children(), ...right.children()].map(({ key }) => key));
  keys.delete('$ref');
  return [...keys].map((key) => [left.at(key), right.at(key)]);
}
