import * as z from 'zod';

/**
 * Text that both stores keep alike: well-formed Unicode in NFC, without U+0000, which PostgreSQL cannot store.
 * Lengths are counted in code points.
 */
export function text(minimum: number, maximum: number) {
  return z
    .string()
    .refine((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value), {
      message: 'must not contain U+0000 or lone surrogates',
      params: { reason: 'malformed' },
    })
    .transform((value) => value.normalize('NFC'))
    .refine(
      (value) => lengthOf(value) >= minimum && lengthOf(value) <= maximum,
      `must have ${minimum} to ${maximum} characters`,
    );
}

/** Code points, which is what PostgreSQL counts. */
function lengthOf(value: string): number {
  return Array.from(value).length;
}
