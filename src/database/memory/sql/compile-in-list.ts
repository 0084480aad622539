import { commonType } from '../types/coercion';
import type { Datum } from '../types/datum';
import type { HashKey, SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { unify } from './compile-branch';
import { applyOperator, compileLogic } from './compile-operator';
import type { Environment } from './environment';
import { derived, type Expression, mustCoerce, typeOf } from './expression';
import { oncePerRun } from './once-per-run';

/** `left [NOT] IN (items)`. @throws SqlError 42883, 42804 */
export function compileInList(left: Expression, items: readonly Expression[], negated: boolean): Expression {
  const constants = items.every((item) => item.constant && !item.fields) && !left.fields;
  if (constants && items.length > 4) {
    const same =
      commonType([typeOf(left), ...items.map(typeOf)]) !== null &&
      typeOf(left) !== types.unknown &&
      items.every((item) => typeOf(item) === typeOf(left) || typeOf(item) === types.unknown);
    if (same) return compileMembership(left, items, typeOf(left), negated);
  }
  const shared =
    typeOf(left) === types.unknown && constants ? unify([left, ...items], 'IN') : [left, ...items];
  const [value, ...choices] = shared;
  const tests = choices.map((item, i) =>
    applyOperator('=', i === 0 ? (value ?? left) : again(value ?? left), item),
  );
  const any = compileLogic('OR_EXPR', tests);
  if (negated) return compileLogic('NOT_EXPR', [any]);
  const [first] = tests;
  const values = tests.flatMap(({ comparison }) =>
    comparison && 'right' in comparison && comparison.left.column ? [comparison.right] : [],
  );
  if (!first?.comparison || !('right' in first.comparison) || values.length !== tests.length) return any;
  if (tests.length === 1) return first;
  return { ...any, comparison: { operator: 'in', left: first.comparison.left, items: values } };
}

/** A parameter once more, for another operator to say its type. */
function again(expression: Expression): Expression {
  const { parameter } = expression;
  return parameter ? { ...expression, parameter: { ...parameter, type: expression.type } } : expression;
}

/** A long IN list of one type: a set, built once a run. */
function compileMembership(
  left: Expression,
  items: readonly Expression[],
  type: SqlType,
  negated: boolean,
): Expression {
  const coerced = items.map((item) => mustCoerce(item, type, 'implicit'));
  const setOf = memberSet(type, (env) => coerced.map((item) => item.evaluate(env)));
  const membership = derived([left, ...coerced], {
    type: types.bool,
    evaluate: (env) => {
      const value = left.evaluate(env);
      if (value === null) return null;
      const { keys, hasNull } = setOf(env);
      if (keys.has(type.key(value))) return !negated;
      return hasNull ? null : negated;
    },
  });
  return negated ? membership : { ...membership, comparison: { operator: 'in', left, items: coerced } };
}

interface MemberSet {
  readonly keys: ReadonlySet<HashKey>;
  readonly hasNull: boolean;
}

/** The values as a set for look-ups, made once a run: they must not depend on rows. */
export function memberSet(
  type: SqlType,
  valuesOf: (environment: Environment) => readonly Datum[],
): (environment: Environment) => MemberSet {
  return oncePerRun((env) => {
    const values = valuesOf(env);
    const keys = new Set<HashKey>();
    for (const value of values) if (value !== null) keys.add(type.key(value));
    return { keys, hasNull: values.includes(null) };
  });
}
