import type { Fields } from './document/fields';
import type { Place } from './document/place';
import { defineRules } from './rule';
import type { Scope } from './scope';

const NO_EFFECT = 'It works as before';
const ANNOUNCED = 'It works as before, and clients know that it will not for ever';
const RELIED_ON = 'Clients relied on the date';
const NO_DATE = 'Clients cannot tell when it ends';

export const DEPRECATION_RULES = defineRules({
  'endpoint-deprecated': ['info', 'An operation is deprecated', ANNOUNCED],
  'endpoint-deprecated-with-sunset': ['info', 'An operation is deprecated, with a sunset date', ANNOUNCED],
  'endpoint-reactivated': ['info', 'An operation is no longer deprecated', NO_EFFECT],
  'endpoint-sunset-set': ['info', 'A deprecated operation got a sunset date', ANNOUNCED],
  'endpoint-sunset-parse': [
    'breaking',
    'The sunset of a deprecated operation became one that is no date',
    NO_DATE,
  ],
  'endpoint-sunset-deleted': ['breaking', 'A deprecated operation no longer has a sunset date', NO_DATE],
  'endpoint-sunset-date-moved-up': [
    'breaking',
    'The sunset date of an operation became an earlier one',
    RELIED_ON,
  ],
  'endpoint-sunset-date-postponed': ['info', 'The sunset date of an operation became a later one', NO_EFFECT],
  'request-parameter-deprecated': ['info', 'A parameter is deprecated', ANNOUNCED],
  'request-parameter-deprecated-with-sunset': [
    'info',
    'A parameter is deprecated, with a sunset date',
    ANNOUNCED,
  ],
  'request-parameter-reactivated': ['info', 'A parameter is no longer deprecated', NO_EFFECT],
  'request-parameter-sunset-set': ['info', 'A deprecated parameter got a sunset date', ANNOUNCED],
  'request-parameter-sunset-parse': [
    'breaking',
    'The sunset of a deprecated parameter became one that is no date',
    NO_DATE,
  ],
  'request-parameter-sunset-deleted': [
    'breaking',
    'A deprecated parameter no longer has a sunset date',
    NO_DATE,
  ],
  'request-parameter-sunset-date-moved-up': [
    'breaking',
    'The sunset date of a parameter became an earlier one',
    RELIED_ON,
  ],
  'request-parameter-sunset-date-postponed': [
    'info',
    'The sunset date of a parameter became a later one',
    NO_EFFECT,
  ],
});

const SUNSET = 'x-sunset';

/** How something is removed: `removed-with-deprecation` is when it was deprecated and its sunset date, if any, is over. */
export function removalOf(place: Place, now: Date) {
  if (place.at('deprecated').value !== true) return 'removed-without-deprecation';
  const sunset = place.at(SUNSET).value;
  if (sunset === undefined) return 'removed-with-deprecation';
  const date = dateOf(sunset);
  if (date === null) return 'sunset-parse';
  return date > now.getTime() ? 'removed-before-sunset' : 'removed-with-deprecation';
}

/** Compares `deprecated` and `x-sunset`. */
export function compareLifecycle(
  scope: Scope,
  what: 'endpoint' | 'request-parameter',
  base: Fields,
  revision: Fields,
): void {
  const [before, after] = [base.boolean('deprecated'), revision.boolean('deprecated')];
  const place = revision.place.at('deprecated');
  if (before && after) return compareSunsets(scope, what, base, revision);
  if (before) scope.changed(DEPRECATION_RULES[`${what}-reactivated`], place, before, after);
  if (!after) return;
  base.any(SUNSET);
  const sunset = revision.any(SUNSET);
  if (sunset === null) return scope.changed(DEPRECATION_RULES[`${what}-deprecated`], place, before, after);
  const rule = dateOf(sunset.value) === null ? 'sunset-parse' : 'deprecated-with-sunset';
  scope.changed(DEPRECATION_RULES[`${what}-${rule}`], sunset, undefined, sunset.value);
}

function compareSunsets(
  scope: Scope,
  what: 'endpoint' | 'request-parameter',
  base: Fields,
  revision: Fields,
): void {
  const [before, after] = [base.any(SUNSET), revision.any(SUNSET)];
  if (before?.value === after?.value) return;
  if (after === null) {
    if (before !== null) scope.removed(DEPRECATION_RULES[`${what}-sunset-deleted`], before);
    return;
  }
  const [left, right] = [dateOf(before?.value), dateOf(after.value)];
  if (right === null)
    return scope.changed(DEPRECATION_RULES[`${what}-sunset-parse`], after, before?.value, after.value);
  if (before === null) return scope.added(DEPRECATION_RULES[`${what}-sunset-set`], after);
  const isEarlier = left !== null && right < left;
  const rule = isEarlier ? 'sunset-date-moved-up' : 'sunset-date-postponed';
  scope.changed(DEPRECATION_RULES[`${what}-${rule}`], after, before.value, after.value);
}

/** Milliseconds of a date, or of a date and time, of RFC 3339; null when it is none. */
function dateOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}([Tt ]|$)/.test(value)) return null;
  const milliseconds = Date.parse(value.toUpperCase());
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
