import { compareLifecycle, removalOf } from './deprecation.rules';
import { Fields } from './document/fields';
import type { Place } from './document/place';
import { readParameters, type Parameter } from './parameter';
import { compareContents } from './media-types.rules';
import type { PathItem } from './path-item';
import { defineRules } from './rule';
import type { Scope } from './scope';
import { compareSerialization } from './serialization.rules';

const REFUSED = 'Clients that do not send it are refused';
const STAYS_RIGHT = 'What clients send today stays right';
const IGNORED = 'What clients send in it may be ignored';

export const PARAMETER_RULES = defineRules({
  'new-required-request-parameter': ['breaking', 'Clients have to send a new parameter', REFUSED],
  'new-optional-request-parameter': ['info', 'Clients may send a new parameter', STAYS_RIGHT],
  'new-request-path-parameter': [
    'breaking',
    'A parameter of the path was declared',
    'Its values may be restricted now',
  ],
  'request-parameter-removed': ['warning', 'A parameter was removed', IGNORED],
  'request-parameter-removed-with-deprecation': ['info', 'A deprecated parameter was removed', IGNORED],
  'request-parameter-removed-before-sunset': [
    'breaking',
    'A deprecated parameter was removed before its sunset date',
    'Clients relied on the date',
  ],
  'request-parameter-became-required': ['breaking', 'A parameter became required', REFUSED],
  'request-parameter-became-optional': ['info', 'A parameter is no longer required', STAYS_RIGHT],
  'path-parameter-renamed': [
    'info',
    'A parameter of the path has another name',
    'It is sent by its position, whatever it is called',
  ],
  'request-parameter-schema-added': [
    'breaking',
    'A parameter got a schema',
    'Clients that send what was right before may be refused',
  ],
  'request-parameter-schema-removed': ['info', 'A parameter no longer has a schema', STAYS_RIGHT],
});

type Declared = [path: PathItem, operation: Fields];

/** Compares the parameters of an operation, those of its path included. */
export function compareParameters(scope: Scope, base: Declared, revision: Declared): void {
  const { documents } = scope.setting;
  const before = readParameters(documents.base, ...base);
  const after = readParameters(documents.revision, ...revision);
  for (const [key, parameter] of before) {
    const other = after.get(key);
    if (other === undefined) removeParameter(scope, parameter);
    else compareParameter(scope, parameter, other);
  }
  for (const [key, parameter] of after) if (!before.has(key)) addParameter(scope, parameter);
}

function addParameter(scope: Scope, { location, isRequired, place, name }: Parameter): void {
  const need = isRequired ? 'new-required-request-parameter' : 'new-optional-request-parameter';
  scope.added(PARAMETER_RULES[location === 'path' ? 'new-request-path-parameter' : need], place, name);
}

function removeParameter(scope: Scope, { place, name }: Parameter): void {
  const removal = removalOf(place, scope.setting.now);
  const rule =
    removal === 'removed-without-deprecation'
      ? 'removed'
      : removal === 'sunset-parse'
        ? 'removed-before-sunset'
        : removal;
  scope.removed(PARAMETER_RULES[`request-parameter-${rule}`], place, name);
}

function compareParameter(scope: Scope, base: Parameter, revision: Parameter): void {
  scope.resolve(base.declaration, revision.declaration);
  if (base.location === 'path' && base.name !== revision.name) {
    scope.changed(
      PARAMETER_RULES['path-parameter-renamed'],
      revision.place.at('name'),
      base.name,
      revision.name,
    );
  }
  if (base.isRequired !== revision.isRequired) {
    const rule = revision.isRequired ? 'became-required' : 'became-optional';
    const place = revision.place.at('required');
    scope.changed(
      PARAMETER_RULES[`request-parameter-${rule}`],
      place,
      base.isRequired,
      revision.isRequired,
      base.name,
    );
  }
  const [before, after] = [base.fields, revision.fields];
  compareLifecycle(scope, 'request-parameter', before, after);
  compareSerialization(scope, 'request-parameter', before, after, base.location);
  compareSchemas(scope, before.any('schema'), after.any('schema'));
  compareContents(
    scope,
    before.objectOrEmpty('content'),
    after.objectOrEmpty('content'),
    'request-parameter',
  );
  scope.compareRest(before, after);
}

function compareSchemas(scope: Scope, base: Place | null, revision: Place | null): void {
  if (base !== null && revision !== null) scope.compareSchemas([base], [revision], 'request-parameter');
  else if (revision !== null) scope.added(PARAMETER_RULES['request-parameter-schema-added'], revision);
  else if (base !== null) scope.removed(PARAMETER_RULES['request-parameter-schema-removed'], base);
}
