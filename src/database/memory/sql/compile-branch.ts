import type { A_ArrayExpr, CaseExpr, Node } from '@pgsql/types';
import { commonType } from '../types/coercion';
import type { Datum, NonNullDatum } from '../types/datum';
import { SqlError, unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { placeOf, positionOf } from './ast';
import { compileAt, type ExpressionScope } from './compile-context';
import { applyOperator } from './compile-operator';
import { type Fold, folded, VARIES } from './fold';
import { placingErrors } from './place-errors';
import {
  asCondition,
  derived,
  type Expression,
  mustCoerce,
  settle,
  typeOf,
  unknownLiteral,
} from './expression';

/** Coerces branches to their common type. @throws SqlError 42804 */
export function unify(branches: readonly Expression[], construct: string): readonly Expression[] {
  const type = commonType(branches.map(typeOf));
  if (!type) throw unmatched(branches, construct);
  return branches.map((branch) => mustCoerce(branch, type, 'implicit'));
}

function unmatched(branches: readonly Expression[], construct: string): SqlError {
  const [a, b] = [...new Set(branches.map(typeOf).filter((candidate) => candidate !== types.unknown))];
  return new SqlError(
    '42804',
    `${construct} types ${a?.displayName} and ${b?.displayName} cannot be matched`,
    placeOf(branches.find((branch) => typeOf(branch) === b)?.node),
  );
}

/** The typmod that all branches agree on. */
function sharedTypmod(branches: readonly Expression[]): number {
  const [first, ...others] = branches;
  return first && others.every(({ typmod }) => typmod === first.typmod) ? first.typmod : -1;
}

export function compileCase(expression: CaseExpr, around: ExpressionScope): Expression {
  const at: ExpressionScope = { ...around, without: 'CASE' };
  const subject = expression.arg ? settle(compileAt(expression.arg, at)) : null;
  const whens = expression.args ?? [];
  const conditions = whens.map((when) => {
    const expr = 'CaseWhen' in when ? when.CaseWhen.expr : undefined;
    if (!expr) throw unsupported('this form of CASE');
    const test = compileAt(expr, at);
    return subject
      ? placingErrors(when, () => applyOperator('=', subject, test))
      : asCondition(test, 'CASE/WHEN');
  });
  const results = whens
    .map((when) => ('CaseWhen' in when ? when.CaseWhen.result : undefined))
    .map((result) => (result ? compileAt(result, at) : unknownLiteral(null)));
  const fallback = expression.defresult ? compileAt(expression.defresult, at) : unknownLiteral(null);
  // PostgreSQL lets the ELSE branch speak first.
  const [otherwise = fallback, ...branches] = unify([fallback, ...results], 'CASE');
  const tests = conditions.map(({ evaluate }) => evaluate);
  const values = branches.map(({ evaluate }) => evaluate);
  return derived([...conditions, ...branches, otherwise], {
    type: typeOf(otherwise),
    typmod: sharedTypmod([otherwise, ...branches]),
    ...foldCase(conditions, branches, otherwise),
    evaluate: (env) => {
      for (let i = 0; i < tests.length; i += 1) {
        if (tests[i]?.(env) === true) return values[i]?.(env) ?? null;
      }
      return otherwise.evaluate(env);
    },
  });
}

/** A branch whose condition is false for certain is not looked at, nor what comes after one that is true. */
function foldCase(
  conditions: readonly Expression[],
  branches: readonly Expression[],
  otherwise: Expression,
): { readonly fold?: Fold } {
  if (![...conditions, ...branches, otherwise].some(({ fold, immutable }) => fold ?? immutable)) return {};
  return {
    fold: (environment) => {
      let open = false;
      for (const [i, condition] of conditions.entries()) {
        const met = folded(condition, environment);
        if (met === false || met === null) continue;
        const result = folded(branches[i] ?? otherwise, environment);
        if (met === true) return open ? VARIES : result;
        open = true;
      }
      const result = folded(otherwise, environment);
      return open ? VARIES : result;
    },
  };
}

export function compileCoalesce(args: readonly Node[], at: ExpressionScope): Expression {
  const branches = unify(
    args.map((arg) => compileAt(arg, { ...at, without: 'COALESCE' })),
    'COALESCE',
  );
  return derived(branches, {
    type: typeOf(branches[0] ?? unknownLiteral(null)),
    typmod: sharedTypmod(branches),
    ...foldCoalesce(branches),
    evaluate: (env) => {
      for (const { evaluate } of branches) {
        const value = evaluate(env);
        if (value !== null) return value;
      }
      return null;
    },
  });
}

/** NULLs are left out, and what comes after a value for certain is not looked at. */
function foldCoalesce(branches: readonly Expression[]): { readonly fold?: Fold } {
  if (!branches.some(({ fold, immutable }) => fold ?? immutable)) return {};
  return {
    fold: (environment) => {
      let open = false;
      for (const branch of branches) {
        const value = folded(branch, environment);
        if (value === VARIES) open = true;
        else if (value !== null) return open ? VARIES : value;
      }
      return open ? VARIES : null;
    },
  };
}

/** GREATEST and LEAST: NULLs do not count. */
export function compileExtreme(least: boolean, args: readonly Node[], at: ExpressionScope): Expression {
  const branches = unify(
    args.map((arg) => compileAt(arg, at)),
    least ? 'LEAST' : 'GREATEST',
  );
  const type = typeOf(branches[0] ?? unknownLiteral(null));
  const sign = least ? -1 : 1;
  return derived(branches, {
    type,
    typmod: sharedTypmod(branches),
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

/**
 * ARRAY[...].
 *
 * @param target the array type of a cast around it, which its elements then are cast to
 * @throws SqlError 42P18 for an empty one without a cast, 2202E
 */
export function compileArray(
  { elements = [], location }: A_ArrayExpr,
  at: ExpressionScope,
  target: SqlType | null = null,
): Expression {
  const items = elements.map((element) =>
    'A_ArrayExpr' in element ? compileArray(element.A_ArrayExpr, at, target) : compileAt(element, at),
  );
  if (items.length === 0) {
    if (!target) {
      throw new SqlError('42P18', 'cannot determine type of empty array', {
        hint: 'Explicitly cast to the desired type, for example ARRAY[]::integer[].',
        ...positionOf(location),
      });
    }
    return derived([], { type: target, evaluate: () => [] });
  }
  const nested = items.some((item) => typeOf(item).element !== null);
  const unified = target?.element ? castElements(items, target, target.element) : unify(items, 'ARRAY');
  const element = typeOf(unified[0] ?? unknownLiteral(null));
  return derived(unified, {
    type: nested ? element : arrayOf(element),
    evaluate: nested
      ? (env) => stack(unified.map(({ evaluate }) => evaluate(env)))
      : (env) => unified.map(({ evaluate }) => evaluate(env)),
  });
}

function castElements(
  items: readonly Expression[],
  target: SqlType,
  element: SqlType,
): readonly Expression[] {
  return items.map((item) => mustCoerce(item, typeOf(item).element === null ? element : target, 'explicit'));
}

/** Arrays become the rows of an array of one more dimension. */
function stack(rows: readonly Datum[]): readonly Datum[] {
  const widths = rows.map((row) => (Array.isArray(row) ? row.length : 0));
  if (widths.every((width) => width === 0)) return [];
  if (new Set(widths).size > 1) {
    throw new SqlError(
      '2202E',
      'multidimensional arrays must have array expressions with matching dimensions',
    );
  }
  return rows;
}
