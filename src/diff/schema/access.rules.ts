import { defineRules } from '../rule';
import { placeOf, type Schema } from './schema';
import type { SchemaPair } from './schema-pair';
import { bySide } from './schema-rule';

const NOT_RECEIVED = 'Clients receive nothing that they were not told to expect';
const STAYS_RIGHT = 'What clients send today stays right';

export const ACCESS_OF_PROPERTY_RULES = defineRules({
  'request-property-became-read-only': [
    'warning',
    'A property that clients send became read-only',
    'What clients send in it may be ignored or refused',
  ],
  'request-required-property-became-not-read-only': [
    'breaking',
    'A required property is no longer read-only',
    'Clients that do not send it are refused',
  ],
  'request-optional-property-became-not-read-only': [
    'info',
    'An optional property is no longer read-only',
    STAYS_RIGHT,
  ],
  'request-property-became-write-only': [
    'info',
    'A property that clients send became write-only',
    STAYS_RIGHT,
  ],
  'request-property-became-not-write-only': [
    'info',
    'A property that clients send is no longer write-only',
    STAYS_RIGHT,
  ],
  'response-property-became-read-only': [
    'info',
    'A property that clients receive became read-only',
    NOT_RECEIVED,
  ],
  'response-property-became-not-read-only': [
    'info',
    'A property that clients receive is no longer read-only',
    NOT_RECEIVED,
  ],
  'response-required-property-became-write-only': [
    'breaking',
    'A property that clients always received became write-only',
    'Clients that read it fail',
  ],
  'response-optional-property-became-write-only': [
    'warning',
    'A property that clients may have received became write-only',
    'Clients that use it do without',
  ],
  'response-property-became-not-write-only': ['info', 'A property is no longer write-only', NOT_RECEIVED],
});

/** `readOnly` and `writeOnly` of a property: whether clients send it, and whether they receive it. */
export function compareAccessOfProperty(
  pair: SchemaPair,
  base: Schema,
  revision: Schema,
  isRequired: boolean,
): void {
  const rules = ACCESS_OF_PROPERTY_RULES;
  const need = isRequired ? 'required' : 'optional';
  if (base.readOnly !== revision.readOnly) {
    const family = revision.readOnly
      ? bySide(rules['request-property-became-read-only'], rules['response-property-became-read-only'])
      : bySide(
          rules[`request-${need}-property-became-not-read-only`],
          rules['response-property-became-not-read-only'],
        );
    pair.changed(family, placeOf(revision, 'readOnly'), base.readOnly, revision.readOnly);
  }
  if (base.writeOnly !== revision.writeOnly) {
    const family = revision.writeOnly
      ? bySide(
          rules['request-property-became-write-only'],
          rules[`response-${need}-property-became-write-only`],
        )
      : bySide(
          rules['request-property-became-not-write-only'],
          rules['response-property-became-not-write-only'],
        );
    pair.changed(family, placeOf(revision, 'writeOnly'), base.writeOnly, revision.writeOnly);
  }
}
