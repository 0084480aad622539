import { Fields } from './document/fields';
import { isObject } from './document/json';
import type { Place } from './document/place';
import { defineRules } from './rule';
import type { Scope } from './scope';

export const SERVER_RULES = defineRules({
  'api-server-added': ['info', 'A server was added', 'The other ones are as before'],
  'api-server-removed': ['breaking', 'A server was removed', 'Clients that call it fail'],
  'api-server-variable-added': ['info', 'A variable of a server was declared', 'The address is as before'],
  'api-server-variable-removed': [
    'warning',
    'A variable of a server is no longer declared',
    'Its values are not known',
  ],
  'api-server-variable-default-changed': [
    'breaking',
    'The default of a variable of a server changed',
    'Clients that leave it out call another address',
  ],
  'api-server-variable-enum-value-added': [
    'info',
    'A variable of a server has a new value',
    'The other ones are as before',
  ],
  'api-server-variable-enum-value-removed': [
    'breaking',
    'A variable of a server has a value less',
    'Clients that call that address fail',
  ],
});

/** @param base the list of servers, null when there is none */
export function compareServers(scope: Scope, base: Place[] | null, revision: Place[] | null): void {
  const { documents } = scope.setting;
  const before = byUrl(base, documents.base.root);
  const after = byUrl(revision, documents.revision.root);
  for (const [url, server] of before) {
    const other = after.get(url);
    if (other === undefined) scope.removed(SERVER_RULES['api-server-removed'], server, url);
    else compareServer(scope, server, other);
  }
  for (const [url, server] of after)
    if (!before.has(url)) scope.added(SERVER_RULES['api-server-added'], server, url);
}

type Lists = readonly [ofPath: Place[] | null, ofOperation: Place[] | null];

/** Compares the servers of an operation, where it or its path has servers of its own. */
export function compareOperationServers(scope: Scope, base: Lists, revision: Lists): void {
  const [before, after] = [base[1] ?? base[0], revision[1] ?? revision[0]];
  if (before === null && after === null) return;
  const { documents } = scope.setting;
  const ofApi = (root: Place) => new Fields(root).array('servers');
  compareServers(scope, before ?? ofApi(documents.base.api), after ?? ofApi(documents.revision.api));
}

/** Without servers there is one, at the address of the document. */
function byUrl(servers: Place[] | null, root: Place): Map<string, Place> {
  if (servers === null || servers.length === 0) return new Map([['/', root.at('servers')]]);
  return new Map(servers.map((server) => [urlOf(server), server]));
}

function urlOf(server: Place): string {
  const { value } = server.at('url');
  if (typeof value !== 'string') return server.pointer;
  return value.length > 1 && value.endsWith('/') ? value.slice(0, -1) : value;
}

function compareServer(scope: Scope, base: Place, revision: Place): void {
  const [before, after] = [new Fields(base), new Fields(revision)];
  for (const fields of [before, after]) fields.string('url');
  const [left, right] = [before.objectOrEmpty('variables'), after.objectOrEmpty('variables')];
  for (const variable of left.children()) {
    const other = right.at(variable.key);
    if (other.value === undefined)
      scope.removed(SERVER_RULES['api-server-variable-removed'], variable, variable.key);
    else compareVariable(scope, variable, other);
  }
  for (const variable of right.children()) {
    if (left.at(variable.key).value !== undefined) continue;
    scope.added(SERVER_RULES['api-server-variable-added'], variable, variable.key);
  }
  scope.compareRest(before, after);
}

function compareVariable(scope: Scope, base: Place, revision: Place): void {
  const [before, after] = [new Fields(base), new Fields(revision)];
  const [left, right] = [before.any('default'), after.any('default')];
  if (left?.value !== right?.value) {
    const place = isObject(revision.value) ? revision.at('default') : revision;
    scope.changed(SERVER_RULES['api-server-variable-default-changed'], place, left?.value, right?.value);
  }
  const [valuesBefore, valuesAfter] = [before.array('enum'), after.array('enum')];
  for (const value of missing(valuesBefore, valuesAfter)) {
    scope.removed(SERVER_RULES['api-server-variable-enum-value-removed'], value);
  }
  for (const value of missing(valuesAfter, valuesBefore)) {
    scope.added(SERVER_RULES['api-server-variable-enum-value-added'], value);
  }
  scope.compareRest(before, after);
}

function missing(values: Place[] | null, others: Place[] | null): Place[] {
  const known = new Set(others?.map(({ value }) => value));
  return values?.filter(({ value }) => !known.has(value)) ?? [];
}
