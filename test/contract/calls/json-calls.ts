import type { Calls } from './calls';

export const JSON_CALLS: Calls = {
  jsonb_set: `
    jsonb_set('[{"f1":1,"f2":null},2]', '{0,f1}', '[2,3,4]')
    jsonb_set('[{"f1":1}]', '{0,f3}', '1', false)
    jsonb_set('[{"f1":1}]', '{0,f3}', '1')
    jsonb_set('[1,2]', '{-3}', '0')
    jsonb_set('[1,2]', '{9}', '0')
    jsonb_set('[1,2]', '{a}', '0')
    jsonb_set('{"a":1}', '{a,b}', '0')
    jsonb_set('{"a":{}}', '{a,b,c}', '0')
    jsonb_set('{"a":1}', '{b}', '0', create_if_missing => false)
    jsonb_set('{"a":1}', path => '{b}', replacement => '0')
    jsonb_set('{"a":1}', '{b}')
    jsonb_set('1', '{a}', '0')
    jsonb_set('{"a":1}', '{}', '0')
    jsonb_set('{"a":1}', ARRAY[NULL]::text[], '0')
    jsonb_set('{"a":1}', '{b}', NULL)`,
  jsonb_set_lax: `
    jsonb_set_lax('{"a":1,"b":2}', '{b}', NULL)
    jsonb_set_lax('{"a":1,"b":2}', '{b}', '3')
    jsonb_set_lax('{"a":1,"b":2}', '{b}', NULL, true, 'delete_key')
    jsonb_set_lax('{"a":1,"b":2}', '{b}', NULL, true, 'return_target')
    jsonb_set_lax('{"a":1,"b":2}', '{b}', NULL, true, 'use_json_null')
    jsonb_set_lax('{"a":1,"b":2}', '{b}', NULL, true, 'raise_exception')
    jsonb_set_lax('{"a":1,"b":2}', '{b}', NULL, true, 'x')
    jsonb_set_lax('{"a":1,"b":2}', '{b}', NULL, true, NULL)
    jsonb_set_lax('{"a":1}', '{c}', '3', false)
    jsonb_set_lax('{"a":1}', '{c}', NULL, NULL)
    jsonb_set_lax('{"a":1}', '{c}', '3', create_if_missing => false)
    jsonb_set_lax('{"a":1}', '{a}', NULL, null_value_treatment => 'delete_key')
    jsonb_set_lax(NULL, '{b}', NULL)`,
  jsonb_insert: `
    jsonb_insert('{"a": [0,1,2]}', '{a, 1}', '"new_value"')
    jsonb_insert('{"a": [0,1,2]}', '{a, 1}', '"new_value"', true)
    jsonb_insert('{"a": [0,1,2]}', '{a, -1}', '9', true)
    jsonb_insert('{"a": 1}', '{a}', '2')
    jsonb_insert('{"a": 1}', '{b}', '2')
    jsonb_insert('[]', '{0}', '2')`,
  'reading JSON': `
    json_extract_path('{"f2":{"f3":1},"f4":{"f5":99,"f6":"foo"}}', 'f4', 'f6')
    json_extract_path_text('{"f2":{"f3":1},"f4":{"f5":99,"f6":"foo"}}', 'f4', 'f6')
    jsonb_extract_path('{"a":[1,2]}', 'a', '-1')
    jsonb_extract_path_text('{"a":null}', 'a')
    jsonb_extract_path('{"a":[1,2]}', VARIADIC ARRAY['a', '0'])
    json_array_length('[1,2,3,{"f1":1}]')
    json_array_length('{"a":1}')
    jsonb_array_length('1')
    json_typeof('-123.4')
    jsonb_typeof('null')
    json_typeof('{')
    json_strip_nulls('[{"f1":1, "f2":null}, 2, null, 3]')
    jsonb_strip_nulls('[{"f1":1, "f2":null}, 2, null, 3]')
    jsonb_pretty('[{"f1":1,"f2":null}, 2, [], {}]')
    jsonb_object_keys('[1]')
    '{"a":{"b":1}}'::jsonb #- '{a,b}'
    '[1,2,3]'::jsonb - 1
    '{"a":1}'::jsonb - 0
    '{"a":1,"b":2}'::jsonb - ARRAY['a']
    '"x"'::jsonb - 'x'
    '{"a":1}'::jsonb || '[2]'::jsonb
    '{"a":1}'::jsonb || NULL
    '{"a":[1,{"b":2}]}'::jsonb @> '{"a":[{"b":2}]}'
    ('{"a":1}'::jsonb)['a']
    ('{"a":[1,2]}'::jsonb)['a'][1]
    jsonb_exists_any('{"a":1}', ARRAY['x', 'a'])
    jsonb_exists_all('{"a":1}', ARRAY['x', 'a'])
    jsonb_concat('{"a":1}', '{"b":2}')
    jsonb_delete('{"a":1,"b":2}', 'a')
    jsonb_delete_path('{"a":{"b":1}}', '{a,b}')`,
  'making JSON': `
    to_json('Fred said "Hi."'::text)
    to_jsonb(row(42, 'Fred said "Hi."'::text))
    to_jsonb(timestamp '2026-01-02 03:04')
    to_json(timestamptz '2026-01-02 03:04:05.6+00')
    to_json(date 'infinity')
    to_jsonb('NaN'::float8)
    to_jsonb(1.10)
    to_json(ARRAY[[1, 2], [3, 4]])
    to_json(NULL::text)
    to_json('a')
    row_to_json(row(1, 'foo'::text))
    row_to_json(row(1, 'foo'::text), true)
    row_to_json(1)
    array_to_json('{{1,5},{99,100}}'::int[])
    array_to_json(ARRAY[1, 2], true)
    json_build_array(1, 2, 'foo', 4, 5, NULL)
    json_build_array()
    jsonb_build_array(row(1, 2), ARRAY[1])
    json_build_object('foo', 1, 2, row(3, 'bar'::text))
    json_build_object('a')
    json_build_object(NULL, 1)
    jsonb_build_object(NULL, 1)
    jsonb_build_object('a', NULL)
    jsonb_build_object(VARIADIC ARRAY['a', 'b'])
    json_object('{a, 1, b, "def", c, 3.5}')
    json_object('{{a, 1}, {b, "def"}, {c, 3.5}}')
    json_object('{a,b,c}')
    json_object('{{a,b,c}}')
    json_object('{a,b}', '{1,2}')
    json_object('{a,b}', '{1}')
    jsonb_object('{a,NULL}', '{1,2}')
    jsonb_object('{a,1,a,2}')`,
  'sets of JSON': `
    SELECT * FROM json_array_elements('[1,true, [2,false]]')
    SELECT * FROM jsonb_array_elements_text('["foo", null, {"a":1}]')
    SELECT * FROM json_array_elements('{"a":1}')
    SELECT * FROM jsonb_array_elements('1')
    SELECT * FROM json_each('{"a":"foo", "b":[1]}')
    SELECT * FROM jsonb_each_text('{"a":"foo", "b":null}')
    SELECT * FROM json_each('[1]')
    SELECT * FROM jsonb_each('1')
    SELECT jsonb_array_elements('[1,2]')
    SELECT json_object_keys('{"f1":"abc","f2":{"f3":"a"}}')
    SELECT * FROM jsonb_object_keys('{"bb":1,"a":2}')
    SELECT * FROM json_to_record('{"a":1,"b":[1,2,3],"c":[1,2,3],"e":"bar"}') AS x(a int, b text, c int[], d text)
    SELECT * FROM jsonb_to_record('{"a":{"b":1}}') AS x(a jsonb, b json)
    SELECT * FROM json_to_recordset('[{"a":1,"b":"foo"}, {"a":"2","c":"bar"}]') AS x(a int, b text)
    SELECT * FROM jsonb_to_recordset('[{"a":1.5}]') AS x(a numeric(3,2))
    SELECT * FROM jsonb_to_recordset('[1]') AS x(a int)
    SELECT * FROM jsonb_to_record('[1]') AS x(a int)
    SELECT * FROM jsonb_to_record('{"a":"x"}') AS x(a int)`,
  jsonb_path: `
    jsonb_path_exists('{"a":[1,2,3,4,5]}', '$.a[*] ? (@ >= $min && @ <= $max)', '{"min":2, "max":4}')
    jsonb_path_match('{"a":[1,2,3,4,5]}', 'exists($.a[*] ? (@ >= $min))', '{"min":2}')
    jsonb_path_match('{"a":1}', '$.a')
    jsonb_path_match('{"a":1}', '$.a', '{}', true)
    jsonb_path_query_array('{"a":[1,2,3,4,5]}', '$.a[*] ? (@ > 2)')
    jsonb_path_query_first('{"a":[1,2,3]}', '$.a[*] ? (@ > 5)')
    jsonb_path_query_array('{"a":[1,2]}', 'strict $.b')
    jsonb_path_query_array('{"a":[1,2]}', 'strict $.b', '{}', true)
    jsonb_path_query_array('{"a":[1,2]}', 'strict $.b', silent => true)
    jsonb_path_query_array('[1]', '$.x', '[]')
    jsonb_path_exists_tz('[1, 2]', '$[*] ? (@ > 1)')
    jsonb_path_query_array('[1.5, -2, "x"]', '$[*].abs()')
    jsonb_path_query_array('[1.5, -2]', '$[*].ceiling()')
    jsonb_path_query_array('["1.9"]', '$[*].double()')
    jsonb_path_query_array('{"x": 20, "y": 32}', '$.keyvalue()')
    jsonb_path_query_array('[1, "a", null]', '$[*].type()')
    jsonb_path_query_array('[1, [2]]', '$.size()')
    SELECT * FROM jsonb_path_query('{"a":[1,2,3]}', '$.a[*] ? (@ >= 2)')
    SELECT jsonb_path_query('[1,2]', '$[*]')
    '{"a":[1,2]}'::jsonb @? '$.a[*] ? (@ > 1)'
    '{"a":[1,2]}'::jsonb @@ '$.a[*] > 1'`,
};
