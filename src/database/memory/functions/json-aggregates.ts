import type { Datum } from '../types/datum';
import { Jsonb, jsonObject } from '../types/jsonb';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';
import type { AggregateSignature } from './aggregate-signature';
import { collectAggregate } from './define-aggregate';
import { outputText } from './format-functions';
import { toJsonText, toJsonValue } from './json-conversion';

const { any, anyelement, text, json, jsonb } = types;
type Row = readonly Datum[];

/** What the variants of an object's aggregate ask for. */
interface ObjectRules {
  /** Members whose value is NULL are left out. */
  readonly strict: boolean;
  /** A key may come once. */
  readonly unique: boolean;
}

export const jsonAggregates: readonly AggregateSignature[] = [
  ...[false, true].flatMap((strict) => arrayAggregates(strict)),
  ...[false, true].flatMap((strict) =>
    [false, true].flatMap((unique) => objectAggregates({ strict, unique })),
  ),
];

function arrayAggregates(strict: boolean): AggregateSignature[] {
  const suffix = strict ? '_strict' : '';
  const valuesOf = (rows: readonly Row[]): Datum[] => {
    const values = rows.map(([value = null]) => value);
    return strict ? values.filter((value) => value !== null) : values;
  };
  return [
    collectAggregate(`json_agg${suffix}`, [anyelement], json, (rows, [type = text]) => {
      const texts = valuesOf(rows).map((value) => toJsonText(type, value));
      return `[${texts.join(rowSeparator(type))}]`;
    }),
    collectAggregate(
      `jsonb_agg${suffix}`,
      [anyelement],
      jsonb,
      (rows, [type = text]) => new Jsonb(valuesOf(rows).map((value) => toJsonValue(type, value))),
    ),
  ];
}

function objectAggregates(rules: ObjectRules): AggregateSignature[] {
  const suffix = `${rules.unique ? '_unique' : ''}${rules.strict ? '_strict' : ''}`;
  return [
    collectAggregate(`json_object_agg${suffix}`, [any, any], json, (rows, [keyType = text, type = text]) => {
      const members = membersOf(rows, keyType, rules, (key) => `: ${JSON.stringify(key)}`);
      const texts = members.map(([key, value]) => `${JSON.stringify(key)} : ${toJsonText(type, value)}`);
      return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`;
    }),
    collectAggregate(
      `jsonb_object_agg${suffix}`,
      [any, any],
      jsonb,
      (rows, [keyType = text, type = text]) => {
        const members = membersOf(rows, keyType, rules, () => '');
        return new Jsonb(jsonObject(members.map(([key, value]) => [key, toJsonValue(type, value)] as const)));
      },
    ),
  ];
}

/** @throws SqlError 22004 for a key that is NULL, 22030 for one that comes again */
function membersOf(
  rows: readonly Row[],
  keyType: SqlType,
  { strict, unique }: ObjectRules,
  shown: (key: string) => string,
): (readonly [string, Datum])[] {
  const seen = new Set<string>();
  const members: (readonly [string, Datum])[] = [];
  for (const [key = null, value = null] of rows) {
    if (key === null) throw new SqlError('22004', 'null value not allowed for object key');
    if (strict && value === null) continue;
    const name = outputText(key, keyType);
    if (unique && seen.has(name)) {
      throw new SqlError('22030', `duplicate JSON object key value${shown(name)}`);
    }
    seen.add(name);
    members.push([name, value]);
  }
  return members;
}

/** Rows are put on lines of their own. */
function rowSeparator(type: SqlType): string {
  return type.category === 'C' || type.category === 'P' ? ', \n ' : ', ';
}
