import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { TokenKind } from '../auth/caller';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

const PREFIXES: Readonly<Record<TokenKind, string>> = {
  personal: 'apr_pat_',
  session: 'apr_ses_',
  service: 'apr_svc_',
};

const FORM = /^apr_(?:pat|ses|svc)_[0-9A-Za-z]{38}$/;

/** What a token is shown as, once: its kind, 190 bits of chance, and a checksum that tells a mistyped or made-up one. */
export function makeSecret(kind: TokenKind): string {
  let secret = PREFIXES[kind];
  for (let i = 0; i < RANDOM_LENGTH; i += 1) secret += ALPHABET[randomInt(ALPHABET.length)];
  return secret + checksumOf(secret);
}

/** Whether a text has the form of a token and its checksum is right: another one is no token of ours. */
export function isWellFormed(text: string): boolean {
  return FORM.test(text) && text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH));
}

/** What is stored in the place of a secret: SHA-256 in hexadecimal digits. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/** The CRC-32 of a text in six digits of base 62. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = `${ALPHABET[rest % ALPHABET.length]}${digits}`;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
