import { isJsonObject, Jsonb, jsonObject, type JsonObject, type JsonValue } from '../types/jsonb';
import { parseJsonPath } from '../types/json-path-parser';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { define } from './define';
import { defineSet, type SetSignature } from './define-set';
import { queryJson } from './json-path-query';
import type { Signature } from './signature';

const { bool, jsonb, jsonpath } = types;

const NO_VARIABLES = new Jsonb(jsonObject([]));
/** The target and the path, then variables, then whether errors are kept back. */
const ARGUMENTS = [jsonb, jsonpath, jsonb, bool];

export const jsonPathOperators: readonly Signature[] = [
  define('@?', [jsonb, jsonpath], bool, (target: Jsonb, path: string) =>
    exists(target, path, NO_VARIABLES, true),
  ),
  define('@@', [jsonb, jsonpath], bool, (target: Jsonb, path: string) =>
    match(target, path, NO_VARIABLES, true),
  ),
];

export const jsonPathFunctions: readonly Signature[] = [
  ...withOptions('jsonb_path_exists', bool, exists),
  ...withOptions('jsonb_path_match', bool, match),
  ...withOptions('jsonb_path_query_array', jsonb, (...given) => new Jsonb(find(...given) ?? [])),
  ...withOptions('jsonb_path_query_first', jsonb, (...given) => {
    const [first] = find(...given) ?? [];
    return first === undefined ? null : new Jsonb(first);
  }),
];

export const jsonPathSetFunctions: readonly SetSignature[] = [
  'jsonb_path_query',
  'jsonb_path_query_tz',
].flatMap((name) =>
  [2, 3, 4].map((count) =>
    defineSet(
      name,
      ARGUMENTS.slice(0, count),
      jsonb,
      (target: Jsonb, path: string, variables?: Jsonb, silent?: boolean) =>
        (find(target, path, variables, silent) ?? []).map((value) => new Jsonb(value)),
    ),
  ),
);

type Body<T> = (target: Jsonb, path: string, variables?: Jsonb, silent?: boolean) => T;

/** The variants with `_tz` differ only in what they make of time zones, which no path here reads. */
function withOptions(name: string, result: typeof jsonb, body: Body<Jsonb | boolean | null>): Signature[] {
  return [name, `${name}_tz`].map((each) =>
    define(each, ARGUMENTS, result, body, {
      argNames: ['target', 'path', 'vars', 'silent'],
      defaults: [undefined, undefined, NO_VARIABLES, false],
    }),
  );
}

/** What the path finds; null where it fails and is to keep silent about it. */
function find(
  target: Jsonb,
  path: string,
  variables = NO_VARIABLES,
  silent = false,
): readonly JsonValue[] | null {
  try {
    return queryJson(parseJsonPath(path), target.value, variablesOf(variables));
  } catch (error) {
    if (silent && error instanceof SqlError) return null;
    throw error;
  }
}

function exists(target: Jsonb, path: string, variables?: Jsonb, silent?: boolean): boolean | null {
  const found = find(target, path, variables, silent);
  return found && found.length > 0;
}

/** @throws SqlError 22038 when the path is no predicate */
function match(target: Jsonb, path: string, variables?: Jsonb, silent = false): boolean | null {
  const [first, ...more] = find(target, path, variables, silent) ?? [];
  if (more.length === 0 && typeof first === 'boolean') return first;
  if (silent || (more.length === 0 && first === null)) return null;
  throw new SqlError('22038', 'single boolean result is expected');
}

/** @throws SqlError 22023 */
function variablesOf({ value }: Jsonb): JsonObject {
  if (isJsonObject(value)) return value;
  throw new SqlError('22023', '"vars" argument is not an object', {
    detail: 'Jsonpath parameters should be encoded as key-value pairs of "vars" object.',
  });
}
