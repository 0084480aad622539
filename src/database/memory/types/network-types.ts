import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

/** An address with its network's length in bits. */
export interface NetworkAddress {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** inet: an address, and the network's length where it is not the whole address. Kept as its canonical text. */
export const inet: SqlType = scalarType<string>({
  oid: 869,
  name: 'inet',
  category: 'I',
  preferred: true,
  parse: (text) => formatInet(readNetwork(text, 'inet')),
  format: (value) => value,
  compare: compareNetworks,
  key: asInet,
});

/** cidr: a network; no bit may be set beyond its length. */
export const cidr: SqlType = scalarType<string>({
  oid: 650,
  name: 'cidr',
  category: 'I',
  parse: (text) => {
    const network = readNetwork(text, 'cidr');
    if (!isNetwork(network)) {
      throw new SqlError('22P02', `invalid cidr value: "${text}"`, {
        detail: 'Value has bits set to right of mask.',
      });
    }
    return formatCidr(network);
  },
  format: (value) => value,
  compare: compareNetworks,
});

/** The text without the length of a network that is one address alone. */
export function asInet(text: string): string {
  return text.replace(text.includes(':') ? /\/128$/ : /\/32$/, '');
}

export const macaddr = macType(829, 'macaddr', 6);
export const macaddr8 = macType(774, 'macaddr8', 8);

export function parseNetwork(canonical: string): NetworkAddress {
  return readNetwork(canonical, 'inet');
}

export function formatInet(network: NetworkAddress): string {
  const suffix = network.bits === network.bytes.length * 8 ? '' : `/${network.bits}`;
  return formatAddress(network.bytes) + suffix;
}

export function formatCidr(network: NetworkAddress): string {
  return `${formatAddress(network.bytes)}/${network.bits}`;
}

export function formatAddress(bytes: readonly number[]): string {
  return bytes.length === 4 ? bytes.join('.') : formatIpv6(bytes);
}

export function isNetwork({ bytes, bits }: NetworkAddress): boolean {
  return maskBytes(bytes, bits).every((byte, i) => byte === bytes[i]);
}

/** The address with every bit beyond the first `bits` cleared. */
export function maskBytes(bytes: readonly number[], bits: number): number[] {
  return bytes.map((byte, i) => {
    const kept = Math.min(Math.max(bits - i * 8, 0), 8);
    return byte & (0xff << (8 - kept)) & 0xff;
  });
}

/** By family, then the common network bits, then the length, then the whole address. */
export function compareNetworks(a: string, b: string): number {
  const left = parseNetwork(a);
  const right = parseNetwork(b);
  if (left.bytes.length !== right.bytes.length) return left.bytes.length - right.bytes.length;
  const shared = Math.min(left.bits, right.bits);
  return (
    compareBytes(maskBytes(left.bytes, shared), maskBytes(right.bytes, shared)) ||
    left.bits - right.bits ||
    compareBytes(left.bytes, right.bytes)
  );
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function readNetwork(text: string, type: 'inet' | 'cidr'): NetworkAddress {
  const invalid = new SqlError('22P02', `invalid input syntax for type ${type}: "${text}"`);
  const [address = '', lengthText, ...more] = text.split('/');
  const bytes = address.includes(':') ? readIpv6(address) : readIpv4(address, type === 'cidr');
  if (!bytes || more.length > 0 || (lengthText !== undefined && !/^\d{1,3}$/.test(lengthText))) throw invalid;
  const whole = bytes.bytes.length * 8;
  const bits = lengthText === undefined ? bytes.bits : Number(lengthText);
  if (bits > whole) throw invalid;
  return { bytes: bytes.bytes, bits };
}

function readIpv4(text: string, abbreviated: boolean): NetworkAddress | null {
  if (!/^\d{1,3}(\.\d{1,3}){0,3}$/.test(text)) return null;
  const given = text.split('.').map(Number);
  if (given.some((byte) => byte > 255) || (given.length < 4 && !abbreviated)) return null;
  const bytes = [0, 1, 2, 3].map((i) => given[i] ?? 0);
  return { bytes, bits: given.length === 4 ? 32 : given.length * 8 };
}

function readIpv6(text: string): NetworkAddress | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  let groupsText = text;
  if (tail?.[1] && tail[2]) {
    const low = readIpv4(tail[2], false)?.bytes;
    if (!low) return null;
    const group = (i: number): string => (((low[i] ?? 0) << 8) | (low[i + 1] ?? 0)).toString(16);
    groupsText = `${tail[1]}${group(0)}:${group(2)}`;
  }
  const halves = groupsText.split('::');
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  const bytes = groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
  return { bytes, bits: 128 };
}

/** The longest run of zero groups is written "::", and an IPv4-mapped tail in dots. */
function formatIpv6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[i * 2] ?? 0) << 8) | (bytes[i * 2 + 1] ?? 0));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const dotted = best.start === 0 && (best.length === 6 || (best.length === 5 && groups[5] === 0xffff));
  const shown = groups.map((group) => group.toString(16));
  if (dotted) shown.splice(6, 2, bytes.slice(12).join('.'));
  if (best.start < 0) return shown.join(':');
  return `${shown.slice(0, best.start).join(':')}::${shown.slice(best.start + best.length).join(':')}`;
}

function macType(oid: number, name: string, length: number): SqlType {
  return scalarType<string>({
    oid,
    name,
    category: 'U',
    parse: (text) => {
      const digits = text.trim().replace(/[:\-.]/g, '');
      if (
        !/^[\da-f]+$/i.test(digits) ||
        (digits.length !== length * 2 && !(length === 8 && digits.length === 12))
      ) {
        throw new SqlError('22P02', `invalid input syntax for type ${name}: "${text}"`);
      }
      const full = digits.length === length * 2 ? digits : `${digits.slice(0, 6)}fffe${digits.slice(6)}`;
      return (full.toLowerCase().match(/../g) ?? []).join(':');
    },
    format: (value) => value,
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  });
}
