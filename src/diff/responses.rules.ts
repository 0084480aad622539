import { Fields } from './document/fields';
import type { Place } from './document/place';
import { compareHeaders } from './headers.rules';
import { compareContents } from './media-types.rules';
import { isExtension } from './notes';
import { defineRules } from './rule';
import type { Scope } from './scope';

export const RESPONSE_RULES = defineRules({
  'response-success-status-added': ['info', 'A status of success was added', 'The other ones are as before'],
  'response-success-status-removed': [
    'breaking',
    'A status of success was removed',
    'Clients that wait for it take the answer for something else',
  ],
  'response-non-success-status-added': [
    'info',
    'A status of failure was added',
    'The other ones are as before',
  ],
  'response-non-success-status-removed': [
    'info',
    'A status of failure was removed',
    'Clients no longer meet it',
  ],
  'response-default-added': [
    'info',
    'A response was added for all other statuses',
    'The other ones are as before',
  ],
  'response-default-removed': [
    'warning',
    'The response for all other statuses was removed',
    'What clients receive then is no longer told',
  ],
  'response-link-added': ['info', 'A link was added to a response', 'Clients do not follow it yet'],
  'response-link-removed': [
    'warning',
    'A link was removed from a response',
    'Clients that follow it do without',
  ],
  'response-link-changed': [
    'unknown',
    'A link of a response changed',
    'Whether clients that follow it break cannot be told, so it counts as breaking',
  ],
});

const LINK_FIELDS = ['operationId', 'operationRef', 'parameters', 'requestBody', 'server'];

export function compareResponses(scope: Scope, base: Place, revision: Place): void {
  const [before, after] = [new Fields(base), new Fields(revision)];
  const [left, right] = [readResponses(before), readResponses(after)];
  for (const [status, response] of left) {
    const other = right.get(status);
    if (other === undefined)
      scope.removed(RESPONSE_RULES[`response-${kindOf(status)}-removed`], response, status);
    else compareResponse(scope, response, other);
  }
  for (const [status, response] of right) {
    if (!left.has(status)) scope.added(RESPONSE_RULES[`response-${kindOf(status)}-added`], response, status);
  }
  scope.compareRest(before, after);
}

function readResponses(responses: Fields): Map<string, Place> {
  const statuses = responses.place.children().filter(({ key }) => !isExtension(key));
  const places = statuses.map(({ key }) => responses.object(key)).filter((place) => place !== null);
  return new Map(places.map((place) => [place.key.toUpperCase(), place]));
}

function kindOf(status: string): 'success-status' | 'non-success-status' | 'default' {
  if (status === 'DEFAULT') return 'default';
  return status.startsWith('2') ? 'success-status' : 'non-success-status';
}

function compareResponse(scope: Scope, base: Place, revision: Place): void {
  const [left, right] = scope.resolve(base, revision);
  const [before, after] = [new Fields(left), new Fields(right)];
  compareHeaders(scope, before.objectOrEmpty('headers'), after.objectOrEmpty('headers'));
  compareContents(scope, before.objectOrEmpty('content'), after.objectOrEmpty('content'), 'response-body');
  compareLinks(scope, before.objectOrEmpty('links'), after.objectOrEmpty('links'));
  scope.compareRest(before, after);
}

function compareLinks(scope: Scope, base: Place, revision: Place): void {
  for (const link of base.children()) {
    const other = revision.at(link.key);
    if (other.value === undefined) scope.removed(RESPONSE_RULES['response-link-removed'], link, link.key);
    else compareLink(scope, link, other);
  }
  for (const link of revision.children()) {
    if (base.at(link.key).value === undefined)
      scope.added(RESPONSE_RULES['response-link-added'], link, link.key);
  }
}

function compareLink(scope: Scope, base: Place, revision: Place): void {
  const [left, right] = scope.resolve(base, revision);
  const [before, after] = [new Fields(left), new Fields(right)];
  for (const field of LINK_FIELDS) {
    const [valueBefore, valueAfter] = [
      before.any(field) ?? left.at(field),
      after.any(field) ?? right.at(field),
    ];
    if (scope.sameMeaning(valueBefore, valueAfter)) continue;
    scope.changed(RESPONSE_RULES['response-link-changed'], right, valueBefore.value, valueAfter.value, field);
  }
  scope.compareRest(before, after);
}
