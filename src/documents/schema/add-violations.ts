import type { ErrorObject, ValidateFunction } from 'ajv';
import type { ApiDescription } from '../description/api-description';
import { asObject } from '../description/api-description';
import type { Findings } from '../findings';
import { pointerTo, segmentsOf, valueAt } from '../source/pointer';
import { relevantErrors } from './relevant-errors';
import { SCHEMA_RULES } from './schema.rules';
import { type Violation, violationOf } from './violation';

/**
 * Adds what a validator has found.
 *
 * @param base the pointer of what was validated
 */
export function addViolations(
  base: string,
  { errors, schema }: ValidateFunction,
  api: ApiDescription,
  findings: Findings,
): void {
  for (const error of relevantErrors(errors ?? [], schema)) {
    const { rule, pointer, message } = violationOf(error);
    if (!isFoundElsewhere({ rule, pointer, message }, error, api))
      findings.add(rule, base + pointer, message);
  }
}

/** What a check of our own says better. */
function isFoundElsewhere({ rule, pointer }: Violation, error: ErrorObject, api: ApiDescription): boolean {
  const segments = segmentsOf(pointer);
  if (rule === SCHEMA_RULES.unknownField && segments.at(-2) === 'responses')
    return api.at(pointerTo('', ...segments.slice(0, -2)))?.kind === 'operation';
  if (error.keyword === 'required' && error.params.missingProperty === 'required')
    return asObject(error.data).in === 'path';
  if (segments.at(-1) !== 'required' || rule !== SCHEMA_RULES.value) return false;
  return asObject(valueAt(api.root, pointerTo('', ...segments.slice(0, -1)))).in === 'path';
}
