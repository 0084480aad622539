import { createHash } from 'node:crypto';
import { etagOf } from '../http/etag';
import type { ApiView } from './apis.schemas';

/** A row whose `revision` is what other tables call its version. */
interface Revised {
  readonly id: string;
  readonly revision: number;
}

/** A row as an ETag is made of it. */
export function revisionOf({ id, revision }: Revised): { readonly id: string; readonly version: number } {
  return { id, version: revision };
}

export function etagOfRevision(row: Revised): string {
  return etagOf(revisionOf(row));
}

/** Of an API, in which there is more than its row tells, and not for everybody the same: names of what it points at. */
export function etagOfApi({ id, revision, owner, successor, transfer }: ApiView): string {
  const names = createHash('sha256')
    .update(JSON.stringify([owner, successor, transfer]))
    .digest('base64url');
  return `"${id}.${revision}.${names.slice(0, 16)}"`;
}
