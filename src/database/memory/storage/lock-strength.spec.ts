import { conflicts, type LockStrength } from './lock-strength';

const strengths: LockStrength[] = ['key share', 'share', 'no key update', 'update'];

/** Table 13.3 of PostgreSQL's manual, "Conflicting Row-Level Locks". */
const matrix = ['...X', '..XX', '.XXX', 'XXXX'];

describe('row lock conflicts', () => {
  it.each(strengths.flatMap((a, i) => strengths.map((b, j) => [a, b, matrix[i]?.[j] === 'X'] as const)))(
    '%s against %s: %s',
    (a, b, expected) => {
      expect(conflicts(a, b)).toBe(expected);
    },
  );
});
