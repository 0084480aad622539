import * as fc from 'fast-check';

/** The types that expressions are built by; the columns that a query can see, for each. */
export type SqlKind = 'int' | 'num' | 'text' | 'bool' | 'time' | 'json' | 'list';
export type Columns = Readonly<Record<SqlKind, readonly string[]>>;

type Sql = fc.Arbitrary<string>;
const pick = (...texts: readonly string[]): Sql => fc.constantFrom(...texts);

/** Fills `%1`, `%2`... of one of the templates. */
const fill = (templates: readonly string[], ...parts: Sql[]): Sql =>
  fc
    .tuple(pick(...templates), ...parts)
    .map(([template, ...texts]) =>
      template.replaceAll(/%(\d)/g, (_, i: string) => texts[Number(i) - 1] ?? ''),
    );

const LITERALS: Readonly<Record<SqlKind, readonly string[]>> = {
  int: ['0', '1', '2', '3', '-1', '30', 'NULL::int'],
  num: ['0.0', '1.5', '12.50', '-3.25', '100', '0.001', 'NULL::numeric', '1e2'],
  text: ["'a'", "'ann'", "'Ash'", "''", "' x '", "'100%'", "'ä'", 'NULL::text', "'a,b'"],
  bool: ['true', 'false', 'NULL::boolean'],
  time: [
    "timestamp '2021-01-01 10:00'",
    "timestamp '2020-02-29'",
    'NULL::timestamp',
    "timestamp '2021-03-31 23:59:59.999'",
  ],
  json: [
    `'{"a": 1}'::jsonb`,
    `'[1, 2]'::jsonb`,
    "'null'::jsonb",
    'NULL::jsonb',
    `'"text"'::jsonb`,
    `'{"list": [1, {"b": null}]}'::jsonb`,
  ],
  list: ["ARRAY['x']", "ARRAY['x', 'y']", "'{}'::text[]", 'NULL::text[]', "ARRAY['a', NULL]"],
};

export type Expressions = Readonly<Record<SqlKind, Sql>>;

/** Expressions of each type over some columns, nested up to a depth. */
export function expressions(columns: Columns, maxDepth = 2): Expressions {
  const leaf = (kind: SqlKind): Sql => {
    const literal = pick(...LITERALS[kind]);
    return columns[kind].length === 0
      ? literal
      : fc.oneof({ weight: 4, arbitrary: pick(...columns[kind]) }, { weight: 1, arbitrary: literal });
  };
  return fc.letrec<Record<SqlKind, string>>((tie) => {
    const [int, num, text, bool, time, json, list] = (
      ['int', 'num', 'text', 'bool', 'time', 'json', 'list'] as const
    ).map((kind) => tie(kind)) as unknown as [Sql, Sql, Sql, Sql, Sql, Sql, Sql];
    const oneOf = (kind: SqlKind, ...alternatives: Sql[]): Sql =>
      fc.oneof({ maxDepth, withCrossShrink: true }, leaf(kind), ...alternatives);
    const choice = (value: Sql): Sql =>
      fill(
        [
          'CASE WHEN %1 THEN %2 ELSE %3 END',
          'coalesce(%2, %3)',
          'nullif(%2, %3)',
          'CASE %2 WHEN %3 THEN %2 ELSE NULL END',
        ],
        bool,
        value,
        value,
      );
    return {
      int: oneOf(
        'int',
        fill(
          [
            '%1 + %2',
            '%1 - %2',
            '%1 * 2',
            '%1 / nullif(%2, 0)',
            '%1 % 3',
            '-(%1)',
            'abs(%1)',
            '%1 & 3',
            'greatest(%1, %2)',
            'least(%1, %2)',
            'sign(%1)::int',
          ].map((one) => `(${one})`),
          int,
          int,
        ),
        fill(
          [
            'length(%1)',
            'ascii(%1)',
            'strpos(%1, %2)',
            'octet_length(%1)',
            "array_length(string_to_array(%1, 'n'), 1)",
            'char_length(%1 || %2)',
          ],
          text,
          text,
        ),
        fill(['cardinality(%1)', 'array_length(%1, 1)', "array_position(%1, 'x')"], list),
        fill(
          [
            'extract(year from %1)::int',
            'extract(dow from %1)::int',
            "date_part('day', %1)::int",
            '(extract(epoch from %1) % 1000)::int',
          ],
          time,
        ),
        fill(
          [
            'CASE WHEN abs(%1) < 1000000 THEN round(%1)::int END',
            'CASE WHEN abs(%1) < 1000000 THEN floor(%1)::int END',
            'CASE WHEN abs(%1) < 1000000 THEN trunc(%1)::int END',
          ],
          num,
        ),
        fill(
          [
            "jsonb_array_length(CASE WHEN jsonb_typeof(%1) = 'array' THEN %1 END)",
            "(%1 #>> '{list,0}')::int",
          ],
          json,
        ),
        choice(int),
      ),
      num: oneOf(
        'num',
        fill(
          [
            '%1 + %2',
            '%1 - %2',
            '%1 * %2',
            '%1 / nullif(%2, 0)',
            'round(%1, 1)',
            'trunc(%1, 1)',
            'abs(%1)',
            'ceil(%1)',
            'mod(%1, nullif(%2, 0))',
            '-%1',
            'greatest(%1, %2)',
          ].map((one) => `(${one})`),
          num,
          num,
        ),
        fill(['%1::numeric', '(%1 * 1.5)', 'power(%1, 2)::numeric', '(%1 / 4.0)'], int),
        choice(num),
      ),
      text: oneOf(
        'text',
        fill(
          [
            'lower(%1)',
            'upper(%1)',
            'trim(%1)',
            'initcap(%1)',
            'reverse(%1)',
            'md5(%1)',
            'left(%1, 2)',
            'right(%1, -1)',
            '(%1 || %2)',
            'concat(%1, %2)',
            "concat_ws('-', %1, %2)",
            "replace(%1, 'n', %2)",
            "lpad(%1, 5, '*')",
            "split_part(%1, 'n', 1)",
            'substr(%1, 2, 2)',
            "overlay(%1 placing 'Z' from 1)",
            'quote_literal(%1)',
            "translate(%1, 'an', 'xy')",
            "regexp_replace(%1, '[aeiou]', '_', 'g')",
            "substring(%1 from '[a-z]+')",
            "ltrim(%1, 'a')",
          ],
          text,
          text,
        ),
        fill(
          [
            '%1::text',
            "to_char(%1, '000')",
            "to_char(%1, 'FM9,990.00')",
            "repeat('ab', %1 % 4)",
            'chr(65 + abs(%1 % 20))',
          ],
          int,
        ),
        fill(['%1::text', "to_char(%1, 'FM999990.099')"], num),
        fill(
          [
            "to_char(%1, 'YYYY-MM-DD HH24:MI:SS.MS')",
            "to_char(%1, 'Dy DD Mon')",
            '%1::text',
            '%1::date::text',
          ],
          time,
        ),
        fill(
          ["%1 ->> 'a'", "%1 #>> '{list}'", '%1::text', 'jsonb_typeof(%1)', '%1 ->> 0'].map(
            (one) => `(${one})`,
          ),
          json,
        ),
        fill(["array_to_string(%1, ',', '?')", '(%1)[1]', '%1::text'], list),
        fill(['%1::text'], bool),
        choice(text),
      ),
      bool: oneOf(
        'bool',
        fill(
          [
            '%1 = %2',
            '%1 <> %2',
            '%1 < %2',
            '%1 >= %2',
            '%1 IS DISTINCT FROM %2',
            '%1 BETWEEN %2 AND %1 + 1',
            '%1 IN (%2, 1, NULL)',
            '%1 NOT IN (%2, 3)',
            '%1 IS NULL',
            '%1 = ANY (ARRAY[%2, 5])',
          ].map((one) => `(${one})`),
          int,
          int,
        ),
        fill(
          ['%1 > %2', '%1 = %2', '%1 <= %2'].map((one) => `(${one})`),
          num,
          num,
        ),
        fill(
          [
            '%1 = %2',
            '%1 < %2',
            "%1 LIKE 'a%'",
            "%1 ILIKE '%N%'",
            "%1 NOT LIKE '_' || %2",
            "%1 ~ '^[a-f]'",
            "%1 ~* 'A'",
            'starts_with(%1, %2)',
            '%1 IS NOT NULL',
            "%1 IN ('a', 'ann', %2)",
            "%1 SIMILAR TO '(a|b)%'",
          ].map((one) => `(${one})`),
          text,
          text,
        ),
        fill(
          ['%1 < %2', '%1 = %2', "%1 >= date '2021-01-01'", "(%1, %1) OVERLAPS (%2, interval '1 year')"].map(
            (one) => `(${one})`,
          ),
          time,
          time,
        ),
        fill(
          ['%1 @> %2', '%1 <@ %2', '%1 = %2', "%1 ? 'a'", "%1 ?| ARRAY['a', 'list']"].map(
            (one) => `(${one})`,
          ),
          json,
          json,
        ),
        fill(
          ["'x' = ANY (%1)", '%1 @> %2', '%1 && %2', '%1 = %2', "'y' <> ALL (%1)", '%1 < %2'].map(
            (one) => `(${one})`,
          ),
          list,
          list,
        ),
        fill(
          [
            '(%1 AND %2)',
            '(%1 OR %2)',
            '(NOT %1)',
            '(%1 IS TRUE)',
            '(%1 IS NOT FALSE)',
            '(%1 IS UNKNOWN)',
            '(%1 = %2)',
          ],
          bool,
          bool,
        ),
      ),
      time: oneOf(
        'time',
        fill(
          [
            "(%1 + interval '1 month')",
            "(%1 - interval '36 hours')",
            "date_trunc('month', %1)",
            "date_trunc('hour', %1)",
            'greatest(%1, %2)',
            '%1::date::timestamp',
            '(%1 + (%2 - %1))',
          ],
          time,
          time,
        ),
        fill(["(timestamp '2021-01-31' + (%1 % 100) * interval '1 day')"], int),
        choice(time),
      ),
      json: oneOf(
        'json',
        fill(
          [
            "(%1 -> 'a')",
            "(%1 -> 'list' -> 1)",
            "(%1 #> '{list,1}')",
            'jsonb_build_array(%1, %2)',
            "jsonb_build_object('k', %1, 'l', %2)",
            'jsonb_strip_nulls(%1)',
            "jsonb_set(CASE WHEN jsonb_typeof(%1) = 'object' THEN %1 END, '{a}', '9')",
          ],
          json,
          json,
        ),
        fill(['to_jsonb(%1)'], int),
        fill(['to_jsonb(%1::text)'], text),
        fill(['to_jsonb(%1)'], list),
        fill(['to_jsonb(%1)'], bool),
        choice(json),
      ),
      list: oneOf(
        'list',
        fill(
          [
            "array_append(%1, 'z')",
            '(%1 || %2)',
            "array_remove(%1, 'x')",
            "array_replace(%1, 'x', 'w')",
            '%1[2:3]',
          ],
          list,
          list,
        ),
        fill(['ARRAY[%1, %2]', "string_to_array(%1, 'n')"], text, text),
        choice(list),
      ),
    };
  });
}
