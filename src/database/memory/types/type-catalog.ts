import { createRequire } from 'node:module';
import { arrayType } from './array-type';
import {
  formatDate,
  formatOffset,
  formatTimestamp,
  formatTimestamptz,
  parseDate,
  parseTime,
  parseTimeTz,
  parseTimestamp,
  parseTimestamptz,
  roundMicros,
  TIMESTAMP_INFINITY,
  TIMESTAMP_MINUS_INFINITY,
} from './datetime';
import type { NonNullDatum } from './datum';
import { formatTime, Interval } from './interval';
import { compareJson, Jsonb, parseJson } from './jsonb';
import { Numeric } from './numeric';
import { SqlError } from './sql-error';
import type { HashKey, SqlType, TypeCategory } from './sql-type';
import { TimeTz } from './timetz';

/** `pg`'s own value class for intervals; loaded when the first one is read. */
interface PostgresIntervalModule {
  (text: string): unknown;
}

interface TypeSpec<T extends NonNullDatum> {
  readonly oid: number;
  readonly arrayOid: number;
  readonly name: string;
  readonly displayName?: string;
  readonly category: TypeCategory;
  readonly preferred?: boolean;
  parse(text: string, typmod: number): T;
  format?(value: T): string;
  toClient?(value: T): unknown;
  compare?(a: T, b: T): number;
  key?(value: T): HashKey;
}

const byName = new Map<string, SqlType>();
const byOid = new Map<number, SqlType>();
const arrays = new Map<SqlType, SqlType>();

/** Every built-in type is made here, with its array type. */
function define<T extends NonNullDatum>(spec: TypeSpec<T>): SqlType {
  const type = makeType(spec);
  const array = arrayType(type, spec.arrayOid);
  register(type);
  register(array);
  arrays.set(type, array);
  return type;
}

function register(type: SqlType): void {
  byName.set(type.name, type);
  byOid.set(type.oid, type);
}

// The one place where a spec over its own T is widened to a type over all values:
// a value only ever meets the type that made it.
function makeType<T extends NonNullDatum>(spec: TypeSpec<T>): SqlType {
  const format = spec.format ?? ((value: T) => String(value));
  const type: TypeSpec<NonNullDatum> = spec as unknown as TypeSpec<NonNullDatum>;
  return {
    oid: spec.oid,
    name: spec.name,
    displayName: spec.displayName ?? spec.name,
    category: spec.category,
    preferred: spec.preferred ?? false,
    element: null,
    parse: type.parse,
    format: format as (value: NonNullDatum) => string,
    toClient: type.toClient ?? (format as (value: NonNullDatum) => string),
    compare: type.compare ?? ((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    key: type.key ?? ((value) => value as HashKey),
  };
}

const same = <T>(value: T): T => value;

/** C collation: by code point, which UTF-16 comparison misses for surrogate pairs. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    const leftHigh = left >= 0xd800 && left <= 0xdfff;
    const rightHigh = right >= 0xd800 && right <= 0xdfff;
    if (leftHigh !== rightHigh) return leftHigh ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

function integer(text: string, displayName: string, min: bigint, max: bigint): bigint {
  const trimmed = text.trim();
  if (!/^[+-]?\d+$/.test(trimmed))
    throw new SqlError('22P02', `invalid input syntax for type ${displayName}: "${text}"`);
  const value = BigInt(trimmed.startsWith('+') ? trimmed.slice(1) : trimmed);
  if (value < min || value > max)
    throw new SqlError('22003', `value "${text}" is out of range for type ${displayName}`);
  return value;
}

function double(text: string, displayName: string): number {
  const trimmed = text.trim();
  const word = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(trimmed);
  if (word) {
    if (word[2]?.toLowerCase() === 'nan') return NaN;
    return word[1] === '-' ? -Infinity : Infinity;
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) {
    throw new SqlError('22P02', `invalid input syntax for type ${displayName}: "${text}"`);
  }
  const value = Number(trimmed);
  if (!Number.isFinite(value))
    throw new SqlError('22003', `"${text}" is out of range for type ${displayName}`);
  return value;
}

/** PostgreSQL's shortest float text: 1e+20, 1e-05, Infinity. */
export function formatDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -5 && exponent < 15) return plainDecimal(value);
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

function plainDecimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? Numeric.parse(text).toString() : text;
}

function compareDoubles(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const doubleKey = (value: number): HashKey => (Number.isNaN(value) ? 'NaN' : value === 0 ? 0 : value);

/** @throws SqlError 22001 */
function fitLength(text: string, typmod: number, displayName: string): string {
  if (typmod < 4) return text;
  const limit = typmod - 4;
  if (text.length <= limit) return text;
  const points = [...text];
  if (points.length <= limit) return text;
  if (points.slice(limit).some((point) => point !== ' ')) {
    throw new SqlError('22001', `value too long for type ${displayName}(${limit})`);
  }
  return points.slice(0, limit).join('');
}

export function padTo(text: string, typmod: number): string {
  const limit = typmod - 4;
  const length = [...text].length;
  return typmod >= 4 && length < limit ? text + ' '.repeat(limit - length) : text;
}

const trimEnd = (text: string): string => text.replace(/ +$/, '');

/** numeric(p, s): rounds to the scale and refuses what has too many digits. @throws SqlError 22003 */
export function fitNumeric(value: Numeric, typmod: number): Numeric {
  if (typmod < 4 || value.special === 'NaN') return value;
  const precision = ((typmod - 4) >> 16) & 0xffff;
  const scale = (((typmod - 4) & 0x7ff) ^ 1024) - 1024;
  const rounded = value.round(scale);
  if (value.special || rounded.integerDigits > precision - scale) {
    throw new SqlError('22003', 'numeric field overflow', {
      detail: value.special
        ? `A field with precision ${precision}, scale ${scale} cannot hold an infinite value.`
        : `A field with precision ${precision}, scale ${scale} must round to an absolute value less than ${precision - scale > 0 ? `10^${precision - scale}` : '1'}.`,
    });
  }
  return rounded;
}

/** timestamp(p) and the like: rounds to p digits of a second. */
export function fitMicros(micros: bigint, typmod: number): bigint {
  return typmod < 0 || typmod >= 6 ? micros : roundMicros(micros, typmod);
}

function timestampToDate(wall: bigint): Date | number {
  if (wall === TIMESTAMP_INFINITY) return Infinity;
  if (wall === TIMESTAMP_MINUS_INFINITY) return -Infinity;
  return wallToLocal(Number(wall / 1000n - (wall % 1000n < 0n ? 1n : 0n)));
}

function wallToLocal(ms: number): Date {
  const wall = new Date(ms);
  if (wall.getTimezoneOffset() === 0) {
    const same = new Date(ms);
    if (same.getUTCHours() === same.getHours()) return same;
  }
  const local = new Date(
    wall.getUTCFullYear(),
    wall.getUTCMonth(),
    wall.getUTCDate(),
    wall.getUTCHours(),
    wall.getUTCMinutes(),
    wall.getUTCSeconds(),
    wall.getUTCMilliseconds(),
  );
  if (wall.getUTCFullYear() < 100) local.setFullYear(wall.getUTCFullYear());
  return local;
}

function postgresInterval(value: Interval): unknown {
  const parse = createRequire(createRequire(__filename).resolve('pg-types'))(
    'postgres-interval',
  ) as PostgresIntervalModule;
  return parse(value.toString());
}

const UUID = /^\{?([0-9a-f]{4}-?){7}[0-9a-f]{4}\}?$/i;

function parseUuid(text: string): string {
  const trimmed = text.trim();
  const digits = trimmed.replaceAll(/[{}-]/g, '').toLowerCase();
  if (!UUID.test(trimmed) || digits.length !== 32) {
    throw new SqlError('22P02', `invalid input syntax for type uuid: "${text}"`);
  }
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

function parseBytea(text: string): Buffer {
  if (text.startsWith('\\x')) {
    const digits = text.slice(2).replaceAll(/\s/g, '');
    if (digits.length % 2 !== 0)
      throw new SqlError('22023', 'invalid hexadecimal data: odd number of digits');
    if (!/^[0-9a-f]*$/i.test(digits))
      throw new SqlError('22023', `invalid hexadecimal digit: "${/[^0-9a-f]/i.exec(digits)?.[0]}"`);
    return Buffer.from(digits, 'hex');
  }
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '\\') {
      bytes.push(...Buffer.from(text[at] ?? ''));
    } else if (text[at + 1] === '\\') {
      bytes.push(0x5c);
      at += 1;
    } else if (/^[0-3][0-7]{2}/.test(text.slice(at + 1, at + 4))) {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 4), 8));
      at += 3;
    } else {
      throw new SqlError('22P02', 'invalid input syntax for type bytea');
    }
  }
  return Buffer.from(bytes);
}

function parseBool(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word !== '' && ('true'.startsWith(word) || 'yes'.startsWith(word) || word === 'on' || word === '1'))
    return true;
  if (
    word !== '' &&
    ('false'.startsWith(word) || 'no'.startsWith(word) || word === 'of' || word === 'off' || word === '0')
  )
    return false;
  throw new SqlError('22P02', `invalid input syntax for type boolean: "${text}"`);
}

function parseInet(text: string, name: 'inet' | 'cidr'): string {
  const match = /^\s*([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?\s*$/.exec(text);
  const address = match?.[1] ?? '';
  const v4 =
    /^(\d{1,3})(\.\d{1,3}){3}$/.test(address) && address.split('.').every((part) => Number(part) < 256);
  const v6 = !v4 && address.includes(':') && URL.canParse(`http://[${address}]/`);
  const bits = match?.[2] === undefined ? null : Number(match[2]);
  if (!match || (!v4 && !v6) || (bits ?? 0) > (v4 ? 32 : 128)) {
    throw new SqlError('22P02', `invalid input syntax for type ${name}: "${text}"`);
  }
  const canonical = v4
    ? address.split('.').map(Number).join('.')
    : new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const full = v4 ? 32 : 128;
  if (name === 'cidr') return `${canonical}/${bits ?? full}`;
  return bits === null || bits === full ? canonical : `${canonical}/${bits}`;
}

const textual = (
  oid: number,
  arrayOid: number,
  name: string,
  displayName: string,
  preferred = false,
): SqlType =>
  define<string>({
    oid,
    arrayOid,
    name,
    displayName,
    category: 'S',
    preferred,
    compare: compareText,
    parse: (text, typmod) => (name === 'varchar' ? fitLength(text, typmod, displayName) : text),
  });

const json = (value: string): unknown => JSON.parse(value);

/** The built-in types; oids are those of pg_type.dat. */
export const types = {
  bool: define<boolean>({
    oid: 16,
    arrayOid: 1000,
    name: 'bool',
    displayName: 'boolean',
    category: 'B',
    preferred: true,
    parse: parseBool,
    format: (value) => (value ? 't' : 'f'),
    toClient: same,
    compare: (a, b) => Number(a) - Number(b),
  }),
  bytea: define<Uint8Array>({
    oid: 17,
    arrayOid: 1001,
    name: 'bytea',
    category: 'U',
    parse: parseBytea,
    format: (value) => `\\x${Buffer.from(value).toString('hex')}`,
    toClient: (value) => Buffer.from(value),
    compare: (a, b) => Buffer.compare(a, b),
    key: (value) => Buffer.from(value).toString('latin1'),
  }),
  int8: define<bigint>({
    oid: 20,
    arrayOid: 1016,
    name: 'int8',
    displayName: 'bigint',
    category: 'N',
    parse: (text) => integer(text, 'bigint', -(2n ** 63n), 2n ** 63n - 1n),
  }),
  int2: define<number>({
    oid: 21,
    arrayOid: 1005,
    name: 'int2',
    displayName: 'smallint',
    category: 'N',
    parse: (text) => Number(integer(text, 'smallint', -32768n, 32767n)),
    toClient: same,
    compare: (a, b) => a - b,
  }),
  int4: define<number>({
    oid: 23,
    arrayOid: 1007,
    name: 'int4',
    displayName: 'integer',
    category: 'N',
    parse: (text) => Number(integer(text, 'integer', -2147483648n, 2147483647n)),
    toClient: same,
    compare: (a, b) => a - b,
  }),
  oid: define<number>({
    oid: 26,
    arrayOid: 1028,
    name: 'oid',
    category: 'N',
    preferred: true,
    parse: (text) => Number(integer(text, 'oid', 0n, 4294967295n)),
    toClient: same,
    compare: (a, b) => a - b,
  }),
  float4: define<number>({
    oid: 700,
    arrayOid: 1021,
    name: 'float4',
    displayName: 'real',
    category: 'N',
    parse: (text) => toFloat4(double(text, 'real'), text),
    format: formatFloat4,
    toClient: (value) => Number(formatFloat4(value)),
    compare: compareDoubles,
    key: doubleKey,
  }),
  float8: define<number>({
    oid: 701,
    arrayOid: 1022,
    name: 'float8',
    displayName: 'double precision',
    category: 'N',
    preferred: true,
    parse: (text) => double(text, 'double precision'),
    format: formatDouble,
    toClient: same,
    compare: compareDoubles,
    key: doubleKey,
  }),
  numeric: define<Numeric>({
    oid: 1700,
    arrayOid: 1231,
    name: 'numeric',
    category: 'N',
    parse: (text, typmod) => fitNumeric(Numeric.parse(text), typmod),
    compare: (a, b) => a.compare(b),
    key: (value) => value.key(),
  }),
  text: textual(25, 1009, 'text', 'text', true),
  varchar: textual(1043, 1015, 'varchar', 'character varying'),
  bpchar: define<string>({
    oid: 1042,
    arrayOid: 1014,
    name: 'bpchar',
    displayName: 'character',
    category: 'S',
    parse: (text, typmod) => padTo(fitLength(text, typmod, 'character'), typmod),
    compare: (a, b) => compareText(trimEnd(a), trimEnd(b)),
    key: trimEnd,
  }),
  name: textual(19, 1003, 'name', 'name'),
  citext: define<string>({
    oid: 16_000,
    arrayOid: 16_001,
    name: 'citext',
    category: 'S',
    parse: same,
    compare: (a, b) => compareText(a.toLowerCase(), b.toLowerCase()),
    key: (value) => value.toLowerCase(),
  }),
  uuid: define<string>({ oid: 2950, arrayOid: 2951, name: 'uuid', category: 'U', parse: parseUuid }),
  date: define<number>({
    oid: 1082,
    arrayOid: 1182,
    name: 'date',
    category: 'D',
    parse: parseDate,
    format: formatDate,
    toClient: (days) => (Number.isFinite(days) ? wallToLocal(days * 86_400_000) : days),
    compare: compareDoubles,
  }),
  time: define<number>({
    oid: 1083,
    arrayOid: 1183,
    name: 'time',
    displayName: 'time without time zone',
    category: 'D',
    parse: (text, typmod) => Number(fitMicros(BigInt(parseTime(text)), typmod)),
    format: (value) => formatTime(BigInt(value)),
  }),
  timetz: define<TimeTz>({
    oid: 1266,
    arrayOid: 1270,
    name: 'timetz',
    displayName: 'time with time zone',
    category: 'D',
    parse: parseTimeTz,
    format: (value) => formatTime(BigInt(value.micros)) + formatOffset(value.offsetSeconds),
    compare: (a, b) => a.utcMicros - b.utcMicros || b.offsetSeconds - a.offsetSeconds,
    key: (value) => `${value.utcMicros}/${value.offsetSeconds}`,
  }),
  timestamp: define<bigint>({
    oid: 1114,
    arrayOid: 1115,
    name: 'timestamp',
    displayName: 'timestamp without time zone',
    category: 'D',
    parse: (text, typmod) => fitMicros(parseTimestamp(text), typmod),
    format: formatTimestamp,
    toClient: timestampToDate,
  }),
  timestamptz: define<bigint>({
    oid: 1184,
    arrayOid: 1185,
    name: 'timestamptz',
    displayName: 'timestamp with time zone',
    category: 'D',
    preferred: true,
    parse: (text, typmod) => fitMicros(parseTimestamptz(text), typmod),
    format: formatTimestamptz,
    toClient: (value) => {
      if (value === TIMESTAMP_INFINITY) return Infinity;
      return value === TIMESTAMP_MINUS_INFINITY ? -Infinity : new Date(Math.floor(Number(value) / 1000));
    },
  }),
  interval: define<Interval>({
    oid: 1186,
    arrayOid: 1187,
    name: 'interval',
    category: 'T',
    preferred: true,
    parse: (text) => Interval.parse(text),
    toClient: postgresInterval,
    compare: (a, b) => (a.length < b.length ? -1 : a.length > b.length ? 1 : 0),
    key: (value) => value.length,
  }),
  json: define<string>({
    oid: 114,
    arrayOid: 199,
    name: 'json',
    category: 'U',
    toClient: json,
    parse: (text) => {
      parseJson(text, 'json');
      return text;
    },
  }),
  jsonb: define<Jsonb>({
    oid: 3802,
    arrayOid: 3807,
    name: 'jsonb',
    category: 'U',
    parse: (text) => Jsonb.parse(text),
    toClient: (value) => value.toJs(),
    compare: (a, b) => compareJson(a.value, b.value),
    key: jsonbKey,
  }),
  inet: define<string>({
    oid: 869,
    arrayOid: 1041,
    name: 'inet',
    category: 'I',
    preferred: true,
    parse: (text) => parseInet(text, 'inet'),
  }),
  cidr: define<string>({
    oid: 650,
    arrayOid: 651,
    name: 'cidr',
    category: 'I',
    parse: (text) => parseInet(text, 'cidr'),
  }),
  unknown: define<string>({ oid: 705, arrayOid: 0, name: 'unknown', category: 'X', parse: same }),
  record: define<readonly never[]>({
    oid: 2249,
    arrayOid: 2287,
    name: 'record',
    category: 'P',
    parse: () => [],
    format: () => '',
  }),
  void: define<string>({ oid: 2278, arrayOid: 0, name: 'void', category: 'P', parse: same }),
};

function toFloat4(value: number, text: string): number {
  const rounded = Math.fround(value);
  if (Number.isFinite(value) && !Number.isFinite(rounded))
    throw new SqlError('22003', `"${text}" is out of range for type real`);
  return rounded;
}

/** The shortest decimal that reads back as the same single. */
export function formatFloat4(value: number): string {
  if (!Number.isFinite(value)) return formatDouble(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) {
      const exponent = Number(candidate.toExponential().split('e')[1]);
      return exponent >= 6 ? formatExponential(candidate) : formatDouble(candidate);
    }
  }
  return formatDouble(value);
}

function formatExponential(value: number): string {
  const [mantissa, exponent] = value.toExponential().split('e');
  return `${mantissa}e${Number(exponent) < 0 ? '-' : '+'}${String(Math.abs(Number(exponent))).padStart(2, '0')}`;
}

function jsonbKey(value: Jsonb): HashKey {
  return value
    .toString()
    .replaceAll(/(\.\d*?)0+(?=[,\]} ]|$)/g, '$1')
    .replaceAll(/\.(?=[,\]} ]|$)/g, '');
}

/** The type of a `pg_type.typname`, or null. */
export function typeByName(name: string): SqlType | null {
  return byName.get(name) ?? null;
}

export function typeByOid(oid: number): SqlType | null {
  return byOid.get(oid) ?? null;
}

/** The array type over an element type. */
export function arrayOf(element: SqlType): SqlType {
  if (element.element) return element;
  const found = arrays.get(element);
  if (found) return found;
  const made = arrayType(element, element.oid + 1);
  arrays.set(element, made);
  return made;
}

/** An enum: ordered by the position of its labels. */
export function enumType(oid: number, name: string, labels: readonly string[]): SqlType {
  const rank = new Map(labels.map((label, i) => [label, i]));
  return makeType<string>({
    oid,
    arrayOid: oid + 1,
    name,
    displayName: /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`,
    category: 'E',
    parse: (text) => {
      if (!rank.has(text))
        throw new SqlError(
          '22P02',
          `invalid input value for enum ${/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`}: "${text}"`,
        );
      return text;
    },
    compare: (a, b) => (rank.get(a) ?? -1) - (rank.get(b) ?? -1),
  });
}
