import { PreconditionFailedError, PreconditionRequiredError } from '../errors/input.errors';

/** A strong entity tag (RFC 9110, section 8.8.3) from a row's id and version. */
export function etagOf({ id, version }: { readonly id: string; readonly version: number }): string {
  return `"${id}.${version}"`;
}

/** Whether If-None-Match names the present version: the answer is then 304. */
export function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return tagsOf(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);
}

/**
 * The versions of a resource that If-Match allows to change; null allows any (`*`).
 *
 * @throws PreconditionRequiredError without the header
 * @throws PreconditionFailedError when no tag in it is one of this resource
 */
export function expectedVersions(header: string | undefined, id: string): readonly number[] | null {
  if (header === undefined) throw new PreconditionRequiredError();
  const tags = tagsOf(header);
  if (tags.includes('*')) return null;
  const versions = tags.flatMap((tag) => {
    const match = /^"(.+)\.(\d{1,10})"$/.exec(tag);
    return match && match[1] === id ? [Number(match[2])] : [];
  });
  if (versions.length === 0) throw new PreconditionFailedError();
  return versions;
}

function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}
