import { defineRules } from '../rule';
import { placeOf, type Parts, type Schema } from './schema';
import { compareAccessOfProperty } from './access.rules';
import type { Context, SchemaPair } from './schema-pair';
import { bySide, defineFamilies } from './schema-rule';

const REFUSED = 'Clients that send what was right before may be refused';
const STAYS_RIGHT = 'What clients send today stays right';
const NOTHING_NEW = 'Clients receive nothing that they were not told to expect';

export const PROPERTY_RULES = defineRules({
  'new-required-request-property': [
    'breaking',
    'Clients have to send a new property',
    'Clients that do not send it are refused',
  ],
  'new-optional-request-property': ['info', 'Clients may send a new property', STAYS_RIGHT],
  'request-property-removed': [
    'warning',
    'A property that clients send is no longer known',
    'What clients send in it may be ignored',
  ],
  'request-property-no-longer-accepted': [
    'breaking',
    'A property that clients send is no longer known, and unknown ones are not allowed',
    'Clients that send it are refused',
  ],
  'request-property-became-required': ['breaking', 'A property became required of clients', REFUSED],
  'request-property-became-optional': ['info', 'A property is no longer required of clients', STAYS_RIGHT],
  'response-required-property-added': ['info', 'Clients always receive a new property', NOTHING_NEW],
  'response-optional-property-added': ['info', 'Clients may receive a new property', NOTHING_NEW],
  'response-property-added-to-closed-object': [
    'warning',
    'Clients may receive a new property where unknown ones were not allowed',
    'Clients that refuse unknown properties fail',
  ],
  'response-required-property-removed': [
    'breaking',
    'Clients no longer receive a property that they always received',
    'Clients that read it fail',
  ],
  'response-optional-property-removed': [
    'warning',
    'Clients no longer receive a property that they may have received',
    'Clients that use it do without',
  ],
  'response-property-became-optional': [
    'breaking',
    'Clients no longer always receive a property',
    'Clients that rely on it fail',
  ],
  'response-property-became-required': ['info', 'Clients now always receive a property', NOTHING_NEW],
});

export const OBJECT_RULES = defineFamilies({
  'additional-properties-disallowed': ['narrows', 'Unknown properties of {} are no longer allowed'],
  'additional-properties-allowed': [
    'widens',
    'Unknown properties of {} are allowed now',
    { response: 'warning' },
  ],
  'additional-properties-restricted': ['narrows', 'Unknown properties of {} have to meet a schema'],
  'additional-properties-unrestricted': [
    'widens',
    'Unknown properties of {} no longer have to meet a schema',
  ],
});

const REQUIRED = bySide(
  PROPERTY_RULES['request-property-became-required'],
  PROPERTY_RULES['response-property-became-required'],
);
const OPTIONAL = bySide(
  PROPERTY_RULES['request-property-became-optional'],
  PROPERTY_RULES['response-property-became-optional'],
);

export function compareProperties(pair: SchemaPair): void {
  const { base, revision } = pair;
  const names = new Set([
    ...base.properties.keys(),
    ...revision.properties.keys(),
    ...base.required,
    ...revision.required,
  ]);
  for (const name of names) {
    const before = base.properties.get(name);
    const after = revision.properties.get(name);
    if (before !== undefined && after !== undefined) compareProperty(pair, name, before, after);
    else if (after !== undefined) addProperty(pair, name, after);
    else if (before !== undefined) removeProperty(pair, name, before);
    else compareRequired(pair, name, pair.context);
  }
}

export function compareAdditional(pair: SchemaPair): void {
  const before = pair.base.additional;
  const after = pair.revision.additional;
  const [basePlace, place] = [
    placeOf(pair.base, 'additionalProperties'),
    placeOf(pair.revision, 'additionalProperties'),
  ];
  if (typeof before !== 'string' && typeof after !== 'string') return void pair.descend(before, after);
  if (before === after) return;
  if (after === 'none') {
    if (before === 'any') return pair.added(OBJECT_RULES['additional-properties-disallowed'], place);
    return pair.changed(OBJECT_RULES['additional-properties-disallowed'], place, basePlace.value, false);
  }
  if (before === 'none') {
    if (after === 'any') return pair.removed(OBJECT_RULES['additional-properties-allowed'], basePlace);
    return pair.changed(OBJECT_RULES['additional-properties-allowed'], place, false, place.value);
  }
  if (before === 'any') pair.added(OBJECT_RULES['additional-properties-restricted'], place);
  else pair.removed(OBJECT_RULES['additional-properties-unrestricted'], basePlace);
}

function compareProperty(pair: SchemaPair, name: string, before: Parts, after: Parts): void {
  const [base, revision] = [pair.readers.base.read(before), pair.readers.revision.read(after)];
  const context = contextOf(pair, base.readOnly && revision.readOnly, base.writeOnly && revision.writeOnly);
  pair.descendInto(before, after, context);
  compareAccessOfProperty(pair, base, revision, pair.revision.required.has(name));
  compareRequired(pair, name, context, after);
}

function addProperty(pair: SchemaPair, name: string, parts: Parts): void {
  const { base, revision } = pair;
  const property = pair.readers.revision.read(parts);
  const isNewlyRequired = revision.required.has(name) && !base.required.has(name);
  const [place] = parts;
  if (place === undefined) return;
  const inRequest = isNewlyRequired ? 'new-required-request-property' : 'new-optional-request-property';
  const inResponse = isNewlyRequired
    ? 'response-required-property-added'
    : 'response-optional-property-added';
  const isClosed = refusesUnknown(base);
  const family = bySide(
    PROPERTY_RULES[inRequest],
    PROPERTY_RULES[isClosed ? 'response-property-added-to-closed-object' : inResponse],
  );
  pair.within(contextOf(pair, property.readOnly, property.writeOnly)).added(family, place, name);
  if (typeof base.additional !== 'string') pair.descendInto(base.additional, parts);
  if (!revision.required.has(name)) compareRequired(pair, name, pair.context, parts);
}

function removeProperty(pair: SchemaPair, name: string, parts: Parts): void {
  const { base, revision } = pair;
  const property = pair.readers.base.read(parts);
  const [place] = parts;
  if (place === undefined) return;
  const inResponse = base.required.has(name)
    ? 'response-required-property-removed'
    : 'response-optional-property-removed';
  const isClosed = refusesUnknown(revision);
  const family = bySide(
    PROPERTY_RULES[isClosed ? 'request-property-no-longer-accepted' : 'request-property-removed'],
    PROPERTY_RULES[inResponse],
  );
  pair.within(contextOf(pair, property.readOnly, property.writeOnly)).removed(family, place, name);
  if (typeof revision.additional !== 'string') pair.descendInto(parts, revision.additional);
  if (!base.required.has(name)) compareRequired(pair, name, pair.context);
}

/** Whether unknown properties are not allowed, or may not be. */
function refusesUnknown(schema: Schema): boolean {
  return schema.additional === 'none' || schema.opaque.has('unevaluatedProperties');
}

function compareRequired(pair: SchemaPair, name: string, context: Context, parts?: Parts): void {
  const before = pair.base.required.has(name);
  const after = pair.revision.required.has(name);
  if (before === after) return;
  const place = parts?.[0] ?? placeOf(pair.revision, 'required');
  pair.within(context).changed(after ? REQUIRED : OPTIONAL, place, before, after, name);
}

function contextOf(pair: SchemaPair, isReadOnly: boolean, isWriteOnly: boolean): Context {
  if (pair.side === 'request' && isReadOnly) return 'not-sent';
  if (pair.side === 'response' && isWriteOnly) return 'not-received';
  return pair.innerContext();
}
