import { isIP, isIPv4 } from 'node:net';
import { MalformedValueError } from '../database';
import type { TrustProxy } from './config';

/** The names that proxy-addr, which Fastify asks, gives to the private networks. */
const NETWORK_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/**
 * Reads whose X-Forwarded-* headers to believe.
 *
 * @throws MalformedValueError
 */
export function readTrustProxy(text: string): TrustProxy {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const networks = text.split(',').map((part) => part.trim());
  if (networks.every(isNetwork)) return networks;
  throw new MalformedValueError(
    'must be true, false, or a list of addresses and networks: 10.0.0.0/8,loopback',
  );
}

function isNetwork(text: string): boolean {
  if (NETWORK_NAMES.has(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128));
}
