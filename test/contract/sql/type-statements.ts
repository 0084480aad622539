/** More statements of the kind of statements.ts: about values of types that are seldom met. */
export const TYPE_STATEMENTS: Record<string, string> = {
  'figures, addresses and the ends of types': `
    SELECT box '((0,0),(2,2))' = box '((5,5),(7,7))', box '((0,0),(2,2))' < box '((0,0),(3,3))', box '((0,0),(2,2))' ~= '((2,2),(0,0))'
    SELECT circle '((0,0),5)' = circle '((3,3),5)', circle '((0,0),5)' <> circle '((3,3),1)', circle '((0,0),5)' ~= circle '((0,0),5)'
    SELECT lseg '[(0,0),(1,1)]' = lseg '[(0,0),(1,1)]', lseg '[(0,0),(1,1)]' <> '[(0,0),(1,2)]', lseg '[(0,0),(1,1)]' < lseg '[(0,0),(5,1)]'
    SELECT path '((0,0),(1,1))' = path '[(5,5),(6,6)]', line '{1,2,3}' = line '{2,4,6}', line '{1,2,3}' = line '{1,2,4}', polygon '((0,0),(1,1))' ~= polygon '((0,0),(1,1))'
    SELECT point '(1,2)' ~= point '(1,2)', point '(1,2)' <> point '(1,3)', point '(0,0)' <-> point '(3,4)'
    SELECT point '(1,2)' = point '(1,2)'
    SELECT box '((0,0),(2,2))' @> point '(1,1)', point '(3,3)' <@ box '((0,0),(2,2))', circle '((0,0),5)' @> point '(3,4)', point '(4,4)' <@ circle '((0,0),5)'
    SELECT point(1,2), box(point(0,0),point(1,1)), circle(point(0,0),2), area(box '((0,0),(2,3))'), radius(circle '((0,0),5)'), diameter(circle '((0,0),5)'), npoints(path '((0,0),(1,1))')
    SELECT area(circle '((0,0),2)')
    SELECT line '{0,0,1}'
    SELECT line '[(1,1),(1,1)]'
    SELECT circle '<(0,0),-1>'
    SELECT id FROM author ORDER BY ARRAY[point '(1,2)']
    SELECT '101'::bit(3)::int, '5'::text::int, CASE WHEN true THEN 1 END::text
    SELECT ' 1.2.3.4'::inet
    SELECT '1.2.3.4 '::inet
    SELECT ''::money, ' '::money
    SELECT 'January 8, 99 BC'::date, '0044-03-15 BC'::date
    SELECT '1e131072'::numeric
    SELECT '1e999999999'::numeric
    SELECT '1e-16383'::numeric > 0
    SELECT '1e-16384'::numeric
    SELECT '{"a":1e999999}'::jsonb
    SELECT '0e999999'::numeric
    SELECT length('1e131071'::numeric::text)
  `,
  'SQL/JSON paths': `
    SELECT jsonb_path_query('{"a":[1,2,3]}', '$.a[*] ? (@ > 1)')
    SELECT jsonb_path_query_array('{"a":[1,2,3]}', '$.a[*]'), jsonb_path_query_array('{"a":[1,2,3]}', '$.a'), jsonb_path_query_array('{"a":[1,2,3]}', '$.b')
    SELECT jsonb_path_exists('{"a":[1,2,3]}', '$.a[*] ? (@ > 2)'), '{"a":1}'::jsonb @? '$.a', '{"a":1}'::jsonb @? '$.b', '{"a":1}'::jsonb @@ '$.a == 1', '{"a":1}'::jsonb @@ '$.a', '{"a":1}'::jsonb @@ '$.a > "x"'
    SELECT jsonb_path_query_first('{"a":{"b":"x"}}', '$.a.b'), jsonb_path_query_first('{}', '$.a')
    SELECT jsonb_path_match('{"a":1}', '$.a == 1'), jsonb_path_match('{"a":1}', '$.a == "x"')
    SELECT jsonb_path_match('{"a":1}', '$.a')
    SELECT jsonb_path_query('{"a":1}', 'strict $.b')
    SELECT jsonb_path_query('{"a":1}', 'strict $.b', '{}', true)
    SELECT jsonb_path_query('[1]', 'strict $.b')
    SELECT jsonb_path_query('{"a":1}', 'strict $[0]')
    SELECT jsonb_path_query('[1,2]', 'strict $[5]')
    SELECT jsonb_path_query_array('[1,2,3,4]', '$[1 to 2]'), jsonb_path_query_array('[1,2,3,4]', '$[last]'), jsonb_path_query_array('[1,2,3,4]', '$[last - 1, 0]'), jsonb_path_query_array('[1,2,3,4]', '$[9]')
    SELECT jsonb_path_query_array('{"a":{"b":1},"c":{"b":2}}', '$.*.b'), jsonb_path_query_array('{"a":{"b":1},"c":{"b":2}}', '$.**.b'), jsonb_path_query_array('{"a":{"b":1}}', '$.**{1}')
    SELECT jsonb_path_query_array('[{"n":"ann","a":3},{"n":"bob","a":5}]', '$[*] ? (@.n starts with "a").a'), jsonb_path_query_array('[{"n":"ann"},{"n":"Bob"}]', '$[*].n ? (@ like_regex "^b" flag "i")')
    SELECT jsonb_path_query_array('[{"a":1},{"b":2}]', '$[*] ? (exists (@.a))'), jsonb_path_query_array('[{"a":1},{"b":2}]', '$[*] ? (!exists(@.a))'), jsonb_path_query_array('[1,2,3]', '$[*] ? (@ > 1 && @ < 3 || @ == 1)')
    SELECT jsonb_path_query_array('[1,2,3]', '$[*] ? (@ > $min)', '{"min":1}')
    SELECT jsonb_path_query('{"a":2}', '$.a * 3 + 1'), jsonb_path_query('{"a":7}', '$.a / 2'), jsonb_path_query('{"a":7}', '$.a % 4'), jsonb_path_query('{"a":7}', '-$.a')
    SELECT jsonb_path_query('[1,"x",null,true,{},[]]', '$[*].type()')
    SELECT jsonb_path_query('[1,2]', '$.size()'), jsonb_path_query('5', '$.size()'), jsonb_path_query('"1.5"', '$.double()'), jsonb_path_query('-1.5', '$.abs()'), jsonb_path_query('1.5', '$.floor()'), jsonb_path_query('1.5', '$.ceiling()')
    SELECT jsonb_path_query('"x"', '$.abs()')
    SELECT jsonb_path_query('{"a":"x"}', '$.a + 1')
    SELECT jsonb_path_query_array('[null,1,"a"]', '$[*] ? (@ == null)'), jsonb_path_query_array('[null,1,"a"]', '$[*] ? (@ != null)'), jsonb_path_query_array('[1,"a"]', '$[*] ? ((@ > 0) is unknown)')
    SELECT jsonb_path_query('1', '$x')
    SELECT '$.a'::jsonpath, '$.a[*] ? (@ > 1)'::jsonpath, 'strict $."x y".*'::jsonpath, '$.a + 1'::jsonpath, '$.a[0 to last]'::jsonpath, '($.a + 1) * 2'::jsonpath, '$.**{1 to 3}.b'::jsonpath, '$.a.type()'::jsonpath, '$ ? (@.a == 1 && (@.b == 2 || !(@.c == 3)))'::jsonpath, '$ ? (exists(@.a))'::jsonpath, '$ ? (@.a like_regex "x" flag "i")'::jsonpath, '$ ? (@.a starts with "x")'::jsonpath, '-$.a'::jsonpath, '$var'::jsonpath, '$[0,1]'::jsonpath
    SELECT '$.'::jsonpath
    SELECT ''::jsonpath
    SELECT 'x'::jsonpath
    SELECT '$.a ?'::jsonpath
    SELECT id FROM author WHERE bio @? '$.langs[*] ? (@ == "it")'
    SELECT id FROM author WHERE bio @@ '$.n > 1' ORDER BY id
    SELECT a.id, x FROM author a, jsonb_path_query(a.bio, '$.langs[*]') AS x ORDER BY 1, 2
    SELECT '$.a'::jsonpath = '$.a'::jsonpath
  `,
  'enums and sequences': `
    SELECT enum_range(NULL::mood), enum_first(NULL::mood), enum_last('sad'::mood), enum_range('ok'::mood, NULL), enum_range(NULL, 'ok'::mood)
    SELECT unnest(enum_range(NULL::mood)) AS m ORDER BY m DESC
    ALTER SEQUENCE author_id_seq RESTART WITH 500
    ALTER SEQUENCE nope RESTART
    ALTER SEQUENCE author_id_seq RESTART WITH 0
    ALTER SEQUENCE author_id_seq RESTART WITH 99999999999
  `,
};
