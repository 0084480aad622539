import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidCursorError } from '../errors/input.errors';

/** Where a page ended: the sort key and the id of its last item. */
export interface Position {
  readonly key: string;
  readonly id: string;
}

/** Writes a position so that it is opaque, and bound to the list (its filter and sort) that made it. */
export function encodeCursor({ key, id }: Position, list: string): string {
  const content = JSON.stringify([key, id]);
  return Buffer.from(JSON.stringify([content, seal(content, list)])).toString('base64url');
}

/** Some of the items of a list, and where the next ones begin. */
export interface Page<Item> {
  readonly items: Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * Makes a page of what was found.
 *
 * @param found up to one more than the page takes
 * @param positionOf where an item stands; by its id unless told otherwise
 */
export function pageOf<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
  list: string,
  positionOf: (item: Item) => Position = ({ id }) => ({ key: id, id }),
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: last && found.length > limit ? encodeCursor(positionOf(last), list) : null,
  };
}

/** @throws InvalidCursorError when it was not made by this list */
export function decodeCursor(cursor: string, list: string): Position {
  try {
    const [content, seen] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [string, string];
    const [key, id] = JSON.parse(content) as [unknown, unknown];
    if (seen === seal(content, list) && typeof key === 'string' && typeof id === 'string') return { key, id };
  } catch {
    // What cannot be read is no cursor of ours.
  }
  throw new InvalidCursorError();
}

const idSchema = z.uuid();

/** The id of a list that is ordered by nothing else. @throws InvalidCursorError when it was not made by this list */
export function idIn(cursor: string, list: string): string {
  const { data } = idSchema.safeParse(decodeCursor(cursor, list).id);
  if (data === undefined) throw new InvalidCursorError();
  return data;
}

/** Not a secret: it keeps a cursor from being used by mistake where it does not belong. */
function seal(content: string, list: string): string {
  return createHash('sha256').update(`${list}\n${content}`).digest('base64url').slice(0, 16);
}
