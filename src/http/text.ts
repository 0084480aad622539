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
      // Told alone: what is checked beyond would tell of the same in other words.
      { message: `must have ${minimum} to ${maximum} characters`, abort: true },
    );
}

/** Control characters and line separators, and what turns the direction of the text around it. */
const UNFIT_FOR_NAMES = /[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}]/u;

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The same for what is shown among other things: one line, of which something is to be seen, and which disguises nothing. */
export function nameText(minimum: number, maximum: number) {
  return text(minimum, maximum)
    .refine((value) => !UNFIT_FOR_NAMES.test(value), 'must not contain control characters')
    .refine((value) => VISIBLE.test(value), 'must not be blank');
}

/** Code points, which is what PostgreSQL counts. */
function lengthOf(value: string): number {
  return Array.from(value).length;
}
