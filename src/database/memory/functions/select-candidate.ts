import { canCoerce } from '../types/coercion';
import type { SqlType, TypeCategory } from '../types/sql-type';
import { types } from '../types/type-catalog';

interface HasArguments {
  readonly args: readonly SqlType[];
}

/**
 * Picks the best of several signatures that all accept the arguments (PostgreSQL, `func_select_candidate`):
 * most exact matches, most preferred types, then what the unknown literals suggest.
 */
export function selectCandidate<C extends HasArguments>(
  candidates: readonly C[],
  given: readonly SqlType[],
): C | 'ambiguous' | null {
  if (candidates.length <= 1) return candidates[0] ?? null;
  let left = keepBest(candidates, ({ args }) => count(args, given, (arg, type) => arg === type));
  if (left.length > 1) {
    left = keepBest(left, ({ args }) => count(args, given, (arg, type) => arg === type || arg.preferred));
  }
  if (left.length > 1 && given.includes(types.unknown)) {
    left = byCategory(left, given);
    if (left.length > 1) left = byKnownType(left, given);
  }
  return left.length === 1 ? (left[0] ?? null) : 'ambiguous';
}

function keepBest<C>(candidates: readonly C[], score: (candidate: C) => number): C[] {
  const scores = candidates.map(score);
  const best = Math.max(...scores);
  return candidates.filter((_, i) => scores[i] === best);
}

/** Counts the matching arguments among those of known type. */
function count(
  args: readonly SqlType[],
  given: readonly SqlType[],
  matches: (arg: SqlType, type: SqlType) => boolean,
): number {
  return args.filter((arg, i) => {
    const type = given[i] ?? types.unknown;
    return type !== types.unknown && matches(arg, type);
  }).length;
}

/** Where a literal of unknown type stands: strings win if a candidate takes one, else a category that all share. */
function byCategory<C extends HasArguments>(candidates: readonly C[], given: readonly SqlType[]): C[] {
  const wanted = new Map<number, { category: TypeCategory; preferred: boolean }>();
  for (const [i, type] of given.entries()) {
    if (type !== types.unknown) continue;
    const categories = new Set(candidates.map(({ args }) => args[i]?.category ?? 'X'));
    const category = categories.has('S') ? 'S' : categories.size === 1 ? [...categories][0] : undefined;
    if (!category) return [...candidates];
    const preferred = candidates.some(({ args }) => args[i]?.category === category && args[i].preferred);
    wanted.set(i, { category, preferred });
  }
  const left = candidates.filter(({ args }) =>
    [...wanted].every(
      ([i, { category, preferred }]) => args[i]?.category === category && (!preferred || args[i].preferred),
    ),
  );
  return left.length > 0 ? left : [...candidates];
}

/** All known arguments of one type: the literals are tried as that type. */
function byKnownType<C extends HasArguments>(candidates: readonly C[], given: readonly SqlType[]): C[] {
  const [only, ...others] = new Set(given.filter((type) => type !== types.unknown));
  if (!only || others.length > 0) return [...candidates];
  const fitting = candidates.filter(({ args }) => args.every((arg) => canCoerce(only, arg, 'implicit')));
  return fitting.length === 1 ? fitting : [...candidates];
}
