import { Fields } from './document/fields';
import type { Place } from './document/place';
import { isExtension } from './notes';
import { compareContents } from './media-types.rules';
import { readPathItem } from './path-item';
import { defineRules, type ChangeRule } from './rule';
import type { Scope } from './scope';
import { compareUnknown } from './unknown.rules';

const NOT_TOLD = 'Whether clients that are called break cannot be told, so it counts as breaking';
const NOT_CALLED = 'Clients are no longer called';
const NEWLY_CALLED = 'Clients are called when they ask for it';

/** Of callbacks and webhooks: there it is the clients that are called, so that they receive requests and send responses. */
export const CALLBACK_RULES = defineRules({
  'callback-added': ['info', 'A callback was added', NEWLY_CALLED],
  'callback-removed': ['breaking', 'A callback was removed', NOT_CALLED],
  'callback-changed': ['unknown', 'A callback changed in how it calls, or in what it expects', NOT_TOLD],
  'webhook-added': ['info', 'A webhook was added', NEWLY_CALLED],
  'webhook-removed': ['breaking', 'A webhook was removed', NOT_CALLED],
  'webhook-changed': ['unknown', 'A webhook changed in how it calls, or in what it expects', NOT_TOLD],
});

type What = 'callback' | 'webhook';

export function compareWebhooks(scope: Scope, base: Place, revision: Place): void {
  comparePathItems(scope, 'webhook', base, revision);
}

export function compareCallbacks(scope: Scope, base: Place, revision: Place): void {
  eachPair(scope, 'callback', base, revision, (before, after) => {
    comparePathItems(scope, 'callback', ...scope.resolve(before, after));
  });
}

function comparePathItems(scope: Scope, what: What, base: Place, revision: Place): void {
  const { documents } = scope.setting;
  eachPair(scope, what, base, revision, (before, after) => {
    const [left, right] = [readPathItem(documents.base, before), readPathItem(documents.revision, after)];
    for (const [method, operation] of left.operations) {
      const other = right.operations.get(method);
      if (other === undefined) scope.removed(CALLBACK_RULES[`${what}-removed`], operation, method);
      else compareCalls(scope, CALLBACK_RULES[`${what}-changed`], operation, other);
    }
    for (const [method, operation] of right.operations) {
      if (!left.operations.has(method)) scope.added(CALLBACK_RULES[`${what}-added`], operation, method);
    }
    compareWhole(scope, CALLBACK_RULES[`${what}-changed`], left.fields.place, right.fields.place, [
      'parameters',
      'servers',
    ]);
    scope.compareRest(left.fields, right.fields);
    compareUnknown(documents, left.beside, right.beside, scope.report);
  });
}

function compareCalls(scope: Scope, rule: ChangeRule, base: Place, revision: Place): void {
  const [before, after] = [new Fields(base), new Fields(revision)];
  const [left, right] = [before.object('requestBody'), after.object('requestBody')];
  if (left !== null && right !== null) compareBodies(scope, rule, left, right);
  else compareWhole(scope, rule, base, revision, ['requestBody']);
  compareAnswers(scope, rule, before.objectOrEmpty('responses'), after.objectOrEmpty('responses'));
  const whole = ['parameters', 'security', 'servers', 'callbacks', 'operationId', 'tags', 'deprecated'];
  for (const fields of [before, after]) for (const field of whole) fields.any(field);
  compareWhole(scope, rule, base, revision, whole);
  scope.compareRest(before, after);
}

/** What is sent to clients is judged as a response is. */
function compareBodies(scope: Scope, rule: ChangeRule, base: Place, revision: Place): void {
  const [left, right] = scope.resolve(base, revision);
  const [before, after] = [new Fields(left), new Fields(right)];
  compareContents(scope, before.objectOrEmpty('content'), after.objectOrEmpty('content'), 'response-body');
  const [wasRequired, isRequired] = [before.boolean('required'), after.boolean('required')];
  if (wasRequired !== isRequired) scope.changed(rule, right.at('required'), wasRequired, isRequired);
  scope.compareRest(before, after);
}

/** What clients answer is judged as a request is. */
function compareAnswers(scope: Scope, rule: ChangeRule, base: Place, revision: Place): void {
  for (const status of new Set([...base.children(), ...revision.children()].map(({ key }) => key))) {
    const [before, after] = [base.at(status), revision.at(status)];
    if (before.value === undefined) scope.added(rule, after, status);
    else if (after.value === undefined) scope.removed(rule, before, status);
    else {
      const [left, right] = scope.resolve(before, after).map((place) => new Fields(place));
      if (left === undefined || right === undefined) continue;
      compareContents(scope, left.objectOrEmpty('content'), right.objectOrEmpty('content'), 'request-body');
      scope.compareRest(left, right);
    }
  }
}

function compareWhole(
  scope: Scope,
  rule: ChangeRule,
  base: Place,
  revision: Place,
  fields: readonly string[],
): void {
  for (const field of fields) {
    const [before, after] = [base.at(field), revision.at(field)];
    if (before.value === undefined && after.value === undefined) continue;
    if (before.value === undefined) scope.added(rule, after, field);
    else if (after.value === undefined) scope.removed(rule, before, field);
    else if (!scope.sameMeaning(before, after)) scope.changed(rule, after, before.value, after.value, field);
  }
}

function eachPair(
  scope: Scope,
  what: What,
  base: Place,
  revision: Place,
  compare: (before: Place, after: Place) => void,
): void {
  const [left, right] = [new Fields(base), new Fields(revision)];
  const named = (fields: Fields) => {
    const places = fields.place.children((key) => !isExtension(key));
    for (const { key } of places) fields.any(key);
    return places;
  };
  for (const before of named(left)) {
    const after = revision.at(before.key);
    if (after.value === undefined) scope.removed(CALLBACK_RULES[`${what}-removed`], before, before.key);
    else compare(before, after);
  }
  for (const after of named(right)) {
    if (base.at(after.key).value === undefined)
      scope.added(CALLBACK_RULES[`${what}-added`], after, after.key);
  }
  scope.compareRest(left, right);
}
