/** More statements of the kind of statements.ts: what is around rows rather than about them. */
export const SESSION_STATEMENTS: Record<string, string> = {
  'settings and several statements': `
    SHOW TimeZone
    SHOW transaction_isolation
    SHOW transaction isolation level
    SHOW DATESTYLE
    SHOW nope
    SET lock_timeout = 1500
    SET LOCAL statement_timeout = '2min'
    SET TIME ZONE 'UTC'
    RESET lock_timeout
    RESET ALL
    SET CONSTRAINTS ALL IMMEDIATE
    SELECT current_setting('transaction_isolation'), current_setting('nope.x', true), current_setting('datestyle')
    SELECT set_config('my.var', '5', false), current_setting('my.var')
    SELECT set_config('lock_timeout', '2000', true), current_setting('lock_timeout')
    SELECT current_setting('nope')
    SELECT 1; SELECT 1 / 0
  `,
  'texts that are no JSON': `
    SELECT '{"a":1'::jsonb
    SELECT '{"a":}'::jsonb
    SELECT '"\\u0000"'::jsonb
    SELECT '[1,2'::json
    SELECT ''::json
    SELECT '  '::json
    SELECT 'nope'::json
    SELECT '{a:1}'::json
    SELECT '{"a" 1}'::json
    SELECT '{"a":1 "b":2}'::json
    SELECT '{"a":1,}'::json
    SELECT '[1,]'::json
    SELECT '[1 2]'::json
    SELECT '1 2'::json
    SELECT '"abc'::json
    SELECT '"a\\qb"'::json
    SELECT '"\\u12"'::json
    SELECT '"\\u12g4"'::json
    SELECT E'"a\\nb"'::json
    SELECT E'{\\n "a": tru\\n}'::json
    SELECT '01'::json
    SELECT '1.'::json
    SELECT '-'::json
    SELECT '1e'::json
    SELECT '1e5x'::json
    SELECT '+1'::json
    SELECT '.5'::json
    SELECT '''a'''::json
    SELECT '"\\ud83d"'::jsonb
    SELECT '"\\ude00"'::jsonb
    SELECT '"\\ud83d\\ud83d"'::jsonb
    SELECT '"\\ud83dx"'::jsonb
    SELECT '"\\ud83d\\n"'::jsonb
    SELECT '"\\ud83d\\ude00"'::jsonb
    SELECT '"\\ud83d"'::json
    SELECT '{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": "bbbbbbbbbbbbbbbbbbbbbbbbbbb" oops, "c": 1}'::json
    SELECT '[1}'::json
    SELECT '{]'::json
    SELECT '{"a":1]'::json
    SELECT '{"a":1}}'::json
    SELECT '@'::json
    SELECT 'é'::json
    SELECT '[é1]'::json
    SELECT 'truex'::json
    SELECT '{"a":1,"b"}'::json
    SELECT '{1:2}'::json
    SELECT ']'::json
    SELECT '[,]'::json
    SELECT 'NaN'::json
    SELECT '{{'::json
  `,
};
