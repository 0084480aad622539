/** Row lock strengths, weakest first (PostgreSQL, "Row-Level Locks"). */
export type LockStrength = 'key share' | 'share' | 'no key update' | 'update';

const rank: Record<LockStrength, number> = { 'key share': 0, share: 1, 'no key update': 2, update: 3 };

/** PostgreSQL's conflict matrix, which is: the ranks of the two add up to more than 2. */
export function conflicts(a: LockStrength, b: LockStrength): boolean {
  return rank[a] + rank[b] > 2;
}

export function isStronger(a: LockStrength, b: LockStrength): boolean {
  return rank[a] > rank[b];
}
