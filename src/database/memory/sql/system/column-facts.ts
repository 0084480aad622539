import type { Sequence } from '../../storage/sequence';
import type { ColumnDef } from '../../storage/table-def';
import type { Datum } from '../../types/datum';
import type { SqlType } from '../../types/sql-type';
import { types } from '../../types/type-catalog';
import { intervalField, intervalPrecision, numericTypmod } from '../../types/typmod';

/** Bits of the numeric types whose precision is fixed. */
const BITS = new Map<SqlType, number>([
  [types.int2, 16],
  [types.int4, 32],
  [types.int8, 64],
  [types.float4, 24],
  [types.float8, 53],
]);
const INTEGERS: ReadonlySet<SqlType> = new Set([types.int2, types.int4, types.int8]);
const TIMES: ReadonlySet<SqlType> = new Set([types.time, types.timetz, types.timestamp, types.timestamptz]);

/** The longest text in bytes, where no length is given, and bytes of a character at most. */
const MAX_BYTES = 1_073_741_824;
const BYTES_OF_CHARACTER = 4;

/** PostgreSQL's types come with every database; those of extensions and enums belong to a schema. */
export function isBuiltIn(type: SqlType): boolean {
  return type.oid < 16_000;
}

/** What `information_schema` says of a column's type: its name there, its length and its precision. */
export function typeFacts({ type, typmod }: Pick<ColumnDef, 'type' | 'typmod'>): Record<string, Datum> {
  return {
    data_type: type.element ? 'ARRAY' : isBuiltIn(type) ? type.displayName : 'USER-DEFINED',
    udt_name: type.name,
    ...lengthFacts(type, typmod),
    ...numberFacts(type, typmod),
    ...timeFacts(type, typmod),
  };
}

function lengthFacts(type: SqlType, typmod: number): Record<string, Datum> {
  if (type === types.bit || type === types.varbit)
    return { character_maximum_length: typmod < 0 ? null : typmod };
  if (type === types.text) return { character_octet_length: MAX_BYTES };
  if (type !== types.varchar && type !== types.bpchar) return {};
  const length = typmod < 0 ? null : typmod - 4;
  return {
    character_maximum_length: length,
    character_octet_length: length === null ? MAX_BYTES : length * BYTES_OF_CHARACTER,
  };
}

function numberFacts(type: SqlType, typmod: number): Record<string, Datum> {
  if (type === types.numeric) {
    const limits = typmod < 0 ? null : numericTypmod(typmod);
    return {
      numeric_precision: limits?.precision ?? null,
      numeric_precision_radix: 10,
      numeric_scale: limits?.scale ?? null,
    };
  }
  const bits = BITS.get(type);
  if (bits === undefined) return {};
  return {
    numeric_precision: bits,
    numeric_precision_radix: 2,
    numeric_scale: INTEGERS.has(type) ? 0 : null,
  };
}

function timeFacts(type: SqlType, typmod: number): Record<string, Datum> {
  if (type === types.date) return { datetime_precision: 0 };
  if (TIMES.has(type)) return { datetime_precision: typmod < 0 ? 6 : typmod };
  if (type !== types.interval) return {};
  return {
    datetime_precision: intervalPrecision(typmod),
    interval_type: intervalField(typmod)?.toUpperCase() ?? null,
  };
}

/** What `information_schema` says of an identity column and its sequence. */
export function identityFacts(
  identity: ColumnDef['identity'],
  sequence: Sequence | null,
): Record<string, Datum> {
  if (!identity || !sequence) return { is_identity: 'NO', identity_cycle: 'NO' };
  const { start, increment, minValue, maxValue, cycle } = sequence.def;
  return {
    is_identity: 'YES',
    identity_generation: identity.toUpperCase(),
    identity_start: String(start),
    identity_increment: String(increment),
    identity_maximum: String(maxValue),
    identity_minimum: String(minValue),
    identity_cycle: cycle ? 'YES' : 'NO',
  };
}
