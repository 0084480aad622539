import { flatten } from '../types/array-type';
import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import { isRecordType, type RecordField } from '../types/record-type';
import type { SqlType } from '../types/sql-type';
import { arrayOf, types } from '../types/type-catalog';
import { requireRows } from '../types/value-limits';
import { defineSet, type SetSignature } from './define-set';
import { jsonPathSetFunctions } from './json-path-functions';
import { populateRecordset } from './json-record-functions';
import { jsonSetFunctions } from './json-set-functions';
import { checkDetermined, instantiate } from './polymorphism';
import { matches, splitByPattern } from './regexp-functions';
import { ambiguousFunction, resolveFunction, undefinedFunction } from './resolve';
import { selectCandidate } from './select-candidate';
import { seriesFunctions } from './series-functions';
import { splitText } from './text-functions';

/** A function that returns rows. */
export interface ResolvedSetFunction {
  readonly args: readonly SqlType[];
  /** One column, or several for those that return records. */
  readonly columns: readonly RecordField[];
  /** A single column keeps its own name instead of taking the function's alias. */
  readonly keepsName: boolean;
  /** The rows, each with a value for every column. A NULL argument gives none, unless the function says otherwise. */
  readonly rows: (values: readonly Datum[], context: EvalContext) => readonly (readonly Datum[])[];
}

const { text, anyarray, anyelement } = types;
const texts = arrayOf(text);

/**
 * The function for FROM, or null when the name is none. Functions that return one value give one row.
 *
 * @throws SqlError 42883
 */
export function resolveSetFunction(name: string, given: readonly SqlType[]): ResolvedSetFunction | null {
  if (name === 'unnest' && given.length > 1) return unnestSeveral(given);
  const populated = populateRecordset(name, given);
  const signatures = populated ? [populated] : SET_FUNCTIONS.filter((signature) => signature.name === name);
  if (signatures.length === 0) return scalarRow(name, given);
  const candidates = signatures.flatMap((signature) => {
    const result = signature.columns[0]?.type ?? text;
    const instance =
      signature.args.length === given.length ? instantiate(signature.args, result, given) : null;
    return instance ? [{ signature, declared: signature.args, ...instance }] : [];
  });
  const exact = candidates.find(({ args }) => args.every((arg, i) => arg === given[i]));
  const chosen = exact ?? selectCandidate(candidates, given);
  if (!chosen) throw undefinedFunction(name, given);
  if (chosen === 'ambiguous') throw ambiguousFunction(name, given);
  checkDetermined(chosen);
  const { signature, args, result } = chosen;
  const { columns, lenient, rows } = signature;
  return {
    args,
    columns: columns.map((column, i) => (i === 0 ? { ...column, type: result } : column)),
    keepsName: columns.length > 1 || columns[0]?.name !== name,
    rows: (values) => (!lenient && values.includes(null) ? [] : keep(rows(values, args))),
  };
}

/** @throws SqlError 53200 when there are more rows than a process can hold */
function keep(rows: Iterable<readonly Datum[]>): readonly (readonly Datum[])[] {
  if (Array.isArray(rows)) return rows as readonly (readonly Datum[])[];
  const kept: (readonly Datum[])[] = [];
  for (const row of rows) {
    kept.push(row);
    requireRows(kept.length);
  }
  return kept;
}

/** unnest(a, b): in step, the shorter ones filled up with NULL. @throws SqlError 42883 */
function unnestSeveral(given: readonly SqlType[]): ResolvedSetFunction {
  const elements = given.map(({ element }) => {
    if (!element) throw undefinedFunction('unnest', given);
    return element;
  });
  return {
    args: given,
    columns: elements.map((type) => ({ name: 'unnest', type })),
    keepsName: false,
    rows: (values) => {
      const lists = values.map((value, i) => flatten((value ?? []) as readonly Datum[], elements[i] ?? text));
      const length = Math.max(...lists.map((list) => list.length));
      return Array.from({ length }, (_, i) => lists.map((list) => list[i] ?? null));
    },
  };
}

function scalarRow(name: string, given: readonly SqlType[]): ResolvedSetFunction | null {
  const call = resolveFunction(name, given);
  return (
    call && {
      args: call.args,
      columns: isRecordType(call.result) ? call.result.fields : [{ name, type: call.result }],
      keepsName: isRecordType(call.result),
      rows: (values, context) => {
        const value = !call.lenient && values.includes(null) ? null : call.call(values, context);
        if (!isRecordType(call.result)) return [[value]];
        return [(value as readonly Datum[] | null) ?? call.result.fields.map(() => null)];
      },
    }
  );
}

export function isSetFunction(name: string): boolean {
  return SET_FUNCTIONS.some((signature) => signature.name === name);
}

const SET_FUNCTIONS: readonly SetSignature[] = [
  {
    ...defineSet('unnest', [anyarray], anyelement, () => []),
    rows: ([items = null], [type]) =>
      flatten((items ?? []) as readonly Datum[], type?.element ?? text).map((item) => [item]),
  },
  ...seriesFunctions,
  defineSet('regexp_matches', [text, text], texts, (value: string, pattern: string) =>
    matches(value, pattern, ''),
  ),
  defineSet('regexp_matches', [text, text, text], texts, matches),
  defineSet('regexp_split_to_table', [text, text], text, (value: string, pattern: string) =>
    splitByPattern('regexp_split_to_table', value, pattern, ''),
  ),
  defineSet(
    'regexp_split_to_table',
    [text, text, text],
    text,
    (value: string, pattern: string, flags: string) =>
      splitByPattern('regexp_split_to_table', value, pattern, flags),
  ),
  { ...defineSet('string_to_table', [text, text], text, stringToTable), lenient: true },
  { ...defineSet('string_to_table', [text, text, text], text, stringToTable), lenient: true },
  ...jsonSetFunctions,
  ...jsonPathSetFunctions,
];

function stringToTable(
  value: string | null,
  separator: string | null,
  nullText: string | null = null,
): (string | null)[] {
  if (value === null) return [];
  return splitText(value, separator).map((part) => (part === nullText ? null : part));
}
