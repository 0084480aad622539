import { isExtension } from '../notes';
import { isObject, type JsonObject } from './json';
import type { Place } from './place';
import type { SourceDocument } from './source-document';

/** Where components stand: in `components`, and by themselves in Swagger 2.0. */
const COMPONENT = /^\/(?:components\/[^/]+|definitions|parameters|responses)\/[^/]+/;
const CONTAINERS: ReadonlySet<string> = new Set(['components', 'definitions', 'parameters', 'responses']);

/** The pointers of the components that something outside of them refers to, or one that is used. */
export function usedComponents(document: SourceDocument): ReadonlySet<string> {
  const used = new Set<string>();
  const seen = new Set<unknown>();
  const open = document.root.children((key) => !CONTAINERS.has(key));
  const targets = new Set<string>();
  const use = (target: Place) => {
    const { pointer } = target;
    if (targets.has(pointer)) return;
    targets.add(pointer);
    const [component] = COMPONENT.exec(pointer) ?? [];
    if (component !== undefined) used.add(component);
    open.push(target);
    if (target.at('discriminator').value !== undefined)
      for (const heir of document.heirsOf(pointer)) use(heir);
  };
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const child of place.children((key) => !isExtension(key))) open.push(child);
    if (isObject(value)) for (const target of targetsOf(document, place, value)) use(target);
  }
  return used;
}

/** What an object refers to by `$ref` or `$dynamicRef`, or by the mapping of its discriminator. */
function targetsOf(
  document: SourceDocument,
  place: Place,
  { $dynamicRef, discriminator }: JsonObject,
): Place[] {
  const mapping =
    isObject(discriminator) && isObject(discriminator['mapping']) ? discriminator['mapping'] : {};
  const targets = [
    document.target(place),
    ...(typeof $dynamicRef === 'string' ? document.dynamicTargets($dynamicRef) : []),
    ...Object.values(mapping).map((value) => document.named(String(value))),
  ];
  return targets.filter((target) => target !== null);
}
