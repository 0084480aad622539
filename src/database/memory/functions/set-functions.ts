import { addInterval, addIntervalTz } from './operators';
import type { Datum } from '../types/datum';
import type { Interval } from '../types/interval';
import { isJsonArray, isJsonObject, Jsonb, parseJson, type JsonValue } from '../types/jsonb';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';

/** A function that yields rows, for FROM. */
export interface ResolvedSetFunction {
  readonly args: readonly SqlType[];
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  /** A single column keeps its own name instead of taking the alias. */
  readonly keepsName: boolean;
  rows(values: readonly Datum[]): readonly (readonly Datum[])[];
}

/** The set-returning function for the argument types, or null. */
export function resolveSetFunction(name: string, given: readonly SqlType[]): ResolvedSetFunction | null {
  switch (name) {
    case 'unnest':
      return unnest(given);
    case 'generate_series':
      return series(given);
    case 'current_database':
    case 'current_schema': {
      const value = name === 'current_schema' ? 'public' : 'memory';
      return { args: [], columns: [{ name, type: types.name }], keepsName: false, rows: () => [[value]] };
    }
    default:
      return jsonFunction(name);
  }
}

function unnest(given: readonly SqlType[]): ResolvedSetFunction | null {
  const elements = given.flatMap(({ element }) => element ?? []);
  if (elements.length !== given.length || elements.length === 0) return null;
  return {
    args: given,
    columns: elements.map((type) => ({ name: 'unnest', type })),
    keepsName: false,
    rows: (values) => {
      const lists = values.map((value) => flatten((value ?? []) as readonly Datum[]));
      const length = Math.max(...lists.map((list) => list.length));
      return Array.from({ length }, (_, i) => lists.map((list) => list[i] ?? null));
    },
  };
}

function flatten(items: readonly Datum[]): readonly Datum[] {
  return items.flatMap((item) => (Array.isArray(item) ? flatten(item as readonly Datum[]) : [item]));
}

function series(given: readonly SqlType[]): ResolvedSetFunction | null {
  if (given.length < 2 || given.length > 3) return null;
  const moment = given.find(
    (type) => type === types.timestamp || type === types.timestamptz || type === types.date,
  );
  if (moment) {
    const type = moment === types.timestamptz ? moment : types.timestamp;
    const add = type === types.timestamptz ? addIntervalTz : addInterval;
    return single([type, type, types.interval], type, ([from, to, step]) => {
      const found: Datum[] = [];
      const forward = (step as Interval).length > 0n;
      if ((step as Interval).length === 0n) throw new SqlError('22023', 'step size cannot equal zero');
      for (
        let at = from as bigint;
        forward ? at <= (to as bigint) : at >= (to as bigint);
        at = add(at, step as Interval)
      )
        found.push(at);
      return found;
    });
  }
  const wide = given.includes(types.int8);
  const type = wide ? types.int8 : types.int4;
  return single(
    given.map(() => type),
    type,
    ([from, to, step = 1]) => {
      const [start, end, stride] = [BigInt(from as number), BigInt(to as number), BigInt(step as number)];
      if (stride === 0n) throw new SqlError('22023', 'step size cannot equal zero');
      const found: Datum[] = [];
      for (let at = start; stride > 0n ? at <= end : at >= end; at += stride)
        found.push(wide ? at : Number(at));
      return found;
    },
  );
}

function single(
  args: readonly SqlType[],
  type: SqlType,
  list: (values: readonly Datum[]) => Datum[],
): ResolvedSetFunction {
  return {
    args,
    columns: [{ name: 'generate_series', type }],
    keepsName: false,
    rows: (values) => (values.includes(null) ? [] : list(values).map((value) => [value])),
  };
}

function jsonFunction(name: string): ResolvedSetFunction | null {
  const match = /^(jsonb?)_(array_elements|array_elements_text|each|each_text|object_keys)$/.exec(name);
  if (!match) return null;
  const type = match[1] === 'jsonb' ? types.jsonb : types.json;
  const kind = match[2] ?? '';
  const asText = kind.endsWith('_text') || kind === 'object_keys';
  const wrap = (value: JsonValue): Datum => {
    if (asText)
      return value === null ? null : typeof value === 'string' ? value : new Jsonb(value).toString();
    return type === types.jsonb ? new Jsonb(value) : new Jsonb(value).toString();
  };
  const shown = asText ? types.text : type;
  const pairs = kind.startsWith('each');
  return {
    args: [type],
    columns: pairs
      ? [
          { name: 'key', type: types.text },
          { name: 'value', type: shown },
        ]
      : [{ name: kind === 'object_keys' ? name : 'value', type: shown }],
    keepsName: kind.startsWith('array'),
    rows: ([value = null]) => {
      if (value === null) return [];
      const source = value instanceof Jsonb ? value.value : parseJson(value as string, 'json');
      if (kind.startsWith('array')) {
        if (!isJsonArray(source))
          throw new SqlError(
            '22023',
            `cannot extract elements from ${isJsonObject(source) ? 'an object' : 'a scalar'}`,
          );
        return source.map((item) => [wrap(item)]);
      }
      if (!isJsonObject(source)) throw new SqlError('22023', `cannot call ${name} on a non-object`);
      return [...source].map(([key, inner]) => (pairs ? [key, wrap(inner)] : [key]));
    },
  };
}
