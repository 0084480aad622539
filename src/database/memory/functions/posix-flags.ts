import { SqlError } from '../types/sql-error';

export interface PosixFlags {
  readonly ignoreCase: boolean;
  /** `n`, `m`: a dot and a negated bracket do not match a newline, ^ and $ match at lines. */
  readonly newlineSensitive: boolean;
  /** `x`: white space and # comments in the pattern are ignored. */
  readonly expanded: boolean;
  /** `q`: the pattern is a plain string. */
  readonly literal: boolean;
  /** `g`: every match, for the functions that know it. */
  readonly global: boolean;
}

export const NO_FLAGS: PosixFlags = {
  ignoreCase: false,
  newlineSensitive: false,
  expanded: false,
  literal: false,
  global: false,
};

/** Reads the flags argument of the regexp functions. @throws SqlError 22023 */
export function posixFlags(text: string): PosixFlags {
  let flags = NO_FLAGS;
  for (const flag of text) {
    if (flag === 'g') flags = { ...flags, global: true };
    else if (flag === 'i') flags = { ...flags, ignoreCase: true };
    else if (flag === 'c') flags = { ...flags, ignoreCase: false };
    else if (flag === 'n' || flag === 'm') flags = { ...flags, newlineSensitive: true };
    else if (flag === 's') flags = { ...flags, newlineSensitive: false };
    else if (flag === 'x') flags = { ...flags, expanded: true };
    else if (flag === 't') flags = { ...flags, expanded: false };
    else if (flag === 'q') flags = { ...flags, literal: true };
    else throw new SqlError('22023', `invalid regular expression option: "${flag}"`);
  }
  return flags;
}

/** A pattern may begin with `***:`, `***=` and `(?flags)`. */
export function readDirectives(pattern: string, given: PosixFlags): { body: string; flags: PosixFlags } {
  let body = pattern;
  let flags = given;
  if (body.startsWith('***=')) return { body: body.slice(4), flags: { ...flags, literal: true } };
  if (body.startsWith('***:')) body = body.slice(4);
  const embedded = /^\(\?([a-z]+)\)/.exec(body);
  if (embedded?.[1]) {
    const options = posixFlags(embedded[1]);
    flags = {
      ...flags,
      ignoreCase: embedded[1].includes('c') ? false : flags.ignoreCase || options.ignoreCase,
      newlineSensitive: flags.newlineSensitive || options.newlineSensitive,
      expanded: flags.expanded || options.expanded,
      literal: flags.literal || options.literal,
    };
    body = body.slice(embedded[0].length);
  }
  return { body, flags };
}
