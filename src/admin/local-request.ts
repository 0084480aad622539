import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';

/** Why a request is not taken for one of this machine's own. */
export type Foreignness = 'peer' | 'forwarded' | 'host' | 'site';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Names and addresses of the loopback, with a port or without: one that DNS leads here is none of them. */
const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** What a proxy tells of those for whom it asks; with one of these the peer is not who asks. */
const FORWARDING = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/** Sec-Fetch-Site (W3C Fetch Metadata) of a page of ours, and of an address that was typed in. */
const OWN_SITE = new Set<unknown>(['same-origin', 'none']);

/**
 * What shows that a request does not come from a program on this machine that means to ask us; null when nothing does.
 * It looks at the connection itself: what proxies say (TRUST_PROXY) is never believed here.
 */
export function foreignnessOf({ socket, headers }: IncomingMessage): Foreignness | null {
  if (!isLoopback(socket.remoteAddress)) return 'peer';
  if (FORWARDING.some((name) => headers[name] !== undefined)) return 'forwarded';
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (host === undefined || !LOCAL_HOST.test(host)) return 'host';
  const isOwnPage = origin === undefined || origin === `http://${host}`;
  return isOwnPage && (site === undefined || OWN_SITE.has(site)) ? null : 'site';
}

/** Also of IPv4 addresses in the form that IPv6 has for them. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
