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
  define('network', [inet], cidr, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    return formatCidr({ bytes: maskBytes(bytes, bits), bits });
  }),
  define('broadcast', [inet], inet, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    const masked = maskBytes(
      bytes.map(() => 0xff),
      bits,
    );
    return formatInet({ bytes: bytes.map((byte, i) => byte | (~(masked[i] ?? 0) & 0xff)), bits });
  }),
  define('netmask', [inet], inet, (a: string) => {
    const { bytes, bits } = parseNetwork(a);
    return formatAddress(
      maskBytes(
        bytes.map(() => 0xff),
        bits,
      ),
    );
  }),
  define('set_masklen', [inet, int4], inet, (a: string, bits: number) => {
    const { bytes } = parseNetwork(a);
    if (bits < 0 || bits > bytes.length * 8) throw new SqlError('22023', `invalid mask length: ${bits}`);
    return formatInet({ bytes, bits });
  }),
  define(
    'inet_same_family',
    [inet, inet],
    bool,
    (a: string, b: string) => a.includes(':') === b.includes(':'),
  ),
];

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
