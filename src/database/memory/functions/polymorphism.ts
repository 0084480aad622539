import { isEnumType } from '../types/enum-type';
import { canCoerce, commonType } from '../types/coercion';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { isRangeType } from '../types/range-type';
import { arrayOf, types } from '../types/type-catalog';

/** Pseudo-types that stand for one and the same type wherever they occur in a signature. */
const FAMILY = new Set<SqlType>([
  types.anyelement,
  types.anyarray,
  types.anynonarray,
  types.anyenum,
  types.anyrange,
]);
/** Those that take the common type of their arguments. */
const COMPATIBLE = new Set<SqlType>([
  types.anycompatible,
  types.anycompatiblearray,
  types.anycompatiblenonarray,
]);

export function isPolymorphic(type: SqlType): boolean {
  return type === types.any || FAMILY.has(type) || COMPATIBLE.has(type);
}

/** @throws SqlError 42804 for a call with nothing but bare literals for the type that it works on */
export function checkDetermined({ args, result }: Instance): void {
  if (isPolymorphic(result) || args.some(isPolymorphic)) throw undeterminedType();
}

export function undeterminedType(): SqlError {
  return new SqlError('42804', 'could not determine polymorphic type because input has type unknown');
}

/** A signature's types made concrete for a call. */
export interface Instance {
  readonly args: readonly SqlType[];
  readonly result: SqlType;
}

/**
 * Makes the polymorphic types of a signature concrete, or null when the arguments do not fit together
 * or one of them cannot be coerced implicitly. Where only bare literals stand for a type it stays as it is declared.
 */
export function instantiate(
  declared: readonly SqlType[],
  result: SqlType,
  given: readonly SqlType[],
): Instance | null {
  const polymorphic = declared.some(isPolymorphic);
  if (!polymorphic) return fits(declared, given) ? { args: declared, result } : null;
  const exact = familyElement(declared, given);
  const compatible = compatibleElement(declared, given);
  if (exact === null || compatible === null) return null;
  const args: SqlType[] = [];
  for (const [i, type] of declared.entries()) {
    const concrete = makeConcrete(type, given[i] ?? types.unknown, exact, compatible);
    if (!concrete) return null;
    args.push(concrete);
  }
  const concreteResult = makeConcrete(result, types.unknown, exact, compatible);
  return concreteResult && fits(args, given) ? { args, result: concreteResult } : null;
}

function fits(wanted: readonly SqlType[], given: readonly SqlType[]): boolean {
  return wanted.every((type, i) => {
    const from = given[i] ?? types.unknown;
    return from === types.unknown || canCoerce(from, type, 'implicit');
  });
}

/** The element type that all of the family agree on; undefined when none says, null on a contradiction. */
function familyElement(declared: readonly SqlType[], given: readonly SqlType[]): SqlType | null | undefined {
  let element: SqlType | undefined;
  for (const [i, type] of declared.entries()) {
    const from = given[i] ?? types.unknown;
    if (!FAMILY.has(type) || from === types.unknown) continue;
    const says = elementSaid(type, from);
    if (!says || (element && element !== says)) return null;
    element = says;
  }
  return element;
}

function compatibleElement(
  declared: readonly SqlType[],
  given: readonly SqlType[],
): SqlType | null | undefined {
  const candidates: SqlType[] = [];
  let used = false;
  for (const [i, type] of declared.entries()) {
    if (!COMPATIBLE.has(type)) continue;
    used = true;
    const from = given[i] ?? types.unknown;
    if (type === types.anycompatiblearray && from !== types.unknown) {
      if (!from.element) return null;
      candidates.push(from.element);
    } else candidates.push(from);
  }
  return used ? commonType(candidates.filter((type) => type !== types.unknown)) : undefined;
}

function elementSaid(pseudo: SqlType, given: SqlType): SqlType | null {
  switch (pseudo) {
    case types.anyarray:
      return given.element;
    case types.anynonarray:
      return given.element ? null : given;
    case types.anyenum:
      return isEnumType(given) ? given : null;
    case types.anyrange:
      return isRangeType(given) ? given : null;
    default:
      return given;
  }
}

function makeConcrete(
  type: SqlType,
  given: SqlType,
  exact: SqlType | undefined,
  compatible: SqlType | undefined,
): SqlType | null {
  switch (type) {
    case types.any:
      return given;
    case types.anyarray:
      return exact ? arrayOf(exact) : type;
    case types.anyelement:
    case types.anynonarray:
    case types.anyenum:
    case types.anyrange:
      return exact ?? type;
    case types.anycompatiblearray:
      return compatible ? arrayOf(compatible) : null;
    case types.anycompatible:
    case types.anycompatiblenonarray:
      return compatible ?? null;
    default:
      return type;
  }
}
