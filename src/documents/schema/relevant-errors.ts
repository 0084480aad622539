import type { AnySchema, ErrorObject } from 'ajv';
import { asObject } from '../description/api-description';
import { isObject, type Value } from '../description/walk';
import { segmentsOf, valueAt } from '../source/pointer';

/** Fields by which the alternatives of OpenAPI tell themselves apart. */
const TELLING_FIELDS = new Set(['in', 'type', 'flow', '$ref']);

/** Keywords with schemas for the same value, other than what is in `properties` and the like. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'not', 'propertyNames'];

/**
 * Of the errors of a validator that goes on after the first, those that say something. An alternative (`oneOf`,
 * `anyOf`) that fails has errors of each of its branches before its own: kept are those of the branch that was meant,
 * which the data tell by a `$ref`, their type, or a field such as `in`.
 *
 * @param root the schema that they are of
 */
export function relevantErrors(errors: readonly ErrorObject[], root: AnySchema): ErrorObject[] {
  return new Selection(root).select(errors);
}

class Selection {
  private readonly kept: ErrorObject[] = [];
  private readonly fields = new Map<AnySchema, ReadonlySet<string>>();

  constructor(private readonly root: AnySchema) {}

  select(errors: readonly ErrorObject[]): ErrorObject[] {
    for (const error of errors) this.take(error);
    return this.kept;
  }

  private take(error: ErrorObject): void {
    switch (error.keyword) {
      case 'oneOf':
      case 'anyOf':
        // Where two branches fit and one may, nothing is wrong with either.
        if (Array.isArray(error.params.passingSchemas)) this.kept.push(error);
        else this.replaceAlternative(error);
        break;
      case 'if':
      case 'propertyNames':
        // They say that there were other errors, and nothing else.
        if (this.within(error).length === 0) this.kept.push(error);
        break;
      case 'unevaluatedProperties':
        if (!this.isConsequence(error)) this.kept.push(error);
        break;
      default:
        if (!this.isOfWrongType(error)) this.kept.push(error);
    }
  }

  /** The errors of an alternative's branches become those of one branch, or one error. */
  private replaceAlternative(alternative: ErrorObject): void {
    const within = this.within(alternative);
    this.kept.length -= within.length;
    const branches = (alternative.schema as AnySchema[]).map((branch) =>
      within.filter((error) => this.isOf(branch, error, alternative)),
    );
    const attributed = new Set(branches.flat());
    const others = within.filter((error) => !attributed.has(error));
    const meant = branches.filter((errors) => !errors.some((error) => isOfAnother(error, alternative)));
    const chosen =
      meant.length === 0 ? [summaryOf([...attributed], alternative)] : choose(meant, alternative);
    this.kept.push(...others, ...(others.length + chosen.length === 0 ? [alternative] : chosen));
  }

  /** The errors right before one that are of the same value or of parts of it. */
  private within({ instancePath }: ErrorObject): ErrorObject[] {
    const { kept } = this;
    let start = kept.length;
    while (start > 0 && isWithin(kept[start - 1]?.instancePath ?? '', instancePath)) start -= 1;
    return kept.slice(start);
  }

  /** Of a field that the schema has, whose own schema or a neighbour has failed, it is not known that it was looked at. */
  private isConsequence(error: ErrorObject): boolean {
    const { unevaluatedProperty } = error.params as { unevaluatedProperty: string };
    return (
      this.fieldsOf(error.parentSchema as AnySchema).has(unevaluatedProperty) &&
      this.within(error).some(({ keyword }) => keyword !== 'unevaluatedProperties')
    );
  }

  /** The fields that a schema has anywhere in place. */
  private fieldsOf(schema: AnySchema): ReadonlySet<string> {
    const known = this.fields.get(schema);
    if (known) return known;
    const parts = [...this.inPlace([schema])].map(asObject);
    const fields = new Set(parts.flatMap(({ properties }) => Object.keys(asObject(properties))));
    this.fields.set(schema, fields);
    return fields;
  }

  /** What has the wrong type already need not be told that it has the wrong value. */
  private isOfWrongType({ keyword, instancePath }: ErrorObject): boolean {
    if (keyword === 'type' || keyword === 'required') return false;
    const last = this.kept.at(-1);
    return last?.keyword === 'type' && last.instancePath === instancePath;
  }

  /** Whether an error comes from a branch of an alternative: from a schema that is there for the same part of the data. */
  private isOf(branch: AnySchema, error: ErrorObject, { instancePath }: ErrorObject): boolean {
    let schemas = this.inPlace([branch]);
    for (const name of segmentsOf(error.instancePath.slice(instancePath.length)))
      schemas = this.inPlace([...schemas].flatMap((schema) => schemasOfPart(asObject(schema), name)));
    return schemas.has(error.parentSchema);
  }

  /** Schemas with all that they have, or refer to, for the same value. */
  private inPlace(schemas: readonly unknown[]): Set<unknown> {
    const found = new Set<unknown>();
    const open = [...schemas];
    while (open.length > 0) {
      const schema = open.pop();
      if (!isObject(schema) || found.has(schema)) continue;
      found.add(schema);
      open.push(this.resolve(schema), ...Object.values(asObject(schema.dependentSchemas)));
      for (const keyword of IN_PLACE) open.push(...[schema[keyword]].flat());
    }
    return found;
  }

  private resolve(schema: unknown): unknown {
    if (!isObject(schema) || typeof schema.$ref !== 'string') return undefined;
    return valueAt(this.root, schema.$ref.slice(1));
  }
}

/** What a schema has for a member or an item. */
function schemasOfPart(schema: Value, name: string): unknown[] {
  const properties = asObject(schema.properties);
  const own = Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties;
  return [own, schema.items, ...Object.values(asObject(schema.patternProperties))];
}

function isWithin(path: string, around: string): boolean {
  return path === around || path.startsWith(`${around}/`);
}

/** The errors of the branch that has the fewest; where branches miss different fields alone, that one is missing. */
function choose(branches: readonly ErrorObject[][], alternative: ErrorObject): ErrorObject[] {
  const [first = [], ...rest] = branches.toSorted((a, b) => a.length - b.length);
  if (
    rest.length === 0 ||
    !branches.flat().every(({ keyword }) => keyword === 'required') ||
    first.length === 0
  )
    return first;
  const missing = rest.map(
    (errors) => new Set(errors.map(({ params }) => params.missingProperty as unknown)),
  );
  const common = first.filter(({ params }) => missing.every((fields) => fields.has(params.missingProperty)));
  return common.length > 0 ? common : [alternative];
}

/** Whether an error says that the data are not of this branch at all. */
function isOfAnother(error: ErrorObject, alternative: ErrorObject): boolean {
  const { keyword, instancePath, params } = error;
  const field = instancePath.slice(alternative.instancePath.length + 1);
  if (field !== '') return isOfValue(error) && TELLING_FIELDS.has(field);
  if (keyword === 'required') return params.missingProperty === '$ref';
  if (keyword === 'additionalProperties') return params.additionalProperty === '$ref';
  return keyword === 'type';
}

/** One error for data that are of none of the branches: what their field, or their type, may be. */
function summaryOf(errors: readonly ErrorObject[], alternative: ErrorObject): ErrorObject {
  const telling = errors.filter((error) => isOfAnother(error, alternative));
  const first = telling.find(isOfValue) ?? telling.find(({ keyword }) => keyword === 'type');
  if (first === undefined) return alternative;
  const keyword = isOfValue(first) ? 'enum' : 'type';
  const allowed = telling
    .filter((error) => error.instancePath === first.instancePath && isOfValue(error) === isOfValue(first))
    .flatMap(({ params }) => [params.allowedValues ?? params.allowedValue ?? params.type ?? []].flat());
  const unique = [...new Set(allowed)];
  return { ...first, keyword, params: { allowedValues: unique, type: unique } };
}

function isOfValue({ keyword }: ErrorObject): boolean {
  return keyword === 'enum' || keyword === 'const';
}
