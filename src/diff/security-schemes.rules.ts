import { Fields } from './document/fields';
import type { Place } from './document/place';
import { defineRules } from './rule';
import type { Scope } from './scope';
import { schemesOf } from './security-requirement';

const REFUSED = 'Clients that sign in as before are refused';
const ELSEWHERE = 'Clients that ask at the former address fail';
const STILL_IN = 'Clients sign in as before';

export const SECURITY_SCHEME_RULES = defineRules({
  'api-security-component-added': [
    'info',
    'A security scheme was added',
    'What asks for it is told where it does',
  ],
  'api-security-component-removed': [
    'info',
    'A security scheme was removed',
    'What asked for it is told where it did',
  ],
  'api-security-component-type-changed': ['breaking', 'A security scheme is of another type', REFUSED],
  'api-security-component-api-key-changed': [
    'breaking',
    'The key is sent in another place or under another name',
    REFUSED,
  ],
  'api-security-component-http-scheme-changed': [
    'breaking',
    'The scheme of HTTP authentication changed',
    REFUSED,
  ],
  'api-security-component-bearer-format-changed': [
    'info',
    'The format of bearer tokens changed',
    'It is only a hint',
  ],
  'api-security-component-open-id-url-changed': [
    'breaking',
    'The address of OpenID Connect changed',
    ELSEWHERE,
  ],
  'api-security-component-oauth-flow-added': ['info', 'A flow of OAuth was added', STILL_IN],
  'api-security-component-oauth-flow-removed': ['breaking', 'A flow of OAuth was removed', REFUSED],
  'api-security-component-oauth-url-changed': [
    'breaking',
    'The address for authorization changed',
    ELSEWHERE,
  ],
  'api-security-component-oauth-token-url-changed': ['breaking', 'The address for tokens changed', ELSEWHERE],
  'api-security-component-oauth-refresh-url-changed': [
    'breaking',
    'The address to refresh tokens changed',
    ELSEWHERE,
  ],
  'api-security-component-oauth-metadata-url-changed': [
    'breaking',
    'The address of the metadata changed',
    ELSEWHERE,
  ],
  'api-security-component-oauth-scope-added': ['info', 'A scope was added', STILL_IN],
  'api-security-component-oauth-scope-removed': [
    'breaking',
    'A scope was removed',
    'Clients that ask for it are refused',
  ],
  'api-security-component-oauth-scope-changed': [
    'info',
    'The description of a scope changed',
    'It is for people to read',
  ],
});

type RuleId = keyof typeof SECURITY_SCHEME_RULES;

const FIELDS: Readonly<Record<string, RuleId>> = {
  type: 'api-security-component-type-changed',
  in: 'api-security-component-api-key-changed',
  name: 'api-security-component-api-key-changed',
  scheme: 'api-security-component-http-scheme-changed',
  bearerFormat: 'api-security-component-bearer-format-changed',
  openIdConnectUrl: 'api-security-component-open-id-url-changed',
  oauth2MetadataUrl: 'api-security-component-oauth-metadata-url-changed',
};

const FLOW_FIELDS: Readonly<Record<string, RuleId>> = {
  authorizationUrl: 'api-security-component-oauth-url-changed',
  deviceAuthorizationUrl: 'api-security-component-oauth-url-changed',
  tokenUrl: 'api-security-component-oauth-token-url-changed',
  refreshUrl: 'api-security-component-oauth-refresh-url-changed',
};

export function compareSecuritySchemes(scope: Scope): void {
  const { documents, schemeNames } = scope.setting;
  const [base, revision] = [schemesOf(documents.base), schemesOf(documents.revision)];
  const kept = new Set(schemeNames.revision.values());
  for (const scheme of base.children()) {
    if (!kept.has(scheme.key))
      scope.removed(SECURITY_SCHEME_RULES['api-security-component-removed'], scheme, scheme.key);
  }
  for (const scheme of revision.children()) {
    const former = base.at(schemeNames.revision.get(scheme.key) ?? scheme.key);
    if (former.value === undefined)
      scope.added(SECURITY_SCHEME_RULES['api-security-component-added'], scheme, scheme.key);
    else compareScheme(scope, former, scheme);
  }
}

function compareScheme(scope: Scope, base: Place, revision: Place): void {
  const [left, right] = scope.resolve(base, revision);
  const [before, after] = [new Fields(left), new Fields(right)];
  compareStrings(scope, before, after, FIELDS);
  const [flowsBefore, flowsAfter] = [
    new Fields(before.objectOrEmpty('flows')),
    new Fields(after.objectOrEmpty('flows')),
  ];
  const names = [...flowsBefore.place.children(), ...flowsAfter.place.children()].map(({ key }) => key);
  for (const name of new Set(names.filter((name) => !name.startsWith('x-')))) {
    const [flowBefore, flowAfter] = [flowsBefore.object(name), flowsAfter.object(name)];
    if (flowBefore !== null && flowAfter !== null) compareFlow(scope, flowBefore, flowAfter);
    else if (flowAfter !== null)
      scope.added(SECURITY_SCHEME_RULES['api-security-component-oauth-flow-added'], flowAfter, name);
    else if (flowBefore !== null) {
      scope.removed(SECURITY_SCHEME_RULES['api-security-component-oauth-flow-removed'], flowBefore, name);
    }
  }
  scope.compareRest(flowsBefore, flowsAfter);
  scope.compareRest(before, after);
}

function compareFlow(scope: Scope, base: Place, revision: Place): void {
  const [before, after] = [new Fields(base), new Fields(revision)];
  compareStrings(scope, before, after, FLOW_FIELDS);
  const [left, right] = [before.objectOrEmpty('scopes'), after.objectOrEmpty('scopes')];
  for (const place of left.children()) {
    const other = right.at(place.key);
    if (other.value === undefined) {
      scope.removed(SECURITY_SCHEME_RULES['api-security-component-oauth-scope-removed'], place, place.key);
    } else if (place.value !== other.value) {
      const rule = SECURITY_SCHEME_RULES['api-security-component-oauth-scope-changed'];
      scope.changed(rule, other, place.value, other.value, place.key);
    }
  }
  for (const place of right.children()) {
    if (left.at(place.key).value !== undefined) continue;
    scope.added(SECURITY_SCHEME_RULES['api-security-component-oauth-scope-added'], place, place.key);
  }
  scope.compareRest(before, after);
}

function compareStrings(
  scope: Scope,
  base: Fields,
  revision: Fields,
  rules: Readonly<Record<string, RuleId>>,
): void {
  for (const [field, rule] of Object.entries(rules)) {
    const [before, after] = [base.string(field), revision.string(field)];
    if (before === after) continue;
    const isSameScheme = field === 'scheme' && before?.toLowerCase() === after?.toLowerCase();
    if (!isSameScheme)
      scope.changed(
        SECURITY_SCHEME_RULES[rule],
        revision.place.at(field),
        before ?? undefined,
        after ?? undefined,
      );
  }
}
