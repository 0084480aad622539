import type { A_Const, ParamRef } from '@pgsql/types';
import { splitTimestamp } from '../types/calendar';
import { roundTimestamp } from '../types/date-time-types';
import { Numeric } from '../types/numeric';
import { unsupported } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { instantToWall, LOCAL_ZONE } from '../types/time-zone';
import { types } from '../types/type-catalog';
import type { ExpressionScope } from './compile-context';
import type { Evaluate } from './environment';
import { constant, derived, type Expression, NO_SLOTS, unknownLiteral } from './expression';

/** A literal: strings wait for a type, numbers take the smallest of int4, int8 and numeric that holds them. */
export function compileConstant(value: A_Const): Expression {
  if (value.isnull) return unknownLiteral(null);
  if (value.sval) return unknownLiteral(value.sval.sval ?? '');
  if (value.boolval) return constant(types.bool, value.boolval.boolval ?? false);
  if (value.ival) return constant(types.int4, value.ival.ival ?? 0);
  if (value.fval) return compileNumber(value.fval.fval ?? '0');
  if (value.bsval) return constant(types.bit, types.bit.parse(value.bsval.bsval ?? '', -1));
  throw unsupported('this kind of literal');
}

function compileNumber(text: string): Expression {
  if (!/^-?\d+$/.test(text)) return constant(types.numeric, Numeric.parse(text));
  const whole = BigInt(text);
  // The grammar folds a minus into the number: only -2147483648 comes here and still is an integer.
  if (whole >= -(2n ** 31n) && whole < 2n ** 31n) return constant(types.int4, Number(whole));
  return whole >= -(2n ** 63n) && whole < 2n ** 63n
    ? constant(types.int8, whole)
    : constant(types.numeric, Numeric.fromBigint(whole));
}

/** $1: its type is the one that the first place it stands in asks for. */
export function compileParameter({ number = 0, location }: ParamRef, at: ExpressionScope): Expression {
  const index = number - 1;
  const parameter = at.context.parameter(index, location);
  return {
    type: parameter.type,
    typmod: -1,
    parameter,
    evaluate: (env) => env.context.params[index] ?? null,
    constant: true,
    immutable: true,
    slots: NO_SLOTS,
  };
}

/** CURRENT_TIMESTAMP and the other functions without parentheses. */
export function compileValueFunction(op: string, typmod: number): Expression {
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
