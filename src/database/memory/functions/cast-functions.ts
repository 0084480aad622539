import { castEntry } from '../types/cast-table';
import { castToText } from '../types/cast-table';
import type { NonNullDatum } from '../types/datum';
import { types } from '../types/type-catalog';
import { define, defineOver } from './define';
import type { Signature } from './signature';

const {
  int2,
  int4,
  int8,
  float4,
  float8,
  numeric,
  text,
  date,
  timestamp,
  timestamptz,
  time,
  bool,
  any,
  interval,
  timetz,
  money,
  oid,
  inet,
  cidr,
} = types;
const sources = [
  int2,
  int4,
  int8,
  float4,
  float8,
  numeric,
  bool,
  date,
  timestamp,
  timestamptz,
  time,
  interval,
  types.jsonb,
  timetz,
  money,
  oid,
  inet,
];
const targets = [
  int2,
  int4,
  int8,
  float4,
  float8,
  numeric,
  date,
  timestamp,
  timestamptz,
  time,
  bool,
  interval,
  timetz,
  money,
  oid,
  cidr,
];

/** Casts in the form of functions: date(now()), int4(2.5), text(1). */
export const castFunctions: readonly Signature[] = [
  ...sources.flatMap((source) =>
    targets.flatMap((target) => {
      const entry = castEntry(source, target);
      return entry ? [define(target.name, [source], target, entry.cast)] : [];
    }),
  ),
  defineOver('text', [any], text, ([type = text], value: NonNullDatum) => castToText(type, value)),
];
