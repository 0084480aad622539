import { resolveOperator } from '../functions/resolve';
import type { ResolvedCall } from '../functions/signature';
import type { Datum, NonNullDatum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { Evaluate } from './environment';
import { type Fold, folded, VARIES } from './fold';
import { isImmutableCall } from './volatility';
import { asCondition, derived, type Expression, mustCoerce, typeOf, unknownLiteral } from './expression';

/** `left name right`. @throws SqlError 42883 */
export function applyOperator(name: string, left: Expression, right: Expression): Expression {
  if (left.fields && right.fields) return compareRows(name, left.fields, right.fields);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const call = resolveOperator(name, leftType, rightType);
  const a = mustCoerce(left, call.args[0] ?? leftType, 'implicit');
  const b = mustCoerce(right, call.args[1] ?? rightType, 'implicit');
  const applied = derived([a, b], {
    type: call.result,
    volatile: call.volatile,
    stable: !isImmutableCall(name, [typeOf(a), typeOf(b)], call.result),
    strict: !call.lenient,
    evaluate:
      fastComparison(name, typeOf(a), typeOf(b), a.evaluate, b.evaluate) ?? evaluateCall(call, [a, b]),
  });
  switch (name) {
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { ...applied, comparison: { operator: name, left: a, right: b } };
    case '@>':
      return typeOf(a).element
        ? { ...applied, comparison: { operator: 'contains', left: a, elements: b } }
        : applied;
    case '~~':
      return { ...applied, comparison: { operator: 'like', left: a, pattern: b } };
    default:
      return applied;
  }
}

/** `name operand`. @throws SqlError 42883 */
export function applyPrefix(name: string, operand: Expression): Expression {
  return callWith(name, resolveOperator(name, null, typeOf(operand)), [operand]);
}

/** A resolved function or operator over its arguments. */
export function callWith(name: string, call: ResolvedCall, operands: readonly Expression[]): Expression {
  const args = operands.map((operand, i) => mustCoerce(operand, call.args[i] ?? types.text, 'implicit'));
  return derived(args, {
    type: call.result,
    volatile: call.volatile,
    stable: !isImmutableCall(name, args.map(typeOf), call.result),
    strict: !call.lenient,
    evaluate: evaluateCall(call, args),
  });
}

function evaluateCall(call: ResolvedCall, operands: readonly Expression[]): Evaluate {
  const { lenient } = call;
  const args = operands.map(({ evaluate }) => evaluate);
  const [first, second] = args;
  if (!lenient && args.length === 1 && first) {
    return (env) => {
      const a = first(env);
      return a === null ? null : call.call([a], env.context);
    };
  }
  if (!lenient && args.length === 2 && first && second) {
    return (env) => {
      const a = first(env);
      if (a === null) return null;
      const b = second(env);
      return b === null ? null : call.call([a, b], env.context);
    };
  }
  return (env) => {
    const values: Datum[] = [];
    for (const arg of args) {
      const value = arg(env);
      if (value === null && !lenient) return null;
      values.push(value);
    }
    return call.call(values, env.context);
  };
}

/** Types whose `=` is JavaScript's. */
const IDENTICAL: ReadonlySet<SqlType> = new Set([
  types.bool,
  types.int2,
  types.int4,
  types.int8,
  types.oid,
  types.text,
  types.varchar,
  types.uuid,
  types.timestamp,
  types.timestamptz,
  types.date,
]);

/** Types whose `<` is JavaScript's. Strings are not among them: PostgreSQL orders them by code point. */
const ORDERED: ReadonlySet<SqlType> = new Set([
  types.int2,
  types.int4,
  types.int8,
  types.oid,
  types.timestamp,
  types.timestamptz,
  types.date,
]);

/** The comparison as JavaScript makes it, where that is the same; null elsewhere. */
function fastComparison(
  name: string,
  left: SqlType,
  right: SqlType,
  a: Evaluate,
  b: Evaluate,
): Evaluate | null {
  if (left !== right) return null;
  const compare = (test: (x: NonNullDatum, y: NonNullDatum) => boolean): Evaluate => {
    return (env) => {
      const x = a(env);
      if (x === null) return null;
      const y = b(env);
      return y === null ? null : test(x, y);
    };
  };
  if (IDENTICAL.has(left) || left.category === 'E') {
    if (name === '=') return compare((x, y) => x === y);
    if (name === '<>') return compare((x, y) => x !== y);
  }
  if (!ORDERED.has(left)) return null;
  switch (name) {
    case '<':
      return compare((x, y) => x < y);
    case '<=':
      return compare((x, y) => x <= y);
    case '>':
      return compare((x, y) => x > y);
    case '>=':
      return compare((x, y) => x >= y);
    default:
      return null;
  }
}

/** AND and OR as PostgreSQL simplifies them: what comes after a part that decides is not looked at. */
function foldLogic(args: readonly Expression[], decisive: boolean): { readonly fold?: Fold } {
  if (!args.some(({ fold, immutable }) => fold ?? immutable)) return {};
  return {
    fold: (environment) => {
      let result: Datum | typeof VARIES = !decisive;
      for (const arg of args) {
        const value = folded(arg, environment);
        if (value === decisive) return decisive;
        if (value === VARIES) result = VARIES;
        else if (value === null && result !== VARIES) result = null;
      }
      return result;
    },
  };
}

/** Rows compare column by column, from the left. @throws SqlError 42601 for rows of different widths */
export function compareRows(
  name: string,
  left: readonly Expression[],
  right: readonly Expression[],
): Expression {
  if (left.length !== right.length)
    throw new SqlError('42601', 'unequal number of entries in row expressions');
  if (left.length === 0) throw new SqlError('0A000', 'cannot compare rows of zero length');
  const equal = left.map((item, i) => applyOperator('=', item, right[i] ?? unknownLiteral(null)));
  if (name === '=') return compileLogic('AND_EXPR', equal);
  if (name === '<>') return compileLogic('NOT_EXPR', [compileLogic('AND_EXPR', equal)]);
  if (!['<', '<=', '>', '>='].includes(name)) {
    throw new SqlError('0A000', `could not determine interpretation of row comparison operator ${name}`, {
      hint: 'Row comparison operators must be associated with btree operator families.',
    });
  }
  const strictName = name.startsWith('<') ? '<' : '>';
  const steps = left.map((item, i) => applyOperator(strictName, item, right[i] ?? unknownLiteral(null)));
  const allEqual = name.length === 2;
  return derived([...left, ...right], {
    type: types.bool,
    evaluate: (env) => {
      for (let i = 0; i < equal.length; i += 1) {
        const same = equal[i]?.evaluate(env) ?? null;
        if (same === null) return null;
        if (same === false) return steps[i]?.evaluate(env) ?? null;
      }
      return allEqual;
    },
  });
}

/** AND, OR and NOT in three-valued logic. @throws SqlError 42804 */
export function compileLogic(
  operator: 'AND_EXPR' | 'OR_EXPR' | 'NOT_EXPR',
  operands: readonly Expression[],
): Expression {
  const args = operands.map((operand) => asCondition(operand, operator.slice(0, -5)));
  const tests = args.map((arg) => arg.evaluate);
  if (operator === 'NOT_EXPR') {
    const [test] = tests;
    return derived(args, {
      type: types.bool,
      evaluate: (env) => {
        const value = test?.(env) ?? null;
        return value === null ? null : !(value as boolean);
      },
    });
  }
  const decisive = operator === 'OR_EXPR';
  const combined = derived(args, {
    type: types.bool,
    ...foldLogic(args, decisive),
    evaluate: (env) => {
      let unknown = false;
      for (const test of tests) {
        const value = test(env);
        if (value === decisive) return decisive;
        if (value === null) unknown = true;
      }
      return unknown ? null : !decisive;
    },
  });
  return decisive ? combined : { ...combined, conjuncts: args.flatMap((arg) => arg.conjuncts ?? [arg]) };
}
