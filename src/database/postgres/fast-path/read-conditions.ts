import { EqualOperator, FindOperator } from 'typeorm';
import { isScalar } from '../../fast-path/scalar';
import type { EntityPlan } from './entity-plan';
import { kindOf, standInFor } from './stand-ins';

/** Conditions on plain columns: their shape, their values, and the same conditions on stand-ins. */
export interface Conditions {
  readonly shape: string;
  readonly values: readonly unknown[];
  /** For TypeORM to write the statement once. */
  standIn(): StandIns;
}

export interface StandIns {
  readonly where: unknown;
  readonly values: readonly unknown[];
  /** The properties that have to be equal to a value, or to one of a list. */
  readonly equal: ReadonlySet<string>;
}

const COMPARISONS = new Set(['equal', 'lessThan', 'lessThanOrEqual', 'moreThan', 'moreThanOrEqual']);

const IDENTITIES = new Set(['equal', 'any']);

/** The conditions of a `where` that compares plain columns with plain values, or null for any other. */
export function readConditions({ byProperty }: EntityPlan, where: unknown): Conditions | null {
  if (typeof where !== 'object' || where === null || Array.isArray(where)) return null;
  let shape = '';
  const values: unknown[] = [];
  // As TypeORM does, with what the prototype carries.
  for (const property in where) {
    if (!byProperty.get(property)?.isScalar) return null;
    const given = (where as Record<string, unknown>)[property];
    const operator: FindOperator<unknown> | null = given instanceof FindOperator ? given : null;
    shape += `${property} ${operator?.type ?? ''}`;
    if (operator?.type === 'isNull') {
      shape += ' ';
      continue;
    }
    const value: unknown = operator ? operator.value : given;
    const kind = operator?.type === 'any' ? kindOfList(value) : kindOfCompared(value, operator);
    if (kind === null) return null;
    values.push(value);
    shape += `=${kind} `;
  }
  return { shape, values, standIn: () => withStandIns(where as Record<string, unknown>) };
}

function kindOfCompared(value: unknown, operator: FindOperator<unknown> | null): string | null {
  return isScalar(value) && (!operator || COMPARISONS.has(operator.type)) ? kindOf(value) : null;
}

/** The values of one `Any()`, which go to PostgreSQL as one array. */
function kindOfList(values: unknown): string | null {
  if (!Array.isArray(values) || values.length === 0) return null;
  const kind = kindOf(values[0]);
  return values.every((value) => isScalar(value) && kindOf(value) === kind) ? `${kind}[]` : null;
}

/** The rows that a criteria of update() or delete() means: one id, or conditions. Null where TypeORM has to look. */
export function readCriteria(plan: EntityPlan, criteria: unknown): Conditions | null {
  if (typeof criteria === 'number' || (typeof criteria === 'string' && criteria !== '')) {
    const standIn = standInFor(criteria, 0);
    return {
      shape: `#${kindOf(criteria)}`,
      values: [criteria],
      standIn: () => ({ where: standIn, values: [standIn], equal: new Set() }),
    };
  }
  if (typeof criteria !== 'object' || criteria === null) return null;
  if (Object.getPrototypeOf(criteria) !== Object.prototype) return null;
  const conditions = readConditions(plan, criteria);
  // What would mean every row, TypeORM refuses.
  return conditions && conditions.shape !== '' ? conditions : null;
}

function withStandIns(where: Record<string, unknown>): StandIns {
  const equal = new Set<string>();
  const copy: Record<string, unknown> = {};
  const values: unknown[] = [];
  for (const property in where) {
    const given = where[property];
    if (given instanceof FindOperator && given.type === 'isNull') {
      copy[property] = given;
      continue;
    }
    const standIn = standInFor(given instanceof FindOperator ? given.value : given, values.length);
    values.push(standIn);
    if (!(given instanceof FindOperator) || IDENTITIES.has(given.type)) equal.add(property);
    if (given instanceof EqualOperator) copy[property] = new EqualOperator(standIn);
    else copy[property] = given instanceof FindOperator ? new FindOperator(given.type, standIn) : standIn;
  }
  return { where: copy, values, equal };
}
