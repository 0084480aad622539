import { Fields } from './document/fields';
import type { Place } from './document/place';
import { compareContents } from './media-types.rules';
import { defineRules } from './rule';
import type { Scope } from './scope';
import { compareSerialization } from './serialization.rules';

const NOTHING_NEW = 'Clients receive nothing that they were not told to expect';

export const HEADER_RULES = defineRules({
  'response-header-added': ['info', 'A header was added to a response', 'Clients do not read it yet'],
  'required-response-header-removed': [
    'breaking',
    'A header that clients always received was removed',
    'Clients that read it fail',
  ],
  'optional-response-header-removed': [
    'warning',
    'A header that clients may have received was removed',
    'Clients that use it do without',
  ],
  'response-header-became-optional': [
    'breaking',
    'Clients no longer always receive a header',
    'Clients that rely on it fail',
  ],
  'response-header-became-required': ['info', 'Clients now always receive a header', NOTHING_NEW],
  'response-header-deprecated': ['info', 'A header is deprecated', 'It comes as before'],
  'response-header-reactivated': ['info', 'A header is no longer deprecated', 'It comes as before'],
  'response-header-schema-added': ['info', 'A header got a schema', NOTHING_NEW],
  'response-header-schema-removed': [
    'breaking',
    'A header no longer has a schema',
    'Clients may receive what they were not told to expect',
  ],
});

export function compareHeaders(scope: Scope, base: Place, revision: Place): void {
  const { documents } = scope.setting;
  const [before, after] = [byName(base), byName(revision)];
  for (const [name, header] of before) {
    const other = after.get(name);
    if (other !== undefined) compareHeader(scope, header, other);
    else {
      const place = documents.base.resolve(header);
      const need = place.at('required').value === true ? 'required' : 'optional';
      scope.removed(HEADER_RULES[`${need}-response-header-removed`], place, header.key);
    }
  }
  for (const [name, header] of after) {
    if (before.has(name)) continue;
    scope.added(HEADER_RULES['response-header-added'], documents.revision.resolve(header), header.key);
  }
}

function byName(headers: Place): Map<string, Place> {
  return new Map(headers.children().map((header) => [header.key.toLowerCase(), header]));
}

function compareHeader(scope: Scope, base: Place, revision: Place): void {
  const [left, right] = scope.resolve(base, revision);
  const [before, after] = [new Fields(left), new Fields(right)];
  compareFlag(scope, before, after, 'required', ['became-optional', 'became-required']);
  compareFlag(scope, before, after, 'deprecated', ['reactivated', 'deprecated']);
  compareSerialization(scope, 'response-header', before, after, 'header');
  const [schemaBefore, schemaAfter] = [before.any('schema'), after.any('schema')];
  if (schemaBefore !== null && schemaAfter !== null) {
    scope.compareSchemas([schemaBefore], [schemaAfter], 'response-header');
  } else if (schemaAfter !== null) scope.added(HEADER_RULES['response-header-schema-added'], schemaAfter);
  else if (schemaBefore !== null) scope.removed(HEADER_RULES['response-header-schema-removed'], schemaBefore);
  compareContents(scope, before.objectOrEmpty('content'), after.objectOrEmpty('content'), 'response-header');
  scope.compareRest(before, after);
}

function compareFlag<End extends 'became-optional' | 'became-required' | 'reactivated' | 'deprecated'>(
  scope: Scope,
  base: Fields,
  revision: Fields,
  flag: string,
  [unset, set]: readonly [End, End],
): void {
  const [before, after] = [base.boolean(flag), revision.boolean(flag)];
  if (before === after) return;
  scope.changed(
    HEADER_RULES[`response-header-${after ? set : unset}`],
    revision.place.at(flag),
    before,
    after,
  );
}
