import { randomInt } from 'node:crypto';

const SHORTEST = 3;
const LONGEST = 39;

const SUFFIX_DIGITS = 6;

/** A handle made of what stands before the @ of an address. Another user may have it. */
export function handleOf(email: string): string {
  const name = (email.split('@')[0] ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST);
  return name.length < SHORTEST ? `user-${name}`.replace(/-$/, '') : name;
}

/** A variant of a handle that nobody is likely to have. */
export function distinctHandle(handle: string): string {
  const suffix = String(randomInt(10 ** SUFFIX_DIGITS)).padStart(SUFFIX_DIGITS, '0');
  return `${handle.slice(0, LONGEST - SUFFIX_DIGITS - 1)}-${suffix}`;
}
