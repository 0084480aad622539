import { isExtension } from '../notes';
import { isObject } from './json';
import type { Place } from './place';
import type { SourceDocument } from './source-document';

/** Where components stand: in `components`, and by themselves in Swagger 2.0. */
const COMPONENT = /^\/(?:components\/[^/]+|definitions|parameters|responses)\/[^/]+/;
const CONTAINERS: ReadonlySet<string> = new Set(['components', 'definitions', 'parameters', 'responses']);

/** The pointers of the components that something outside of them refers to, or one that is used. */
export function usedComponents(document: SourceDocument): ReadonlySet<string> {
  const used = new Set<string>();
  const seen = new Set<unknown>();
  const open = document.root.children().filter(({ key }) => !CONTAINERS.has(key));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    open.push(...place.children().filter(({ key }) => !isExtension(key)));
    const targets = targetsOf(document, place);
    for (const target of targets) {
      const [component] = COMPONENT.exec(target.pointer) ?? [];
      if (component !== undefined) used.add(component);
    }
    open.push(...targets);
  }
  return used;
}

function targetsOf(document: SourceDocument, place: Place): Place[] {
  const target = document.target(place);
  if (target !== null) return [target];
  const discriminator = place.at('discriminator');
  if (discriminator.value === undefined || !isObject(place.value)) return [];
  const mapped = discriminator
    .at('mapping')
    .children()
    .map(({ value }) => document.named(String(value)));
  return [...mapped.filter((named) => named !== null), ...document.heirsOf(place.pointer)];
}
