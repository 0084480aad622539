import { etagOf } from '../http/etag';

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
