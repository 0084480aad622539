import { isObject } from './document/json';
import type { Place } from './document/place';
import type { SourceDocument } from './document/source-document';
import { readPathItem } from './path-item';
import { defineRules } from './rule';
import type { Scope } from './scope';
import { readRequirements, type Requirement } from './security-requirement';

const SHUT_OUT = 'Clients that are let in today are refused';
const STILL_IN = 'Clients that are let in today still are';

export const SECURITY_RULES = defineRules({
  'api-security-added': ['info', 'There is another way to be let in to an operation', STILL_IN],
  'api-security-removed': ['breaking', 'There is a way less to be let in to an operation', SHUT_OUT],
  'api-security-no-longer-used': [
    'info',
    'A way to be let in was removed from an operation that lets anybody in',
    STILL_IN,
  ],
  'api-security-became-required': ['breaking', 'An operation no longer lets everybody in', SHUT_OUT],
  'api-security-became-optional': ['info', 'An operation lets everybody in now', STILL_IN],
  'api-security-scope-added': ['breaking', 'An operation asks for another scope', SHUT_OUT],
  'api-security-scope-removed': ['info', 'An operation asks for a scope less', STILL_IN],
  'api-global-security-added': ['info', 'There is another way to be let in to the API', STILL_IN],
  'api-global-security-removed': ['breaking', 'There is a way less to be let in to the API', SHUT_OUT],
  'api-global-security-no-longer-used': [
    'info',
    'A way to be let in was removed from an API that lets anybody in',
    STILL_IN,
  ],
  'api-global-security-became-required': ['breaking', 'The API no longer lets everybody in', SHUT_OUT],
  'api-global-security-became-optional': ['info', 'The API lets everybody in now', STILL_IN],
  'api-global-security-scope-added': ['breaking', 'The API asks for another scope', SHUT_OUT],
  'api-global-security-scope-removed': ['info', 'The API asks for a scope less', STILL_IN],
  'api-global-security-without-effect': [
    'info',
    'The security of the API changed, and all operations have their own',
    STILL_IN,
  ],
});

type What = 'api-security' | 'api-global-security';

/** Who is let in to all operations that say nothing themselves. */
export function compareGlobalSecurity(scope: Scope, base: Place[] | null, revision: Place[] | null): void {
  const { documents, schemeNames } = scope.setting;
  const before = readRequirements(base, documents.base.api, schemeNames.base);
  const after = readRequirements(revision, documents.revision.api, schemeNames.revision);
  const isInherited = inheritsSecurity(documents.base) && inheritsSecurity(documents.revision);
  if (isInherited) return compareRequirements(scope, 'api-global-security', before, after);
  if (JSON.stringify(before.map(textOf).toSorted()) === JSON.stringify(after.map(textOf).toSorted())) return;
  scope.changed(
    SECURITY_RULES['api-global-security-without-effect'],
    documents.revision.api.at('security'),
    undefined,
    undefined,
  );
}

/** Whether an operation leaves it to the API who is let in. */
function inheritsSecurity(document: SourceDocument): boolean {
  return document.api
    .at('paths')
    .children()
    .filter(({ value }) => isObject(value))
    .some((path) =>
      [...readPathItem(document, path).operations.values()].some(({ value }) => !hasSecurity(value)),
    );
}

function hasSecurity(operation: unknown): boolean {
  return isObject(operation) && operation['security'] !== undefined;
}

/** Who is let in to an operation, when it says so in one of the documents. */
export function compareOperationSecurity(scope: Scope, base: Place[] | null, revision: Place[] | null): void {
  if (base === null && revision === null) return;
  const { documents, schemeNames } = scope.setting;
  const before = readRequirements(base ?? listOf(documents.base.api), documents.base.api, schemeNames.base);
  const after = readRequirements(
    revision ?? listOf(documents.revision.api),
    documents.revision.api,
    schemeNames.revision,
  );
  compareRequirements(scope, 'api-security', before, after);
}

function listOf(api: Place): Place[] | null {
  const list = api.at('security');
  return Array.isArray(list.value) ? list.children() : null;
}

function compareRequirements(scope: Scope, what: What, base: Requirement[], revision: Requirement[]): void {
  const [before, after] = [bySchemes(base), bySchemes(revision)];
  const [wasOpen, isOpen] = [before.has(''), after.has('')];
  if (wasOpen !== isOpen) {
    const place = (isOpen ? after.get('') : revision)?.[0]?.place;
    const rule = isOpen ? 'became-optional' : 'became-required';
    if (place !== undefined) scope.changed(SECURITY_RULES[`${what}-${rule}`], place, undefined, undefined);
  }
  for (const schemes of new Set([...before.keys(), ...after.keys()])) {
    if (schemes !== '') compareSame(scope, what, before.get(schemes) ?? [], after.get(schemes) ?? [], isOpen);
  }
}

/** Compares requirements of the same schemes: those that ask for the same first, then the others in their order. */
function compareSame(
  scope: Scope,
  what: What,
  base: Requirement[],
  revision: Requirement[],
  isOpen: boolean,
): void {
  const asked = (requirements: Requirement[]) => new Set(requirements.map(textOf));
  const [before, after] = [asked(base), asked(revision)];
  const left = base.filter((requirement) => !after.has(textOf(requirement)));
  const right = revision.filter((requirement) => !before.has(textOf(requirement)));
  for (const [index, requirement] of left.entries()) {
    const other = right[index];
    const rule = isOpen ? 'no-longer-used' : 'removed';
    if (other === undefined) scope.removed(SECURITY_RULES[`${what}-${rule}`], requirement.place);
    else compareScopes(scope, what, requirement, other);
  }
  for (const requirement of right.slice(left.length))
    scope.added(SECURITY_RULES[`${what}-added`], requirement.place);
}

function compareScopes(scope: Scope, what: What, base: Requirement, revision: Requirement): void {
  for (const [scheme, before] of base.scopes) {
    const after = revision.scopes.get(scheme) ?? [];
    for (const name of before.filter((name) => !after.includes(name))) {
      scope.removed(SECURITY_RULES[`${what}-scope-removed`], base.place, name);
    }
    for (const name of after.filter((name) => !before.includes(name))) {
      scope.added(SECURITY_RULES[`${what}-scope-added`], revision.place, name);
    }
  }
}

function bySchemes(requirements: readonly Requirement[]): Map<string, Requirement[]> {
  const groups = new Map<string, Requirement[]>();
  for (const requirement of requirements) {
    const schemes = [...requirement.scopes.keys()].toSorted().join(' + ');
    groups.set(schemes, [...(groups.get(schemes) ?? []), requirement]);
  }
  return groups;
}

function textOf({ scopes }: Requirement): string {
  const schemes = [...scopes].map(([name, values]) =>
    JSON.stringify([name, [...new Set(values)].toSorted()]),
  );
  return schemes.toSorted().join();
}
