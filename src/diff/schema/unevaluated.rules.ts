import { placeOf, type Parts, type Schema } from './schema';
import type { SchemaPair } from './schema-pair';
import type { SchemaReader } from './schema-reader';
import { defineFamilies } from './schema-rule';

export const UNEVALUATED_RULES = defineFamilies({
  'unevaluated-changed': [
    'undecided',
    'What other keywords leave to unevaluatedProperties or unevaluatedItems of {} changed',
    { response: 'warning' },
  ],
});

const KEYWORDS = ['unevaluatedProperties', 'unevaluatedItems'];

/** The paths of schemas that are of the same value, and not judged. */
const CONDITIONS = /^(?:if|then|else|dependentSchemas\/.*)$/;

/** What keywords beside `unevaluated…` judge, so that it does not. */
interface Evaluated {
  /** In any case. */
  always: Set<string>;
  /** Where an alternative is met, as text. */
  sometimes: string[];
}

/** What is judged by no other keyword is, more often than not, refused: it matters which keywords there are. */
export function compareUnevaluated(pair: SchemaPair): void {
  const keyword = KEYWORDS.find((name) => pair.base.opaque.has(name) && pair.revision.opaque.has(name));
  if (keyword === undefined) return;
  const before = evaluatedBy(pair.readers.base, pair.base);
  const after = evaluatedBy(pair.readers.revision, pair.revision);
  const [less, more] = pair.side === 'response' ? [after, before] : [before, after];
  const isLess = [...less.always].some((what) => !more.always.has(what));
  const isOther = pair.side === null && before.always.size !== after.always.size;
  if (isLess || isOther || before.sometimes.join('\n') !== after.sometimes.join('\n'))
    pair.changed(
      UNEVALUATED_RULES['unevaluated-changed'],
      placeOf(pair.revision, keyword),
      undefined,
      undefined,
    );
}

function evaluatedBy(reader: SchemaReader, schema: Schema, around: readonly Schema[] = []): Evaluated {
  const { properties, places, oneOf, anyOf, allOf, opaque } = schema;
  const always = new Set([...properties.keys()].map((name) => `properties/${name}`));
  for (const keyword of ['additionalProperties', 'items']) if (places.has(keyword)) always.add(keyword);
  const sometimes: string[] = [];
  const within = (parts: Parts): Evaluated | null => {
    const part = reader.read(parts);
    return part === schema || around.includes(part) ? null : evaluatedBy(reader, part, [...around, schema]);
  };
  for (const part of allOf.map(within)) {
    for (const what of part?.always ?? []) always.add(what);
    sometimes.push(...(part?.sometimes ?? []));
  }
  for (const [kind, alternatives] of Object.entries({ oneOf, anyOf }))
    for (const alternative of alternatives.map(within))
      if (alternative !== null) sometimes.push(textOf(kind, alternative));
  for (const [path, parts] of opaque) {
    const condition = CONDITIONS.test(path) ? within(parts) : null;
    if (condition !== null) sometimes.push(textOf(path, condition));
  }
  return { always, sometimes: sometimes.toSorted() };
}

function textOf(kind: string, { always, sometimes }: Evaluated): string {
  return JSON.stringify([kind, [...always].toSorted(), sometimes]);
}
