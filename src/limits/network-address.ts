import { isIPv6 } from 'node:net';

/** IPv4 in the form that IPv6 has for it. */
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** Whom an address counts as: of IPv6 the network of 64 bits, of which one customer has all (RFC 6177, section 2). */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%');
  const mapped = MAPPED.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(bare) ? `${firstGroupsOf(bare, 4).join(':')}::/64` : bare;
}

function firstGroupsOf(address: string, count: number): string[] {
  const [head = '', tail] = address.split('::');
  const before = groupsIn(head);
  const after = tail === undefined ? [] : groupsIn(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after].slice(0, count).map((group) => parseInt(group, 16).toString(16));
}

/** An IPv4 address at the end takes the place of two groups, which are beyond those that count. */
function groupsIn(text: string): string[] {
  return text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}
