import { builtInAggregates } from './built-in-aggregates';
import type { AggregateSignature, ResolvedAggregate } from './aggregate-signature';
import { checkDetermined, instantiate } from './polymorphism';
import { ambiguousFunction, undefinedFunction } from './resolve';
import { selectCandidate } from './select-candidate';
import type { SqlType } from '../types/sql-type';

/**
 * The aggregate for the argument types, or null when the name is none. `count(*)` has no arguments;
 * for WITHIN GROUP the direct arguments come first, then the sorted ones.
 *
 * @throws SqlError 42883, 42725, 42804
 */
export function resolveAggregate(name: string, given: readonly SqlType[]): ResolvedAggregate | null {
  const signatures = builtInAggregates.get(name);
  if (!signatures) return null;
  const candidates = signatures.flatMap((signature) => {
    const instance =
      signature.args.length === given.length ? instantiate(signature.args, signature.result, given) : null;
    return instance ? [{ signature, declared: signature.args, ...instance }] : [];
  });
  const exact = candidates.find(({ args }) => args.every((arg, i) => arg === given[i]));
  const chosen = exact ?? selectCandidate(candidates, given);
  if (!chosen) throw undefinedFunction(name, given);
  if (chosen === 'ambiguous') throw ambiguousFunction(name, given);
  checkDetermined(chosen);
  return bind(chosen.signature, chosen.args, chosen.result);
}

export function isAggregate(name: string): boolean {
  return builtInAggregates.has(name);
}

function bind(signature: AggregateSignature, args: readonly SqlType[], result: SqlType): ResolvedAggregate {
  return {
    args,
    result,
    orderedSet: signature.orderedSet,
    create: () => signature.create(args),
  };
}
