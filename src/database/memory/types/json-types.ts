import { compareJson, Jsonb, parseJson } from './jsonb';
import { parseJsonPath } from './json-path-parser';
import { printJsonPath } from './json-path-printer';
import { scalarType } from './scalar-type';
import { compareText } from './text-order';

/** json keeps its text as given. It has no equality in SQL; `key` and `compare` serve hashing within the engine only. */
export const json = scalarType<string>({
  oid: 114,
  name: 'json',
  category: 'U',
  parse: (text) => {
    parseJson(text, 'json');
    return text;
  },
  format: (value) => value,
  compare: compareText,
});

export const jsonb = scalarType<Jsonb>({
  oid: 3802,
  name: 'jsonb',
  category: 'U',
  parse: (text) => Jsonb.parse(text),
  format: (value) => value.toString(),
  compare: (a, b) => compareJson(a.value, b.value),
  key: (value) => value.key(),
  directClientValue: (value) => value.toJs(),
});

/** A path is kept as PostgreSQL prints it. It has no equality in SQL. */
export const jsonpath = scalarType<string>({
  oid: 4072,
  name: 'jsonpath',
  category: 'U',
  parse: (text) => printJsonPath(parseJsonPath(text)),
  format: (value) => value,
  compare: compareText,
});
