import { isIPv6 } from 'node:net';
import { MalformedValueError } from './malformed-value-error';

export const DEFAULT_POSTGRES_PORT = 5432;

/** RFC 1123 host names and IPv4 addresses, and the underscore that Docker Compose service names hold. */
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

/**
 * Reads a host as a socket wants it: a name, an IPv4 address or an IPv6 address without its brackets
 * (node's resolver answers ENOTFOUND to the bracketed form).
 *
 * @throws MalformedValueError
 */
export function readHost(text: string): string {
  if (text.includes(',')) {
    throw new MalformedValueError(
      'must name one host, not a list: give the name that follows the primary (for Aurora, the writer endpoint)',
    );
  }
  if (text.startsWith('[') || isIPv6(text)) {
    const address = text.replace(/^\[(.*)\]$/, '$1');
    if (!isIPv6(address)) throw new MalformedValueError('must hold a valid IPv6 address in its brackets');
    return address;
  }
  if (text.includes('://')) throw new MalformedValueError('must be a host alone: a URL goes in DATABASE_URL');
  if (/^[^:]+:\d*$/.test(text)) throw new MalformedValueError('must be a host alone, without the port');
  if (!HOST_NAME.test(text)) {
    throw new MalformedValueError('must be a host name, an IPv4 address or an IPv6 address');
  }
  return text;
}

/**
 * Reads a TCP port, written in decimal digits alone.
 *
 * @throws MalformedValueError
 */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new MalformedValueError('must be a port: a whole number from 1 to 65535');
  return port;
}

/** libpq's convention: a host that starts with a slash is the folder of a Unix-domain socket. */
export function isUnixSocket(host: string): boolean {
  return host.startsWith('/');
}
