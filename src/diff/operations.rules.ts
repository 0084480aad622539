import { compareCallbacks } from './callbacks.rules';
import { compareLifecycle, removalOf } from './deprecation.rules';
import { Fields } from './document/fields';
import type { Place } from './document/place';
import { compareParameters } from './parameters.rules';
import type { PathItem } from './path-item';
import { compareRequestBodies } from './request-body.rules';
import { compareResponses } from './responses.rules';
import { defineRules } from './rule';
import type { Scope } from './scope';
import { compareOperationSecurity } from './security.rules';
import { compareOperationServers } from './servers.rules';

const FAIL = 'Clients that call it fail';
const WAS_ANNOUNCED = 'Clients were told before, by its deprecation';

export const OPERATION_RULES = defineRules({
  'endpoint-added': ['info', 'An operation was added', 'Clients do not call it yet'],
  'api-path-removed-without-deprecation': ['breaking', 'A path was removed that was not deprecated', FAIL],
  'api-path-removed-with-deprecation': ['info', 'A deprecated path was removed', WAS_ANNOUNCED],
  'api-path-removed-before-sunset': [
    'breaking',
    'A deprecated path was removed before its sunset date',
    FAIL,
  ],
  'api-path-sunset-parse': ['breaking', 'A deprecated path was removed whose sunset is no date', FAIL],
  'api-removed-without-deprecation': ['breaking', 'An operation was removed that was not deprecated', FAIL],
  'api-removed-with-deprecation': ['info', 'A deprecated operation was removed', WAS_ANNOUNCED],
  'api-removed-before-sunset': [
    'breaking',
    'A deprecated operation was removed before its sunset date',
    FAIL,
  ],
  'api-sunset-parse': ['breaking', 'A deprecated operation was removed whose sunset is no date', FAIL],
  'api-operation-id-added': ['info', 'An operation got an operationId', 'It is not sent'],
  'api-operation-id-removed': [
    'warning',
    'An operation no longer has an operationId',
    'Generated clients name their methods after it',
  ],
  'api-operation-id-changed': [
    'warning',
    'The operationId of an operation changed',
    'Generated clients name their methods after it',
  ],
  'api-tag-added': ['info', 'A tag was added to an operation', 'It is not sent'],
  'api-tag-removed': ['info', 'A tag was removed from an operation', 'It is not sent'],
});

export function addOperation(scope: Scope, operation: Place): void {
  scope.added(OPERATION_RULES['endpoint-added'], operation, scope.operation ?? undefined);
}

/** @param withPath whether no operation of the path is left */
export function removeOperation(scope: Scope, operation: Place, withPath: boolean): void {
  const what = withPath ? 'api-path' : 'api';
  const rule = OPERATION_RULES[`${what}-${removalOf(operation, scope.setting.now)}`];
  scope.removed(rule, operation, scope.operation ?? undefined);
}

export function compareOperations(scope: Scope, base: [PathItem, Place], revision: [PathItem, Place]): void {
  const [before, after] = [new Fields(base[1]), new Fields(revision[1])];
  compareLifecycle(scope, 'endpoint', before, after);
  compareOperationIds(scope, before, after);
  compareTags(scope, before, after);
  compareParameters(scope, [base[0], before], [revision[0], after]);
  compareRequestBodies(scope, before.object('requestBody'), after.object('requestBody'));
  compareResponses(scope, before.objectOrEmpty('responses'), after.objectOrEmpty('responses'));
  compareCallbacks(scope, before.objectOrEmpty('callbacks'), after.objectOrEmpty('callbacks'));
  compareOperationSecurity(scope, before.array('security'), after.array('security'));
  compareOperationServers(
    scope,
    [base[0].servers, before.array('servers')],
    [revision[0].servers, after.array('servers')],
  );
  scope.compareRest(before, after);
}

function compareOperationIds(scope: Scope, base: Fields, revision: Fields): void {
  const [before, after] = [base.string('operationId'), revision.string('operationId')];
  if (before === after) return;
  const [left, right] = [base.place.at('operationId'), revision.place.at('operationId')];
  if (before === null) scope.added(OPERATION_RULES['api-operation-id-added'], right);
  else if (after === null) scope.removed(OPERATION_RULES['api-operation-id-removed'], left);
  else scope.changed(OPERATION_RULES['api-operation-id-changed'], right, before, after);
}

function compareTags(scope: Scope, base: Fields, revision: Fields): void {
  const [before, after] = [base.strings('tags') ?? [], revision.strings('tags') ?? []];
  for (const [index, tag] of before.entries()) {
    if (!after.includes(tag))
      scope.removed(OPERATION_RULES['api-tag-removed'], base.place.at('tags').at(String(index)));
  }
  for (const [index, tag] of after.entries()) {
    if (!before.includes(tag))
      scope.added(OPERATION_RULES['api-tag-added'], revision.place.at('tags').at(String(index)));
  }
}
