import type { ErrorObject } from 'ajv';
import type { Rule } from '../rule';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import { SCHEMA_RULES as rules } from './schema.rules';

/** A finding that is made of what a schema says is wrong. */
export interface Violation {
  readonly rule: Rule;
  readonly pointer: string;
  readonly message: string;
}

/** Says in words what is wrong. */
export function violationOf({
  keyword,
  params,
  schema,
  data,
  instancePath,
  propertyName,
}: ErrorObject): Violation {
  const at = (rule: Rule, message: string, ...path: string[]): Violation => ({
    rule,
    pointer: pointerTo(instancePath, ...path),
    message,
  });
  if (propertyName !== undefined)
    return at(rules.value, `${quote(propertyName)} is not a name that is allowed here.`, propertyName);
  switch (keyword) {
    case 'required':
    case 'dependencies':
    case 'dependentRequired':
      return at(rules.required, `The field ${quote(params.missingProperty)} is missing.`);
    case 'additionalProperties':
      return unknownField(String(params.additionalProperty), at);
    case 'unevaluatedProperties':
      return unknownField(String(params.unevaluatedProperty), at);
    case 'type':
      return at(rules.type, `Expected the type ${[params.type].flat().join(' or ')}, found ${quote(data)}.`);
    case 'enum':
      return at(rules.value, `Expected one of ${listOf(params.allowedValues)}, found ${quote(data)}.`);
    case 'const':
      return at(rules.value, `Expected ${quote(params.allowedValue)}, found ${quote(data)}.`);
    case 'uniqueItems':
      return at(rules.value, `The items ${params.j} and ${params.i} are the same.`);
    case 'pattern':
      return at(rules.format, `${quote(data)} does not have the form ${quote(params.pattern)}.`);
    case 'format':
      return at(rules.format, `${quote(data)} is not of the format ${quote(params.format)}.`);
    case 'minProperties':
    case 'minItems':
    case 'minLength':
      return at(rules.size, `There must be at least ${params.limit} in it.`);
    case 'maxProperties':
    case 'maxItems':
    case 'maxLength':
      return at(rules.size, `There may be at most ${params.limit} in it.`);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return at(rules.size, `${quote(data)} is not ${params.comparison} ${params.limit}.`);
    case 'multipleOf':
      return at(rules.size, `${quote(data)} is not a multiple of ${params.multipleOf}.`);
    default:
      return at(rules.combination, combinationOf(keyword, schema));
  }
}

function unknownField(
  name: string,
  at: (rule: Rule, message: string, ...path: string[]) => Violation,
): Violation {
  return at(rules.unknownField, `${quote(name)} is not a field that is allowed here.`, name);
}

/** What alternatives ask for, where that is nothing but fields. */
function combinationOf(keyword: string, schema: unknown): string {
  const alternatives = Array.isArray(schema) ? (schema as { required?: string[] }[]) : [];
  const fields = alternatives
    .map(({ required }) => (required ?? []).join(' and '))
    .filter((names) => names !== '');
  const all = fields.length === alternatives.length && fields.length > 0 ? ` of ${fields.join(', ')}` : '';
  if (keyword === 'oneOf')
    return all === '' ? 'The fields do not go together.' : `Expected exactly one${all}.`;
  return all === '' ? 'The fields do not go together.' : `Expected at least one${all}.`;
}

function listOf(values: unknown): string {
  return (Array.isArray(values) ? values : [values]).map(quote).join(', ');
}
