import { isIP } from 'node:net';
import { MalformedValueError, readHost } from '../database';

/** An address of this machine to listen on, or a name that resolves to one. */
export function readListenAddress(text: string): string {
  if (isIP(text) !== 0) return text;
  try {
    return readHost(text);
  } catch {
    throw new MalformedValueError('must be an address of this machine: 0.0.0.0 for all, 127.0.0.1, ::');
  }
}
