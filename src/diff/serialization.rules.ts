import type { Fields } from './document/fields';
import { defineRules } from './rule';
import type { Scope } from './scope';

const SENT_OTHERWISE = 'Clients that send it as before are not understood';
const STAYS_RIGHT = 'What clients send today stays right';
const READ_OTHERWISE = 'Clients that read it as before do not understand it';

export const SERIALIZATION_RULES = defineRules({
  'request-parameter-style-changed': ['breaking', 'A parameter is written in another style', SENT_OTHERWISE],
  'request-parameter-explode-changed': [
    'breaking',
    'The items of a parameter are put together in another way',
    SENT_OTHERWISE,
  ],
  'request-parameter-allow-reserved-changed': [
    'warning',
    'Reserved characters of a parameter are escaped, or no longer',
    'Clients that escape as before may not be understood',
  ],
  'request-parameter-allow-empty-value-added': ['info', 'A parameter may be empty now', STAYS_RIGHT],
  'request-parameter-allow-empty-value-removed': [
    'breaking',
    'A parameter may no longer be empty',
    'Clients that send it empty are refused',
  ],
  'response-header-style-changed': ['breaking', 'A header is written in another style', READ_OTHERWISE],
  'response-header-explode-changed': [
    'breaking',
    'The items of a header are put together in another way',
    READ_OTHERWISE,
  ],
});

const DEFAULT_STYLES: Readonly<Record<string, string>> = { query: 'form', cookie: 'form' };

/** Compares how the value is put into text; what is left out is what the specification says it is then. */
export function compareSerialization(
  scope: Scope,
  what: 'request-parameter' | 'response-header',
  base: Fields,
  revision: Fields,
  location: string,
): void {
  const [before, after] = [readStyle(base, location), readStyle(revision, location)];
  if (before.style !== after.style) {
    scope.changed(
      SERIALIZATION_RULES[`${what}-style-changed`],
      revision.place.at('style'),
      before.style,
      after.style,
    );
  }
  if (before.explode !== after.explode && before.explode !== null && after.explode !== null) {
    const place = revision.place.at('explode');
    scope.changed(SERIALIZATION_RULES[`${what}-explode-changed`], place, before.explode, after.explode);
  }
  if (what === 'response-header') return;
  compareFlag(scope, base, revision, 'allowReserved', () => 'request-parameter-allow-reserved-changed');
  compareFlag(scope, base, revision, 'allowEmptyValue', (isAllowed) =>
    isAllowed ? 'request-parameter-allow-empty-value-added' : 'request-parameter-allow-empty-value-removed',
  );
}

/** A value that has a media type is written in that, and has no style. */
function readStyle(fields: Fields, location: string): { style: string; explode: boolean | null } {
  const style = fields.string('style') ?? DEFAULT_STYLES[location] ?? 'simple';
  const explode = fields.optionalBoolean('explode') ?? style === 'form';
  const hasMediaType = fields.place.at('content').children().length > 0;
  return hasMediaType ? { style: 'content', explode: null } : { style, explode };
}

function compareFlag(
  scope: Scope,
  base: Fields,
  revision: Fields,
  flag: string,
  ruleOf: (after: boolean) => keyof typeof SERIALIZATION_RULES,
): void {
  const [before, after] = [base.boolean(flag), revision.boolean(flag)];
  if (before !== after)
    scope.changed(SERIALIZATION_RULES[ruleOf(after)], revision.place.at(flag), before, after);
}
