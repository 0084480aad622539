import type { SqlType, TypeCategory } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { instantiate } from './polymorphism';

/** What a candidate declares: its pseudo-types count as themselves here, as in `pg_proc`. */
interface HasArguments {
  readonly declared: readonly SqlType[];
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
  let left = keepBest(candidates, ({ declared }) => count(declared, given, (arg, type) => arg === type));
  if (left.length > 1) {
    left = keepBest(left, ({ declared }) =>
      count(declared, given, (arg, type) => arg === type || arg.preferred),
    );
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
    const categories = new Set(candidates.map(({ declared }) => declared[i]?.category ?? 'X'));
    const category = categories.has('S') ? 'S' : categories.size === 1 ? [...categories][0] : undefined;
    if (!category) return [...candidates];
    const preferred = candidates.some(
      ({ declared }) => declared[i]?.category === category && declared[i].preferred,
    );
    wanted.set(i, { category, preferred });
  }
  const left = candidates.filter(({ declared }) =>
    [...wanted].every(
      ([i, { category, preferred }]) =>
        declared[i]?.category === category && (!preferred || declared[i].preferred),
    ),
  );
  return left.length > 0 ? left : [...candidates];
}

/** All known arguments of one type: the literals are tried as that type. */
function byKnownType<C extends HasArguments>(candidates: readonly C[], given: readonly SqlType[]): C[] {
  const [only, ...others] = new Set(given.filter((type) => type !== types.unknown));
  if (!only || others.length > 0) return [...candidates];
  const fitting = candidates.filter(
    ({ declared }) =>
      instantiate(
        declared,
        only,
        given.map(() => only),
      ) !== null,
  );
  return fitting.length === 1 ? fitting : [...candidates];
}
