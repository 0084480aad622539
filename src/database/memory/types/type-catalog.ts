import { type ArrayType, createArrayType } from './array-type';
import { bit, varbit } from './bit-types';
import { bool } from './boolean-type';
import { bytea } from './bytea-type';
import { MAX_DATE } from './calendar';
import { date, time, timestamp, timestamptz, timetz } from './date-time-types';
import { cube } from './cube-type';
import { createEnumType, type EnumType } from './enum-type';
import { float4, float8 } from './float-types';
import { box, circle, line, lseg, path, point, polygon } from './geometric-types';
import { hstore } from './hstore-type';
import { int2, int4, INT4_MAX, int8, INT8_MAX, oid } from './integer-types';
import { interval } from './interval-type';
import { json, jsonb, jsonpath } from './json-types';
import { lquery, ltree } from './ltree-type';
import { money } from './money-type';
import { createMultirangeType } from './multirange-type';
import { cidr, inet, macaddr, macaddr8 } from './network-types';
import { numeric } from './numeric-type';
import * as pseudo from './pseudo-types';
import { createRangeType } from './range-type';
import { createRecordType } from './record-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';
import {
  bpchar,
  char,
  citext,
  createRegtype,
  name,
  regclass,
  text,
  unknown,
  varchar,
  xml,
} from './text-types';
import { regconfig, tsquery, tsvector } from './text-search-types';
import { uuid } from './uuid-type';

const int4range = createRangeType(3904, 'int4range', int4, (value: number) => {
  if (value === INT4_MAX) throw new SqlError('22003', 'integer out of range');
  return value + 1;
});
const int8range = createRangeType(3926, 'int8range', int8, (value: bigint) => {
  if (value === INT8_MAX) throw new SqlError('22003', 'bigint out of range');
  return value + 1n;
});
const numrange = createRangeType(3906, 'numrange', numeric);
const tsrange = createRangeType(3908, 'tsrange', timestamp);
const tstzrange = createRangeType(3910, 'tstzrange', timestamptz);
const daterange = createRangeType(3912, 'daterange', date, (value: number) => {
  if (value === MAX_DATE) throw new SqlError('22008', 'date out of range');
  return value + 1;
});

/** The built-in types, by `pg_type.typname`. */
export const types = {
  bool,
  bytea,
  char,
  name,
  int8,
  int2,
  int4,
  text,
  oid,
  json,
  xml,
  point,
  lseg,
  path,
  box,
  polygon,
  line,
  float4,
  float8,
  circle,
  money,
  macaddr,
  macaddr8,
  inet,
  cidr,
  bpchar,
  varchar,
  date,
  time,
  timestamp,
  timestamptz,
  interval,
  timetz,
  bit,
  varbit,
  numeric,
  uuid,
  jsonb,
  citext,
  int4range,
  int8range,
  numrange,
  tsrange,
  tstzrange,
  daterange,
  int4multirange: createMultirangeType(4451, int4range),
  int8multirange: createMultirangeType(4536, int8range),
  nummultirange: createMultirangeType(4532, numrange),
  tsmultirange: createMultirangeType(4533, tsrange),
  tstzmultirange: createMultirangeType(4534, tstzrange),
  datemultirange: createMultirangeType(4535, daterange),
  jsonpath,
  tsvector,
  tsquery,
  regconfig,
  hstore,
  ltree,
  lquery,
  cube,
  regclass,
  regtype: createRegtype((written) => typeByName(canonicalName(written))?.displayName ?? null),
  unknown,
  void: pseudo.voidType,
  /** The anonymous row type without fields; `createRecordType` makes the ones with. */
  record: createRecordType([]) as SqlType,
  any: pseudo.any,
  anyelement: pseudo.anyelement,
  anyarray: pseudo.anyarray,
  anynonarray: pseudo.anynonarray,
  anyenum: pseudo.anyenum,
  anyrange: pseudo.anyrange,
  anycompatible: pseudo.anycompatible,
  anycompatiblearray: pseudo.anycompatiblearray,
  anycompatiblenonarray: pseudo.anycompatiblenonarray,
} as const satisfies Record<string, SqlType>;

/** `pg_type.typarray`. */
const ARRAY_OIDS: Partial<Record<keyof typeof types, number>> = {
  bool: 1000,
  bytea: 1001,
  char: 1002,
  name: 1003,
  int8: 1016,
  int2: 1005,
  int4: 1007,
  text: 1009,
  oid: 1028,
  json: 199,
  xml: 143,
  point: 1017,
  lseg: 1018,
  path: 1019,
  box: 1020,
  polygon: 1027,
  line: 629,
  float4: 1021,
  float8: 1022,
  circle: 719,
  money: 791,
  macaddr: 1040,
  macaddr8: 775,
  inet: 1041,
  cidr: 651,
  bpchar: 1014,
  varchar: 1015,
  date: 1182,
  time: 1183,
  timestamp: 1115,
  timestamptz: 1185,
  interval: 1187,
  timetz: 1270,
  bit: 1561,
  varbit: 1563,
  numeric: 1231,
  uuid: 2951,
  jsonb: 3807,
  citext: 16_001,
  int4range: 3905,
  int8range: 3927,
  numrange: 3907,
  tsrange: 3909,
  tstzrange: 3911,
  daterange: 3913,
  int4multirange: 6150,
  int8multirange: 6157,
  nummultirange: 6151,
  tsmultirange: 6152,
  tstzmultirange: 6153,
  datemultirange: 6155,
  jsonpath: 4073,
  tsvector: 3643,
  tsquery: 3645,
  regconfig: 3735,
  hstore: 16_003,
  ltree: 16_005,
  lquery: 16_007,
  cube: 16_009,
  regclass: 2210,
  regtype: 2211,
  record: 2287,
};

const ALIASES: Record<string, SqlType> = {
  boolean: bool,
  smallint: int2,
  integer: int4,
  int: int4,
  bigint: int8,
  decimal: numeric,
  real: float4,
  float: float8,
  'double precision': float8,
  string: text,
  character: bpchar,
  'character varying': varchar,
  'timestamp without time zone': timestamp,
  'timestamp with time zone': timestamptz,
  'time without time zone': time,
  'time with time zone': timetz,
  'bit varying': varbit,
};

const byName = new Map<string, SqlType>();
const byOid = new Map<number, SqlType>();
const arrays = new WeakMap<SqlType, ArrayType>();

for (const [key, type] of Object.entries<SqlType>(types)) {
  byName.set(type.name, type);
  byOid.set(type.oid, type);
  const arrayOid = ARRAY_OIDS[key as keyof typeof types];
  if (arrayOid !== undefined) {
    const array = createArrayType(type, arrayOid);
    arrays.set(type, array);
    byName.set(array.name, array);
    byOid.set(array.oid, array);
  }
}

/** A type's name as people write it, in the form that {@link typeByName} knows. */
export function canonicalName(written: string): string {
  const name = written.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  return name.replace(/^pg_catalog\./, '');
}

/** A built-in type by its internal or SQL name ("int4", "integer", "_text", "text[]"), or null. */
export function typeByName(typeName: string): SqlType | null {
  if (typeName.endsWith('[]')) {
    const element = typeByName(typeName.slice(0, -2));
    return element && (element.element ? element : arrayOf(element));
  }
  return byName.get(typeName) ?? ALIASES[typeName] ?? null;
}

/** A built-in type by `pg_type.oid`, or null. */
export function typeByOid(typeOid: number): SqlType | null {
  return byOid.get(typeOid) ?? null;
}

/** The array type over a type; always the same object for the same type. */
export function arrayOf(element: SqlType): ArrayType {
  const known = arrays.get(element);
  if (known) return known;
  const created = createArrayType(element, element.oid === types.record.oid ? 2287 : element.oid + 1);
  arrays.set(element, created);
  return created;
}

/**
 * An enum type with its labels in order. Two calls make two types, as two CREATE TYPE do.
 *
 * @param oid unique within its catalog and from 16384 on; the array type takes the next one
 */
export function enumType(typeOid: number, typeName: string, labels: readonly string[]): EnumType {
  return createEnumType(typeName, labels, typeOid);
}
