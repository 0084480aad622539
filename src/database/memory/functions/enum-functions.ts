import { isEnumType } from '../types/enum-type';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import { defineOver } from './define';
import type { Signature } from './signature';

const { anyarray, anyenum } = types;

/** What an enum has to offer; the argument only says which, and may be NULL. */
export const enumFunctions: readonly Signature[] = [
  defineOver('enum_first', [anyenum], anyenum, (argTypes) => labelsOf(argTypes)[0] ?? null, {
    lenient: true,
  }),
  defineOver('enum_last', [anyenum], anyenum, (argTypes) => labelsOf(argTypes).at(-1) ?? null, {
    lenient: true,
  }),
  defineOver('enum_range', [anyenum], anyarray, (argTypes) => labelsOf(argTypes), { lenient: true }),
  defineOver(
    'enum_range',
    [anyenum, anyenum],
    anyarray,
    (argTypes, first: string | null, last: string | null) => {
      const labels = labelsOf(argTypes);
      const start = first === null ? 0 : labels.indexOf(first);
      const end = last === null ? labels.length : labels.indexOf(last) + 1;
      return labels.slice(start, end);
    },
    { lenient: true },
  ),
];

function labelsOf([type]: readonly SqlType[]): readonly string[] {
  return type && isEnumType(type) ? type.labels : [];
}
