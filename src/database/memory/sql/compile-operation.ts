import type { A_Expr, CollateClause, Node } from '@pgsql/types';
import { resolveOperator } from '../functions/resolve';
import { flatten } from '../types/array-type';
import type { Datum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { lastName, listItems, positionOf } from './ast';
import { compileInList, memberSet } from './compile-in-list';
import { compileAt, type ExpressionScope } from './compile-context';
import { applyOperator, applyPrefix, compileLogic } from './compile-operator';
import type { Environment } from './environment';
import { asCondition, coerce, derived, type Expression, mustCoerce, settle, typeOf } from './expression';

/** An operator in any of the forms of the grammar: infix, prefix, IN, BETWEEN, LIKE, IS DISTINCT FROM, NULLIF, ANY. */
export function compileOperation(operation: A_Expr, at: ExpressionScope): Expression {
  const name = lastName(operation.name);
  const right = (): Expression => operand(operation.rexpr, at);
  switch (operation.kind) {
    case 'AEXPR_OP':
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
    case 'AEXPR_SIMILAR': {
      if (!operation.lexpr) return applyPrefix(name, right());
      return applyOperator(name, operand(operation.lexpr, at), right());
    }
    case 'AEXPR_IN':
      return compileInList(
        operand(operation.lexpr, at),
        listItems(operation.rexpr).map((item) => compileAt(item, at)),
        name === '<>',
      );
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return compileBetween(operation, at);
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT': {
      const distinct = operation.kind === 'AEXPR_DISTINCT';
      if (isNull(operation.rexpr)) return distinctFromNull(operand(operation.lexpr, at), distinct);
      if (isNull(operation.lexpr)) return distinctFromNull(right(), distinct);
      return compileDistinct(operand(operation.lexpr, at), right(), distinct);
    }
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return compileQuantified(
        name,
        operand(operation.lexpr, at),
        right(),
        operation.kind === 'AEXPR_OP_ANY',
      );
    case 'AEXPR_NULLIF':
      return compileNullIf(operand(operation.lexpr, at), right());
    default:
      throw unsupported(`the operator form ${operation.kind}`);
  }
}

function isNull(node: Node | undefined): boolean {
  return node !== undefined && 'A_Const' in node && node.A_Const.isnull === true;
}

function operand(node: A_Expr['lexpr'], at: ExpressionScope): Expression {
  if (!node) throw unsupported('an operator without an operand');
  return compileAt(node, at);
}

function compileNullIf(left: Expression, right: Expression): Expression {
  const equal = applyOperator('=', left, right);
  const compared = equal.comparison && 'right' in equal.comparison ? equal.comparison.left : left;
  const shown = typeOf(left) === types.unknown ? settle(compared) : left;
  // The operator compares texts, and what it compares is what comes back.
  const isText = typeOf(shown) === types.varchar;
  return derived([left, equal], {
    type: isText ? types.text : typeOf(shown),
    typmod: isText ? -1 : left.typmod,
    evaluate: (env) => (equal.evaluate(env) === true ? null : shown.evaluate(env)),
  });
}

function compileBetween(operation: A_Expr, at: ExpressionScope): Expression {
  const value = operand(operation.lexpr, at);
  const [low, high] = listItems(operation.rexpr).map((item) => compileAt(item, at));
  if (!low || !high) throw unsupported('this form of BETWEEN');
  const between = (a: Expression, b: Expression): Expression =>
    compileLogic('AND_EXPR', [applyOperator('>=', value, a), applyOperator('<=', value, b)]);
  const symmetric = operation.kind?.endsWith('SYM') ?? false;
  const inside = symmetric
    ? compileLogic('OR_EXPR', [between(low, high), between(high, low)])
    : between(low, high);
  return operation.kind?.startsWith('AEXPR_NOT') ? compileLogic('NOT_EXPR', [inside]) : inside;
}

/** IS [NOT] DISTINCT FROM: NULL is a value like any other. */
function compileDistinct(left: Expression, right: Expression, distinct: boolean): Expression {
  if (left.fields && right.fields) {
    const { fields } = right;
    const parts = left.fields.map((field, i) => compileDistinct(field, fields[i] ?? field, true));
    const any = compileLogic('OR_EXPR', parts);
    return distinct ? any : compileLogic('NOT_EXPR', [any]);
  }
  const equal = applyOperator('=', left, right);
  return derived([left, right], {
    type: types.bool,
    evaluate: (env) => {
      const a = left.evaluate(env);
      const b = right.evaluate(env);
      if (a === null || b === null) return (a === b) !== distinct;
      return (equal.evaluate(env) === true) !== distinct;
    },
  });
}

/** Unlike IS NULL it asks for the value itself, even of a row. */
function distinctFromNull(operand: Expression, distinct: boolean): Expression {
  const { evaluate } = operand;
  return derived([operand], { type: types.bool, evaluate: (env) => (evaluate(env) !== null) === distinct });
}

/** `left op ANY (array)` and ALL. @throws SqlError 42809 when the right side is no array */
function compileQuantified(name: string, left: Expression, right: Expression, any: boolean): Expression {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  if (rightType !== types.unknown && !rightType.element) {
    throw new SqlError('42809', 'op ANY/ALL (array) requires array on right side');
  }
  const element = rightType.element ?? (leftType === types.unknown ? types.text : types.unknown);
  const call = resolveOperator(name, leftType, element);
  if (call.result !== types.bool)
    throw new SqlError('42809', 'op ANY/ALL (array) requires operator to yield boolean');
  const itemType = call.args[1] ?? element;
  if (itemType.element)
    throw new SqlError('42704', `could not find array type for data type ${itemType.displayName}`);
  const value = mustCoerce(left, call.args[0] ?? element, 'implicit');
  const list = mustCoerce(right, arrayOf(itemType), 'implicit');
  const itemsOf = (env: Environment): readonly Datum[] | null => {
    const items = list.evaluate(env) as readonly Datum[] | null;
    return items && flatten(items, itemType);
  };
  if (any && name === '=' && list.constant && typeOf(value) === itemType) {
    return membershipOf(value, list, itemType, itemsOf);
  }
  const quantified = derived([value, list], {
    type: types.bool,
    evaluate: (env) => {
      const items = itemsOf(env);
      if (items === null) return null;
      const operand = value.evaluate(env);
      let unknown = false;
      for (const item of items) {
        const result = item === null || operand === null ? null : call.call([operand, item], env.context);
        if (result === any) return any;
        if (result === null) unknown = true;
      }
      return unknown ? null : !any;
    },
  });
  return any && name === '='
    ? { ...quantified, comparison: { operator: 'any', left: value, list } }
    : quantified;
}

/** `value = ANY (list)` over a list that no row changes. */
function membershipOf(
  value: Expression,
  list: Expression,
  type: SqlType,
  itemsOf: (env: Environment) => readonly Datum[] | null,
): Expression {
  const setOf = memberSet(type, (env) => itemsOf(env) ?? []);
  return {
    ...derived([value, list], {
      type: types.bool,
      evaluate: (env) => {
        const { keys, hasNull } = setOf(env);
        if (keys.size === 0 && !hasNull) return list.evaluate(env) === null ? null : false;
        const item = value.evaluate(env);
        if (item === null) return null;
        return keys.has(type.key(item)) ? true : hasNull ? null : false;
      },
    }),
    comparison: { operator: 'any', left: value, list },
  };
}

/** IS [NOT] NULL; of a row it asks all of its fields. @throws SqlError 42P18 for a bare parameter */
export function compileNullTest(operand: Expression, negated: boolean): Expression {
  const { fields } = operand;
  if (fields) {
    return derived(fields, {
      type: types.bool,
      evaluate: (env) => fields.every(({ evaluate }) => (evaluate(env) === null) !== negated),
    });
  }
  const { evaluate } = operand;
  return derived([operand], {
    type: types.bool,
    evaluate: negated ? (env) => evaluate(env) !== null : (env) => evaluate(env) === null,
  });
}

/** IS [NOT] TRUE, FALSE, UNKNOWN. */
export function compileBooleanTest(operand: Expression, test: string): Expression {
  const value = asCondition(operand, test.replaceAll('_', ' '));
  const wanted = test.endsWith('TRUE') ? true : test.endsWith('FALSE') ? false : null;
  const negated = test.startsWith('IS_NOT');
  return derived([value], {
    type: types.bool,
    evaluate: (env) => (value.evaluate(env) === wanted) !== negated,
  });
}

/** COLLATE: text is ordered by code point here, which is what these collations do. */
export function compileCollate(operand: Expression, { collname, location }: CollateClause): Expression {
  const type = typeOf(operand);
  const name = lastName(collname);
  const text = type === types.unknown ? coerce(operand, types.text, 'implicit') : operand;
  if (!text || typeOf(text).category !== 'S') {
    throw new SqlError(
      '42804',
      `collations are not supported by type ${type.displayName}`,
      positionOf(location),
    );
  }
  if (!['C', 'POSIX', 'default', 'ucs_basic', 'pg_c_utf8', 'C.UTF-8'].includes(name))
    throw unsupported(`the collation "${name}"`);
  return text;
}
