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
};
