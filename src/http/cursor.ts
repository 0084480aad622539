import { createHash } from 'node:crypto';
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

/** Not a secret: it keeps a cursor from being used by mistake where it does not belong. */
function seal(content: string, list: string): string {
  return createHash('sha256').update(`${list}\n${content}`).digest('base64url').slice(0, 16);
}
