import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { types } from '../types/type-catalog';
import { formatUuid } from '../types/uuid-type';
import { define } from './define';
import type { Signature } from './signature';

const { int2, text, timestamptz, uuid } = types;
/** From the beginning of the Gregorian calendar to 1970, in units of 100 ns. */
const GREGORIAN_OFFSET = 0x01b2_1dd2_1381_4000n;

export const uuidFunctions: readonly Signature[] = [
  ...['gen_random_uuid', 'uuid_generate_v4', 'uuidv4'].map((functionName) =>
    define(functionName, [], uuid, () => randomUUID(), { volatile: true }),
  ),
  ...['uuid_generate_v1', 'uuid_generate_v1mc'].map((functionName) =>
    define(functionName, [], uuid, timeUuid, { volatile: true }),
  ),
  define('uuidv7', [], uuid, timeOrderedUuid, { volatile: true }),
  define('uuid_generate_v5', [uuid, text], uuid, (space: string, value: string) =>
    namedUuid('sha1', 5, space, value),
  ),
  define('uuid_generate_v3', [uuid, text], uuid, (space: string, value: string) =>
    namedUuid('md5', 3, space, value),
  ),
  define('uuid_nil', [], uuid, () => '00000000-0000-0000-0000-000000000000'),
  define('uuid_ns_dns', [], uuid, () => '6ba7b810-9dad-11d1-80b4-00c04fd430c8'),
  define('uuid_ns_url', [], uuid, () => '6ba7b811-9dad-11d1-80b4-00c04fd430c8'),
  define('uuid_extract_version', [uuid], int2, versionOf),
  define('uuid_extract_timestamp', [uuid], timestamptz, momentOf),
];

/** Null for what RFC 9562 does not describe. */
function versionOf(value: string): number | null {
  return /[89ab]/.test(value[19] ?? '') ? Number.parseInt(value[14] ?? '', 16) : null;
}

/** Microseconds since the epoch; null for versions that hold no time. */
function momentOf(value: string): bigint | null {
  const version = versionOf(value);
  const digits = value.replaceAll('-', '');
  if (version === 7) return BigInt(`0x${digits.slice(0, 12)}`) * 1000n;
  if (version !== 1) return null;
  const ticks = BigInt(`0x${digits.slice(13, 16)}${digits.slice(8, 12)}${digits.slice(0, 8)}`);
  return (ticks - GREGORIAN_OFFSET) / 10n;
}

/** RFC 9562, section 5.3 and 5.5. */
function namedUuid(algorithm: 'md5' | 'sha1', version: number, space: string, value: string): string {
  const bytes = createHash(algorithm)
    .update(Buffer.from(space.replaceAll('-', ''), 'hex'))
    .update(value)
    .digest()
    .subarray(0, 16);
  return stamped(bytes, version);
}

/** RFC 9562, section 5.7. */
function timeOrderedUuid(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  return stamped(bytes, 7);
}

/** RFC 9562, section 5.1, with a random node. */
function timeUuid(): string {
  const bytes = randomBytes(16);
  const ticks = BigInt(Date.now()) * 10_000n + GREGORIAN_OFFSET;
  bytes.writeUInt32BE(Number(ticks & 0xffff_ffffn), 0);
  bytes.writeUInt16BE(Number((ticks >> 32n) & 0xffffn), 4);
  bytes.writeUInt16BE(Number((ticks >> 48n) & 0x0fffn), 6);
  return stamped(bytes, 1);
}

function stamped(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatUuid(bytes.toString('hex'));
}
