import { canCoerce } from '../types/coercion';
import { SqlError } from '../types/sql-error';
import type { SqlType, TypeCategory } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { compareOperator } from './comparison';
import { operators } from './operators';
import { scalarFunctions } from './scalar-functions';
import type { ArgumentType, ResolvedCall, Signature } from './signature';

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
  const signatures = (operators.get(name) ?? []).filter(({ args }) => args.length === given.length);
  const chosen = choose(signatures, assumeSame(signatures, given), () => operatorText(name, left, right));
  if (!chosen) {
    throw new SqlError('42883', `operator does not exist: ${operatorText(name, left, right)}`, {
      hint: 'No operator matches the given name and argument types. You might need to add explicit type casts.',
    });
  }
  return bind(chosen);
}

/**
 * The scalar function for the argument types ("Function Type Resolution"), or null when there is none of that name.
 *
 * @throws SqlError 42883 when the name exists and no signature fits, 42725
 */
export function resolveFunction(name: string, given: readonly SqlType[]): ResolvedCall | null {
  const signatures = scalarFunctions.get(name);
  if (!signatures) return null;
  const chosen = choose(signatures, given, () => callText(name, given));
  if (!chosen) throw undefinedFunction(name, given);
  return bind(chosen);
}

export function undefinedFunction(name: string, given: readonly SqlType[]): SqlError {
  return new SqlError('42883', `function ${callText(name, given)} does not exist`, {
    hint: 'No function matches the given name and argument types. You might need to add explicit type casts.',
  });
}

function bind({ signature, args, result }: Candidate): ResolvedCall {
  return {
    args,
    result,
    lenient: signature.lenient ?? false,
    volatile: signature.volatile ?? false,
    call: (values, context) => signature.call(values, context, args),
  };
}

/** An unknown literal beside a known operand is first taken to be of its type. */
function assumeSame(signatures: readonly Signature[], given: readonly SqlType[]): readonly SqlType[] {
  const [left, right] = given;
  if (!left || !right || (left === types.unknown) === (right === types.unknown)) return given;
  const known = left === types.unknown ? right : left;
  const exact = signatures.some(({ args }) => args.every((arg) => arg === known));
  return exact ? [known, known] : given;
}

function choose(
  signatures: readonly Signature[],
  given: readonly SqlType[],
  describe: () => string,
): Candidate | null {
  const candidates = signatures.flatMap((signature) => instantiate(signature, given) ?? []);
  const exact = candidates.find(({ args }) => args.every((arg, i) => arg === given[i]));
  if (exact) return exact;
  let left = keepBest(candidates, (candidate) => count(candidate, given, (arg, type) => arg === type));
  left = keepBest(left, (candidate) =>
    count(candidate, given, (arg, type) => arg === type || (arg.preferred && type !== types.unknown)),
  );
  if (left.length > 1) left = byUnknownCategory(left, given);
  if (left.length > 1) left = byKnownType(left, given);
  if (left.length > 1) {
    throw new SqlError(
      '42725',
      `${describe().includes('(') ? 'function' : 'operator'} ${describe()} is not unique`,
      {
        hint: 'Could not choose a best candidate. You might need to add explicit type casts.',
      },
    );
  }
  return left[0] ?? null;
}

function keepBest(candidates: readonly Candidate[], score: (candidate: Candidate) => number): Candidate[] {
  const best = Math.max(...candidates.map(score), 0);
  return candidates.filter((candidate) => score(candidate) === best);
}

function count(
  candidate: Candidate,
  given: readonly SqlType[],
  matches: (arg: SqlType, type: SqlType) => boolean,
): number {
  return candidate.args.filter((arg, i) => matches(arg, given[i] ?? types.unknown)).length;
}

/** Where a literal of unknown type stands: strings win if a candidate takes one, else a category that all share. */
function byUnknownCategory(candidates: readonly Candidate[], given: readonly SqlType[]): Candidate[] {
  let left = [...candidates];
  given.forEach((type, i) => {
    if (type !== types.unknown) return;
    const categories = new Set<TypeCategory>(left.map(({ args }) => args[i]?.category ?? 'X'));
    const category = categories.has('S') ? 'S' : categories.size === 1 ? [...categories][0] : undefined;
    if (!category) return;
    left = left.filter(({ args }) => args[i]?.category === category);
    const preferred = left.filter(({ args }) => args[i]?.preferred);
    if (preferred.length > 0) left = preferred;
  });
  return left;
}

function byKnownType(candidates: readonly Candidate[], given: readonly SqlType[]): Candidate[] {
  const known = new Set(given.filter((type) => type !== types.unknown));
  const [only] = known;
  if (known.size !== 1 || !only) return [...candidates];
  const fitting = candidates.filter(({ args }) =>
    args.every((arg, i) => given[i] !== types.unknown || arg === only || canCoerce(only, arg, 'implicit')),
  );
  return fitting.length === 1 ? fitting : [...candidates];
}

/** The signature for a call, if every argument can be coerced implicitly. */
function instantiate(signature: Signature, given: readonly SqlType[]): Candidate | null {
  const declared = expand(signature, given.length);
  if (!declared) return null;
  const element = elementFor(declared, given);
  const args: SqlType[] = [];
  for (const [i, argument] of declared.entries()) {
    const type = given[i] ?? types.unknown;
    const wanted = concrete(argument, type, element);
    if (!wanted) return null;
    if (type !== types.unknown && !canCoerce(type, wanted, 'implicit')) return null;
    args.push(wanted);
  }
  const { result } = signature;
  if (typeof result !== 'string') return { signature, args, result };
  if (!element) return null;
  return { signature, args, result: result === 'anyarray' ? arrayOf(element) : element };
}

function expand({ args, variadic }: Signature, length: number): readonly ArgumentType[] | null {
  if (!variadic) return args.length === length ? args : null;
  const last = args.at(-1);
  if (last === undefined || length < args.length) return null;
  return [...args, ...Array.from({ length: length - args.length }, () => last)];
}

function elementFor(declared: readonly ArgumentType[], given: readonly SqlType[]): SqlType | null {
  for (const [i, argument] of declared.entries()) {
    const type = given[i];
    if (!type || type === types.unknown) continue;
    if (argument === 'anyarray' && type.element) return type.element;
    if (argument === 'anyelement') return type;
  }
  return declared.includes('anyelement') ? types.text : null;
}

function concrete(argument: ArgumentType, given: SqlType, element: SqlType | null): SqlType | null {
  if (typeof argument !== 'string') return argument;
  switch (argument) {
    case 'any':
      return given === types.unknown ? types.text : given;
    case 'anyelement':
      return element;
    case 'anyarray':
      return element && (given === types.unknown || given.element) ? arrayOf(element) : null;
  }
}

function operatorText(name: string, left: SqlType | null, right: SqlType): string {
  return left ? `${left.displayName} ${name} ${right.displayName}` : `${name} ${right.displayName}`;
}

function callText(name: string, given: readonly SqlType[]): string {
  return `${name}(${given.map((type) => type.displayName).join(', ')})`;
}
