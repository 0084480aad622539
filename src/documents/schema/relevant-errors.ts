import type { AnySchema, ErrorObject } from 'ajv';
import { asObject } from '../description/api-description';
import { isObject } from '../description/walk';
import { valueAt } from '../source/pointer';

/** Fields by which the alternatives of OpenAPI tell themselves apart. */
const TELLING_FIELDS = new Set(['in', 'type', 'flow', '$ref']);

/** Keywords with schemas for the same value, other than what is in `properties` and the like. */
const IN_PLACE = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'];

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
  private readonly parts = new Map<AnySchema, ReadonlySet<unknown>>();

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
    const branches = (alternative.schema as AnySchema[]).map((branch) => this.partsOf(branch));
    const own = branches.map((parts) => within.filter(({ parentSchema }) => parts.has(parentSchema)));
    const attributed = new Set(own.flat());
    const others = within.filter((error) => !attributed.has(error));
    const meant = own.filter((errors) => !errors.some((error) => isOfAnother(error, alternative)));
    const chosen = meant.length === 0 ? [summaryOf(own.flat(), alternative)] : choose(meant, alternative);
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
    const fields = new Set<string>();
    this.fields.set(schema, fields);
    const passed = new Set<unknown>();
    const open: unknown[] = [schema];
    while (open.length > 0) {
      const part = open.pop();
      if (!isObject(part) || passed.has(part)) continue;
      passed.add(part);
      for (const name of Object.keys(asObject(part.properties))) fields.add(name);
      open.push(this.resolve(part));
      for (const keyword of IN_PLACE) {
        const inner = part[keyword];
        open.push(
          inner,
          ...(Array.isArray(inner) || keyword === 'dependentSchemas' ? Object.values(inner ?? {}) : []),
        );
      }
    }
    return fields;
  }

  /** What has the wrong type already need not be told that it has the wrong value. */
  private isOfWrongType({ keyword, instancePath }: ErrorObject): boolean {
    if (keyword === 'type' || keyword === 'required') return false;
    const last = this.kept.at(-1);
    return last?.keyword === 'type' && last.instancePath === instancePath;
  }

  /** A branch with all schemas in it, but for those that it refers to. */
  private partsOf(branch: AnySchema): ReadonlySet<unknown> {
    const known = this.parts.get(branch);
    if (known) return known;
    const parts = new Set<unknown>();
    const open: unknown[] = [branch, this.resolve(branch)];
    while (open.length > 0) {
      const part = open.pop();
      if (typeof part !== 'object' || part === null || parts.has(part)) continue;
      parts.add(part);
      open.push(...Object.values(part));
    }
    this.parts.set(branch, parts);
    return parts;
  }

  private resolve(schema: unknown): unknown {
    if (!isObject(schema) || typeof schema.$ref !== 'string') return undefined;
    return valueAt(this.root, schema.$ref.slice(1));
  }
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
function isOfAnother({ keyword, instancePath, params }: ErrorObject, alternative: ErrorObject): boolean {
  const field = instancePath.slice(alternative.instancePath.length + 1);
  if (field !== '') return (keyword === 'enum' || keyword === 'const') && TELLING_FIELDS.has(field);
  if (keyword === 'required') return params.missingProperty === '$ref';
  if (keyword === 'additionalProperties') return params.additionalProperty === '$ref';
  return keyword === 'type';
}

/** One error for data that are of none of the branches: what their field, or their type, may be. */
function summaryOf(errors: readonly ErrorObject[], alternative: ErrorObject): ErrorObject {
  const isValue = ({ keyword, instancePath }: ErrorObject): boolean =>
    (keyword === 'enum' || keyword === 'const') && instancePath !== alternative.instancePath;
  const isType = ({ keyword, instancePath }: ErrorObject): boolean =>
    keyword === 'type' && instancePath === alternative.instancePath;
  const keyword = errors.some(isValue) ? 'enum' : 'type';
  const telling = errors.filter(keyword === 'enum' ? isValue : isType);
  const [first] = telling;
  if (first === undefined) return alternative;
  const allowed = [
    ...new Set(
      telling.flatMap(
        ({ params }) => (params.allowedValues ?? params.allowedValue ?? params.type) as unknown[],
      ),
    ),
  ];
  // It stands for the alternative, so that an alternative around it knows whose it is.
  return {
    ...first,
    keyword,
    parentSchema: alternative.parentSchema,
    params: { allowedValues: allowed, type: allowed },
  };
}
