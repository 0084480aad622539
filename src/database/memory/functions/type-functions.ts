import { canonicalName, types, typeByName, typeByOid } from '../types/type-catalog';
import { formatType } from '../types/typmod';
import { define, defineOver } from './define';

const { any, int4, oid, regtype, text } = types;

/** Names of types. */
export const typeFunctions = [
  defineOver('pg_typeof', [any], regtype, ([type]) => type?.displayName ?? 'unknown', { lenient: true }),
  define('format_type', [oid, int4], text, nameOf, { lenient: true }),
  define(
    'to_regtype',
    [text],
    regtype,
    (name: string) => typeByName(canonicalName(name))?.displayName ?? null,
  ),
];

/** The name of a type with its length or precision; '-' for no type and '???' for one that is not known. */
function nameOf(typeOid: number | null, typmod: number | null): string | null {
  if (typeOid === null) return null;
  if (typeOid === 0) return '-';
  const type = typeByOid(typeOid);
  return type ? formatType(type, typmod ?? -1) : '???';
}
