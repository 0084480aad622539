import { isObject, sameJson } from './document/json';
import type { Place } from './document/place';
import type { Documents } from './document/same-meaning';
import type { SourceDocument } from './document/source-document';

/** One of the ways to be let in: all of these schemes with all of these scopes. */
export interface Requirement {
  place: Place;
  /** Scopes by the name of the scheme. */
  scopes: ReadonlyMap<string, readonly string[]>;
}

/** What the base calls the schemes that are declared: for those of the revision another name, when it was renamed. */
export type SchemeNames = ReadonlyMap<string, string>;

export function schemesOf({ api }: SourceDocument): Place {
  return api.at('components').at('securitySchemes');
}

/** Schemes of the same name, and those that say the same under a name that the other document does not have. */
export function matchSchemes({ base, revision }: Documents): Record<keyof Documents, SchemeNames> {
  const [before, after] = [schemesOf(base), schemesOf(revision)];
  const gone = before.children().filter(({ key }) => after.at(key).value === undefined);
  const names = new Map<string, string>();
  for (const scheme of after.children()) {
    const { key } = scheme;
    const renamed =
      before.at(key).value === undefined ? gone.findIndex(({ value }) => sameJson(value, scheme.value)) : -1;
    const [former] = renamed < 0 ? [] : gone.splice(renamed, 1);
    names.set(key, former?.key ?? key);
  }
  return { base: new Map(before.children().map(({ key }) => [key, key])), revision: names };
}

/**
 * The ways to be let in; the empty one is that anybody is.
 * @param names what the schemes are called that are declared
 */
export function readRequirements(
  list: readonly Place[] | null,
  owner: Place,
  names: SchemeNames,
): Requirement[] {
  if (list === null || list.length === 0) return [{ place: owner.at('security'), scopes: new Map() }];
  return list.map((place) => {
    const schemes = isObject(place.value) ? Object.entries(place.value) : [[place.pointer, []] as const];
    const scopes = schemes.map(
      ([name, value]) => [names.get(name) ?? `${name}, undeclared`, stringsOf(value)] as const,
    );
    return { place, scopes: new Map(scopes) };
  });
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [JSON.stringify(value)];
}
