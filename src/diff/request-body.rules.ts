import { Fields } from './document/fields';
import type { Place } from './document/place';
import { compareContents } from './media-types.rules';
import { defineRules } from './rule';
import type { Scope } from './scope';

export const REQUEST_BODY_RULES = defineRules({
  'request-body-added-required': [
    'breaking',
    'Clients have to send a body',
    'Clients that send none are refused',
  ],
  'request-body-added-optional': ['info', 'Clients may send a body', 'Clients that send none stay right'],
  'request-body-removed': [
    'breaking',
    'There is no request body any more',
    'Clients that send one may be refused',
  ],
  'request-body-became-required': [
    'breaking',
    'The body became required',
    'Clients that send none are refused',
  ],
  'request-body-became-optional': [
    'info',
    'The body is no longer required',
    'What clients send today stays right',
  ],
});

export function compareRequestBodies(scope: Scope, base: Place | null, revision: Place | null): void {
  const { documents } = scope.setting;
  if (base === null || revision === null) {
    if (base !== null)
      scope.removed(REQUEST_BODY_RULES['request-body-removed'], documents.base.resolve(base));
    if (revision !== null) addRequestBody(scope, documents.revision.resolve(revision));
    return;
  }
  const [left, right] = scope.resolve(base, revision);
  const [before, after] = [new Fields(left), new Fields(right)];
  const [wasRequired, isRequired] = [before.boolean('required'), after.boolean('required')];
  if (wasRequired !== isRequired) {
    const rule = isRequired ? 'request-body-became-required' : 'request-body-became-optional';
    scope.changed(REQUEST_BODY_RULES[rule], right.at('required'), wasRequired, isRequired);
  }
  compareContents(scope, before.objectOrEmpty('content'), after.objectOrEmpty('content'), 'request-body');
  scope.compareRest(before, after);
}

function addRequestBody(scope: Scope, body: Place): void {
  const isRequired = body.at('required').value === true;
  scope.added(
    REQUEST_BODY_RULES[isRequired ? 'request-body-added-required' : 'request-body-added-optional'],
    body,
  );
}
