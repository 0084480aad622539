import type { Interval } from './interval';
import type { Jsonb } from './jsonb';
import type { Numeric } from './numeric';
import type { TimeTz } from './timetz';

/**
 * A value inside the engine that is not SQL NULL. Which of these a type uses:
 *
 * | type | representation |
 * |---|---|
 * | bool | boolean |
 * | int2, int4, oid, float4, float8 | number |
 * | int8, money (cents) | bigint |
 * | numeric | Numeric |
 * | text, varchar, bpchar, name, citext, enums, uuid (lower case), json (as given), inet, bit, ranges | string |
 * | bytea | Uint8Array |
 * | date | number: days since 1970-01-01, ±Infinity |
 * | timestamp, timestamptz | bigint: microseconds since 1970-01-01 (timestamp: wall clock read as UTC) |
 * | time | number: microseconds of the day |
 * | timetz, interval, jsonb | TimeTz, Interval, Jsonb |
 * | arrays, records | readonly array |
 */
export type NonNullDatum =
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Numeric
  | Interval
  | TimeTz
  | Jsonb
  | readonly Datum[];

/** Any value inside the engine; `null` is SQL NULL for every type. */
export type Datum = NonNullDatum | null;
