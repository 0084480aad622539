import type { Fields } from '../document/fields';
import type { JsonType, Schema } from './schema';

const TYPES: ReadonlySet<unknown> = new Set([
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
]);

/**
 * `type`, and the keyword that adds null to a type that stands beside it, and means nothing else.
 *
 * @param nullKeyword null where `type` has null itself
 */
export function readTypes(fields: Fields, nullKeyword: string | null): Schema['types'] {
  if (nullKeyword !== null && fields.place.at(nullKeyword).value === false) fields.any(nullKeyword);
  const { value } = fields.place.at('type');
  const names = Array.isArray(value) ? value : [value];
  if (value === undefined || !names.every((name) => TYPES.has(name))) return null;
  fields.any('type');
  const types = new Set(names as JsonType[]);
  if (types.has('number')) types.delete('integer');
  if (nullKeyword !== null && fields.optionalBoolean(nullKeyword) === true) types.add('null');
  return types;
}

/** What meets both. */
export function commonTypes(left: Schema['types'], right: Schema['types']): Schema['types'] {
  if (left === null || right === null) return left ?? right;
  const common = new Set([...left].filter((type) => right.has(type)));
  const hasInteger = (types: ReadonlySet<JsonType>) => types.has('integer') || types.has('number');
  if (hasInteger(left) && hasInteger(right) && !common.has('number')) common.add('integer');
  return common;
}
