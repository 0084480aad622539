import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { DigestMismatchError, MalformedInputError } from '../errors/input.errors';

/** The fields that carry digests (RFC 9530). What is sent here is never coded, so that both are of the same bytes. */
const FIELDS = ['content-digest', 'repr-digest'] as const;

/** Algorithms that are checked, by their names there and in Node; others are passed over. */
const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

/** A member of a dictionary of structured fields (RFC 9651) whose value is a byte sequence. */
const MEMBER = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):(?:;.*)?$/;

/** Sets both fields for a body. @param sha256 of its bytes, in hexadecimal digits */
export function digestFields(sha256: string): Readonly<Record<(typeof FIELDS)[number], string>> {
  const digest = `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
  return { 'content-digest': digest, 'repr-digest': digest };
}

/**
 * Checks the digests that were sent with a body.
 *
 * @throws MalformedInputError for a field that is none, DigestMismatchError when other bytes came than were sent
 */
export function checkDigests(headers: IncomingHttpHeaders, body: Buffer): void {
  for (const field of FIELDS) {
    const value = headers[field];
    if (value === undefined) continue;
    for (const member of [value].flat().join(',').split(',')) {
      const [, name = '', digest = ''] = MEMBER.exec(member.trim()) ?? [];
      if (name === '') throw malformed(field);
      const algorithm = ALGORITHMS[name];
      if (algorithm === undefined) continue;
      if (!createHash(algorithm).update(body).digest().equals(Buffer.from(digest, 'base64')))
        throw new DigestMismatchError();
    }
  }
}

function malformed(field: string): MalformedInputError {
  return new MalformedInputError([
    { pointer: field, code: 'invalid_header', detail: 'must be like sha-256=:base64: (RFC 9530)' },
  ]);
}
