import type { FastifyReply } from 'fastify';
import { PreconditionFailedError, PreconditionRequiredError } from '../errors/input.errors';

/** Describes the header that changes need. */
export const IF_MATCH = { name: 'If-Match', required: true, description: 'The ETag that you have last seen' };

/** PostgreSQL's largest integer. */
const HIGHEST_VERSION = 2_147_483_647;

/** A strong entity tag (RFC 9110, section 8.8.3) from a row's id and version. */
export function etagOf({ id, version }: { readonly id: string; readonly version: number }): string {
  return `"${id}.${version}"`;
}

/**
 * Puts the ETag of a row on the answer to a GET.
 *
 * @returns whether the caller has this version already: the answer is then 304, and has no body
 */
export function tellVersion(
  row: { readonly id: string; readonly version: number },
  ifNoneMatch: string | undefined,
  reply: FastifyReply,
): boolean {
  return tellEtag(etagOf(row), ifNoneMatch, reply);
}

/** The same for a resource whose ETag is made of more. */
export function tellEtag(etag: string, ifNoneMatch: string | undefined, reply: FastifyReply): boolean {
  void reply.header('etag', etag);
  if (!isNotModified(ifNoneMatch, etag)) return false;
  void reply.status(304);
  return true;
}

/** Whether If-None-Match names the present version: the answer is then 304. */
function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag);
}

/**
 * The versions of a resource that If-Match allows to change: none when no tag in it is one of this resource, null
 * for any (`*`). Weak tags never match (RFC 9110, section 13.1.1).
 *
 * @throws PreconditionRequiredError without the header
 */
export function expectedVersions(header: string | undefined, id: string): readonly number[] | null {
  if (header === undefined) throw new PreconditionRequiredError();
  if (header.trim() === '*') return null;
  return tagsOf(header).flatMap((tag) => {
    const version = /\.([1-9]\d*)"$/.exec(tag)?.[1];
    if (version === undefined || tag !== etagOf({ id, version: Number(version) })) return [];
    return Number(version) <= HIGHEST_VERSION ? [Number(version)] : [];
  });
}

/**
 * Checks If-Match with the present ETag of a resource that is locked (RFC 9110, section 13.1.1).
 *
 * @throws PreconditionRequiredError without the header, PreconditionFailedError when it names other tags alone
 */
export function requireMatch(header: string | undefined, etag: string): void {
  if (header === undefined) throw new PreconditionRequiredError();
  if (header.trim() !== '*' && !tagsOf(header).includes(etag)) throw new PreconditionFailedError();
}

function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}
