import { isDeepStrictEqual } from 'node:util';
import { pointerTo } from '../source/pointer';
import { quote } from '../source/reading';
import type { ApiDescription } from './api-description';
import { asList } from './api-description';
import { isObject, type Visit } from './walk';

/** Schemas and values are compared in so many steps: alternatives within alternatives multiply. */
const MAX_STEPS = 10_000;

/** So many steps are taken for all values of a document together. */
const MAX_STEPS_IN_ALL = 1_000_000;

const TYPE_TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isObject,
  null: (value) => value === null,
};

/** Why a value is none of a schema, with the pointer to the part of it that is not. */
export interface Misfit {
  readonly pointer: string;
  readonly reason: string;
}

/** Compares the values of one document with their schemas, as far as all of them together are not too much. */
export class Misfits {
  private steps = 0;

  constructor(private readonly api: ApiDescription) {}

  /**
   * Why a value does not fit a schema by its types and enumerations; null where it does, or where that cannot be told.
   * Patterns are not tried: those of strangers may take for ever.
   */
  find(value: unknown, schema: Visit): Misfit | null {
    const fitting = new Fitting(this.api, Math.min(MAX_STEPS, MAX_STEPS_IN_ALL - this.steps));
    const misfit = fitting.misfitOf(value, schema, '');
    this.steps += fitting.steps;
    return misfit;
  }
}

/** The types that a schema allows; null when it says nothing of them. */
export function typesOf({ value }: Visit): string[] | null {
  const declared = typeof value.type === 'string' ? [value.type] : asList(value.type).map(String);
  if (declared.length === 0) return null;
  // `nullable` is of 3.0; in 2.0 it goes by another name.
  return value.nullable === true || value['x-nullable'] === true ? [...declared, 'null'] : declared;
}

class Fitting {
  steps = 0;

  constructor(
    private readonly api: ApiDescription,
    private readonly mostSteps: number,
  ) {}

  misfitOf(value: unknown, schema: Visit | null, pointer: string): Misfit | null {
    const target = schema === null ? null : this.api.resolve(schema);
    this.steps += 1;
    if (target === null || this.steps > this.mostSteps) return null;
    const reason = reasonOf(value, target);
    if (reason !== null) return { pointer, reason };
    return this.misfitOfParts(value, target, pointer) ?? this.misfitOfAlternatives(value, target, pointer);
  }

  private misfitOfParts(value: unknown, schema: Visit, pointer: string): Misfit | null {
    const isTuple = Array.isArray(schema.value.prefixItems);
    const parts = typeof value === 'object' && value !== null && !isTuple ? Object.entries(value) : [];
    const items = Array.isArray(value) ? this.api.part(schema, 'items') : null;
    for (const [name, part] of parts) {
      const partSchema = Array.isArray(value) ? items : this.api.part(schema, 'properties', name);
      const misfit = this.misfitOf(part, partSchema, pointerTo(pointer, name));
      if (misfit !== null) return misfit;
      if (this.steps > this.mostSteps) break;
    }
    return null;
  }

  private misfitOfAlternatives(value: unknown, schema: Visit, pointer: string): Misfit | null {
    for (const misfit of this.misfitsOf('allOf', value, schema, pointer)) if (misfit !== null) return misfit;
    for (const keyword of ['oneOf', 'anyOf']) {
      const misfits = this.misfitsOf(keyword, value, schema, pointer);
      if (misfits.length > 0 && misfits.every((misfit) => misfit !== null))
        return { pointer, reason: `${quote(value)} fits none of the schemas of ${keyword}` };
    }
    return null;
  }

  private misfitsOf(keyword: string, value: unknown, schema: Visit, pointer: string): (Misfit | null)[] {
    if (this.steps > this.mostSteps) return [];
    return [...asList(schema.value[keyword]).keys()].map((index) =>
      this.misfitOf(value, this.api.part(schema, keyword, index), pointer),
    );
  }
}

/** Why a value does not fit what a schema says itself. */
function reasonOf(value: unknown, schema: Visit): string | null {
  const types = typesOf(schema);
  if (types !== null && !types.some((type) => TYPE_TESTS[type]?.(value) ?? true))
    return `${quote(value)} is not of the type ${types.join(' or ')}`;
  const { enum: allowed, const: only } = schema.value;
  if (Array.isArray(allowed) && !allowed.some((item) => isDeepStrictEqual(item, value)))
    return `${quote(value)} is not one of the values of enum`;
  return only === undefined || isDeepStrictEqual(only, value)
    ? null
    : `${quote(value)} is not ${quote(only)}`;
}
