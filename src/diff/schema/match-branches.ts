import type { Parts } from './schema';
import type { Readers } from './schema-pair';

interface Matched {
  pairs: [base: Parts, revision: Parts][];
  unmatchedBase: Parts[];
  unmatchedRevision: Parts[];
}

type KeyOf = (parts: Parts, which: 'base' | 'revision') => string | number | null;

/**
 * Which alternative became which: those that say the same first, then those of one name, of one title, of the only type of
 * its kind, and of two that are left the one the other.
 */
export function matchBranches(readers: Readers, base: readonly Parts[], revision: readonly Parts[]): Matched {
  const matched: Matched = { pairs: [], unmatchedBase: [...base], unmatchedRevision: [...revision] };
  const keys: KeyOf[] = [
    (parts, which) => readers.fingerprints.of(readers[which], parts),
    (parts, which) => readers[which].nameOf(parts),
    (parts, which) => titleOf(readers, parts, which),
  ];
  for (const keyOf of keys) matchBy(matched, keyOf, false);
  matchBy(matched, (parts, which) => typeOf(readers, parts, which), true);
  const [left, right] = [matched.unmatchedBase, matched.unmatchedRevision];
  if (left.length === 1 && right.length === 1) matchBy(matched, () => 'the only one', false);
  return matched;
}

/** @param onlyUnique whether a key that two have on a side matches nothing */
function matchBy(matched: Matched, keyOf: KeyOf, onlyUnique: boolean): void {
  const candidates = groupBy(matched.unmatchedRevision, (parts) => keyOf(parts, 'revision'));
  const own = groupBy(matched.unmatchedBase, (parts) => keyOf(parts, 'base'));
  const taken = new Set<Parts>();
  for (const [key, left] of own) {
    const right = key === null ? [] : (candidates.get(key) ?? []);
    if (onlyUnique && (left.length > 1 || right.length > 1)) continue;
    for (const [index, before] of left.entries()) {
      const after = right[index];
      if (after === undefined) break;
      matched.pairs.push([before, after]);
      taken.add(before).add(after);
    }
  }
  matched.unmatchedBase = matched.unmatchedBase.filter((parts) => !taken.has(parts));
  matched.unmatchedRevision = matched.unmatchedRevision.filter((parts) => !taken.has(parts));
}

function groupBy<Key>(all: readonly Parts[], keyOf: (parts: Parts) => Key): Map<Key, Parts[]> {
  const groups = new Map<Key, Parts[]>();
  for (const parts of all) {
    const key = keyOf(parts);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [parts]);
    else group.push(parts);
  }
  return groups;
}

function titleOf(readers: Readers, parts: Parts, which: 'base' | 'revision'): string | null {
  const title = readers[which].read(parts).notes.get('title')?.value;
  return typeof title === 'string' ? title : null;
}

function typeOf(readers: Readers, parts: Parts, which: 'base' | 'revision'): string | null {
  const { types } = readers[which].read(parts);
  return types === null ? null : [...types].toSorted().join();
}
