import type { CastContext } from '../types/cast-table';
import type { Node } from '@pgsql/types';
import { findCast } from '../types/coercion';
import { fitTypmod } from '../types/fit-typmod';
import type { Datum, NonNullDatum } from '../types/datum';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { type Place, placeOf } from './ast';
import type { Evaluate } from './environment';
import { type Fold, foldWhole, foldWithin } from './fold';
import { type ParameterMention, settleMention } from './parameters';
import { isImmutableCast } from './volatility';

/** A comparison in a shape that access paths understand. */
export type Comparison =
  | { readonly operator: 'like'; readonly left: Expression; readonly pattern: Expression }
  | {
      readonly operator: '=' | '<' | '<=' | '>' | '>=';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly operator: 'in'; readonly left: Expression; readonly items: readonly Expression[] }
  | { readonly operator: 'any'; readonly left: Expression; readonly list: Expression }
  | { readonly operator: 'contains'; readonly left: Expression; readonly elements: Expression };

/** A compiled, typed expression. */
export interface Expression {
  readonly type: SqlType;
  readonly typmod: number;
  readonly evaluate: Evaluate;
  /** A string literal whose type the context decides. */
  readonly literal?: string | null;
  readonly parameter?: ParameterMention;
  /** What it was compiled from: the errors tell its place. */
  readonly node?: Node;
  /** Does not depend on any row: it may be computed once a run. */
  readonly constant: boolean;
  /** Depends on neither rows nor the moment: PostgreSQL computes it when it plans. */
  readonly immutable?: boolean;
  /** Set where something in it is computed when PostgreSQL plans. */
  readonly fold?: Fold;
  /** Is or has something that is another each time, or that does something. */
  readonly volatile?: boolean;
  /** Slots of this query's own relations that it reads, those that a sub-query in it reads included. */
  readonly slots: ReadonlySet<number>;
  /** Set for a plain column of this query. */
  readonly column?: { readonly slot: number; readonly ordinal: number };
  /** Set for a plain column of a query further out. */
  readonly outerColumn?: boolean;
  /** Set for a comparison: what an index can answer. */
  readonly comparison?: Comparison;
  /** Set for a conjunction: its parts, which can be tested apart. */
  readonly conjuncts?: readonly Expression[];
  /** Set for a row constructor or whole-row reference. */
  readonly fields?: readonly Expression[];
}

export const NO_SLOTS: ReadonlySet<number> = new Set();

/** String types whose values are the same in both: a column stays a column when it is read as the other. */
const SAME_REPRESENTATION: readonly SqlType[] = [types.text, types.varchar];

export function constant(type: SqlType, value: Datum, typmod = -1): Expression {
  return { type, typmod, evaluate: () => value, constant: true, immutable: true, slots: NO_SLOTS };
}

/** A literal or NULL whose type is not known yet. */
export function unknownLiteral(text: string | null): Expression {
  return { ...constant(types.unknown, text), literal: text };
}

/** Combines what the parts of an expression depend on. */
export function derived(
  parts: readonly Expression[],
  own: Pick<Expression, 'type' | 'evaluate' | 'fold'> & {
    readonly typmod?: number;
    readonly volatile?: boolean;
    /** Depends on the session or the moment, too. */
    readonly stable?: boolean;
    /** NULL when one of its parts is. */
    readonly strict?: boolean;
  },
): Expression {
  const slots = new Set<number>();
  for (const part of parts) for (const slot of part.slots) slots.add(slot);
  const volatile = own.volatile === true || parts.some((part) => part.volatile === true);
  const fixed = !own.volatile && parts.every((part) => part.constant);
  const immutable =
    fixed && !own.stable && parts.length > 0 && parts.every((part) => part.immutable === true);
  const fold =
    own.fold ?? (immutable ? foldWhole(parts, own.evaluate, own.strict === true) : foldWithin(parts).fold);
  return {
    type: own.type,
    typmod: own.typmod ?? -1,
    evaluate: own.evaluate,
    constant: fixed,
    slots,
    ...(immutable ? { immutable } : {}),
    ...(volatile ? { volatile } : {}),
    ...(fold ? { fold } : {}),
  };
}

export function cannotCoerce(from: SqlType, to: SqlType, place: Place): SqlError {
  return new SqlError('42846', `cannot cast type ${from.displayName} to ${to.displayName}`, place);
}

/**
 * The expression as a value of another type, or null when PostgreSQL would not convert it in this context.
 *
 * @throws SqlError of the type's input function for a literal that is not one of its values
 */
export function coerce(
  expression: Expression,
  to: SqlType,
  context: CastContext,
  typmod = -1,
): Expression | null {
  const fitted = coerceType(expression, to, context, typmod);
  if (!fitted || typmod < 0 || (expression.type === to && expression.typmod === typmod)) return fitted;
  const fit = fitTypmod(to, typmod, context === 'explicit');
  if (!fit) return { ...fitted, typmod };
  return derived([fitted], {
    type: to,
    typmod,
    stable: !isImmutableCast(to, to),
    evaluate: strict(fitted.evaluate, fit),
  });
}

function coerceType(
  expression: Expression,
  to: SqlType,
  context: CastContext,
  typmod: number,
): Expression | null {
  const from = typeOf(expression);
  if (to === types.unknown && from === types.unknown) return expression;
  if (expression.literal !== undefined) return locatedLiteral(expression, to, typmod);
  if (expression.parameter && from === types.unknown) {
    settleMention(expression.parameter, to);
    return { ...expression, type: to };
  }
  if (from === to) return { ...expression, type: to };
  const cast = findCast(from, to, context);
  if (!cast) return null;
  if (SAME_REPRESENTATION.includes(from) && SAME_REPRESENTATION.includes(to))
    return { ...expression, type: to };
  return derived([expression], {
    type: to,
    stable: !isImmutableCast(from, to),
    evaluate: strict(expression.evaluate, (value) => cast(value, typmod)),
  });
}

/** Words whose meaning depends on when they are read. */
const MOVING = /now|today|tomorrow|yesterday/i;

/** A literal as a value of a type; the error of one that is none tells where it stands. */
function locatedLiteral({ literal = null, node }: Expression, to: SqlType, typmod: number): Expression {
  try {
    return literalOf(literal, to, typmod);
  } catch (error) {
    throw error instanceof SqlError ? error.at(placeOf(node).position) : error;
  }
}

/** A literal as a value of a type: read once, unless it is a word for a moment of the run. */
function literalOf(text: string | null, type: SqlType, typmod: number): Expression {
  if (text === null) return constant(type, null);
  // As in PostgreSQL, only interval's input looks at the modifier: '1'::interval day is a day.
  const modifier = type === types.interval ? typmod : -1;
  const value = type.parse(text, modifier);
  if (type.category !== 'D' || !MOVING.test(text)) return constant(type, value);
  return { ...constant(type, null), immutable: false, evaluate: () => type.parse(text, modifier) };
}

function strict(evaluate: Evaluate, convert: (value: NonNullDatum) => Datum): Evaluate {
  return (environment) => {
    const value = evaluate(environment);
    return value === null ? null : convert(value);
  };
}

/** @throws SqlError 42846 */
export function mustCoerce(
  expression: Expression,
  to: SqlType,
  context: CastContext,
  typmod = -1,
): Expression {
  const coerced = coerce(expression, to, context, typmod);
  if (!coerced) throw cannotCoerce(typeOf(expression), to, placeOf(expression.node));
  return coerced;
}

/** The type as it stands now: a parameter's place may have been given one since the expression was made. */
export function typeOf(expression: Expression): SqlType {
  return expression.parameter?.type ?? expression.type;
}

/** A condition. @throws SqlError 42804 "argument of WHERE must be type boolean" */
export function asCondition(expression: Expression, clause: string): Expression {
  const coerced = coerce(expression, types.bool, 'implicit');
  if (!coerced) {
    throw new SqlError(
      '42804',
      `argument of ${clause} must be type boolean, not type ${typeOf(expression).displayName}`,
      placeOf(expression.node),
    );
  }
  return coerced;
}

/** An output column: literals and parameters without a type become text. */
export function settle(expression: Expression): Expression {
  return typeOf(expression) === types.unknown || expression.literal !== undefined
    ? mustCoerce(expression, types.text, 'implicit')
    : expression;
}
