/**
 * Statements that are run on both stores and have to be answered alike to the last field of an error: hint and
 * position too. Parameters stand behind `##`, as JSON.
 */
export const MISTAKES: Record<string, string> = {
  'types of parameters': `
    SELECT concat($1,$2) ## ["a","b"]
    SELECT concat($1::text,$2) ## ["a","b"]
    SELECT $1 ## ["a"]
    SELECT $1 FROM author WHERE id = $1 ## [1]
    SELECT $1 AS x, name FROM author WHERE id = $1 ## [1]
    SELECT $1, $1 + 1 ## [1]
    SELECT $1 + 1, $1 ## [1]
    SELECT name FROM author WHERE id = $1 AND name = $1 ## ["1"]
    SELECT name FROM author WHERE name = $1 AND id = $1 ## ["1"]
    SELECT name FROM author WHERE id = $1 AND name = $1::text ## ["1"]
    SELECT $1::int, $1::text ## ["1"]
    SELECT $1::int + $1::bigint ## ["1"]
    SELECT $1::int, $1 || 'x' ## ["1"]
    SELECT $1 || 'x', $1::int ## ["1"]
    SELECT $1 || $2 ## ["1","2"]
    SELECT $1 = $2 ## ["1","2"]
    SELECT $1 < $2 ## ["1","2"]
    SELECT $1 + $2 ## ["1","2"]
    SELECT $1 - 1 ## [3]
    SELECT -$1 ## [3]
    SELECT $1 IS NULL ## [3]
    SELECT $1 IS NOT NULL ## [3]
    SELECT $1 IS NULL OR id = $1 FROM author ORDER BY id ## [3]
    SELECT id FROM author WHERE $1 IS NULL OR id = $1 ORDER BY id ## [3]
    SELECT id FROM author WHERE id = $1 OR $1 IS NULL ORDER BY id ## [3]
    SELECT id FROM author WHERE ($1::int IS NULL OR id = $1) ORDER BY id ## [3]
    SELECT $1 IS TRUE ## [true]
    SELECT NOT $1 ## [true]
    SELECT $1 AND true ## [true]
    SELECT $1 WHERE $1 ## [true]
    SELECT 1 WHERE $1 ## [true]
    VALUES ($1) ## ["x"]
    VALUES ($1), (2) ## ["1"]
    VALUES ($1), ($2) ## ["1","2"]
    VALUES (1), ($1) ## ["1"]
    VALUES ($1, 2), (3, $2) ## ["1","2"]
    VALUES ($1), ('a') ## ["1"]
    SELECT * FROM (VALUES ($1)) t(x) ## ["x"]
    SELECT x + 1 FROM (VALUES ($1)) t(x) ## [1]
    SELECT x || 'a' FROM (SELECT $1 AS x) t ## ["1"]
    SELECT x + 1 FROM (SELECT $1 AS x) t ## ["1"]
    INSERT INTO pair VALUES ($1, $2, $3) RETURNING * ## [7,8,"x"]
    INSERT INTO pair VALUES ($1, $1, $1) RETURNING * ## [7]
    INSERT INTO pair VALUES ($1, $1, 'x') RETURNING * ## [7]
    INSERT INTO pair (a, b, v) VALUES ($1, $2, $3), ($2, $1, $3) RETURNING * ## [7,8,"x"]
    INSERT INTO pair SELECT $1, $2, $3 RETURNING * ## [7,8,"x"]
    INSERT INTO pair SELECT $1, $1, 'a' RETURNING * ## [7]
    INSERT INTO pair SELECT $1, b, $2 FROM pair WHERE a = $1 RETURNING * ## [7,"x"]
    INSERT INTO post (title, views) VALUES ($1, $2), ($3, $2 + 1) RETURNING title, views ## ["a", 5, "b"]
    INSERT INTO post (title, rating) VALUES ($1, $2) RETURNING title, rating ## ["a", "1.239"]
    UPDATE author SET age = $1 WHERE id = $1 RETURNING age ## [1]
    UPDATE author SET age = $1, name = $1 WHERE id = 1 RETURNING age ## [1]
    UPDATE author SET name = $1, email = $1 WHERE id = 1 RETURNING name ## ["x"]
    UPDATE author SET age = age + $1 WHERE id = $2 RETURNING age ## [1,1]
    UPDATE author SET name = $1 WHERE name = $1 RETURNING name ## ["Ann"]
    UPDATE post SET rating = $1 WHERE rating = $1 RETURNING rating ## ["4.5"]
    UPDATE post SET views = $1 WHERE id = $1 RETURNING views ## ["4"]
    UPDATE post SET id = $1 WHERE views = $1 RETURNING views ## ["4"]
    SELECT CASE WHEN $1 THEN 1 END ## [true]
    SELECT CASE $1 WHEN 1 THEN 'a' END ## [1]
    SELECT CASE $1 WHEN 'a' THEN 'a' END ## ["a"]
    SELECT CASE id WHEN $1 THEN 'a' END FROM author ORDER BY id ## [1]
    SELECT CASE WHEN true THEN $1 ELSE 2 END ## [1]
    SELECT CASE WHEN true THEN 1 ELSE $1 END ## [1]
    SELECT CASE WHEN true THEN $1 ELSE $2 END ## [1,2]
    SELECT CASE WHEN true THEN $1 END ## [1]
    SELECT CASE WHEN $1 = 1 THEN $1 ELSE 'x' END ## [1]
    SELECT COALESCE($1, 1) ## [5]
    SELECT COALESCE($1, $2) ## [5,6]
    SELECT COALESCE($1, $2, 1.5) ## [5,6]
    SELECT COALESCE($1, 'x') ## [5]
    SELECT COALESCE($1) ## [5]
    SELECT COALESCE(NULL, $1) ## [5]
    SELECT COALESCE(age, $1) FROM author ORDER BY id ## [5]
    SELECT COALESCE($1, age) FROM author ORDER BY id ## [5]
    SELECT COALESCE($1, age), $1 || 'x' FROM author ORDER BY id ## [5]
    SELECT GREATEST($1, 1) ## [5]
    SELECT GREATEST($1, $2) ## [5, 7]
    SELECT NULLIF($1, 1) ## [5]
    SELECT NULLIF($1, 'a') ## ["b"]
    SELECT NULLIF($1, $2) ## ["b","a"]
    SELECT NULLIF(1, $1) ## [5]
    SELECT id FROM author ORDER BY id LIMIT $1 ## [2]
    SELECT id FROM author ORDER BY id LIMIT $1 OFFSET $1 ## [2]
    SELECT id FROM author WHERE id > $1 ORDER BY id LIMIT $1 ## [2]
    SELECT id FROM author ORDER BY id LIMIT $1::int ## [2]
    SELECT id FROM author ORDER BY id LIMIT $1 + 1 ## [2]
    SELECT id FROM author ORDER BY id LIMIT $1::text ## [2]
    SELECT id FROM author ORDER BY $1 ## [2]
    SELECT id FROM author ORDER BY id FETCH FIRST $1 ROWS ONLY ## [2]
    SELECT id FROM author WHERE id IN ($1, $2) ORDER BY id ## [1,2]
    SELECT id FROM author WHERE id IN ($1, $1) ORDER BY id ## [1]
    SELECT id FROM author WHERE $1 IN (id, age) ORDER BY id ## [30]
    SELECT id FROM author WHERE $1 IN (1, 2) ORDER BY id ## [1]
    SELECT id FROM author WHERE $1 IN (1, 2.5) ORDER BY id ## [1]
    SELECT id FROM author WHERE $1 IN ('a', 'b') ORDER BY id ## ["a"]
    SELECT id FROM author WHERE $1 IN ($2, $3) ORDER BY id ## ["a","a","b"]
    SELECT id FROM author WHERE id IN ($1, 'x') ORDER BY id ## [1]
    SELECT id FROM author WHERE id IN ($1, 2.5) ORDER BY id ## [1]
    SELECT id FROM author WHERE id NOT IN ($1, 2) ORDER BY id ## [1]
    SELECT id FROM author WHERE (id, name) IN (($1, $2)) ORDER BY id ## [1,"Ann"]
    SELECT id FROM author WHERE (id, name) = ($1, $2) ORDER BY id ## [1,"Ann"]
    SELECT id FROM author WHERE (id, name) = ($1, $1) ORDER BY id ## [1]
    SELECT id FROM author WHERE ($1, $2) = (id, name) ORDER BY id ## [1,"Ann"]
    SELECT id FROM author WHERE id = ANY($1) ORDER BY id ## ["{1,2}"]
    SELECT id FROM author WHERE $1 = ANY(ARRAY[1,2]) ORDER BY id ## [1]
    SELECT id FROM author WHERE $1 = ANY($2) ORDER BY id ## [1,"{1}"]
    SELECT id FROM post WHERE $1 = ANY(tags) ORDER BY id ## ["a"]
    SELECT id FROM post WHERE tags @> $1 ORDER BY id ## ["{a}"]
    SELECT id FROM post WHERE tags && ARRAY[$1] ORDER BY id ## ["a"]
    SELECT ARRAY[$1, $2] ## ["a","b"]
    SELECT ARRAY[$1, 1] ## ["2"]
    SELECT ARRAY[$1] ## ["2"]
    SELECT ARRAY[$1]::int[] ## ["2"]
    SELECT ROW($1, $2) ## ["2",3]
    SELECT ($1, 1) = (1, $2) ## ["2",3]
    SELECT id FROM author WHERE id BETWEEN $1 AND $2 ORDER BY id ## [1,2]
    SELECT id FROM author WHERE $1 BETWEEN id AND age ORDER BY id ## [5]
    SELECT id FROM author WHERE $1 BETWEEN 1 AND 10 ORDER BY id ## [5]
    SELECT id FROM author WHERE $1 BETWEEN '1' AND '10' ORDER BY id ## [5]
    SELECT id FROM author WHERE joined BETWEEN $1 AND $2 ORDER BY id ## ["2026-01-01","2026-02-02"]
    SELECT id FROM author WHERE joined > now() - $1 ORDER BY id ## ["1 day"]
    SELECT id FROM author WHERE joined > $1 - interval '1 day' ORDER BY id ## ["2026-01-01"]
    SELECT $1 - interval '1 day' ## ["2026-01-01"]
    SELECT $1 + interval '1 day' ## ["2026-01-01"]
    SELECT now() - $1 < interval '1 day' ## ["2026-01-01"]
    SELECT id FROM author WHERE name LIKE $1 ORDER BY id ## ["A%"]
    SELECT id FROM author WHERE name LIKE '%' || $1 || '%' ORDER BY id ## ["n"]
    SELECT id FROM author WHERE name LIKE concat('%', $1, '%') ORDER BY id ## ["n"]
    SELECT id FROM author WHERE name LIKE concat('%', $1::text, '%') ORDER BY id ## ["n"]
    SELECT id FROM author WHERE lower(name) = lower($1) ORDER BY id ## ["ANN"]
    SELECT id FROM author WHERE id = $1 ORDER BY id ## ["x"]
    SELECT id FROM author WHERE age = $1 + 1 ORDER BY id ## [29]
    SELECT id FROM author WHERE age + $1 = 31 ORDER BY id ## [1]
    SELECT lower($1) ## ["A"]
    SELECT length($1) ## ["A"]
    SELECT abs($1) ## ["-1"]
    SELECT round($1) ## ["1.5"]
    SELECT round($1, 1) ## ["1.55"]
    SELECT sum($1) ## ["1"]
    SELECT max($1) ## ["1"]
    SELECT count($1) ## ["1"]
    SELECT count($1) FROM author WHERE id > $1 ## ["1"]
    SELECT json_build_object('a', $1) ## ["1"]
    SELECT json_build_object($1, 1) ## ["a"]
    SELECT jsonb_build_object('a', $1::text, 'b', $2) ## ["1","2"]
    SELECT jsonb_build_array($1) ## ["1"]
    SELECT format('%s', $1) ## ["1"]
    SELECT concat_ws(',', $1, 'a') ## ["1"]
    SELECT concat_ws($1, 'b', 'a') ## ["1"]
    SELECT num_nulls($1) ## ["1"]
    SELECT array_agg($1) ## ["1"]
    SELECT string_agg(name, $1 ORDER BY id) FROM author ## [","]
    SELECT array_append($1, 1) ## ["{2}"]
    SELECT array_append(ARRAY[1], $1) ## ["2"]
    SELECT array_length($1, 1) ## ["{2}"]
    SELECT unnest($1::int[]) ## ["{2}"]
    SELECT * FROM unnest($1::int[], $2::text[]) ## ["{2}","{a}"]
    SELECT generate_series($1, 3) ## [1]
    SELECT generate_series(1, $1) ## [3]
    SELECT generate_series($1, $2) ## [1,3]
    SELECT * FROM generate_series($1, $2) g ## [1,3]
    SELECT bio->$1 FROM author ORDER BY id ## ["city"]
    SELECT bio->>$1 FROM author ORDER BY id ## ["city"]
    SELECT bio #> $1 FROM author ORDER BY id ## ["{city}"]
    SELECT bio @> $1 FROM author ORDER BY id ## ["{}"]
    SELECT bio ? $1 FROM author ORDER BY id ## ["city"]
    SELECT $1 UNION SELECT 1 ## [1]
    SELECT 1 UNION SELECT $1 ## [2]
    SELECT $1 UNION SELECT $2 ## [2,3]
    SELECT id FROM author WHERE id = (SELECT $1) ## [2]
    SELECT id FROM author WHERE id IN (SELECT $1) ## [2]
    SELECT id FROM author WHERE id IN (SELECT $1::int) ## [2]
    SELECT (SELECT $1) ## [2]
    SELECT (SELECT $1) + 1 ## [2]
    SELECT EXISTS (SELECT $1) ## [2]
    WITH t AS (SELECT $1 AS x) SELECT x FROM t ## [2]
    WITH t AS (SELECT $1 AS x) SELECT x + 1 FROM t ## [2]
    SELECT $1 FROM author GROUP BY $1 ## [2]
    SELECT id + $1 FROM author GROUP BY id + $1 ORDER BY 1 ## [2]
    SELECT DISTINCT $1 ## [2]
    SELECT $2 ## [1, 2]
    SELECT $1::int, $3::int ## [1,2,3]
    SELECT $0 ## [1]
    SELECT $1::varchar(2) ## ["abc"]
    SELECT $1::varchar(2), $1 ## ["abc"]
    SELECT $1, $1::varchar(2) ## ["abc"]
    SELECT $1::mood ## ["ok"]
    SELECT $1::mood, $1::text ## ["ok"]
    SELECT id FROM author WHERE mood = $1 ORDER BY id ## ["ok"]
    SELECT id FROM author WHERE mood IN ($1, $2) ORDER BY id ## ["ok", "sad"]
    SELECT id FROM author WHERE mood = ANY($1) ORDER BY id ## ["{ok}"]
    SELECT id FROM author WHERE mood = $1::text ORDER BY id ## ["ok"]
    SELECT id FROM author WHERE mood::text = $1 ORDER BY id ## ["ok"]
    SELECT id FROM author WHERE active = $1 ORDER BY id ## ["t"]
    SELECT id FROM author WHERE $1 = $1 ORDER BY id ## ["t"]
    SELECT id FROM author WHERE $1 = 'a' ORDER BY id ## ["t"]
    SELECT id FROM author WHERE 1 = $1 ORDER BY id ## ["1"]
    SELECT id FROM author WHERE 1.5 < $1 ORDER BY id ## ["2"]
    SELECT extract(year from $1::date) ## ["2026-01-01"]
    SELECT date_trunc('day', $1) ## ["2026-01-01"]
    SELECT date_trunc($1, now()) IS NOT NULL ## ["day"]
    SELECT to_char($1, 'YYYY') ## ["2026-01-01"]
    SELECT $1 AT TIME ZONE 'UTC' ## ["2026-01-01"]
    SELECT overlay($1 placing $2 from 1) ## ["abc","x"]
    SELECT position($1 in 'abc') ## ["b"]
    SELECT substring($1 from 1 for 2) ## ["bcd"]
    SELECT substring($1 from $2) ## ["bcd", "c."]
    SELECT trim($1) ## ["  b "]
    SELECT $1 COLLATE "C" ## ["  b "]
    SELECT $1 SIMILAR TO 'a%' ## ["ab"]
    SELECT $1 ~ 'a' ## ["ab"]
    SELECT $1 ILIKE $2 ## ["ab", "A%"]
    SELECT $1[1] ## ["{1}"]
    SELECT ($1::int[])[1] ## ["{1}"]
    SELECT (ARRAY[1,2])[$1] ## [2]
    SELECT tags[$1] FROM post ORDER BY id ## [1]
    SELECT $1 IS DISTINCT FROM 1 ## [1]
    SELECT $1 IS DISTINCT FROM $2 ## [1,2]
    SELECT $1 IS DISTINCT FROM NULL ## [1]
    SELECT id FROM author WHERE age IS NOT DISTINCT FROM $1 ORDER BY id ## [30]
    SELECT pg_typeof($1) ## [1]
    SELECT pg_typeof($1), $1 + 1 ## [1]
    SELECT rank() OVER (ORDER BY $1) ## [1]
    SELECT lag(id, $1) OVER (ORDER BY id) FROM author ## [1]
    SELECT lag(id, 1, $1) OVER (ORDER BY id) FROM author ## [9]
    SELECT ntile($1) OVER (ORDER BY id) FROM author ## [2]
    DELETE FROM pair WHERE a = $1 AND b = $2 ## [1, 1]
    DELETE FROM pair WHERE a = $1 AND v = $1 ## [1]
    INSERT INTO author (name, mood) VALUES ($1, $2) RETURNING mood ## ["z","ok"]
    INSERT INTO pair VALUES ($1, $2, $3) ON CONFLICT (a, b) DO UPDATE SET v = $3 RETURNING * ## [1,1,"z"]
    INSERT INTO pair VALUES ($1, $2, $3) ON CONFLICT (a, b) DO UPDATE SET a = $3 RETURNING * ## [1,1,"z"]
    INSERT INTO author (name, age) VALUES ($1, $1::int) RETURNING age ## ["5"]
    INSERT INTO author (name, age) VALUES ($1::int, $1) RETURNING age ## ["5"]
    INSERT INTO author (age, name) VALUES ($1, $1) RETURNING age ## ["5"]
    INSERT INTO author (age, name) VALUES ($1, $1 || 'x') RETURNING age ## ["5"]
    SELECT id FROM author WHERE name = $1 OR email = $1 ORDER BY id ## ["Ann"]
    SELECT id FROM author WHERE email = $1 OR name = $1 ORDER BY id ## ["Ann"]
    SELECT id FROM post WHERE views = $1 OR id = $1 ORDER BY id ## ["1"]
    SELECT id FROM post WHERE id = $1 OR views = $1 ORDER BY id ## ["1"]
    SELECT id FROM post WHERE id = $1 OR rating = $1 ORDER BY id ## ["1"]
    SELECT id FROM post WHERE rating = $1 OR id = $1 ORDER BY id ## ["1"]
    SELECT id FROM post WHERE published = $1 OR "createdAt" = $1 ORDER BY id ## ["2026-01-10"]
    SELECT id FROM post WHERE "createdAt" > $1 AND published > $1 ORDER BY id ## ["2026-01-10"]
    SELECT id FROM post WHERE title = $1 AND views = length($1) ORDER BY id ## ["2026-01-10"]
  `,
  'names that cannot be found': `
    SELECT nam FROM author
    SELECT naem FROM author
    SELECT nmae, age FROM author a
    SELECT a.nam FROM author a
    SELECT "Name" FROM author a
    SELECT authorid FROM post
    SELECT p.authorid FROM post p
    SELECT post.authorId FROM post
    SELECT "authorid" FROM post p JOIN author a ON a.id = p.authorId
    SELECT titel FROM post p JOIN author a ON a.id = p."authorId"
    SELECT x FROM author
    SELECT zzzzzzzzzz FROM author
    SELECT i FROM author, post
    SELECT idd FROM author, post
    SELECT a.titel FROM author a, post p
    SELECT a.title FROM author a, post p
    SELECT p.name FROM author a, post p
    SELECT b.name FROM author a, post p
    SELECT titles FROM author a, post p
    SELECT creatdAt FROM post
    SELECT "creatdAt" FROM post
    SELECT b, c FROM pair
    SELECT bb FROM pair
    SELECT v1 FROM pair
    SELECT vv FROM pair p1, pair p2
    SELECT ids FROM author WHERE idd = 1
    SELECT id FROM author WHERE idd = 1
    SELECT id FROM author ORDER BY nam
    SELECT id FROM author GROUP BY nam
    SELECT id FROM author GROUP BY id HAVING nam = 1
    SELECT nosuch FROM author GROUP BY true
    SELECT sum(name) FROM author GROUP BY 'x'
    SELECT 1 FROM author WHERE a1 GROUP BY a2 HAVING a3 ORDER BY a4 LIMIT a5
    SELECT 1 FROM author GROUP BY a2 HAVING a3 ORDER BY a4 LIMIT a5
    SELECT 1 FROM author GROUP BY a2 ORDER BY a4 LIMIT a5
    SELECT id FROM author GROUP BY a2 LIMIT a5
    SELECT jsonb_agg(name ORDER BY nosuch) FROM author GROUP BY 3
    SELECT id FROM author a JOIN post p ON p.authorId = a.id
    SELECT id FROM author a JOIN post p ON p.id = b.id
    SELECT id FROM author a JOIN post p ON p.id = a.id JOIN pair q ON q.x = p.id
    SELECT * FROM author a, (SELECT * FROM post p WHERE p."authorId" = a.id) s
    SELECT * FROM author a, (SELECT * FROM post p WHERE "authorId" = age) s
    SELECT * FROM author a LEFT JOIN (SELECT * FROM post p WHERE p."authorId" = a.id) s ON true
    SELECT * FROM author a RIGHT JOIN LATERAL (SELECT * FROM post p WHERE p."authorId" = a.id) s ON true
    SELECT * FROM author a FULL JOIN LATERAL (SELECT * FROM post p WHERE p."authorId" = a.id) s ON true
    SELECT * FROM author a, post p JOIN pair q ON q.a = a.id
    SELECT * FROM author a, post p JOIN pair q ON q.a = age
    SELECT author.name FROM author a
    SELECT author.name FROM author a, post author
    SELECT name FROM author a WHERE author.id = 1
    SELECT * FROM author a WHERE author.id = 1
    SELECT author.* FROM author a
    SELECT b.* FROM author a
    SELECT public.a.name FROM author a
    SELECT nope.author.name FROM author
    SELECT other.public.author.name FROM author
    SELECT a.b.c.d.e FROM author
    SELECT a.name FROM author a WHERE EXISTS (SELECT 1 FROM post WHERE post.authorid = a.id)
    SELECT a.name FROM author a WHERE EXISTS (SELECT 1 FROM post WHERE post."authorId" = b.id)
    SELECT a.name FROM author a WHERE EXISTS (SELECT 1 FROM post WHERE nam = title)
    SELECT * FROM nope
    SELECT * FROM nope.author
    SELECT * FROM public.nope
    SELECT * FROM other.public.author
    SELECT * FROM "Author"
  `,
  'names in changes': `
    UPDATE author SET nam = 1
    UPDATE author SET name = nam
    UPDATE author SET name = 'x' WHERE nam = 1
    UPDATE author a SET name = 'x' WHERE author.id = 1
    UPDATE author a SET a.name = 'x'
    UPDATE author SET name = 'x' RETURNING nam
    UPDATE author SET name = p.title FROM post p WHERE p.authorid = author.id
    UPDATE author SET name = post.title FROM (SELECT title FROM post WHERE post."authorId" = author.id) x
    UPDATE author SET (name, nope) = ('a', 1)
    INSERT INTO author (nam) VALUES ('x')
    INSERT INTO author (name, name) VALUES ('x', 'y')
    INSERT INTO author (name) VALUES (nam)
    INSERT INTO author (name) VALUES (name)
    INSERT INTO author (name) VALUES (author.name)
    INSERT INTO author (name) VALUES ('x') RETURNING nam
    INSERT INTO author AS a (name) VALUES ('x') RETURNING author.name
    INSERT INTO pair VALUES (1,1) ON CONFLICT (a,b) DO UPDATE SET v = exclude.v
    INSERT INTO pair VALUES (1,1) ON CONFLICT (a,b) DO UPDATE SET v = excluded.vv
    INSERT INTO pair VALUES (1,1) ON CONFLICT (a,b) DO UPDATE SET vv = excluded.v
    INSERT INTO pair VALUES (1,1) ON CONFLICT (a,b) DO UPDATE SET v = v
    INSERT INTO pair VALUES (1,1) ON CONFLICT ON CONSTRAINT nope DO NOTHING
    INSERT INTO pair VALUES (1,1) ON CONFLICT (v) DO NOTHING
    INSERT INTO pair VALUES (1,1,'a','b')
    INSERT INTO pair (a) VALUES (1,1)
    INSERT INTO pair (a,b) VALUES (1)
    INSERT INTO pair (a,b) SELECT 1
    INSERT INTO pair (a) SELECT 1, 2
    INSERT INTO pair (a,b) VALUES (1,1), (2)
    INSERT INTO pair (a,b) VALUES ('x', 1)
    INSERT INTO pair (a,b) VALUES (true, 1)
    INSERT INTO pair (a,b) VALUES (1.5, now())
    INSERT INTO pair (a,b) SELECT true, 1
    INSERT INTO pair (a,b) SELECT 'x', 1
    INSERT INTO line (id, qty, price) VALUES (1, 1, 1)
    INSERT INTO line (total, qty, price) VALUES (1, 1, 1)
    INSERT INTO nope VALUES (1)
    INSERT INTO public.nope VALUES (1)
    INSERT INTO nope.pair VALUES (1)
    DELETE FROM nope
    DELETE FROM author WHERE nam = 'x'
    DELETE FROM author a WHERE author.id = 1
    DELETE FROM author USING post WHERE post.authorid = author.id
    DELETE FROM author USING post p WHERE post.id = author.id
    UPDATE nope SET a = 1
  `,
  'WITH queries': `
    WITH t AS (SELECT 1) SELECT * FROM tt
    WITH t AS (SELECT 1 AS abc) SELECT abd FROM t
    WITH t AS (SELECT 1), t AS (SELECT 2) SELECT 1
    WITH t(a, b) AS (SELECT 1) SELECT 1
    WITH t AS (SELECT * FROM t) SELECT * FROM t
    WITH t AS (SELECT * FROM u), u AS (SELECT 1) SELECT * FROM t
    WITH RECURSIVE t AS (SELECT 1 FROM t) SELECT * FROM t
    WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 'a' FROM t) SELECT * FROM t
    WITH t AS (DELETE FROM pair) SELECT * FROM t
  `,
  calls: `
    SELECT lowerr('x')
    SELECT lower(1)
    SELECT lower(1, 2)
    SELECT lower()
    SELECT length(1)
    SELECT now(1)
    SELECT count()
    SELECT count(1, 2)
    SELECT sum('x'::text)
    SELECT sum(true)
    SELECT sum(name) FROM author
    SELECT avg(name) FROM author
    SELECT max(bio) FROM author
    SELECT string_agg(id, ',') FROM author
    SELECT string_agg(name) FROM author
    SELECT count(*) OVER (ORDER BY nam) FROM author
    SELECT rank() FROM author
    SELECT lower('x') OVER ()
    SELECT nope('x') OVER ()
    SELECT nope(*)
    SELECT lower(*)
    SELECT lower(DISTINCT 'x')
    SELECT lower('x') FILTER (WHERE true)
    SELECT lower('x' ORDER BY 1)
    SELECT max(max(id)) FROM author
    SELECT id FROM author WHERE max(id) = 1
    SELECT id FROM author GROUP BY max(id)
    SELECT id FROM author ORDER BY max(id)
    SELECT id, max(age) FROM author
    SELECT name FROM author GROUP BY age
    SELECT a.name, count(*) FROM author a GROUP BY a.age
    SELECT count(*) FROM author HAVING name = 'x'
    SELECT count(*) FROM author ORDER BY name
    SELECT id FROM author WHERE rank() OVER () = 1
    SELECT id FROM author GROUP BY rank() OVER ()
    SELECT rank() OVER (ORDER BY rank() OVER ()) FROM author
    SELECT sum(rank() OVER ()) FROM author
    SELECT rank() OVER w FROM author
    SELECT rank() OVER (w ORDER BY id) FROM author WINDOW w AS (ORDER BY id)
  `,
  'types that do not fit': `
    SELECT 1 + 'x'::text
    SELECT 1 + true
    SELECT 'a' + 'b'
    SELECT 'a'::text + 'b'::text
    SELECT 1 = 'a'::text
    SELECT id FROM author WHERE id = name
    SELECT id FROM author WHERE id LIKE '1%'
    SELECT id FROM author WHERE name = 1
    SELECT id FROM author WHERE name > 1
    SELECT id FROM author WHERE active = 1
    SELECT id FROM author WHERE joined = 1
    SELECT id FROM author WHERE bio = '{}'::json
    SELECT id FROM author WHERE bio -> 1.5
    SELECT id FROM author WHERE mood = 'x'
    SELECT id FROM author WHERE id = 'x'
    SELECT id FROM author WHERE id = '1.5'
    SELECT id FROM author WHERE id = ''
    SELECT id FROM author WHERE joined > 'yesterda'
    SELECT id FROM author WHERE id IN ('a')
    SELECT id FROM author WHERE id IN (1, 'a')
    SELECT id FROM author WHERE id IN (1, true)
    SELECT id FROM author WHERE id IN (SELECT name FROM author)
    SELECT id FROM author WHERE id IN (SELECT 1, 2)
    SELECT id FROM author WHERE (id, 1) IN (SELECT 1)
    SELECT id FROM author WHERE (id, 1) = (1, 2, 3)
    SELECT id FROM author WHERE id = (SELECT 1, 2)
    SELECT id FROM author WHERE id = ANY(1)
    SELECT id FROM author WHERE id = ANY('{a}')
    SELECT id FROM author WHERE id BETWEEN 'a' AND 'b'
    SELECT id FROM author WHERE id
    SELECT id FROM author WHERE 1
    SELECT id FROM author WHERE 'x'
    SELECT id FROM author WHERE NOT id
    SELECT id FROM author WHERE id AND true
    SELECT id FROM author WHERE id OR true
    SELECT id FROM author a JOIN post p ON a.id
    SELECT CASE WHEN 1 THEN 2 END
    SELECT CASE 1 WHEN 'a' THEN 2 END
    SELECT CASE WHEN true THEN 1 ELSE 'a' END
    SELECT CASE WHEN true THEN 1 ELSE true END
    SELECT CASE WHEN true THEN 'a'::text ELSE 1 END
    SELECT COALESCE(1, true)
    SELECT COALESCE(1, 'a')
    SELECT COALESCE('a'::text, 1)
    SELECT GREATEST(1, true)
    SELECT NULLIF(1, true)
    SELECT NULLIF(1, 'a')
    SELECT ARRAY[1, 'a']
    SELECT ARRAY[1, true]
    SELECT ARRAY[]
    SELECT ARRAY[[1,2],[3]]
    SELECT (ARRAY[1,2])['a']
    SELECT (1)[1]
    SELECT (bio).x FROM author
    SELECT (a).nam FROM author a
    SELECT (a).* FROM author b
    SELECT (1).x
    SELECT 'x'::nope
    SELECT 'x'::public.nope
    SELECT 'x'::int
    SELECT 1::uuid
    SELECT true::date
    SELECT '{}'::jsonb::int
    SELECT 'x'::numeric(5,9)
    SELECT 'x'::varchar(0)
    SELECT '25:00'::time
    SELECT 'x'::interval
    SELECT 'x'::boolean
    SELECT '{'::jsonb
    SELECT '{1,2'::int[]
    SELECT 99999999999::int
    SELECT 1 UNION SELECT 'a'
    SELECT 1 UNION SELECT true
    SELECT 1 UNION SELECT 1, 2
    SELECT 1 UNION SELECT 2 ORDER BY x
    SELECT 1 UNION SELECT 2 ORDER BY 1 + 1
    SELECT id FROM author UNION SELECT id FROM post ORDER BY nam
    SELECT id FROM author UNION SELECT name FROM author
    SELECT id FROM author INTERSECT SELECT name FROM author
    SELECT id FROM author EXCEPT SELECT true
    VALUES (1, 2), (3)
    VALUES (1), (true)
    VALUES (1), ('a')
    SELECT DISTINCT id FROM author ORDER BY name
    SELECT DISTINCT ON (id) name FROM author ORDER BY name
    SELECT DISTINCT ON (nam) name FROM author
    SELECT id FROM author ORDER BY 5
    SELECT id FROM author GROUP BY 5
    SELECT id FROM author ORDER BY 'x'
    SELECT id FROM author GROUP BY 'x'
    SELECT id AS x, age AS x FROM author ORDER BY x
    SELECT id FROM author, post
    SELECT id FROM author LIMIT 'x'
    SELECT id FROM author LIMIT true
    SELECT id FROM author LIMIT id
    SELECT id FROM author LIMIT -1
    SELECT id FROM author OFFSET -1
    SELECT id FROM author FETCH FIRST 1 ROW WITH TIES
    SELECT id FROM author a, author a
    SELECT id FROM author a JOIN post a ON true
    SELECT * FROM pair x JOIN pair y USING (nope)
    SELECT * FROM pair x JOIN post y USING (a)
    SELECT * FROM author NATURAL JOIN post USING (id)
    SELECT * FROM (SELECT 1, 2) t(a, b, c)
    SELECT * FROM author t(a,b,c,d,e,f,g,h,i,j)
    SELECT t.x FROM (SELECT 1 AS y) t
    SELECT * FROM nope(1)
    SELECT * FROM lower(1)
    SELECT * FROM generate_series(1, 'a')
    SELECT * FROM generate_series(1)
    SELECT * FROM unnest(1)
    SELECT * FROM json_to_record('{}')
    SELECT generate_series(1,2) FROM author WHERE generate_series(1,2) = 1
    SELECT id FROM author WHERE id = generate_series(1,2)
    SELECT CASE WHEN true THEN generate_series(1,2) END
    SELECT count(*) FROM author FOR UPDATE
    SELECT DISTINCT id FROM author FOR UPDATE
    SELECT id FROM author UNION SELECT 1 FOR UPDATE
    SELECT id FROM author COLLATE "nope"
    SELECT id COLLATE "C" FROM author
    SELECT DEFAULT
    SELECT 1 AS a FROM author WHERE a = 1
    SELECT id aa FROM author WHERE aa = 1
    SELECT id FROM author GROUP BY id HAVING aa = 1
    SELECT *
    SELECT * FROM author WHERE *
    SELECT count(a.*) FROM author
    SELECT row(1,2).f1
    SELECT (row(1,2)).f3
    SELECT setval('author_id_seq', 0)
    SELECT extract(nope from now())
    SELECT date_trunc('nope', now())
    SELECT now() AT TIME ZONE 'nope'
    SELECT to_char(1, 2)
    SELECT substring('abc', 'x', 1)
    SELECT jsonb_build_object('a')
    SELECT 1 ~ 'a'
    SELECT 'a' @> 'b'
    SELECT ARRAY[1] @> ARRAY['a'::text]
    SELECT ARRAY[1] || 'a'::text
    SELECT bio ->> name ->> 1 FROM author
    SELECT -'a'::text
    SELECT @ 'a'
    SELECT NOT 1
    SELECT 1 IS TRUE
    SELECT ctidd FROM author
    SELECT oid FROM author
    SELECT mood.id FROM author
    SELECT author.mod FROM author
    SELECT lateral FROM author
    SELECT current_dat
    SELECT x.y.z FROM author
  `,
  'constants that are computed before the first row': `
    SELECT 1/0 WHERE false
    SELECT 1/0 FROM author WHERE false
    SELECT 1/0 FROM author
    SELECT 1/0 FROM author LIMIT 0
    SELECT 1/0 LIMIT 0
    SELECT id FROM author WHERE false AND 1/0 = 1
    SELECT id FROM author WHERE 1/0 = 1 AND false
    SELECT id FROM author WHERE true OR 1/0 = 1 ORDER BY id
    SELECT id FROM author WHERE 1/0 = 1 OR true
    SELECT id FROM author WHERE id = 1 AND 1/0 = 1
    SELECT id FROM author WHERE id = -1 AND 1/0 = 1
    SELECT id FROM author WHERE id = -1 AND id/0 = 1
    SELECT id FROM author WHERE id = -1 OR 1/0 = 1
    SELECT id FROM author WHERE false AND id = 1/0
    SELECT id FROM author WHERE id = 1/0 AND false
    SELECT id FROM author WHERE id = 1 AND id = 1/0
    SELECT CASE WHEN true THEN 1 ELSE 1/0 END
    SELECT CASE WHEN false THEN 1/0 ELSE 1 END
    SELECT CASE WHEN id > 0 THEN 1 ELSE 1/0 END FROM author
    SELECT CASE WHEN id > 100 THEN 1/0 ELSE 1 END FROM author
    SELECT CASE WHEN id > 100 THEN id/0 ELSE 1 END FROM author
    SELECT CASE 1 WHEN 1 THEN 1 WHEN 1/0 THEN 2 END
    SELECT CASE id WHEN 1 THEN 1 WHEN 1/0 THEN 2 END FROM author
    SELECT CASE WHEN false AND id > 1 THEN 1/0 ELSE 2 END FROM author
    SELECT CASE WHEN null THEN 1/0 ELSE 2 END
    SELECT CASE WHEN id IS NULL THEN 1/0 ELSE 2 END FROM author
    SELECT CASE WHEN 1/0 = 1 THEN 1 ELSE 2 END FROM author WHERE false
    SELECT CASE 1 WHEN id THEN 1/0 END FROM author WHERE id = -1
    SELECT COALESCE(1, 1/0)
    SELECT COALESCE(NULL, 1, 1/0)
    SELECT COALESCE(id, 1/0) FROM author
    SELECT COALESCE(id, 1/0) FROM author WHERE false
    SELECT COALESCE(NULL, 1/0) FROM author WHERE false
    SELECT GREATEST(1, 1/0) FROM author WHERE false
    SELECT NULLIF(1, 1/0) FROM author WHERE false
    SELECT ARRAY[1, 1/0] FROM author WHERE false
    SELECT ROW(1, 1/0) FROM author WHERE false
    SELECT (1/0) IS NULL FROM author WHERE false
    SELECT (1/0) IS NOT DISTINCT FROM 1 FROM author WHERE false
    SELECT id IN (1, 1/0) FROM author WHERE false
    SELECT id = ANY(ARRAY[1, 1/0]) FROM author WHERE false
    SELECT id BETWEEN 1 AND 1/0 FROM author WHERE false
    SELECT 'x'::text::int FROM author WHERE false
    SELECT 'x'::int FROM author WHERE false
    SELECT cast('x' || '' AS int) FROM author WHERE false
    SELECT cast(lower('X') AS int) FROM author WHERE false
    SELECT sqrt(-1) FROM author WHERE false
    SELECT ln(0.0) FROM author WHERE false
    SELECT now() + interval '1' FROM author WHERE false
    SELECT to_char(now(), 'x') FROM author WHERE false
    SELECT 'x'::text::timestamptz FROM author WHERE false
    SELECT 'x'::text::timestamp FROM author WHERE false
    SELECT 'x'::text::date FROM author WHERE false
    SELECT 'x'::text::uuid FROM author WHERE false
    SELECT 'x'::text::jsonb FROM author WHERE false
    SELECT 'x'::text::boolean FROM author WHERE false
    SELECT 'x'::text::numeric FROM author WHERE false
    SELECT 'x'::text::mood FROM author WHERE false
    SELECT date_trunc('x', now()) FROM author WHERE false
    SELECT date_trunc('x', timestamp '2026-01-01') FROM author WHERE false
    SELECT extract(x from timestamp '2026-01-01') FROM author WHERE false
    SELECT extract(x from now()) FROM author WHERE false
    SELECT repeat('x', -1) || (1/0)::text FROM author WHERE false
    SELECT regexp_replace('a', '(', 'b') FROM author WHERE false
    SELECT 'a' ~ '(' FROM author WHERE false
    SELECT name ~ '(' FROM author WHERE false
    SELECT name LIKE 'a\\' FROM author WHERE false
    SELECT 'a' LIKE 'a\\' FROM author WHERE false
    SELECT '{}'::jsonb -> (1/0) FROM author WHERE false
    SELECT id + 1/0 FROM author WHERE false
    SELECT id / 0 FROM author WHERE false
    SELECT id / (1 - 1) FROM author WHERE false
    SELECT id + (2147483647 + 1) FROM author WHERE false
    SELECT null::int / 0 FROM author
    SELECT null + 1/0
    SELECT null::int + 1/0 FROM author WHERE false
    SELECT 1/0 + null::int
    SELECT random() / 0 FROM author WHERE false
    SELECT (SELECT 1/0) FROM author WHERE false
    SELECT (SELECT 1/0 WHERE false)
    SELECT EXISTS (SELECT 1/0)
    SELECT EXISTS (SELECT 1/0 FROM author)
    SELECT EXISTS (SELECT 1 FROM author WHERE 1/0 = 1)
    SELECT id FROM author WHERE id IN (SELECT 1/0)
    SELECT id FROM author WHERE EXISTS (SELECT 1/0)
    SELECT * FROM (SELECT 1/0 AS x) t WHERE false
    SELECT 1 FROM (SELECT 1/0 AS x) t
    SELECT 1 FROM (SELECT 1/0 AS x FROM author) t
    SELECT x FROM (SELECT 1/0 AS x FROM author) t WHERE false
    SELECT 1 FROM (SELECT id/0 AS x FROM author) t
    SELECT count(*) FROM (SELECT 1/0 AS x FROM author) t
    SELECT count(*) FROM (SELECT 1/0 AS x FROM author ORDER BY x) t
    SELECT count(*) FROM (SELECT 1/0 AS x FROM author LIMIT 1) t
    WITH t AS (SELECT 1/0 AS x) SELECT 1
    WITH t AS (SELECT 1/0 AS x) SELECT 1 FROM t
    WITH t AS MATERIALIZED (SELECT 1/0 AS x) SELECT 1
    WITH t AS (SELECT 1/0 AS x FROM author WHERE false) SELECT * FROM t
    SELECT 1 UNION SELECT 1/0
    SELECT 1 WHERE false UNION SELECT 1/0 WHERE false
    SELECT 1 UNION ALL SELECT 1/0 LIMIT 1
    VALUES (1/0)
    SELECT * FROM (VALUES (1/0)) t(x) WHERE false
    SELECT 1 FROM (VALUES (1/0)) t(x)
    SELECT sum(1/0) FROM author WHERE false
    SELECT count(*) FILTER (WHERE 1/0 = 1) FROM author WHERE false
    SELECT max(id) FROM author HAVING 1/0 = 1
    SELECT max(id) FROM author HAVING false AND 1/0 = 1
    SELECT max(id) FROM author GROUP BY 1/0
    SELECT max(id) FROM author WHERE false GROUP BY 1/0
    SELECT max(id) FROM author WHERE false GROUP BY id HAVING 1/0 = 1
    SELECT id FROM author WHERE false ORDER BY 1/0
    SELECT id FROM author WHERE false ORDER BY id + 1/0
    SELECT DISTINCT 1/0 FROM author WHERE false
    SELECT id FROM author LIMIT 1/0
    SELECT id FROM author WHERE false LIMIT 1/0
    SELECT id FROM author WHERE false LIMIT -1
    SELECT id FROM author LIMIT 0 OFFSET -1
    SELECT id FROM author a JOIN post p ON 1/0 = 1 WHERE false
    SELECT a.id FROM author a JOIN post p ON p.id = 1/0
    SELECT a.id FROM author a JOIN post p ON p.id = 1/0 AND false
    SELECT a.id FROM author a JOIN post p ON false AND p.id = 1/0
    SELECT a.id FROM author a LEFT JOIN post p ON p.id = 1/0 WHERE a.id = -1
    SELECT a.id FROM author a LEFT JOIN post p ON false AND p.id = 1/0 ORDER BY 1
    SELECT rank() OVER (ORDER BY 1/0) FROM author WHERE false
    SELECT generate_series(1, 1/0) FROM author WHERE false
    SELECT * FROM generate_series(1, 1/0) g
    UPDATE author SET age = 1/0 WHERE false
    UPDATE author SET age = 1/0 WHERE id = -1
    UPDATE author SET age = id/0 WHERE id = -1
    UPDATE author SET age = CASE WHEN id > 1 THEN 1/0 ELSE 2 END WHERE id = -1
    UPDATE author SET age = 1 WHERE id = 1/0
    UPDATE author SET age = 1 WHERE id = -1 AND 1/0 = 1
    UPDATE author SET age = 'x' WHERE id = -1
    UPDATE author SET age = 1.5/0 WHERE id = -1
    UPDATE author SET name = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' WHERE id = -1
    UPDATE post SET rating = 123456 WHERE id = -1
    UPDATE post SET rating = 123456.7 WHERE id = -1
    DELETE FROM author WHERE id = 1/0
    DELETE FROM author WHERE id = -1 AND 1/0 = 1
    DELETE FROM author WHERE false AND 1/0 = 1
    DELETE FROM pair WHERE id = 1 RETURNING 1/0
    DELETE FROM pair WHERE a = -1 RETURNING 1/0
    UPDATE author SET age = 1 WHERE id = -1 RETURNING 1/0
    INSERT INTO pair SELECT 1/0, 1 WHERE false
    INSERT INTO pair SELECT 1/0, 1 FROM author WHERE false
    INSERT INTO pair VALUES (1/0, 1)
    INSERT INTO pair VALUES (1, 1) ON CONFLICT DO NOTHING RETURNING 1/0
    SELECT 123456::numeric(5,2) FROM author WHERE false
    SELECT 'abc'::varchar(2)::int FROM author WHERE false
    SELECT 1/$1 FROM author WHERE false ## [0]
    SELECT 1/$1 FROM author WHERE id = -1 ## [0]
    SELECT id FROM author WHERE id = 1/$1 ## [0]
    SELECT id FROM author WHERE id = -1 AND 1/$1 = 1 ## [0]
    SELECT id FROM author WHERE false AND 1/$1 = 1 ## [0]
    SELECT CASE WHEN $1 = 0 THEN 0 ELSE 1/$1 END ## [0]
    SELECT CASE WHEN id > 100 THEN 1/$1 ELSE 0 END FROM author ## [0]
    SELECT CASE WHEN $1::int = 0 THEN 0 ELSE 1/$1 END FROM author ## [0]
    SELECT COALESCE($1, 1/0) ## [1]
    SELECT COALESCE($1::int, 1/0) FROM author WHERE false ## [1]
    SELECT id FROM author WHERE ($1::int IS NULL OR id = 1/$1) AND id = -1 ## [0]
    SELECT id FROM author WHERE $1::int IS NULL AND id = 1/0 ## [0]
    SELECT 1 FROM author WHERE id = -1 AND $1::text::int = 1 ## ["x"]
    UPDATE author SET age = 1/$1 WHERE id = -1 ## [0]
    SELECT id FROM author WHERE CASE WHEN false THEN 1/0 = 1 ELSE id = 1 END
    SELECT id FROM author WHERE NOT (true OR 1/0 = 1)
    SELECT id FROM author WHERE (false AND 1/0 = 1) IS NULL
    SELECT id FROM author WHERE null AND 1/0 = 1
    SELECT id FROM author WHERE 1/0 = 1 AND null
    SELECT id FROM author WHERE id = 1 AND (id = 2 OR 1/0 = 1)
    SELECT id FROM author WHERE id = -1 AND (id = 2 OR 1/0 = 1)
    SELECT id FROM author WHERE id = -1 AND (true OR 1/0 = 1)
    SELECT id FROM author WHERE 1 = 2 AND 1/0 = 1
    SELECT id FROM author WHERE 1/0 = 1 AND 1 = 2
    SELECT id FROM author WHERE 1 = 1 OR 1/0 = 1 ORDER BY id
    SELECT abs(-2147483648) FROM author WHERE false
    SELECT '9'::text::int2 * 32767::int2 FROM author WHERE false
    SELECT 1 / 0.0 FROM author WHERE false
    SELECT date '2026-01-01' + 2147483647 FROM author WHERE false
    SELECT timestamptz '2026-01-01' + interval '1000000000 years' FROM author WHERE false
    SELECT timestamp '2026-01-01' + interval '1000000000 years' FROM author WHERE false
    SELECT now() + interval '1000000000 years' FROM author WHERE false
    SELECT (ARRAY[1,2])[1/0] FROM author WHERE false
    SELECT substring('abc' from 1 for -1) FROM author WHERE false
    SELECT 'abc' COLLATE "C" || (1/0) FROM author WHERE false
    SELECT pg_sleep(1/0) FROM author WHERE false
    SELECT nextval('author_id_seq') / 0 FROM author WHERE false
    SELECT nextval('nope'::text) FROM author WHERE false
    SELECT array_length(ARRAY[1/0], 1) FROM author WHERE false
    SELECT json_build_object('a') FROM author WHERE false
    SELECT jsonb_build_object('a') FROM author WHERE false
    SELECT format('%x') FROM author WHERE false
    SELECT concat(1/0) FROM author WHERE false
    SELECT gen_random_uuid()::text::int FROM author WHERE false
    SELECT make_date(2026, 13, 1) FROM author WHERE false
    SELECT to_date('x', 'YYYY') FROM author WHERE false
    SELECT to_timestamp('x', 'YYYY') FROM author WHERE false
    SELECT to_number('x', '9') FROM author WHERE false
    SELECT decode('x', 'hex') FROM author WHERE false
    SELECT encode('x', 'nope') FROM author WHERE false
    SELECT 'x'::bytea || decode('x', 'hex') FROM author WHERE false
    SELECT set_config('x', 'y', true) FROM author WHERE false
    SELECT current_setting('nope') FROM author WHERE false
    SELECT int4range(5, 1) FROM author WHERE false
    SELECT '[5,1]'::text::int4range FROM author WHERE false
    SELECT jsonb_set('{}', '{a}', 'x') FROM author WHERE false
    SELECT to_tsquery('a b') FROM author WHERE false
    SELECT width_bucket(1, 1, 1, 1) FROM author WHERE false
    SELECT chr(-1) FROM author WHERE false
    SELECT 1 = ANY('{x}') FROM author WHERE false
    SELECT 1::bit(3)::int / 0 FROM author WHERE false
    SELECT t.a FROM (SELECT a, nextval('author_id_seq') AS n FROM pair) t ORDER BY a
    SELECT count(t.*) FROM (SELECT a, b FROM pair) t
    SELECT t FROM (SELECT a, b FROM pair ORDER BY a, b) t
    SELECT a FROM (SELECT a, b FROM pair) t ORDER BY b, a
    SELECT a FROM (SELECT DISTINCT a, v FROM pair) t ORDER BY a
    SELECT x.a FROM (SELECT a, b FROM pair) x JOIN (SELECT a, b FROM pair) y USING (b) ORDER BY 1
    SELECT p.a, (SELECT max(q.b) FROM (SELECT a, b, v FROM pair) q WHERE q.a = p.a) FROM pair p ORDER BY 1, 2
    SELECT s.n FROM pair p, LATERAL (SELECT p.a + 1 AS n, p.v FROM node WHERE id = 1) s ORDER BY 1
    WITH t AS (SELECT a, b, v FROM pair) SELECT t1.a, t2.b FROM t t1 JOIN t t2 ON t1.b = t2.a ORDER BY 1, 2
    SELECT id FROM author WHERE now() > '2000-01-01' AND id < 3 ORDER BY id
    SELECT a.id, p.id FROM author a LEFT JOIN post p ON p."authorId" = a.id AND $1 ORDER BY 1, 2 ## [false]
    SELECT a.id, p.id FROM author a JOIN post p ON p."authorId" = a.id AND $1 ORDER BY 1, 2 ## [true]
    SELECT count(*) FROM author WHERE $1 ## [false]
    SELECT count(*) FROM author a LEFT JOIN post p ON false LEFT JOIN pair q ON true
  `,
};
