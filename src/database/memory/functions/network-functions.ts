import {
  formatAddress,
  formatCidr,
  formatInet,
  maskBytes,
  parseNetwork,
  type NetworkAddress,
} from '../types/network-types';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';
import type { Signature } from './signature';

const { inet, cidr, text, int4, int8, bool } = types;

export const networkOperators: readonly Signature[] = [
  define('<<', [inet, inet], bool, (a: string, b: string) => isWithin(a, b, true)),
  define('<<=', [inet, inet], bool, (a: string, b: string) => isWithin(a, b, false)),
  define('>>', [inet, inet], bool, (a: string, b: string) => isWithin(b, a, true)),
  define('>>=', [inet, inet], bool, (a: string, b: string) => isWithin(b, a, false)),
  define('&&', [inet, inet], bool, (a: string, b: string) => isWithin(a, b, false) || isWithin(b, a, false)),
  define('+', [inet, int8], inet, move),
  define('+', [int8, inet], inet, (by: bigint, a: string) => move(a, by)),
  define('-', [inet, int8], inet, (a: string, by: bigint) => move(a, -by)),
  ...bitwise('&', 'AND', (a, b) => a & b),
  ...bitwise('|', 'OR', (a, b) => a | b),
  define('~', [inet], inet, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    return formatInet({ bytes: bytes.map((byte) => ~byte & 0xff), bits });
  }),
  define(
    '-',
    [inet, inet],
    int8,
    (a: string, b: string) => numberOf(parseNetwork(a)) - numberOf(parseNetwork(b)),
  ),
];

export const networkFunctions: readonly Signature[] = [
  define('host', [inet], text, (a: string) => formatAddress(parseNetwork(a).bytes)),
  define('masklen', [inet], int4, (a: string) => parseNetwork(a).bits),
  define('family', [inet], int4, (a: string) => (a.includes(':') ? 6 : 4)),
  define('text', [inet], text, (a: string) => {
    const network = parseNetwork(a);
    return `${formatAddress(network.bytes)}/${network.bits}`;
  }),
  define('abbrev', [inet], text, (a: string) => a),
  define('abbrev', [cidr], text, abbreviated),
  define('network', [inet], cidr, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    return formatCidr({ bytes: maskBytes(bytes, bits), bits });
  }),
  define('broadcast', [inet], inet, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    const masked = maskBytes(allOnes(bytes), bits);
    return formatInet({ bytes: bytes.map((byte, i) => byte | (~(masked[i] ?? 0) & 0xff)), bits });
  }),
  define('netmask', [inet], inet, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    return formatAddress(maskBytes(allOnes(bytes), bits));
  }),
  define('hostmask', [inet], inet, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    return formatAddress(maskBytes(allOnes(bytes), bits).map((byte) => ~byte & 0xff));
  }),
  define('inet_merge', [inet, inet], cidr, merged),
  define('set_masklen', [cidr, int4], cidr, (a: string, bits: number) => {
    const { bytes } = parseNetwork(a);
    const length = checkedLength(bytes, bits);
    return formatCidr({ bytes: maskBytes(bytes, length), bits: length });
  }),
  define('set_masklen', [inet, int4], inet, (a: string, bits: number) => {
    const { bytes } = parseNetwork(a);
    return formatInet({ bytes, bits: checkedLength(bytes, bits) });
  }),
  define(
    'inet_same_family',
    [inet, inet],
    bool,
    (a: string, b: string) => a.includes(':') === b.includes(':'),
  ),
];

function bitwise(symbol: string, word: string, combine: (a: number, b: number) => number): Signature[] {
  return [
    define(symbol, [inet, inet], inet, (left: string, right: string) => {
      const [a, b] = [parseNetwork(left), parseNetwork(right)];
      if (a.bytes.length !== b.bytes.length)
        throw new SqlError('22023', `cannot ${word} inet values of different sizes`);
      const bytes = a.bytes.map((byte, i) => combine(byte, b.bytes[i] ?? 0));
      return formatInet({ bytes, bits: Math.max(a.bits, b.bits) });
    }),
  ];
}

function allOnes(bytes: readonly number[]): number[] {
  return bytes.map(() => 0xff);
}

/** @throws SqlError 22023 */
function checkedLength(bytes: readonly number[], bits: number): number {
  const most = bytes.length * 8;
  if (bits < -1 || bits > most) throw new SqlError('22023', `invalid mask length: ${bits}`);
  return bits === -1 ? most : bits;
}

/** The smallest network that holds both. @throws SqlError 22023 */
function merged(left: string, right: string): string {
  const [a, b] = [parseNetwork(left), parseNetwork(right)];
  if (a.bytes.length !== b.bytes.length)
    throw new SqlError('22023', 'cannot merge addresses from different families');
  let bits = Math.min(a.bits, b.bits);
  while (maskBytes(a.bytes, bits).join() !== maskBytes(b.bytes, bits).join()) bits -= 1;
  return formatCidr({ bytes: maskBytes(a.bytes, bits), bits });
}

/** A network without the bytes beyond its length: 10.1/16 (PostgreSQL's `pg_inet_cidr_ntop`). */
function abbreviated(network: string): string {
  const { bytes, bits } = parseNetwork(network);
  const shown = bytes.length === 4 ? shortAddress4(bytes, bits) : shortAddress6(bytes, bits);
  return `${shown}/${bits}`;
}

function shortAddress4(bytes: readonly number[], bits: number): string {
  return bits === 0 ? '0' : bytes.slice(0, Math.ceil(bits / 8)).join('.');
}

function shortAddress6(bytes: readonly number[], bits: number): string {
  if (bits === 0) return '::';
  const count = Math.max(Math.ceil(bits / 16), 2);
  const words = Array.from({ length: count }, (_, i) => (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0));
  const isMapped = count > 6 && words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
  if (isMapped)
    return `::ffff:${bytes.slice(12, bits > 120 ? 16 : 2 * count - (bits > 112 ? 1 : 0)).join('.')}`;
  const run = longestZeros(words);
  const texts = words.map((word) => word.toString(16));
  if (!run) return texts.join(':');
  return `${texts.slice(0, run.from).join(':')}::${texts.slice(run.to).join(':')}`;
}

function longestZeros(words: readonly number[]): { from: number; to: number } | null {
  let best: { from: number; to: number } | null = null;
  for (let from = 0; from < words.length; from += 1) {
    let to = from;
    while (words[to] === 0) to += 1;
    if (to > from && (!best || to - from > best.to - best.from)) best = { from, to };
    from = Math.max(from, to);
  }
  return best;
}

function isWithin(inner: string, outer: string, strictly: boolean): boolean {
  const a = parseNetwork(inner);
  const b = parseNetwork(outer);
  if (a.bytes.length !== b.bytes.length || (strictly ? a.bits <= b.bits : a.bits < b.bits)) return false;
  return maskBytes(a.bytes, b.bits).join() === maskBytes(b.bytes, b.bits).join();
}

function numberOf({ bytes }: NetworkAddress): bigint {
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

/** @throws SqlError 22003 */
function move(address: string, by: bigint): string {
  const network = parseNetwork(address);
  const moved = numberOf(network) + by;
  const width = network.bytes.length;
  if (moved < 0n || moved >= 256n ** BigInt(width)) throw new SqlError('22003', 'result is out of range');
  const bytes = network.bytes.map((_, i) => Number((moved >> BigInt((width - 1 - i) * 8)) & 0xffn));
  return formatInet({ bytes, bits: network.bits });
}
