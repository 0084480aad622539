import { MalformedValueError } from '../database';
import type { Pepper } from './config';

const ENTRY = /^([a-z0-9-]{1,16}):([A-Za-z0-9+/]+={0,2})$/;

/** As long as what HMAC-SHA-256 makes (RFC 2104, section 3). */
const SHORTEST_KEY_BYTES = 32;

/**
 * Reads secret keys, each with the id that tells which one a code was kept with, so that a key can be replaced while
 * codes are on their way.
 *
 * @throws MalformedValueError
 */
export function readPeppers(text: string): readonly Pepper[] {
  const peppers = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(readPepper);
  if (peppers.length === 0 || new Set(peppers.map(({ id }) => id)).size < peppers.length)
    throw new MalformedValueError('must hold at least one key, and each id once');
  return Object.freeze(peppers);
}

function readPepper(entry: string): Pepper {
  const [, id, encoded] = ENTRY.exec(entry) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (id === undefined || key.length < SHORTEST_KEY_BYTES) {
    throw new MalformedValueError(
      'must be id:key, the id of a-z, 0-9 and -, the key at least 32 random bytes in base64',
    );
  }
  return Object.freeze({ id, key });
}
