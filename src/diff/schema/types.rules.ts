import type { JsonType, Schema } from './schema';
import { placeOf } from './schema';
import type { SchemaPair } from './schema-pair';
import { defineFamilies } from './schema-rule';

export const TYPE_RULES = defineFamilies({
  'type-changed': ['replaces', 'The type of {} changed'],
  'type-generalized': ['widens', 'The type of {} became wider'],
  'type-specialized': ['narrows', 'The type of {} became narrower'],
  'became-nullable': ['widens', 'The value of {} may now be null'],
  'became-not-nullable': ['narrows', 'The value of {} may no longer be null'],
  'format-added': ['narrows', 'The value of {} got a format'],
  'format-removed': ['widens', 'The value of {} no longer has a format'],
  'format-changed': ['replaces', 'The format of {} changed'],
  'format-generalized': ['widens', 'The format of {} became wider'],
  'format-specialized': ['narrows', 'The format of {} became narrower'],
});

/** Formats whose values are all of another one. */
const WIDER_FORMATS: Readonly<Record<string, string>> = { int32: 'int64', float: 'double' };

const SENT_AS_TEXT: readonly JsonType[] = ['number', 'integer', 'boolean'];

export function compareTypes(pair: SchemaPair): void {
  const place = placeOf(pair.revision, 'type');
  const before = pair.base.types;
  const after = pair.revision.types;
  const hasTypes = before !== null && after !== null;
  if (hasTypes && before.has('null') !== after.has('null')) {
    const rule = after.has('null') ? 'became-nullable' : 'became-not-nullable';
    pair.changed(TYPE_RULES[rule], place, shown(before), shown(after));
  }
  const left = hasTypes ? withoutNull(before) : before;
  const right = hasTypes ? withoutNull(after) : after;
  if (areSame(left, right)) return;
  const rule = covers(pair, right, left)
    ? 'type-generalized'
    : covers(pair, left, right)
      ? 'type-specialized'
      : 'type-changed';
  pair.changed(TYPE_RULES[rule], place, shown(before), shown(after));
}

export function compareFormats(pair: SchemaPair): void {
  const before = pair.base.format;
  const after = pair.revision.format;
  if (before === after) return;
  if (before === null) return pair.added(TYPE_RULES['format-added'], placeOf(pair.revision, 'format'));
  if (after === null) return pair.removed(TYPE_RULES['format-removed'], placeOf(pair.base, 'format'));
  const isWider = WIDER_FORMATS[before] === after;
  const isNarrower = WIDER_FORMATS[after] === before;
  const rule = isWider ? 'format-generalized' : isNarrower ? 'format-specialized' : 'format-changed';
  pair.changed(TYPE_RULES[rule], placeOf(pair.revision, 'format'), before, after);
}

/** Whether all of the second is in the first. What goes in a URL or a header is text, of whatever type it is. */
function covers({ context }: SchemaPair, wide: Schema['types'], narrow: Schema['types']): boolean {
  if (wide === null || narrow === null) return wide === null;
  const all = new Set(wide);
  if (all.has('number')) all.add('integer');
  const isText = context === 'request-parameter' || context === 'response-header';
  if (isText && all.has('string')) for (const type of SENT_AS_TEXT) all.add(type);
  return [...narrow].every((type) => all.has(type));
}

function areSame(left: Schema['types'], right: Schema['types']): boolean {
  if (left === null || right === null) return left === right;
  return left.size === right.size && [...left].every((type) => right.has(type));
}

function withoutNull(types: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  return new Set([...types].filter((type) => type !== 'null'));
}

function shown(types: Schema['types']): unknown {
  if (types === null) return undefined;
  const names = [...types].toSorted();
  return names.length === 1 ? names[0] : names;
}
