import type { A_Const, A_Expr, FuncCall, Node, SubLink } from '@pgsql/types';
import { commonType } from '../types/coercion';
import type { Datum, NonNullDatum } from '../types/datum';
import { Numeric } from '../types/numeric';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { isAggregate, resolveAggregate, type ResolvedAggregate } from '../functions/aggregates';
import { resolveFunction, resolveOperator, undefinedFunction } from '../functions/resolve';
import type { ResolvedCall } from '../functions/signature';
import { splitTimestamp } from '../types/calendar';
import { roundTimestamp } from '../types/date-time-types';
import { instantToWall, LOCAL_ZONE } from '../types/time-zone';
import { fingerprint, kindOf, listItems, stringOf } from './ast';
import type { CompileContext, CompiledQuery } from './compile-context';
import type { Environment, Evaluate } from './environment';
import {
  asCondition,
  constant,
  derived,
  EVERY_SLOT,
  type Expression,
  mustCoerce,
  NO_SLOTS,
  settle,
  typeOf,
  unknownLiteral,
} from './expression';
import { missingFrom, Scope, type ScopeRelation } from './scope';
import { resolveTypeName } from './type-name';

/** One aggregate call of a query: what a group feeds into it, and where its result stands. */
export interface AggregateCall {
  readonly aggregate: ResolvedAggregate;
  readonly args: readonly Expression[];
  readonly filter: Expression | null;
  readonly distinct: boolean;
  readonly order: readonly SortKey[];
}

export interface SortKey {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** The grouping of the query whose expressions are being compiled. */
export interface Grouping {
  /** Fingerprints of the GROUP BY expressions. */
  readonly keys: Set<string>;
  /** Relations whose primary key is grouped by: all their columns are fixed in a group. */
  readonly determined: ReadonlySet<ScopeRelation>;
  readonly calls: AggregateCall[];
}

/** Where an expression stands: which names it sees, and what is allowed there. */
export interface ExpressionScope {
  readonly scope: Scope;
  readonly context: CompileContext;
  /** Null where aggregates are not allowed (WHERE, ON). */
  readonly grouping: Grouping | null;
  /** The clause's name for the errors. */
  readonly clause: string;
}

/** Compiles one expression. @throws SqlError for what PostgreSQL refuses, 0A000 for what this store does not do */
export function compileExpression(node: Node, at: ExpressionScope): Expression {
  if (at.grouping && at.grouping.keys.has(fingerprint(node))) {
    return compileExpression(node, { ...at, grouping: null });
  }
  if ('A_Const' in node) return compileConstant(node.A_Const);
  if ('ColumnRef' in node) return compileColumn(node.ColumnRef.fields ?? [], at);
  if ('ParamRef' in node) return compileParameter(node.ParamRef.number ?? 0, at);
  if ('A_Expr' in node) return compileOperation(node.A_Expr, at);
  if ('BoolExpr' in node) {
    return compileLogic(
      node.BoolExpr.boolop ?? 'AND_EXPR',
      (node.BoolExpr.args ?? []).map((arg) => compileExpression(arg, at)),
    );
  }
  if ('NullTest' in node)
    return compileNullTest(inner(node.NullTest.arg, at), node.NullTest.nulltesttype === 'IS_NOT_NULL');
  if ('BooleanTest' in node)
    return compileBooleanTest(inner(node.BooleanTest.arg, at), node.BooleanTest.booltesttype ?? 'IS_TRUE');
  if ('FuncCall' in node) return compileCall(node.FuncCall, at);
  if ('TypeCast' in node) {
    const { type, typmod } = resolveTypeName(node.TypeCast.typeName ?? {}, at.context.catalog);
    return mustCoerce(inner(node.TypeCast.arg, at), type, 'explicit', typmod);
  }
  if ('CaseExpr' in node) return compileCase(node.CaseExpr, at);
  if ('CoalesceExpr' in node) {
    const branches = unify(
      (node.CoalesceExpr.args ?? []).map((arg) => compileExpression(arg, at)),
      'COALESCE',
    );
    return derived(branches, {
      type: typeOf(branches[0] ?? unknownLiteral(null)),
      evaluate: (env) => {
        for (const { evaluate } of branches) {
          const value = evaluate(env);
          if (value !== null) return value;
        }
        return null;
      },
    });
  }
  if ('MinMaxExpr' in node) return compileExtreme(node.MinMaxExpr, at);
  if ('SubLink' in node) return compileSubLink(node.SubLink, at);
  if ('A_ArrayExpr' in node) return compileArray(node.A_ArrayExpr.elements ?? [], at);
  if ('RowExpr' in node) return rowOf((node.RowExpr.args ?? []).map((arg) => compileExpression(arg, at)));
  if ('SQLValueFunction' in node)
    return compileValueFunction(node.SQLValueFunction.op ?? '', node.SQLValueFunction.typmod ?? -1);
  if ('CollateClause' in node)
    return compileCollate(inner(node.CollateClause.arg, at), stringOf(node.CollateClause.collname?.at(-1)));
  if ('A_Indirection' in node)
    return compileIndirection(node.A_Indirection.arg, node.A_Indirection.indirection ?? [], at);
  if ('SetToDefault' in node) throw new SqlError('42601', 'DEFAULT is not allowed in this context');
  throw unsupported(`the expression ${kindOf(node)}`);
}

function inner(node: Node | undefined, at: ExpressionScope): Expression {
  if (!node) throw unsupported('an empty expression');
  return compileExpression(node, at);
}

function compileConstant(value: A_Const): Expression {
  if (value.isnull) return unknownLiteral(null);
  if (value.sval) return unknownLiteral(value.sval.sval ?? '');
  if (value.boolval) return constant(types.bool, value.boolval.boolval ?? false);
  if (value.ival) return constant(types.int4, value.ival.ival ?? 0);
  if (value.fval) {
    const text = value.fval.fval ?? '0';
    if (/^-?\d+$/.test(text)) {
      const whole = BigInt(text);
      // The grammar folds a minus into the number: only -2147483648 comes here and still is an integer.
      if (whole >= -(2n ** 31n) && whole < 2n ** 31n) return constant(types.int4, Number(whole));
      return whole >= -(2n ** 63n) && whole < 2n ** 63n
        ? constant(types.int8, whole)
        : constant(types.numeric, Numeric.fromBigint(whole));
    }
    return constant(types.numeric, Numeric.parse(text));
  }
  if (value.bsval) return constant(types.bit, types.bit.parse(value.bsval.bsval ?? '', -1));
  throw unsupported('this kind of literal');
}

function compileParameter(number: number, at: ExpressionScope): Expression {
  const index = number - 1;
  const slot = at.context.parameter(index);
  return {
    type: slot.type ?? types.unknown,
    typmod: -1,
    parameter: slot,
    evaluate: (env) => env.context.params[index] ?? null,
    constant: true,
    slots: NO_SLOTS,
    outer: false,
  };
}

function compileColumn(fields: readonly Node[], at: ExpressionScope): Expression {
  if (fields.some((field) => 'A_Star' in field))
    throw new SqlError('42601', 'row expansion via "*" is not supported here');
  const names = fields.map(stringOf);
  const name = names.at(-1) ?? '';
  const qualifier = names.length > 1 ? (names.at(-2) ?? null) : null;
  if (qualifier === null && !at.scope.tryColumn(name, null)) {
    const whole = at.scope.relation(name);
    if (whole)
      return rowOf(
        whole.relation.columns.map((_, ordinal) => columnOf(whole.depth, whole.relation, ordinal, at)),
      );
  }
  const { depth, relation, ordinal } = at.scope.column(name, qualifier);
  return columnOf(depth, relation, ordinal, at);
}

/** A column of a relation `depth` queries outwards. */
export function columnOf(
  depth: number,
  relation: ScopeRelation,
  ordinal: number,
  at: ExpressionScope,
): Expression {
  const column = relation.columns[ordinal];
  if (!column) throw missingFrom(relation.alias);
  const { slot } = relation;
  if (depth === 0) {
    if (
      at.grouping &&
      !at.grouping.determined.has(relation) &&
      !groupedColumn(at.grouping, relation, column.name)
    ) {
      throw new SqlError(
        '42803',
        `column "${relation.alias}.${column.name}" must appear in the GROUP BY clause or be used in an aggregate function`,
      );
    }
    return {
      type: column.type,
      typmod: column.typmod,
      evaluate: (env) => env.rows[slot]?.[ordinal] ?? null,
      constant: false,
      slots: new Set([slot]),
      outer: false,
      column: { slot, ordinal },
    };
  }
  at.scope.markOuter(depth);
  return {
    type: column.type,
    typmod: column.typmod,
    evaluate: (env) => {
      let outer: Environment | null = env;
      for (let i = 0; i < depth; i += 1) outer = outer?.parent ?? null;
      return outer?.rows[slot]?.[ordinal] ?? null;
    },
    constant: false,
    slots: NO_SLOTS,
    outer: true,
  };
}

/** Whether GROUP BY names the column under one of the ways to write it. */
function groupedColumn({ keys }: Grouping, relation: ScopeRelation, name: string): boolean {
  const reference = (parts: string[]): string =>
    fingerprint({ ColumnRef: { fields: parts.map((sval) => ({ String: { sval } })) } });
  return keys.has(reference([relation.alias, name])) || keys.has(reference([name]));
}

function rowOf(fields: readonly Expression[]): Expression {
  return {
    ...derived(fields, {
      type: types.record,
      evaluate: (env) => fields.map(({ evaluate }) => evaluate(env)),
    }),
    fields,
  };
}

// Operators.

function compileOperation(operation: A_Expr, at: ExpressionScope): Expression {
  const name = stringOf(operation.name?.at(-1));
  switch (operation.kind) {
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
    case 'AEXPR_SIMILAR':
    case 'AEXPR_OP': {
      const right = inner(operation.rexpr, at);
      if (!operation.lexpr) return applyPrefix(name, right);
      return applyOperator(name, inner(operation.lexpr, at), right);
    }
    case 'AEXPR_IN':
      return compileInList(
        inner(operation.lexpr, at),
        listItems(operation.rexpr).map((item) => compileExpression(item, at)),
        name === '<>',
      );
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return compileBetween(operation, at);
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT':
      return compileDistinct(
        inner(operation.lexpr, at),
        inner(operation.rexpr, at),
        operation.kind === 'AEXPR_DISTINCT',
      );
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return compileQuantified(
        name,
        inner(operation.lexpr, at),
        inner(operation.rexpr, at),
        operation.kind === 'AEXPR_OP_ANY',
      );
    case 'AEXPR_NULLIF': {
      const left = inner(operation.lexpr, at);
      const equal = applyOperator('=', left, inner(operation.rexpr, at));
      const shown = settle(left);
      return derived([left, equal], {
        type: typeOf(shown),
        typmod: left.typmod,
        evaluate: (env) => (equal.evaluate(env) === true ? null : shown.evaluate(env)),
      });
    }
    default:
      throw unsupported(`the operator form ${operation.kind}`);
  }
}

/** `left name right`. @throws SqlError 42883 */
export function applyOperator(name: string, left: Expression, right: Expression): Expression {
  if (left.fields && right.fields) return compareRows(name, left.fields, right.fields);
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const call = resolveOperator(name, leftType, rightType);
  const a = mustCoerce(left, call.args[0] ?? leftType, 'implicit');
  const b = mustCoerce(right, call.args[1] ?? rightType, 'implicit');
  const applied = callWith(call, [a, b]);
  if (name === '=' || name === '<' || name === '<=' || name === '>' || name === '>=') {
    return { ...applied, comparison: { operator: name, left: a, right: b } };
  }
  return applied;
}

function applyPrefix(name: string, operand: Expression): Expression {
  return callWith(resolveOperator(name, null, typeOf(operand)), [operand]);
}

function callWith(call: ResolvedCall, operands: readonly Expression[], typmod = -1): Expression {
  const args = operands.map((operand, i) => mustCoerce(operand, call.args[i] ?? types.text, 'implicit'));
  return derived(args, {
    type: call.result,
    typmod,
    volatile: call.volatile,
    evaluate: evaluateCall(
      call,
      args.map((arg) => arg.evaluate),
    ),
  });
}

function evaluateCall(call: ResolvedCall, args: readonly Evaluate[]): Evaluate {
  const { lenient } = call;
  const [first, second] = args;
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

function compareRows(name: string, left: readonly Expression[], right: readonly Expression[]): Expression {
  if (left.length !== right.length)
    throw new SqlError('42601', 'unequal number of entries in row expressions');
  const equal = left.map((item, i) => applyOperator('=', item, right[i] ?? unknownLiteral(null)));
  if (name === '=') return compileLogic('AND_EXPR', equal);
  if (name === '<>') return compileLogic('NOT_EXPR', [compileLogic('AND_EXPR', equal)]);
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

/** AND, OR and NOT in three-valued logic. */
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

function compileInList(left: Expression, items: readonly Expression[], negated: boolean): Expression {
  const constants = items.every((item) => item.constant && !item.fields) && !left.fields;
  if (constants && items.length > 4) {
    const shared = commonType([typeOf(left), ...items.map(typeOf)]);
    const same =
      shared && items.every((item) => typeOf(item) === typeOf(left) || typeOf(item) === types.unknown);
    if (same) return compileMembership(left, items, typeOf(left), negated);
  }
  const tests = items.map((item) => applyOperator('=', left, item));
  const any = compileLogic('OR_EXPR', tests);
  if (negated) return compileLogic('NOT_EXPR', [any]);
  const column = tests[0]?.comparison;
  const values = tests.flatMap(({ comparison }) =>
    comparison && 'right' in comparison && comparison.left.column ? [comparison.right] : [],
  );
  if (!column || !('right' in column) || values.length !== tests.length) return any;
  return { ...any, comparison: { operator: 'in', left: column.left, items: values } };
}

/** A long IN list of one type: a set, built once a run. */
function compileMembership(
  left: Expression,
  items: readonly Expression[],
  type: SqlType,
  negated: boolean,
): Expression {
  const coerced = items.map((item) => mustCoerce(item, type, 'implicit'));
  const key = {};
  const membership = derived([left, ...coerced], {
    type: types.bool,
    evaluate: (env) => {
      const value = left.evaluate(env);
      if (value === null) return null;
      let set = env.context.memo.get(key) as
        | { readonly keys: Set<unknown>; readonly hasNull: boolean }
        | undefined;
      if (!set) {
        const values = coerced.map((item) => item.evaluate(env));
        set = {
          keys: new Set(values.flatMap((entry) => (entry === null ? [] : [type.key(entry)]))),
          hasNull: values.includes(null),
        };
        env.context.memo.set(key, set);
      }
      if (set.keys.has(type.key(value))) return !negated;
      return set.hasNull ? null : negated;
    },
  });
  return negated ? membership : { ...membership, comparison: { operator: 'in', left, items: coerced } };
}

function compileBetween(operation: A_Expr, at: ExpressionScope): Expression {
  const value = inner(operation.lexpr, at);
  const [low, high] = listItems(operation.rexpr).map((item) => compileExpression(item, at));
  if (!low || !high) throw unsupported('this form of BETWEEN');
  const between = (a: Expression, b: Expression): Expression =>
    compileLogic('AND_EXPR', [applyOperator('>=', value, a), applyOperator('<=', value, b)]);
  const symmetric = operation.kind?.endsWith('SYM') ?? false;
  const inside = symmetric
    ? compileLogic('OR_EXPR', [between(low, high), between(high, low)])
    : between(low, high);
  return operation.kind?.startsWith('AEXPR_NOT') ? compileLogic('NOT_EXPR', [inside]) : inside;
}

function compileDistinct(left: Expression, right: Expression, distinct: boolean): Expression {
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

/** `left op ANY (array)` and ALL. */
function compileQuantified(name: string, left: Expression, right: Expression, any: boolean): Expression {
  const leftType = typeOf(left);
  const rightType = typeOf(right);
  const element = rightType.element ?? (leftType === types.unknown ? types.text : leftType);
  const call = resolveOperator(name, leftType, element);
  const value = mustCoerce(left, call.args[0] ?? element, 'implicit');
  const list = mustCoerce(right, arrayOf(call.args[1] ?? element), 'implicit');
  const quantified = derived([value, list], {
    type: types.bool,
    evaluate: (env) => {
      const items = list.evaluate(env);
      if (items === null) return null;
      const operand = value.evaluate(env);
      let unknown = false;
      for (const item of flatten(items as readonly Datum[])) {
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

/** The elements of an array of any dimensions. */
function flatten(items: readonly Datum[]): readonly Datum[] {
  return items.flatMap((item) => (Array.isArray(item) ? flatten(item as readonly Datum[]) : [item]));
}

function compileNullTest(operand: Expression, negated: boolean): Expression {
  const value =
    typeOf(operand) === types.unknown && operand.parameter
      ? mustCoerce(operand, types.text, 'implicit')
      : operand;
  const { fields } = value;
  if (fields) {
    return derived(fields, {
      type: types.bool,
      evaluate: (env) => fields.every(({ evaluate }) => (evaluate(env) === null) !== negated),
    });
  }
  return derived([value], {
    type: types.bool,
    evaluate: (env) => (value.evaluate(env) === null) !== negated,
  });
}

function compileBooleanTest(operand: Expression, test: string): Expression {
  const value = asCondition(operand, test.replaceAll('_', ' '));
  const wanted = test.endsWith('TRUE') ? true : test.endsWith('FALSE') ? false : null;
  const negated = test.startsWith('IS_NOT');
  return derived([value], {
    type: types.bool,
    evaluate: (env) => (value.evaluate(env) === wanted) !== negated,
  });
}

// Branches.

/** Coerces branches to their common type. @throws SqlError 42804 */
export function unify(branches: readonly Expression[], construct: string): readonly Expression[] {
  const type = commonType(branches.map(typeOf));
  if (!type) {
    const [a, b] = [...new Set(branches.map(typeOf).filter((candidate) => candidate !== types.unknown))];
    throw new SqlError(
      '42804',
      `${construct} types ${a?.displayName} and ${b?.displayName} cannot be matched`,
    );
  }
  return branches.map((branch) => mustCoerce(branch, type, 'implicit'));
}

function compileCase(
  expression: { arg?: Node; args?: Node[]; defresult?: Node },
  at: ExpressionScope,
): Expression {
  const subject = expression.arg ? compileExpression(expression.arg, at) : null;
  const whens = (expression.args ?? []).flatMap((when) => ('CaseWhen' in when ? when.CaseWhen : []));
  const conditions = whens.map(({ expr }) => {
    const test = inner(expr, at);
    return subject ? applyOperator('=', subject, test) : asCondition(test, 'CASE/WHEN');
  });
  const results = whens.map(({ result }) => inner(result, at));
  const fallback = expression.defresult ? compileExpression(expression.defresult, at) : unknownLiteral(null);
  // PostgreSQL looks at ELSE first when it seeks the common type.
  const [otherwise = fallback, ...branches] = unify([fallback, ...results], 'CASE');
  return derived([...conditions, ...branches, otherwise], {
    type: typeOf(otherwise),
    evaluate: (env) => {
      for (let i = 0; i < conditions.length; i += 1) {
        if (conditions[i]?.evaluate(env) === true) return branches[i]?.evaluate(env) ?? null;
      }
      return otherwise.evaluate(env);
    },
  });
}

function compileExtreme({ op, args }: { op?: string; args?: Node[] }, at: ExpressionScope): Expression {
  const branches = unify(
    (args ?? []).map((arg) => compileExpression(arg, at)),
    op === 'IS_LEAST' ? 'LEAST' : 'GREATEST',
  );
  const type = typeOf(branches[0] ?? unknownLiteral(null));
  const sign = op === 'IS_LEAST' ? -1 : 1;
  return derived(branches, {
    type,
    evaluate: (env) => {
      let best: NonNullDatum | null = null;
      for (const { evaluate } of branches) {
        const value = evaluate(env);
        if (value !== null && (best === null || type.compare(value, best) * sign > 0)) best = value;
      }
      return best;
    },
  });
}

function compileArray(elements: readonly Node[], at: ExpressionScope): Expression {
  const items = elements.map((element) => compileExpression(element, at));
  const nested = items.some((item) => typeOf(item).element !== null);
  const unified = unify(items, 'ARRAY');
  const element = items.length === 0 ? types.text : typeOf(unified[0] ?? unknownLiteral(null));
  return derived(unified, {
    type: nested ? element : arrayOf(element),
    evaluate: (env) => unified.map(({ evaluate }) => evaluate(env)),
  });
}

function compileIndirection(arg: Node | undefined, steps: readonly Node[], at: ExpressionScope): Expression {
  let current = inner(arg, at);
  let subscripted: { readonly array: Expression; readonly indexes: readonly Expression[] } | null = null;
  for (const step of steps) {
    if (!('A_Indices' in step)) throw unsupported('field selection from a composite value');
    const source = current;
    const bound = (node: Node | undefined): Expression | null =>
      node ? mustCoerce(compileExpression(node, at), types.int4, 'assignment') : null;
    const element: SqlType | null = typeOf(subscripted?.array ?? source).element;
    if (!element)
      throw new SqlError(
        '42804',
        `cannot subscript type ${typeOf(source).displayName} because it does not support subscripting`,
      );
    const low = bound(step.A_Indices.lidx);
    const high = bound(step.A_Indices.uidx);
    if (step.A_Indices.is_slice) {
      current = derived([source, ...(low ? [low] : []), ...(high ? [high] : [])], {
        type: typeOf(source),
        evaluate: (env) => {
          const items = source.evaluate(env) as readonly Datum[] | null;
          return items === null
            ? null
            : items.slice(
                Math.max(Number(low?.evaluate(env) ?? 1) - 1, 0),
                Number(high?.evaluate(env) ?? items.length),
              );
        },
      });
      subscripted = null;
    } else if (high) {
      const array: Expression = subscripted?.array ?? source;
      const indexes: readonly Expression[] = [...(subscripted?.indexes ?? []), high];
      current = derived([array, ...indexes], { type: element, evaluate: elementAt(array, indexes) });
      subscripted = { array, indexes };
    }
  }
  return current;
}

/** The element at as many indexes as the array has dimensions; NULL for any other number of them. */
function elementAt(array: Expression, indexes: readonly Expression[]): Evaluate {
  return (env) => {
    let found: Datum = array.evaluate(env);
    for (const { evaluate } of indexes) {
      const index = evaluate(env);
      if (!Array.isArray(found) || index === null) return null;
      found = (found as readonly Datum[])[(index as number) - 1] ?? null;
    }
    return Array.isArray(found) && typeOf(array).element?.category !== 'C' ? null : found;
  };
}

function compileCollate(operand: Expression, name: string): Expression {
  if (!['C', 'POSIX', 'default', 'ucs_basic'].includes(name)) throw unsupported(`the collation "${name}"`);
  return mustCoerce(operand, typeOf(operand) === types.unknown ? types.text : typeOf(operand), 'implicit');
}

function compileValueFunction(op: string, typmod: number): Expression {
  const make = (type: SqlType, evaluate: Evaluate): Expression => derived([], { type, typmod, evaluate });
  const fit = (value: bigint): bigint => roundTimestamp(value, typmod);
  switch (op) {
    case 'SVFOP_CURRENT_TIMESTAMP':
    case 'SVFOP_CURRENT_TIMESTAMP_N':
      return make(types.timestamptz, (env) => fit(env.context.now));
    case 'SVFOP_LOCALTIMESTAMP':
    case 'SVFOP_LOCALTIMESTAMP_N':
      return make(types.timestamp, (env) => fit(instantToWall(LOCAL_ZONE, env.context.now)));
    case 'SVFOP_CURRENT_DATE':
      return make(types.date, (env) => splitTimestamp(instantToWall(LOCAL_ZONE, env.context.now)).days);
    case 'SVFOP_LOCALTIME':
    case 'SVFOP_LOCALTIME_N':
      return make(types.time, (env) =>
        Number(fit(BigInt(splitTimestamp(instantToWall(LOCAL_ZONE, env.context.now)).micros))),
      );
    case 'SVFOP_CURRENT_SCHEMA':
      return make(types.name, () => 'public');
    case 'SVFOP_CURRENT_CATALOG':
      return make(types.name, () => 'memory');
    case 'SVFOP_CURRENT_USER':
    case 'SVFOP_CURRENT_ROLE':
    case 'SVFOP_SESSION_USER':
    case 'SVFOP_USER':
      return make(types.name, () => 'postgres');
    default:
      throw unsupported(op.replace('SVFOP_', ''));
  }
}

// Functions.

function compileCall(call: FuncCall, at: ExpressionScope): Expression {
  const name = stringOf(call.funcname?.at(-1));
  if (call.over) throw unsupported('a window function (OVER)');
  if (isAggregate(name)) return compileAggregate(name, call, at);
  const named = (call.args ?? []).map((arg) =>
    'NamedArgExpr' in arg ? arg.NamedArgExpr : { arg, name: undefined },
  );
  const args = named.map(({ arg }) => inner(arg, at));
  if (name === 'coalesce') throw unsupported(name);
  const names = named.map((arg) => arg.name ?? null);
  const resolved = resolveFunction(name, args.map(typeOf), names);
  if (!resolved) throw undefinedFunction(name, args.map(typeOf));
  return callWith(resolved, args);
}

function sortedNode(sort: Node): Node {
  if (!('SortBy' in sort) || !sort.SortBy.node) throw unsupported('this form of WITHIN GROUP');
  return sort.SortBy.node;
}

function compileAggregate(name: string, call: FuncCall, at: ExpressionScope): Expression {
  const { grouping } = at;
  if (!grouping) {
    throw new SqlError(
      '42803',
      at.clause === 'AGGREGATE'
        ? 'aggregate function calls cannot be nested'
        : `aggregate functions are not allowed in ${at.clause}`,
    );
  }
  const insideScope: ExpressionScope = { ...at, grouping: null, clause: 'AGGREGATE' };
  // What WITHIN GROUP sorts by are arguments too, after the direct ones.
  const sorted = call.agg_within_group ? (call.agg_order ?? []) : [];
  const args = [...(call.args ?? []), ...sorted.map(sortedNode)].map((arg) =>
    compileExpression(arg, insideScope),
  );
  const aggregate = resolveAggregate(name, args.map(typeOf));
  if (!aggregate) throw undefinedFunction(name, args.map(typeOf));
  if (aggregate.orderedSet !== (call.agg_within_group ?? false)) {
    throw new SqlError(
      '42809',
      aggregate.orderedSet
        ? `WITHIN GROUP is required for ordered-set aggregate ${name}`
        : `${name} is not an ordered-set aggregate, so it cannot have WITHIN GROUP`,
    );
  }
  const coerced = args.map((arg, i) => mustCoerce(arg, aggregate.args[i] ?? types.text, 'implicit'));
  const filter = call.agg_filter
    ? asCondition(compileExpression(call.agg_filter, insideScope), 'FILTER')
    : null;
  const order = (call.agg_order ?? []).map((sort) =>
    compileSortKey(sort, (node) => settle(compileExpression(node, insideScope))),
  );
  const index =
    grouping.calls.push({ aggregate, args: coerced, filter, distinct: call.agg_distinct ?? false, order }) -
    1;
  return {
    type: aggregate.result,
    typmod: -1,
    evaluate: (env) => env.aggregates[index] ?? null,
    constant: false,
    slots: NO_SLOTS,
    outer: true,
  };
}

/** One entry of ORDER BY. */
export function compileSortKey(node: Node, compile: (node: Node) => Expression): SortKey {
  if (!('SortBy' in node) || !node.SortBy.node) throw unsupported('this form of ORDER BY');
  const { sortby_dir, sortby_nulls } = node.SortBy;
  if (sortby_dir === 'SORTBY_USING') throw unsupported('ORDER BY ... USING');
  const descending = sortby_dir === 'SORTBY_DESC';
  const nullsFirst =
    sortby_nulls === 'SORTBY_NULLS_FIRST' || (sortby_nulls !== 'SORTBY_NULLS_LAST' && descending);
  const expression = compile(node.SortBy.node);
  const type = typeOf(expression);
  if (type === types.json) {
    throw new SqlError('42883', 'could not identify an ordering operator for type json', {
      hint: 'Use an explicit ordering operator or modify the query.',
    });
  }
  return { expression, descending, nullsFirst };
}

/** Compares two rows of sort-key values. */
export function compareByKeys(keys: readonly SortKey[], a: readonly Datum[], b: readonly Datum[]): number {
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as SortKey;
    const left = a[i] ?? null;
    const right = b[i] ?? null;
    if (left === null || right === null) {
      if (left === right) continue;
      return (left === null) === key.nullsFirst ? -1 : 1;
    }
    const order = typeOf(key.expression).compare(left, right);
    if (order !== 0) return key.descending ? -order : order;
  }
  return 0;
}

// Sub-queries.

function compileSubLink(link: SubLink, at: ExpressionScope): Expression {
  const select = link.subselect && 'SelectStmt' in link.subselect ? link.subselect.SelectStmt : null;
  if (!select) throw unsupported('this sub-query');
  const query = at.context.compileQuery(select, at.scope);
  const run = runOnce(query);
  const outer = (
    own: Pick<Expression, 'type' | 'evaluate'> & { typmod?: number },
    parts: readonly Expression[] = [],
  ): Expression => ({
    ...derived(parts, own),
    constant: false,
    outer: true,
    slots: query.correlated ? new Set([EVERY_SLOT]) : derived(parts, own).slots,
  });
  const single = (): CompiledQuery['columns'][number] => {
    const [column, ...more] = query.columns;
    if (!column || more.length > 0) throw new SqlError('42601', 'subquery must return only one column');
    return column;
  };
  switch (link.subLinkType) {
    case 'EXISTS_SUBLINK':
      return outer({ type: types.bool, evaluate: (env) => query.exists(env) });
    case 'EXPR_SUBLINK': {
      const column = single();
      return outer({
        type: column.type,
        typmod: column.typmod,
        evaluate: (env) => {
          const rows = run(env);
          if (rows.length > 1)
            throw new SqlError('21000', 'more than one row returned by a subquery used as an expression');
          return rows[0]?.[0] ?? null;
        },
      });
    }
    case 'ARRAY_SUBLINK':
      return outer({
        type: arrayOf(single().type),
        evaluate: (env) => run(env).map(([value = null]) => value),
      });
    case 'ANY_SUBLINK':
    case 'ALL_SUBLINK':
      return compileComparedSubLink(link, query, run, at, outer);
    default:
      throw unsupported(`the sub-query form ${link.subLinkType}`);
  }
}

function compileComparedSubLink(
  link: SubLink,
  query: CompiledQuery,
  run: (env: Environment) => readonly (readonly Datum[])[],
  at: ExpressionScope,
  outer: (own: Pick<Expression, 'type' | 'evaluate'>, parts: readonly Expression[]) => Expression,
): Expression {
  const any = link.subLinkType === 'ANY_SUBLINK';
  const name = stringOf(link.operName?.at(-1)) || '=';
  const left = inner(link.testexpr, at);
  const lefts = left.fields ?? [left];
  if (lefts.length !== query.columns.length) {
    throw new SqlError(
      '42601',
      lefts.length < query.columns.length ? 'subquery has too many columns' : 'subquery has too few columns',
    );
  }
  // The sub-query's row is held beside the outer row while the comparison looks at both.
  let row: readonly Datum[] = [];
  const rights = query.columns.map((column, i): Expression => ({
    type: column.type,
    typmod: column.typmod,
    evaluate: () => row[i] ?? null,
    constant: false,
    slots: NO_SLOTS,
    outer: true,
  }));
  const test =
    lefts.length === 1
      ? applyOperator(name, left, rights[0] as Expression)
      : compareRows(name, lefts, rights);
  return outer(
    {
      type: types.bool,
      evaluate: (env) => {
        let unknown = false;
        for (const candidate of run(env)) {
          row = candidate;
          const result = test.evaluate(env);
          if (result === any) return any;
          if (result === null) unknown = true;
        }
        return unknown ? null : !any;
      },
    },
    lefts,
  );
}

/** A sub-query that looks at nothing outside runs once a statement. */
function runOnce(query: CompiledQuery): (env: Environment) => readonly (readonly Datum[])[] {
  if (query.correlated) return (env) => query.run(env);
  return (env) => {
    const known = env.context.memo.get(query) as readonly (readonly Datum[])[] | undefined;
    if (known) return known;
    const rows = query.run(env);
    env.context.memo.set(query, rows);
    return rows;
  };
}
