import type { Datum } from '../types/datum';
import type { Environment, Evaluate } from './environment';

/** Stands for what only a row, or the moment of the run, can tell. */
export const VARIES = Symbol('varies');

/**
 * Computes what PostgreSQL computes when it plans (`eval_const_expressions`): constants within an expression, so
 * that what is wrong with them fails though no row is ever looked at.
 */
export type Fold = (environment: Environment) => Datum | typeof VARIES;

/** What folding looks at of an expression. */
interface Foldable {
  readonly evaluate: Evaluate;
  readonly immutable?: boolean;
  readonly fold?: Fold;
}

/** What an expression comes to before the first row. */
export function folded(expression: Foldable, environment: Environment): Datum | typeof VARIES {
  if (expression.fold) return expression.fold(environment);
  return expression.immutable ? expression.evaluate(environment) : VARIES;
}

/** The fold of an expression of which nothing but its parts can be computed; none when there is nothing in them. */
export function foldWithin(parts: readonly Foldable[]): { readonly fold?: Fold } {
  const folds = parts.flatMap(({ fold }) => fold ?? []);
  if (folds.length === 0) return {};
  return {
    fold: (environment) => {
      for (const fold of folds) fold(environment);
      return VARIES;
    },
  };
}

/** The fold of an expression over immutable parts: their values, then its own. */
export function foldWhole(parts: readonly Foldable[], evaluate: Evaluate, strict: boolean): Fold {
  const folds = parts.flatMap(({ fold }) => fold ?? []);
  return (environment) => {
    let hasNull = false;
    for (const fold of folds) if (fold(environment) === null) hasNull = true;
    return strict && hasNull ? null : evaluate(environment);
  };
}
