import { compareComponents } from './components.rules';
import { Fields } from './document/fields';
import { isObject, sameJson } from './document/json';
import type { Place } from './document/place';
import { compareWebhooks } from './callbacks.rules';
import { NOTE_RULES } from './notes.rules';
import { comparePaths } from './paths.rules';
import { defineRules } from './rule';
import type { Scope } from './scope';
import { compareSecuritySchemes } from './security-schemes.rules';
import { compareGlobalSecurity } from './security.rules';
import { compareServers } from './servers.rules';

export const API_RULES = defineRules({
  'api-version-changed': [
    'info',
    'The version of the API changed',
    'It says nothing of what is sent and received',
  ],
  'specification-version-changed': [
    'info',
    'The document follows another version of the specification',
    'What that changes is told one by one',
  ],
});

/** Compares all that two documents say. */
export function compareApis(scope: Scope): void {
  const { base, revision } = scope.setting.documents;
  if (base.version !== revision.version) {
    const place = revision.root.at(
      isObject(revision.root.value) && 'swagger' in revision.root.value ? 'swagger' : 'openapi',
    );
    scope.changed(API_RULES['specification-version-changed'], place, base.version, revision.version);
  }
  const [before, after] = [new Fields(base.api), new Fields(revision.api)];
  for (const fields of [before, after]) for (const field of ['openapi', 'swagger']) fields.any(field);
  compareInfo(scope, before, after);
  compareTags(scope, before, after);
  compareServers(scope, before.array('servers'), after.array('servers'));
  compareGlobalSecurity(scope, before.array('security'), after.array('security'));
  comparePaths(scope, before.objectOrEmpty('paths'), after.objectOrEmpty('paths'));
  compareWebhooks(scope, before.objectOrEmpty('webhooks'), after.objectOrEmpty('webhooks'));
  compareSecuritySchemes(scope);
  compareComponents(scope, before.objectOrEmpty('components'), after.objectOrEmpty('components'));
  scope.compareRest(before, after);
}

function compareInfo(scope: Scope, base: Fields, revision: Fields): void {
  const [before, after] = [
    new Fields(base.objectOrEmpty('info')),
    new Fields(revision.objectOrEmpty('info')),
  ];
  const [left, right] = [before.any('version'), after.any('version')];
  if (left?.value !== right?.value) {
    const place = right ?? revision.place.at('info');
    scope.changed(API_RULES['api-version-changed'], place, left?.value, right?.value);
  }
  scope.compareRest(before, after);
}

/** The list of tags is for people to read. */
function compareTags(scope: Scope, base: Fields, revision: Fields): void {
  const [before, after] = [tagsOf(base), tagsOf(revision)];
  const rule = NOTE_RULES['documentation-changed'];
  for (const [name, tag] of before) {
    const other = after.get(name);
    if (other === undefined) scope.removed(rule, tag, name);
    else if (!sameJson(tag.value, other.value)) scope.changed(rule, other, tag.value, other.value, name);
  }
  for (const [name, tag] of after) if (!before.has(name)) scope.added(rule, tag, name);
}

function tagsOf(fields: Fields): Map<string, Place> {
  const { value } = fields.place.at('tags');
  const areNamed =
    Array.isArray(value) && value.every((tag) => isObject(tag) && typeof tag['name'] === 'string');
  const tags = areNamed ? (fields.array('tags') ?? []) : [];
  return new Map(tags.map((tag) => [String(tag.at('name').value), tag]));
}
