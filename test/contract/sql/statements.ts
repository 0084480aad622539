/**
 * Statements that are run on both stores, each in a transaction of its own on the tables of schema.ts, by subject.
 * Parameters stand behind `##`, as JSON.
 */
export const STATEMENTS: Record<string, string> = {
  'names of output columns': `
    SELECT 1, 'a', NULL, true, 1.5, 10000000000, 1+1, 'a'||'b'
    SELECT lower('X'), coalesce(1,2), nullif(1,2), CASE WHEN true THEN 1 END, 1::text, '1'::int8, ARRAY[1,2], ROW(1,2)
    SELECT (SELECT 1), (SELECT 5 AS x), EXISTS (SELECT 1), greatest(1,2), extract(year from date '2026-01-01'), trim(' a ')
    SELECT a.*, 1 AS one FROM author a ORDER BY a.id LIMIT 2
    SELECT 1 AS a, 2 AS a
    SELECT t.* FROM (VALUES (1, 'x'), (2, 'y')) t
    SELECT public.author.id FROM public.author ORDER BY public.author.id LIMIT 1
  `,
  'names that are refused': `
    SELECT * FROM nope
    SELECT * FROM nope.author
    SELECT nope FROM author
    SELECT author.nope FROM author
    SELECT "Id" FROM author
    SELECT x.id FROM author
    SELECT author.id FROM author a
    SELECT id FROM author, post
    SELECT a.id FROM author a, author a
    SELECT *
    SELECT a.* FROM author b
    SELECT (a).nope FROM author a
    SELECT (id).x FROM author
    SELECT a.id FROM author a, post p WHERE id = 1
    SELECT a.id FROM author a, (SELECT count(*) AS n FROM post p WHERE p."authorId" = a.id) s
    SELECT * FROM (SELECT id FROM author) t(x, y)
    SELECT * FROM author a, post p JOIN pair q ON q.a = a.id
    SELECT x.a FROM (pair x JOIN pair y USING (a)) AS j
    SELECT * FROM pair x JOIN pair y USING (nope)
    SELECT a FROM pair x JOIN pair y ON x.a = y.a
    SELECT nope(1)
    SELECT lower(1)
    SELECT upper(1) FROM author WHERE lower(1) = 'x'
    SELECT * FROM nope(1)
    SELECT 'x'::nope
    WITH t AS (SELECT 1), t AS (SELECT 2) SELECT 1
    SELEC 1
    SELECT 1 +
  `,
  'order, limit and offset': `
    SELECT name FROM author ORDER BY name
    SELECT name AS n, upper(name) FROM author ORDER BY n
    SELECT id FROM author ORDER BY age, id
    SELECT id FROM author ORDER BY age DESC, id DESC
    SELECT id FROM author ORDER BY age NULLS FIRST, id
    SELECT id FROM author ORDER BY age DESC NULLS LAST, id
    SELECT id, age FROM author ORDER BY 2, 1
    SELECT id FROM author ORDER BY 3
    SELECT id FROM author ORDER BY 'x'
    SELECT id FROM author ORDER BY nope
    SELECT id AS x FROM author ORDER BY x + 1
    SELECT id AS name FROM author ORDER BY name
    SELECT id AS x, age AS x FROM author ORDER BY x
    SELECT id FROM author ORDER BY age + id DESC NULLS LAST
    SELECT id, name FROM author ORDER BY lower(name), id
    SELECT id FROM misc ORDER BY plain
    SELECT id FROM author ORDER BY id LIMIT 2 OFFSET 1
    SELECT id FROM author ORDER BY id LIMIT NULL OFFSET NULL
    SELECT id FROM author ORDER BY id LIMIT -1
    SELECT id FROM author ORDER BY id OFFSET -1
    SELECT id FROM author ORDER BY id LIMIT 0
    SELECT id FROM author ORDER BY id LIMIT 'x'
    SELECT id FROM author ORDER BY id LIMIT id
    SELECT id FROM author ORDER BY id LIMIT (SELECT 2)
    SELECT id FROM author ORDER BY id FETCH FIRST 2 ROWS ONLY
    SELECT id, age FROM author ORDER BY age FETCH FIRST 2 ROWS WITH TIES
    SELECT id FROM author ORDER BY id LIMIT $1 OFFSET $2 ## [2, 1]
    SELECT id FROM post ORDER BY "createdAt" LIMIT 3
    SELECT id FROM post ORDER BY "createdAt" DESC LIMIT 3
    SELECT id FROM post WHERE "authorId" = 1 ORDER BY views LIMIT 1
    SELECT id FROM post ORDER BY id DESC LIMIT 2
    SELECT id FROM post ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END, id ## [3]
  `,
  'conditions in three-valued logic': `
    SELECT id FROM author WHERE age = 30 ORDER BY id
    SELECT id FROM author WHERE age = '30' ORDER BY id
    SELECT id FROM author WHERE NOT (age = 30) ORDER BY id
    SELECT id FROM author WHERE age IN (30, NULL) ORDER BY id
    SELECT id FROM author WHERE age NOT IN (30, NULL) ORDER BY id
    SELECT id FROM author WHERE age NOT IN (30, 41) ORDER BY id
    SELECT id FROM author WHERE age IN (1,2,3,4,5,30,NULL) IS NULL ORDER BY id
    SELECT id FROM author WHERE id = ANY(ARRAY[5,4,NULL]) ORDER BY id
    SELECT id FROM author WHERE id <> ALL(ARRAY[5,4]) ORDER BY id
    SELECT id FROM author WHERE id = ANY('{1,2}') ORDER BY id
    SELECT id FROM author WHERE id = ANY(ARRAY[[[1,2],[3,NULL]]]) ORDER BY id
    SELECT id FROM author WHERE id = ANY($1) ORDER BY id ## [[[[1], [4]]]]
    SELECT id FROM post WHERE "authorId" = ANY(ARRAY[[[1,2]]]) ORDER BY id
    SELECT id FROM author WHERE age = ANY(NULL)
    SELECT id FROM author WHERE 3 = ANY(id)
    SELECT id FROM author WHERE age BETWEEN SYMMETRIC 35 AND 20 ORDER BY id
    SELECT id FROM author WHERE age NOT BETWEEN 20 AND 35 ORDER BY id
    SELECT id FROM author WHERE age IS DISTINCT FROM 30 ORDER BY id
    SELECT id FROM author WHERE age IS NOT DISTINCT FROM NULL ORDER BY id
    SELECT id FROM author WHERE active IS NOT TRUE ORDER BY id
    SELECT id FROM author WHERE (age > 20) IS UNKNOWN ORDER BY id
    SELECT id FROM author WHERE NULL
    SELECT id FROM author WHERE 'true' ORDER BY id
    SELECT id FROM author WHERE (name, age) = ('Ann', 30)
    SELECT id FROM author WHERE (age, id) > (30, 1) ORDER BY id
    SELECT id FROM author WHERE (age, id) IN ((30, 1), (41, 2)) ORDER BY id
    SELECT NULL = NULL, NULL AND false, NULL OR true, NOT NULL, (1, NULL) = (1, 2), ROW(1, NULL) IS NULL
    SELECT a IS NULL, a IS NOT NULL FROM pair a ORDER BY a, b
    SELECT id FROM author WHERE name LIKE 'A%' ORDER BY id
    SELECT id FROM post WHERE title LIKE '100\\%' ORDER BY id
    SELECT id FROM post WHERE title LIKE 'x\\'
    SELECT id FROM author WHERE mood > 'sad' ORDER BY id
    SELECT id FROM misc WHERE code = 'ab  ' ORDER BY id
    SELECT id FROM misc WHERE uid = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
    SELECT id FROM misc WHERE raw LIKE '%\\002'
    SELECT raw LIKE '_%', raw LIKE '_', raw NOT LIKE '\\x01%', 'ä'::bytea LIKE '__' FROM misc ORDER BY id
    SELECT id FROM author WHERE bio @> '{"langs":["it"]}'
    SELECT id FROM author WHERE bio = '{"n": 2.5, "city": "Oslo"}'
    SELECT id FROM post WHERE tags && '{c,x_y}' ORDER BY id
    SELECT id FROM author WHERE name COLLATE "C" < 'a' ORDER BY name COLLATE "C"
  `,
  'conditions that are refused': `
    SELECT id FROM author WHERE age = 'abc'
    SELECT id FROM author WHERE age
    SELECT id FROM author WHERE name
    SELECT id FROM author WHERE age = name
    SELECT id FROM author WHERE id LIKE '1'
    SELECT id FROM author WHERE mood = 'nope'
    SELECT id FROM author WHERE (age, id) = (1, 2, 3)
    SELECT id FROM author WHERE id IN (1, 'x')
    SELECT id FROM author WHERE name IN (1, 2)
    SELECT id FROM misc WHERE uid = 'zz'
    SELECT id FROM author WHERE id = '1.5'
    SELECT a.id FROM author a JOIN post p ON a.age
    SELECT true AND 'x'
    SELECT 1 AND true
    SELECT 1 / 0
    SELECT 2147483647 + 1
    SELECT age COLLATE "C" FROM author
    SELECT 'abc'::int
    SELECT age::date FROM author
  `,
  parameters: `
    SELECT id FROM author WHERE id > $1 AND name = $2 ## [0, "Ann"]
    SELECT id FROM author WHERE id = $1 ## ["abc"]
    SELECT id FROM author WHERE id = $1 ## [2147483648]
    SELECT id FROM author WHERE $1 IS NULL ## [null]
    SELECT id FROM author WHERE id IN ($1,$2,$3) ORDER BY id ## [1, 3, 5]
    SELECT id FROM author WHERE id = ANY($1) ORDER BY id ## [[1, 2]]
    SELECT $1 ## ["x"]
    SELECT $1::int + 1 AS v ## ["41"]
    SELECT $2::int ## [1, 2]
    SELECT $1 + $2 ## [1, 2]
    SELECT id FROM author WHERE name = $1 OR email = $1 ## ["Ann"]
    SELECT id FROM author WHERE age > $1 + 10 ORDER BY id ## [15]
    SELECT id FROM author WHERE name LIKE $1 || '%' ## ["A"]
    SELECT id FROM author WHERE bio @> $1 ## ["{\\"city\\":\\"Rome\\"}"]
    SELECT id FROM author WHERE joined BETWEEN $1 AND $2 ORDER BY id ## ["2026-01-01T00:00:00Z", "2026-02-15T00:00:00Z"]
    SELECT id FROM author WHERE mood = $1 ## ["nope"]
    SELECT coalesce($1, 5) ## [null]
    SELECT CASE WHEN $1 THEN 1 ELSE 2 END ## [true]
    SELECT id + $1 FROM author WHERE id = 1 ## ["5"]
    SELECT age + $1 FROM author GROUP BY age + $2 ## [1, 1]
  `,
  joins: `
    SELECT a.name, p.title FROM author a LEFT JOIN post p ON p."authorId" = a.id AND p.views > 60 ORDER BY a.id, p.id
    SELECT a.name, p.title FROM author a LEFT JOIN post p ON p."authorId" = a.id WHERE p.id IS NULL ORDER BY a.id
    SELECT a.name, p.title FROM author a RIGHT JOIN post p ON p."authorId" = a.id ORDER BY p.id
    SELECT a.name, p.title FROM author a FULL JOIN post p ON p."authorId" = a.id ORDER BY a.id, p.id
    SELECT a.id, b.id FROM author a CROSS JOIN author b WHERE a.id < b.id ORDER BY 1, 2
    SELECT * FROM pair x JOIN pair y USING (a) ORDER BY 1, 2, 4
    SELECT * FROM pair NATURAL JOIN pair p2 ORDER BY 1, 2
    SELECT a FROM pair x FULL JOIN (SELECT id AS a FROM node) y USING (a) ORDER BY a
    SELECT x.a, y.a FROM pair x FULL JOIN (SELECT id AS a FROM node) y USING (a) ORDER BY 2, 1, x.b
    SELECT j.a FROM (pair x JOIN pair y USING (a)) AS j ORDER BY 1
    SELECT a.id, s.n FROM author a, LATERAL (SELECT count(*) AS n FROM post p WHERE p."authorId" = a.id) s ORDER BY 1
    SELECT a.id, s.title FROM author a LEFT JOIN LATERAL (SELECT title FROM post p WHERE p."authorId" = a.id ORDER BY id LIMIT 1) s ON true ORDER BY 1
    SELECT a.name, c.name AS other FROM author a LEFT JOIN (post p INNER JOIN author c ON c.id = p."authorId") ON p."authorId" = a.id ORDER BY a.id, p.id
    SELECT n.label, p.label AS parent, g.label AS grand FROM node n LEFT JOIN node p ON p.id = n.parent LEFT JOIN node g ON g.id = p.parent ORDER BY n.id
  `,
  'sub-queries': `
    SELECT name, (SELECT count(*) FROM post p WHERE p."authorId" = a.id) AS posts FROM author a ORDER BY id
    SELECT name FROM author a WHERE NOT EXISTS (SELECT 1 FROM post p WHERE p."authorId" = a.id) ORDER BY id
    SELECT name FROM author WHERE id NOT IN (SELECT "authorId" FROM post) ORDER BY id
    SELECT name FROM author WHERE id IN (SELECT "authorId" FROM post) ORDER BY id
    SELECT name FROM author WHERE age > ALL (SELECT age FROM author WHERE age < 40) ORDER BY id
    SELECT name FROM author WHERE (id, age) IN (SELECT id, age FROM author WHERE age = 30) ORDER BY id
    SELECT name FROM author WHERE (id, age) = (SELECT id, age FROM author WHERE name = 'Bob')
    SELECT (SELECT id FROM author)
    SELECT (SELECT id, name FROM author WHERE id = 1)
    SELECT id FROM author WHERE id IN (SELECT id, name FROM author)
    SELECT (SELECT id FROM author WHERE false)
    SELECT ARRAY(SELECT id FROM author ORDER BY id)
    SELECT (SELECT (SELECT a.name)) FROM author a ORDER BY a.id
    SELECT * FROM author a WHERE a.id = (SELECT x.id FROM (SELECT p."authorId" AS id FROM post p WHERE p."authorId" = a.id LIMIT 1) x) ORDER BY id
    SELECT t1.id FROM author t1 WHERE EXISTS (SELECT 1 FROM author t2 WHERE t2.age = t1.age AND t2.id <> t1.id AND EXISTS (SELECT 1 FROM post p WHERE p."authorId" = t1.id)) ORDER BY 1
    SELECT * FROM author WHERE (id, name) IN (VALUES (1, 'Ann'), (2, 'Zed')) ORDER BY id
  `,
  'aggregates and groups': `
    SELECT count(*), count(age), count(DISTINCT age), sum(age), avg(age), min(name), max(name) FROM author
    SELECT count(*), sum(age) FROM author WHERE false
    SELECT age, count(*) FROM author GROUP BY age ORDER BY age
    SELECT age, name FROM author GROUP BY age
    SELECT a.id, a.name, count(p.id) FROM author a LEFT JOIN post p ON p."authorId" = a.id GROUP BY a.id ORDER BY a.id
    SELECT a.name, count(p.id) FROM author a LEFT JOIN post p ON p."authorId" = a.id GROUP BY p.id
    SELECT age AS x, count(*) FROM author GROUP BY x ORDER BY x
    SELECT a.age + 1, count(*) FROM author a GROUP BY age + 1 ORDER BY 1
    SELECT date_trunc('month', p.published) AS m, count(*) FROM post p GROUP BY date_trunc('month', published) ORDER BY 1
    SELECT age FROM author GROUP BY 2
    SELECT age, count(*) AS n FROM author GROUP BY age HAVING count(*) > 1
    SELECT age FROM author HAVING count(*) > 1
    SELECT count(*) FROM author HAVING count(*) > 100
    SELECT count(*) FROM author WHERE count(*) > 1
    SELECT sum(count(*)) FROM author
    SELECT max(age) FILTER (WHERE active), count(*) FILTER (WHERE NOT active) FROM author
    SELECT string_agg(name, ',' ORDER BY name DESC), array_agg(id ORDER BY id), json_agg(name ORDER BY id) FROM author
    SELECT array_agg(DISTINCT age ORDER BY age DESC) FROM author
    SELECT array_agg(tags ORDER BY id) FROM post
    SELECT array_agg(tags ORDER BY id DESC) FROM post WHERE id IN (2, 3, 4, 5)
    SELECT array_agg(tags ORDER BY id) FROM post WHERE id IN (2, 3)
    SELECT array_agg(tags ORDER BY id) FROM post WHERE id = 3
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY age), mode() WITHIN GROUP (ORDER BY age), percentile_disc(0.5) WITHIN GROUP (ORDER BY name DESC) FROM author
    SELECT mode(age) FROM author
    SELECT age, active, count(*), grouping(age), grouping(age, active) FROM author GROUP BY CUBE (age, active) ORDER BY 1, 2, 4, 5
    SELECT age, active, count(*) FROM author GROUP BY ROLLUP (age, active) ORDER BY 1 NULLS LAST, 2 NULLS LAST, 3
    SELECT age, count(*) FROM author GROUP BY GROUPING SETS ((age), ()) ORDER BY 1, 2
    SELECT unnest(tags) AS t, count(*) FROM post GROUP BY t ORDER BY t
    SELECT (SELECT a.name) FROM author a GROUP BY a.age
    SELECT count() FROM author
    SELECT lower(DISTINCT name) FROM author
    SELECT age FROM author GROUP BY age ORDER BY name
    SELECT row_to_json(t) FROM (SELECT id, name FROM author ORDER BY id LIMIT 2) t
    SELECT to_json(a) FROM author a ORDER BY id LIMIT 1
    SELECT json_build_object('id', a.id, 'posts', (SELECT coalesce(json_agg(p.title ORDER BY p.id), '[]') FROM post p WHERE p."authorId" = a.id)) FROM author a ORDER BY a.id
    SELECT count(a), count(a.*) FROM author a
  `,
  distinct: `
    SELECT DISTINCT age FROM author ORDER BY age
    SELECT DISTINCT age, active FROM author ORDER BY active, age
    SELECT DISTINCT age FROM author ORDER BY id
    SELECT DISTINCT ON (age) age, id FROM author ORDER BY age, id DESC
    SELECT DISTINCT ON (age) age, id FROM author ORDER BY id
    SELECT DISTINCT lower(name) FROM author ORDER BY lower(name)
    SELECT DISTINCT plain FROM misc
    SELECT DISTINCT "d"."p_id" AS "ids_p_id", "d"."p_title" FROM (SELECT p.id AS "p_id", p.title AS "p_title" FROM post p) "d" ORDER BY "d"."p_title" DESC, "p_id" ASC LIMIT 2
  `,
  'window functions': `
    SELECT id, row_number() OVER (ORDER BY id DESC) FROM author ORDER BY id
    SELECT id, rank() OVER (ORDER BY age), dense_rank() OVER (ORDER BY age), percent_rank() OVER (ORDER BY age), cume_dist() OVER (ORDER BY age) FROM author ORDER BY id
    SELECT id, sum(id) OVER (ORDER BY id), sum(id) OVER (), sum(id) OVER (PARTITION BY active ORDER BY id) FROM author ORDER BY id
    SELECT id, lag(name) OVER w, lead(name, 2, 'none') OVER w, first_value(name) OVER w, last_value(name) OVER w FROM author WINDOW w AS (ORDER BY id) ORDER BY id
    SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), count(*) OVER (ORDER BY age RANGE BETWEEN 5 PRECEDING AND 15 FOLLOWING), sum(id) OVER (ORDER BY age GROUPS 1 PRECEDING) FROM author ORDER BY id
    SELECT id, array_agg(id) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW), array_agg(id) OVER (ORDER BY id ROWS 2 PRECEDING EXCLUDE TIES) FROM author ORDER BY id
    SELECT published, count(*) OVER (ORDER BY published RANGE BETWEEN '1 day' PRECEDING AND CURRENT ROW) FROM post ORDER BY published, 2
    SELECT age, count(*), sum(count(*)) OVER (ORDER BY age) FROM author GROUP BY age ORDER BY age
    SELECT id, count(*) FILTER (WHERE active) OVER (PARTITION BY age) FROM author ORDER BY id
    SELECT * FROM (SELECT id, row_number() OVER (PARTITION BY age ORDER BY id) AS rn FROM author) t WHERE rn = 1 ORDER BY id
    SELECT id FROM author WHERE row_number() OVER () = 1
    SELECT row_number() FROM author
    SELECT lower(name) OVER () FROM author
    SELECT sum(row_number() OVER ()) OVER () FROM author
    SELECT id, row_number() OVER nope FROM author
  `,
  'set operations and VALUES': `
    SELECT id FROM author UNION SELECT id FROM post ORDER BY id
    SELECT age FROM author INTERSECT SELECT 30
    SELECT age FROM author EXCEPT ALL SELECT 30 ORDER BY 1
    SELECT 1 UNION SELECT 'a'
    SELECT 1 UNION SELECT '2' ORDER BY 1
    SELECT 1 UNION SELECT 2.5 ORDER BY 1
    SELECT 1, 2 UNION SELECT 1
    (SELECT id FROM author ORDER BY id DESC LIMIT 1) UNION ALL (SELECT id FROM post ORDER BY id LIMIT 1)
    SELECT id FROM author UNION SELECT id FROM post ORDER BY id + 1
    SELECT 1 UNION SELECT 2 INTERSECT SELECT 2 ORDER BY 1
    VALUES (1, 'a'), (2, NULL) ORDER BY 1 DESC
    VALUES (1), ('x')
    VALUES (1), (2, 3)
    SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(n, s) WHERE n > 1
  `,
  'WITH queries': `
    WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b
    WITH author AS (SELECT 7 AS id) SELECT id FROM author
    SELECT a.id, (WITH x AS (SELECT a.id * 2 AS d) SELECT d FROM x) FROM author a ORDER BY 1
    WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT n FROM t LIMIT 3
    WITH RECURSIVE tree AS (SELECT id, label, 0 AS depth FROM node WHERE parent IS NULL UNION ALL SELECT c.id, c.label, tree.depth + 1 FROM node c JOIN tree ON c.parent = tree.id) SELECT * FROM tree ORDER BY depth, id
    WITH RECURSIVE t(n) AS (SELECT 1 UNION SELECT (n % 3) + 1 FROM t) SELECT n FROM t ORDER BY n
    WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1.5 FROM t WHERE n < 3) SELECT n FROM t
    WITH RECURSIVE t AS (SELECT n FROM t) SELECT * FROM t
    WITH ins AS (INSERT INTO pair VALUES (9, 9, 'n') RETURNING a, v) SELECT * FROM ins
    WITH x AS (UPDATE author SET age = 0 WHERE id = 1 RETURNING age) SELECT (SELECT age FROM x) AS new, age AS old FROM author WHERE id = 1
    WITH x AS (INSERT INTO pair VALUES (50, 50, 'x')) SELECT count(*) FROM pair
    WITH x AS (DELETE FROM pair) SELECT count(*) FROM pair
    WITH upd AS (UPDATE pair SET v = 'z' WHERE a = 1 RETURNING a, b) INSERT INTO pair SELECT a + 10, b, 'copy' FROM upd RETURNING *
    WITH moved AS (DELETE FROM post WHERE "authorId" = 1 RETURNING *) INSERT INTO node (id, label) SELECT id + 1000, title FROM moved RETURNING *
    SELECT (WITH x AS (DELETE FROM pair RETURNING a) SELECT count(*) FROM x)
  `,
  'functions that return sets': `
    SELECT * FROM generate_series(1, 3) AS g
    SELECT g, g.g FROM generate_series(1, 3) AS g
    SELECT * FROM unnest(ARRAY['a','b']) WITH ORDINALITY
    SELECT * FROM unnest(ARRAY[1,2], ARRAY['a','b','c']) AS t(a, b)
    SELECT p.id, t.tag FROM post p LEFT JOIN LATERAL unnest(p.tags) AS t(tag) ON true ORDER BY 1, 2
    SELECT id, unnest(tags) AS tag FROM post ORDER BY id, tag
    SELECT unnest(ARRAY[1,2,3]), unnest(ARRAY['a','b'])
    SELECT id FROM post WHERE unnest(tags) = 'a'
    SELECT * FROM jsonb_each('{"a":1,"b":2}') ORDER BY key
    SELECT * FROM ROWS FROM (generate_series(1,2), generate_series(5,7)) AS t(a, b)
    SELECT * FROM jsonb_to_recordset('[{"a":1,"b":"x"},{"a":2}]') AS t(a int, b text)
    SELECT * FROM json_to_record('{"a":1,"b":[1,2]}') AS t(a int, b int[])
    SELECT * FROM current_schema()
    SELECT id, (SELECT count(*) FROM unnest(p.tags) t WHERE t = 'a') FROM post p ORDER BY id
  `,
  'expressions and their types': `
    SELECT CASE age WHEN 30 THEN 'x' WHEN 41 THEN 'y' ELSE name END FROM author ORDER BY id
    SELECT CASE WHEN age > 30 THEN 1 ELSE 'x' END FROM author
    SELECT CASE WHEN id = 1 THEN 1 ELSE 2.5 END FROM author ORDER BY id
    SELECT coalesce(age, 'x') FROM author
    SELECT NULLIF(age, 30), NULLIF('a', 'b'), GREATEST(age, 35), LEAST(NULL, age) FROM author ORDER BY id
    SELECT ARRAY[1, 'x']
    SELECT ARRAY[]
    SELECT ARRAY[]::int[], ARRAY[1,2]::text[], '{1,2}'::int[]
    SELECT ARRAY[[1,2],[3,4]], ARRAY[[1],[2,3]]
    SELECT tags[1], tags[1:1], tags[2] IS NULL, cardinality(tags) FROM post ORDER BY id
    SELECT grid, grid[1][2], grid[2:2], flags[3], grid[1] FROM misc ORDER BY id
    SELECT bio['city'], bio['langs'][0] FROM author ORDER BY id
    SELECT name::varchar(2), name::char(5), 3.14159::numeric(4,2) FROM author ORDER BY id LIMIT 1
    SELECT ROW(1, 'a') = ROW(1, 'a'), ROW(1, 2) < ROW(1, 3)
    SELECT a FROM pair a ORDER BY a
    SELECT (a).name FROM author a ORDER BY a.id
    SELECT now() - now(), current_timestamp = now()
    SELECT format('%s %s', VARIADIC ARRAY['a','b'])
    SELECT 'today'::date = current_date, 'now'::timestamp IS NOT NULL
    SELECT * FROM misc ORDER BY id
  `,
  INSERT: `
    INSERT INTO author (name) VALUES ('New') RETURNING *
    INSERT INTO author (name, age) VALUES ('New', 1), ('Newer', DEFAULT) RETURNING id, age, mood
    INSERT INTO author DEFAULT VALUES
    INSERT INTO node (id) VALUES (100), (101) RETURNING id AS "node_id", label
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org')
    INSERT INTO author (name, age) VALUES ('X', 'abc')
    INSERT INTO author (name, age) VALUES ('X', true)
    INSERT INTO author (name, nope) VALUES ('X', 1)
    INSERT INTO author (name, name) VALUES ('X', 'Y')
    INSERT INTO author (name, age) VALUES ('X')
    INSERT INTO author (name) VALUES ('X', 1)
    INSERT INTO author (name) VALUES ('X'), ('X', 1)
    INSERT INTO nope VALUES (1)
    INSERT INTO author (name) VALUES (repeat('x', 50))
    INSERT INTO author (name) VALUES ('x' || repeat(' ', 50)) RETURNING length(name)
    INSERT INTO author (name) VALUES (name)
    INSERT INTO author (name) VALUES (author.name)
    INSERT INTO author (name) VALUES ((SELECT max(title) FROM post)) RETURNING name
    INSERT INTO author (name, age) SELECT title, views FROM post WHERE id < 3 RETURNING name, age
    INSERT INTO author (name, mood) SELECT 'lit', 'sad' RETURNING name, mood
    INSERT INTO author (name, age) SELECT 'a', 'b'
    INSERT INTO node (id, label) SELECT id FROM node
    INSERT INTO pair SELECT * FROM pair
    INSERT INTO author (id, name) VALUES (77, 'seq') RETURNING id
    INSERT INTO post (title, "authorId") VALUES ('p', 999)
    INSERT INTO post (title, views) VALUES ('p', -1)
    INSERT INTO post (title, rating) VALUES ('p', 1234.5)
    INSERT INTO post (title, rating) VALUES ('p', 1.005) RETURNING rating
    INSERT INTO author (name, age, bio, active) VALUES ($1, $2, $3, DEFAULT) RETURNING name, age, bio, active ## ["P", "12", {"k": [1]}]
    INSERT INTO author (name) VALUES ($1) ## [null]
    INSERT INTO line (qty, price) VALUES (3, 1.115) RETURNING qty, price, total
    INSERT INTO line (id, qty, price) VALUES (50, 3, 1)
    INSERT INTO line (id, qty, price) OVERRIDING SYSTEM VALUE VALUES (50, 3, 1) RETURNING *
    INSERT INTO line (id, qty, price) OVERRIDING USER VALUE VALUES (50, 3, 1) RETURNING qty
    INSERT INTO line (qty, price, total) VALUES (3, 1, 3)
    INSERT INTO line (qty, price) VALUES (0, 1)
    INSERT INTO line (id, qty, price) SELECT 1, 2, 3
    INSERT INTO author (name) VALUES ('al') RETURNING count(*)
  `,
  'ON CONFLICT': `
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT DO NOTHING RETURNING id
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org'), ('Y', 'new@x.org') ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name RETURNING id, xmax = 0 AS inserted, author.xmax::text = '0' AS t
    INSERT INTO author AS a (name) VALUES ('X') RETURNING xmax, a.xmax, name, id > 0
    INSERT INTO author AS a (name) VALUES ('X') RETURNING author.xmax
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT (email) DO UPDATE SET name = EXCLUDED.name || author.name, age = author.age + 1 RETURNING id, name, age
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT (email) DO UPDATE SET name = excluded.name WHERE author.age > 100 RETURNING id
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT ON CONSTRAINT author_email_key DO UPDATE SET name = 'c' RETURNING name
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT ON CONSTRAINT nope DO NOTHING
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT (name) DO NOTHING
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT (nope) DO NOTHING
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT DO UPDATE SET name = 'x'
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT (email) DO UPDATE SET name = name
    INSERT INTO author (name, email) VALUES ('X', 'q@x'), ('Y', 'q@x') ON CONFLICT (email) DO UPDATE SET name = excluded.name
    INSERT INTO author (name, email) VALUES ('X', 'q@x'), ('Y', 'q@x') ON CONFLICT (email) DO NOTHING RETURNING name
    INSERT INTO author (id, name, email) VALUES (1, 'X', 'new@x.org') ON CONFLICT (email) DO NOTHING
    INSERT INTO pair VALUES (1, 1, 'new') ON CONFLICT (b, a) DO UPDATE SET v = excluded.v RETURNING *
    INSERT INTO pair VALUES (1, 1, 'new') ON CONFLICT (a) DO NOTHING
    INSERT INTO slot (room) VALUES ('r1')
    INSERT INTO slot (room) VALUES ('r1') ON CONFLICT (room) DO NOTHING
    INSERT INTO slot (room) VALUES ('r1') ON CONFLICT (room) WHERE deleted IS NULL DO UPDATE SET note = 'taken' RETURNING room, note
    INSERT INTO slot (note) VALUES ('HI')
    INSERT INTO slot (note) VALUES ('HI') ON CONFLICT (lower(note)) DO UPDATE SET note = excluded.note RETURNING note
    INSERT INTO author (name, email) VALUES ('X', 'ann@x.org') ON CONFLICT (email) DO UPDATE SET (name, age) = (excluded.name, 5) RETURNING name, age
  `,
  UPDATE: `
    UPDATE author SET age = age + 1 RETURNING id, age
    UPDATE author SET (name, age) = ('T', 9) WHERE id = 2 RETURNING name, age
    UPDATE author a SET (name, age) = (SELECT p.title, p.views FROM post p WHERE p."authorId" = a.id ORDER BY id LIMIT 1) WHERE id = 1 RETURNING name, age
    UPDATE author SET (name, age) = (SELECT 'a', 1, 2)
    UPDATE author SET mood = DEFAULT WHERE id = 1 RETURNING mood
    UPDATE author SET nope = 1
    UPDATE author SET age = 1, age = 2
    UPDATE author SET name = NULL WHERE id = 1
    UPDATE author SET age = 'x'
    UPDATE author SET age = name
    UPDATE author SET age = 1.6 WHERE id = 1 RETURNING age
    UPDATE author SET email = 'ann@x.org' WHERE id = 2
    UPDATE author SET id = id + 1
    UPDATE author SET id = 99 WHERE id = 1
    UPDATE author AS a SET age = p.views FROM post p WHERE p."authorId" = a.id AND a.id = 2 RETURNING a.age, p.title
    UPDATE author SET age = (SELECT count(*) FROM post p WHERE p."authorId" = author.id) RETURNING id, age
    UPDATE post SET tags[1] = 'Z' WHERE id = 3 RETURNING tags
    UPDATE post SET views = views - 1000 WHERE id = 1
    UPDATE line SET qty = 5 WHERE id = 1 RETURNING *
    UPDATE line SET total = 5
    UPDATE line SET id = 5
    UPDATE author SET age = count(*)
    UPDATE "author" SET "age" = "age" + 1, "name" = $1 WHERE "id" IN ($2) RETURNING "age" ## ["Zed", 1]
    UPDATE author SET bio = $1 WHERE id = 1 RETURNING bio ## [{"b": 1, "aa": [1, null]}]
    UPDATE pair SET a = a + 1 RETURNING *
    WITH t AS (SELECT 1 AS id) UPDATE author SET age = 3 FROM t WHERE author.id = t.id RETURNING author.id
  `,
  'DELETE and TRUNCATE': `
    DELETE FROM post WHERE id = 1 RETURNING id, title
    DELETE FROM author WHERE id = 1 RETURNING *
    DELETE FROM author USING post p WHERE p."authorId" = author.id AND p.views > 60 RETURNING author.id, p.title
    DELETE FROM post p WHERE p."authorId" IN (SELECT id FROM author WHERE active) RETURNING p.id
    DELETE FROM pair WHERE (a, b) IN (SELECT a, b FROM pair WHERE v IS NULL) RETURNING a
    DELETE FROM nope
    DELETE FROM author WHERE nope = 1
    WITH t AS (SELECT id FROM post ORDER BY id LIMIT 2) DELETE FROM post WHERE id IN (SELECT id FROM t) RETURNING id
    TRUNCATE author
    TRUNCATE author CASCADE
    TRUNCATE author, post
    TRUNCATE nope
  `,
  'row locks': `
    SELECT id FROM author WHERE id = 1 FOR UPDATE
    SELECT id FROM author ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    SELECT a.id FROM author a JOIN post p ON p."authorId" = a.id WHERE p.id = 1 FOR UPDATE OF a NOWAIT
    SELECT a.id FROM author a LEFT JOIN post p ON p."authorId" = a.id FOR UPDATE
    SELECT a.id FROM author a LEFT JOIN post p ON p."authorId" = a.id WHERE a.id = 1 FOR NO KEY UPDATE OF a
    SELECT a.id FROM author a FOR UPDATE OF z
    SELECT count(*) FROM author FOR UPDATE
    SELECT DISTINCT age FROM author FOR SHARE
    SELECT age FROM author GROUP BY age FOR KEY SHARE
    SELECT id FROM author UNION SELECT 1 FOR UPDATE
    SELECT row_number() OVER () FROM author FOR UPDATE
  `,
  'the catalog and sequences': `
    SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1
    SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = 'author' ORDER BY ordinal_position
    SELECT nextval('author_id_seq') > 0, pg_get_serial_sequence('author', 'id')
    SELECT currval('nope')
    SELECT nextval('nope')
    SHOW server_encoding
    SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1
    SELECT table_name, column_name, ordinal_position, is_nullable, data_type, character_maximum_length, character_octet_length, numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision, udt_schema, udt_name, is_identity, identity_generation, is_generated FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3
    SELECT table_name, constraint_name, constraint_type, is_deferrable FROM information_schema.table_constraints WHERE table_schema = 'public' AND constraint_name NOT LIKE '%not_null' ORDER BY 1, 2
    SELECT table_name, constraint_name, column_name, ordinal_position, position_in_unique_constraint FROM information_schema.key_column_usage WHERE table_schema = 'public' ORDER BY 1, 2, 4
    SELECT constraint_name, unique_constraint_name, match_option, update_rule, delete_rule FROM information_schema.referential_constraints ORDER BY 1
    SELECT sequence_name, data_type, start_value, minimum_value, maximum_value, increment, cycle_option FROM information_schema.sequences ORDER BY 1
    SELECT last_value, is_called FROM author_id_seq
    SELECT last_value, is_called FROM public.line_id_seq
    SELECT last_value FROM author_id_seq s WHERE s.is_called
    SELECT * FROM nope_seq
    SELECT tablename, hasindexes, hastriggers FROM pg_tables WHERE schemaname = 'public' ORDER BY 1
    SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2
    SELECT relname, relkind, relnatts, relchecks, relhasindex FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' ORDER BY 1
    SELECT c.relname, a.attname, a.attnum, t.typname, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' AND relkind = 'r' AND attnum > 0 ORDER BY 1, 3
    SELECT t.typname, e.enumlabel, e.enumsortorder FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid ORDER BY 3
    SELECT c.relname, i.indisunique, i.indisprimary, i.indnatts FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' ORDER BY 1
    SELECT conname, contype, conkey, confkey, confupdtype, confdeltype, condeferrable FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND connamespace = 2200 ORDER BY 1
    SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'pg_catalog', 'information_schema') ORDER BY 1
    SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT LIKE 'pg_toast%' ORDER BY 1
    SELECT sequencename, data_type, start_value, max_value, last_value FROM pg_sequences ORDER BY 1
    SELECT typname, typtype, typcategory, typelem FROM pg_type WHERE oid IN (16, 20, 21, 23, 25, 1043, 1700, 3802, 1007, 1009, 2950, 1184, 3904) ORDER BY oid
    SELECT ccu.table_name, ccu.column_name, ccu.constraint_name FROM information_schema.constraint_column_usage ccu WHERE constraint_name LIKE '%fkey' OR constraint_name LIKE '%pkey' ORDER BY 1, 2, 3
    SELECT c.column_name FROM information_schema.columns c WHERE c.table_name = 'pair' ORDER BY c.ordinal_position
    SELECT EXISTS (SELECT FROM information_schema.tables WHERE table_name = 'author')
    SELECT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'nope')
    SELECT * FROM pg_catalog.pg_nope
    SELECT * FROM information_schema.nope
    SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname = 'pair' AND i.indisprimary ORDER BY 1
  `,
};
