import { createHash, timingSafeEqual } from 'node:crypto';

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Whether a header Authorization shows a token; how long that takes says nothing about it. */
export function isShown(token: string, authorization: string | undefined): boolean {
  const shown = BEARER.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(shown), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
