import { Fields } from '../document/fields';
import type { Place } from '../document/place';
import { compareFields } from '../unknown.rules';
import type { Parts, Schema } from './schema';
import type { SchemaPair } from './schema-pair';
import type { SchemaReader } from './schema-reader';
import { defineFamilies } from './schema-rule';

export const DISCRIMINATOR_RULES = defineFamilies({
  'discriminator-added': ['none', 'A property now tells the alternatives of {} apart'],
  'discriminator-removed': ['replaces', 'No property tells the alternatives of {} apart any more'],
  'discriminator-property-name-changed': ['replaces', 'Another property tells the alternatives of {} apart'],
  'discriminator-mapping-added': [
    'widens',
    'The discriminator of {} has a new value',
    { response: 'warning' },
  ],
  'discriminator-mapping-deleted': ['narrows', 'The discriminator of {} has a value less'],
  'discriminator-mapping-changed': [
    'replaces',
    'A value of the discriminator of {} stands for another schema',
  ],
});

interface Discriminator {
  place: Place;
  propertyName: string | null;
  mapping: ReadonlyMap<string, Target>;
  fields: Fields | null;
}

interface Target {
  parts: Parts;
  place: Place;
}

export function compareDiscriminators(pair: SchemaPair): void {
  const before = readDiscriminator(pair.readers.base, pair.base);
  const after = readDiscriminator(pair.readers.revision, pair.revision);
  if (before === null && after === null) return;
  if (before === null)
    return after === null ? undefined : pair.added(DISCRIMINATOR_RULES['discriminator-added'], after.place);
  if (after === null) return pair.removed(DISCRIMINATOR_RULES['discriminator-removed'], before.place);
  if (before.propertyName !== after.propertyName) {
    const family = DISCRIMINATOR_RULES['discriminator-property-name-changed'];
    pair.changed(family, after.place, before.propertyName ?? undefined, after.propertyName ?? undefined);
  }
  compareMappings(pair, before.mapping, after.mapping);
  if (before.fields === null || after.fields === null) return;
  const documents = { base: pair.readers.base.document, revision: pair.readers.revision.document };
  compareFields(documents, before.fields, after.fields, (difference) => pair.differences.push(difference));
}

function compareMappings(
  pair: SchemaPair,
  base: Discriminator['mapping'],
  revision: Discriminator['mapping'],
): void {
  for (const [value, before] of base) {
    const after = revision.get(value);
    if (after === undefined) {
      pair.removed(DISCRIMINATOR_RULES['discriminator-mapping-deleted'], before.place, value);
    } else if (isSameTarget(pair, before.parts, after.parts)) pair.descend(before.parts, after.parts);
    else {
      const family = DISCRIMINATOR_RULES['discriminator-mapping-changed'];
      pair.changed(family, after.place, before.place.value, after.place.value, value);
    }
  }
  for (const [value, after] of revision) {
    if (!base.has(value)) pair.added(DISCRIMINATOR_RULES['discriminator-mapping-added'], after.place, value);
  }
}

/** Whether both stand for the same schema, which may have changed itself: by its name, or by what it says. */
function isSameTarget({ readers }: SchemaPair, before: Parts, after: Parts): boolean {
  const name = readers.base.nameOf(before);
  if (name !== null && name === readers.revision.nameOf(after)) return true;
  const { fingerprints } = readers;
  return fingerprints.of(readers.base, before) === fingerprints.of(readers.revision, after);
}

function readDiscriminator(reader: SchemaReader, schema: Schema): Discriminator | null {
  const place = schema.discriminator;
  if (place === null) return null;
  if (typeof place.value === 'string') {
    return { place, propertyName: place.value, mapping: readMapping(reader, schema, []), fields: null };
  }
  const fields = new Fields(place);
  const mapping = place.at('mapping').children();
  const entries = mapping.every(({ value }) => typeof value === 'string')
    ? (fields.object('mapping')?.children() ?? [])
    : [];
  return {
    place,
    propertyName: fields.string('propertyName'),
    mapping: readMapping(reader, schema, entries),
    fields,
  };
}

/** What is mapped, and under their own names the alternatives that are not. */
function readMapping(reader: SchemaReader, schema: Schema, entries: readonly Place[]): Map<string, Target> {
  const mapping = new Map<string, Target>();
  const mapped = new Set<string>();
  for (const place of entries) {
    const target = reader.document.named(String(place.value));
    mapping.set(place.key, { parts: [target ?? place.holding({ $ref: place.value })], place });
    if (target !== null) mapped.add(target.pointer);
  }
  for (const alternative of alternativesOf(reader, schema)) {
    const name = reader.nameOf([alternative]);
    const { pointer } = reader.document.target(alternative) ?? alternative;
    if (name !== null && !mapped.has(pointer))
      mapping.set(name, { parts: [alternative], place: alternative });
  }
  return mapping;
}

/** The alternatives of a choice; without one, the named schemas that are made from this one by `allOf`. */
function alternativesOf({ document }: SchemaReader, schema: Schema): Place[] {
  const listed = [...schema.oneOf, ...schema.anyOf].flat();
  if (listed.length > 0) return listed;
  return [...document.heirsOf(schema.place.pointer)];
}
