import type { Datum } from '../types/datum';
import { canCoerce } from '../types/coercion';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { typeByName, types } from '../types/type-catalog';
import { compareOperator } from './comparison';
import { builtInFunctions, builtInOperators } from './built-ins';
import { checkDetermined, instantiate } from './polymorphism';
import { selectCandidate } from './select-candidate';
import type { ResolvedCall, Signature } from './signature';

/** A signature with its polymorphic arguments made concrete for a call. */
interface Candidate {
  readonly signature: Signature;
  readonly args: readonly SqlType[];
  readonly result: SqlType;
}

/**
 * The operator for two operand types (`left` is null for a prefix operator), by PostgreSQL's rules
 * ("Operator Type Resolution"): unknown literals take the other side's type.
 *
 * @throws SqlError 42883, 42725
 */
export function resolveOperator(name: string, left: SqlType | null, right: SqlType): ResolvedCall {
  const comparison = left && compareOperator(name, left, right);
  if (comparison) return comparison;
  const given = left ? [left, right] : [right];
  const signatures = (builtInOperators.get(name) ?? []).filter(({ args }) => args.length === given.length);
  const chosen = choose(signatures, assumeSame(signatures, given), given);
  if (chosen === null) {
    throw new SqlError('42883', `operator does not exist: ${operatorText(name, left, right)}`, {
      hint: left
        ? 'No operator matches the given name and argument types. You might need to add explicit type casts.'
        : 'No operator matches the given name and argument type. You might need to add an explicit type cast.',
    });
  }
  if (chosen === 'ambiguous') {
    throw new SqlError('42725', `operator is not unique: ${operatorText(name, left, right)}`, {
      hint: 'Could not choose a best candidate operator. You might need to add explicit type casts.',
    });
  }
  return bind(chosen);
}

/**
 * The scalar function for the argument types ("Function Type Resolution"), or null when there is none of that name.
 *
 * @param argNames of a call like make_interval(days => 3): a name for each argument, null for positional ones
 * @throws SqlError 42883 when the name exists and no signature fits, 42725
 */
export function resolveFunction(
  name: string,
  given: readonly SqlType[],
  argNames: readonly (string | null)[] = [],
): ResolvedCall | null {
  const signatures = builtInFunctions.get(name);
  if (!signatures) return null;
  if (argNames.some((argName) => argName !== null)) return resolveNamed(name, signatures, given, argNames);
  const cast = castByName(name, given);
  if (cast) return cast;
  const chosen = choose(signatures, given, given);
  if (chosen === null) throw undefinedFunction(name, given);
  if (chosen === 'ambiguous') throw ambiguousFunction(name, given);
  return bind(chosen);
}

/** A type's name with one literal, or with a value of that type, is a cast: date('2026-01-31'). */
function castByName(name: string, given: readonly SqlType[]): ResolvedCall | null {
  const type = given.length === 1 ? typeByName(name) : null;
  if (!type || (given[0] !== types.unknown && given[0] !== type)) return null;
  return { args: [type], result: type, lenient: false, volatile: false, call: (values) => values[0] ?? null };
}

export function undefinedFunction(name: string, given: readonly SqlType[]): SqlError {
  return new SqlError('42883', `function ${callText(name, given)} does not exist`, {
    hint: 'No function matches the given name and argument types. You might need to add explicit type casts.',
  });
}

export function ambiguousFunction(name: string, given: readonly SqlType[]): SqlError {
  return new SqlError('42725', `function ${callText(name, given)} is not unique`, {
    hint: 'Could not choose a best candidate function. You might need to add explicit type casts.',
  });
}

function choose(
  signatures: readonly Signature[],
  assumed: readonly SqlType[],
  given: readonly SqlType[],
): Candidate | 'ambiguous' | null {
  const exact = signatures.find(
    ({ args, variadic }) =>
      !variadic && args.length === assumed.length && args.every((arg, i) => arg === assumed[i]),
  );
  if (exact) return { signature: exact, args: exact.args, result: exact.result };
  const candidates = signatures.flatMap((signature) => {
    const declared = expand(signature, given.length);
    const instance = declared && instantiate(declared, signature.result, given);
    return declared && instance ? [{ signature, declared, ...instance }] : [];
  });
  return selectCandidate(candidates, given);
}

function bind({ signature, args, result }: Candidate): ResolvedCall {
  checkDetermined({ args, result });
  const { call, defaults } = signature;
  const missing = (defaults?.slice(args.length) ?? []) as readonly Datum[];
  return {
    args,
    result,
    lenient: signature.lenient,
    volatile: signature.volatile,
    call:
      missing.length === 0
        ? (values, context) => call(values, context, args)
        : (values, context) => call([...values, ...missing], context, args),
  };
}

/** Puts named arguments into their places and defaults into the rest. */
function resolveNamed(
  name: string,
  signatures: readonly Signature[],
  given: readonly SqlType[],
  argNames: readonly (string | null)[],
): ResolvedCall {
  for (const signature of signatures) {
    const { argNames: declared, defaults } = signature;
    if (!declared || !defaults) continue;
    const places = argNames.map((argName, i) => (argName === null ? i : declared.indexOf(argName)));
    const args = places.map((place) => signature.args[place]);
    const fitting = args.every(
      (arg, i) =>
        arg && (given[i] === types.unknown || canCoerce(given[i] ?? types.unknown, arg, 'implicit')),
    );
    const complete = defaults.every((value, place) => value !== undefined || places.includes(place));
    if (!fitting || !complete) continue;
    return {
      args: args.filter((arg) => arg !== undefined),
      result: signature.result,
      lenient: signature.lenient,
      volatile: signature.volatile,
      call: (values, context) => {
        const placed = [...defaults] as Datum[];
        for (const [i, place] of places.entries()) placed[place] = values[i] ?? null;
        return signature.call(placed, context, signature.args);
      },
    };
  }
  throw undefinedFunction(name, given);
}

/** An unknown literal beside a known operand is first taken to be of its type. */
function assumeSame(signatures: readonly Signature[], given: readonly SqlType[]): readonly SqlType[] {
  const [left, right] = given;
  if (!left || !right || (left === types.unknown) === (right === types.unknown)) return given;
  const known = left === types.unknown ? right : left;
  return signatures.some(({ args }) => args.every((arg) => arg === known)) ? [known, known] : given;
}

function expand({ args, variadic, defaults }: Signature, length: number): readonly SqlType[] | null {
  if (!variadic)
    return args.length === length || defaults?.[length] !== undefined ? args.slice(0, length) : null;
  const last = args.at(-1);
  if (last === undefined || length < args.length) return null;
  return [...args, ...Array.from({ length: length - args.length }, () => last)];
}

function operatorText(name: string, left: SqlType | null, right: SqlType): string {
  return left ? `${left.displayName} ${name} ${right.displayName}` : `${name} ${right.displayName}`;
}

function callText(name: string, given: readonly SqlType[]): string {
  return `${name}(${given.map((type) => type.displayName).join(', ')})`;
}
