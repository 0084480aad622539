import { EqualOperator, FindOperator } from 'typeorm';
import { isScalar } from '../../fast-path/scalar';
import type { Tuple } from '../storage/table-def';
import type { NonNullDatum } from '../types/datum';
import { bindParameter } from '../types/parameter';
import type { HashKey, SqlType } from '../types/sql-type';
import type { ColumnAccess } from './column-access';

export type ConditionKind = '=' | '<' | '<=' | '>' | '>=' | 'between' | 'in' | 'null';

/** A test of one column, under SQL's three-valued logic: a NULL meets nothing but 'null'. */
export interface Condition {
  readonly ordinal: number;
  readonly type: SqlType;
  readonly kind: ConditionKind;
  readonly negated: boolean;
  readonly operands: readonly NonNullDatum[];
  /** Keys of the operands of '=' and 'in'. */
  readonly keys: readonly HashKey[];
}

const KINDS: Readonly<Record<string, ConditionKind>> = {
  equal: '=',
  lessThan: '<',
  lessThanOrEqual: '<=',
  moreThan: '>',
  moreThanOrEqual: '>=',
  between: 'between',
  in: 'in',
  any: 'in',
  isNull: 'null',
};

/**
 * The conditions of a `where` that compares plain columns, or null for any other.
 *
 * @throws SqlError when a value is not one of the column's type
 */
export function readConditions(
  columns: ReadonlyMap<string, ColumnAccess>,
  where: object,
): Condition[] | null {
  const conditions: Condition[] = [];
  // As TypeORM does, with what the prototype carries.
  for (const property in where) {
    const column = columns.get(property);
    if (!column?.comparedAs) return null;
    const value = (where as Record<string, unknown>)[property];
    const condition = readCondition(column.ordinal, column.comparedAs, value);
    if (!condition) return null;
    conditions.push(condition);
  }
  return conditions;
}

function readCondition(ordinal: number, type: SqlType, value: unknown): Condition | null {
  if (!(value instanceof FindOperator)) return isScalar(value) ? equals(ordinal, type, false, value) : null;
  if (value instanceof EqualOperator) return readOperator(ordinal, type, value, false);
  if (value.type !== 'not') return readOperator(ordinal, type, value, false);
  const { child } = value;
  if (child) return child.type === 'not' ? null : readOperator(ordinal, type, child, true);
  return isScalar(value.value) ? equals(ordinal, type, true, value.value) : null;
}

function readOperator(
  ordinal: number,
  type: SqlType,
  operator: FindOperator<unknown>,
  negated: boolean,
): Condition | null {
  const kind = KINDS[operator.type];
  if (!kind) return null;
  if (kind === 'null') return { ordinal, type, kind, negated, operands: [], keys: [] };
  const { value } = operator;
  const operands: unknown[] = kind === 'in' || kind === 'between' ? asArray(value) : [value];
  return operands.length > 0 && operands.every(isScalar)
    ? compare(ordinal, type, kind, negated, operands)
    : null;
}

/** The most common condition, made without lists in between. */
function equals(ordinal: number, type: SqlType, negated: boolean, value: unknown): Condition {
  const operand = bindParameter(type, value) as NonNullDatum;
  return { ordinal, type, kind: '=', negated, operands: [operand], keys: [type.key(operand)] };
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function compare(
  ordinal: number,
  type: SqlType,
  kind: ConditionKind,
  negated: boolean,
  values: readonly unknown[],
): Condition {
  const operands = values.map((value) => bindParameter(type, value) as NonNullDatum);
  const keyed = kind === '=' || kind === 'in';
  return {
    ordinal,
    type,
    kind,
    negated,
    operands,
    keys: keyed ? operands.map((value) => type.key(value)) : [],
  };
}

export function meets(tuple: Tuple, conditions: readonly Condition[]): boolean {
  for (let i = 0; i < conditions.length; i += 1) {
    if (!meetsOne(tuple, conditions[i] as Condition)) return false;
  }
  return true;
}

function meetsOne(tuple: Tuple, condition: Condition): boolean {
  const value = tuple[condition.ordinal] ?? null;
  if (condition.kind === 'null') return (value === null) !== condition.negated;
  return value !== null && holds(value, condition) !== condition.negated;
}

function holds(value: NonNullDatum, { kind, type, operands, keys }: Condition): boolean {
  const [first, second] = operands as [NonNullDatum, NonNullDatum];
  switch (kind) {
    case '=':
      return type.key(value) === keys[0];
    case 'in':
      return keys.includes(type.key(value));
    case '<':
      return type.compare(value, first) < 0;
    case '<=':
      return type.compare(value, first) <= 0;
    case '>':
      return type.compare(value, first) > 0;
    case '>=':
      return type.compare(value, first) >= 0;
    case 'between':
      return type.compare(value, first) >= 0 && type.compare(value, second) <= 0;
    case 'null':
      return false;
  }
}
