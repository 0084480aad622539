import { Fields } from './document/fields';
import { isObject } from './document/json';
import type { Place } from './document/place';
import type { SourceDocument } from './document/source-document';
import { usedComponents } from './document/used-components';
import { isExtension } from './notes';
import { defineRules } from './rule';
import type { Scope } from './scope';

const NO_USE = 'Nothing that is called refers to it';

export const COMPONENT_RULES = defineRules({
  'unused-component-added': ['info', 'A component was added that nothing uses', NO_USE],
  'unused-component-removed': ['info', 'A component was removed that nothing used', NO_USE],
  'unused-component-changed': ['info', 'A component changed that nothing uses', NO_USE],
});

/** Compares the components that nothing uses; those in use are compared where they are used. */
export function compareComponents(scope: Scope, base: Place, revision: Place): void {
  const { documents } = scope.setting;
  const [before, after] = [unusedComponents(documents.base), unusedComponents(documents.revision)];
  const removed: Place[] = [];
  for (const [pointer, { place, isUsed }] of before) {
    const other = after.get(pointer);
    if (other === undefined && !isUsed) removed.push(place);
    if (other === undefined || isUsed || other.isUsed || areSame(scope, place, other.place)) continue;
    scope.changed(COMPONENT_RULES['unused-component-changed'], other.place, place.value, other.place.value);
  }
  const added = [...after].filter(([pointer, { isUsed }]) => !isUsed && !before.has(pointer));
  tellMoved(
    scope,
    removed,
    added.map(([, { place }]) => place),
  );
  scope.compareRest(withoutGroups(base), withoutGroups(revision));
}

/** Tells of what was removed or added, but not of what has another name now. */
function tellMoved(scope: Scope, removed: readonly Place[], added: readonly Place[]): void {
  const free = new Set(added);
  for (const place of removed) {
    const renamed = [...free].find((other) => looksLike(place, other) && areSame(scope, place, other));
    if (renamed === undefined) scope.removed(COMPONENT_RULES['unused-component-removed'], place);
    else free.delete(renamed);
  }
  for (const place of free) scope.added(COMPONENT_RULES['unused-component-added'], place);
}

function areSame(scope: Scope, base: Place, revision: Place): boolean {
  const isSchema = (place: Place) => /^\/(components\/schemas|definitions)\//.test(place.pointer);
  if (isSchema(base) && isSchema(revision)) return scope.areSameSchemas(base, revision);
  return scope.sameMeaning(base, revision);
}

function looksLike(left: Place, right: Place): boolean {
  const keysOf = ({ value }: Place) =>
    isObject(value) ? Object.keys(value).toSorted().join() : typeof value;
  return keysOf(left) === keysOf(right);
}

/** All components by their pointers, and whether they are used: examples, which are told of nowhere else, never. */
function unusedComponents(document: SourceDocument): Map<string, { place: Place; isUsed: boolean }> {
  const used = usedComponents(document);
  const components = new Map<string, { place: Place; isUsed: boolean }>();
  for (const group of groupsOf(document)) {
    for (const place of group.children()) {
      const { pointer } = place;
      components.set(pointer, { place, isUsed: group.key !== 'examples' && used.has(pointer) });
    }
  }
  return components;
}

/** Security schemes are not among them: they are referred to by their names. */
function groupsOf({ root, api }: SourceDocument): Place[] {
  if (root !== api) return ['definitions', 'parameters', 'responses'].map((group) => root.at(group));
  const groups = root.at('components').children();
  return groups.filter(({ key, value }) => key !== 'securitySchemes' && !isExtension(key) && isObject(value));
}

function withoutGroups(components: Place): Fields {
  const fields = new Fields(components);
  for (const { key } of components.children()) if (!isExtension(key)) fields.object(key);
  return fields;
}
