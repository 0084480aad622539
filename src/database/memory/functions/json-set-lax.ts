import { Jsonb } from '../types/jsonb';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { define } from './define';
import { setPath, withoutPath, type JsonPath } from './json-key-path';
import type { Signature } from './signature';

const { bool, jsonb, text } = types;
const ARGUMENTS: readonly SqlType[] = [jsonb, arrayOf(text), jsonb, bool, text];

/** jsonb_set that can be told what SQL's NULL is to do. */
export const jsonSetLaxFunctions: readonly Signature[] = [
  define('jsonb_set_lax', ARGUMENTS, jsonb, setLax, {
    lenient: true,
    argNames: ['jsonb_in', 'path', 'replacement', 'create_if_missing', 'null_value_treatment'],
    defaults: [undefined, undefined, undefined, true, 'use_json_null'],
  }),
];

/** @throws SqlError 22004, 22023, 22P02 */
function setLax(
  target: Jsonb | null,
  path: JsonPath | null,
  value: Jsonb | null,
  create: boolean | null,
  treatment: string | null,
): Jsonb | null {
  if (target === null || path === null || create === null) return null;
  if (value !== null) return new Jsonb(setPath(target.value, path, value.value, create));
  switch (treatment) {
    case 'raise_exception':
      throw new SqlError('22004', 'JSON value must not be null', {
        detail: 'Exception was raised because null_value_treatment is "raise_exception".',
        hint: 'To avoid, either change the null_value_treatment argument or ensure that an SQL NULL is not passed.',
      });
    case 'use_json_null':
      return new Jsonb(setPath(target.value, path, null, create));
    case 'delete_key':
      return new Jsonb(withoutPath(target.value, path));
    case 'return_target':
      return target;
    default:
      throw new SqlError(
        '22023',
        'null_value_treatment must be "delete_key", "return_target", "use_json_null", or "raise_exception"',
      );
  }
}
