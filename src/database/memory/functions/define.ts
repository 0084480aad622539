import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { SqlType } from '../types/sql-type';
import type { Signature } from './signature';

type Options = Partial<Pick<Signature, 'variadic' | 'lenient' | 'volatile' | 'argNames' | 'defaults'>>;

/**
 * The code of a function over the representations of its argument types. Resolution coerces every argument
 * to its declared type first, which is what entitles the casts below.
 */
type Body = (...values: never[]) => Datum;
type AnyBody = (...values: Datum[]) => Datum;

/** Defines a function or operator whose result depends on its arguments alone. */
export function define(
  name: string,
  args: readonly SqlType[],
  result: SqlType,
  body: Body,
  options: Options = {},
): Signature {
  return signature(name, args, result, spread(body as AnyBody, args.length, options.variadic), options);
}

/** Defines one that asks its session: the code gets the context first. */
export function defineInContext(
  name: string,
  args: readonly SqlType[],
  result: SqlType,
  body: (context: EvalContext, ...values: never[]) => Datum,
  options: Options = {},
): Signature {
  const run = body as (context: EvalContext, ...values: Datum[]) => Datum;
  return signature(name, args, result, (values, context) => run(context, ...values), options);
}

/** Defines a polymorphic one: the code gets what its arguments were resolved to first. */
export function defineOver(
  name: string,
  args: readonly SqlType[],
  result: SqlType,
  body: (argTypes: readonly SqlType[], ...values: never[]) => Datum,
  options: Options = {},
): Signature {
  const run = body as (argTypes: readonly SqlType[], ...values: Datum[]) => Datum;
  return signature(name, args, result, (values, _context, argTypes) => run(argTypes, ...values), options);
}

function signature(
  name: string,
  args: readonly SqlType[],
  result: SqlType,
  call: Signature['call'],
  { variadic = false, lenient = false, volatile = false, argNames, defaults }: Options,
): Signature {
  return { name, args, result, variadic, lenient, volatile, argNames, defaults, call };
}

/** Calls without a rest array where the number of arguments is small and known. */
function spread(body: AnyBody, arity: number, variadic = false): Signature['call'] {
  if (variadic) return (values) => body(...values);
  switch (arity) {
    case 1:
      return (values) => body(values[0] ?? null);
    case 2:
      return (values) => body(values[0] ?? null, values[1] ?? null);
    case 3:
      return (values) => body(values[0] ?? null, values[1] ?? null, values[2] ?? null);
    default:
      return (values) => body(...values);
  }
}
