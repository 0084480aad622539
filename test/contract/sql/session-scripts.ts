/**
 * Scripts for sessions on the tables of schema.ts, a statement a line. A line that begins with `b:` is of a second
 * session, one that begins with `~` is compared by its SQLSTATE alone: its wording differs between server versions.
 */
export const SESSION_SCRIPTS: Record<string, string> = {
  'a setting of time takes a number with a unit': `
    SET lock_timeout = '1.5s'
    SHOW lock_timeout
    SET lock_timeout = ' 2 min '
    SHOW lock_timeout
    SET lock_timeout = 1500.6
    SHOW lock_timeout
    SET lock_timeout = '0x10'
    SHOW lock_timeout
    SET lock_timeout = '1e3'
    SHOW lock_timeout
    SET lock_timeout = '2500us'
    SHOW lock_timeout
    SET lock_timeout = '1d'
    SHOW lock_timeout
    SET lock_timeout = '90min'
    SHOW lock_timeout
    SET lock_timeout = '2147483647'
    SHOW lock_timeout
    SET lock_timeout = 'abc'
    SET lock_timeout = ''
    SET lock_timeout = '1 parsec'
    SET lock_timeout = '1S'
    SET lock_timeout = '1s 2'
    SET lock_timeout = 'nan'
    ~SET lock_timeout = -1
    ~SET lock_timeout = '25d'
    SET lock_timeout = '99999999999999'
    SET lock_timeout = 2147483648
    SHOW lock_timeout
    SELECT set_config('statement_timeout', '3s', false)
    SHOW statement_timeout
    SELECT set_config('statement_timeout', 'soon', false)
    SELECT set_config('statement_timeout', NULL, false)
    SHOW statement_timeout
    SET idle_in_transaction_session_timeout = '1h'
    SHOW idle_in_transaction_session_timeout
    SET work_mem = '64MB'
    SHOW work_mem
    SET work_mem = '1.5GB'
    SHOW work_mem
    SET work_mem = '1s'
    SET work_mem = 100
    SHOW work_mem
    SET extra_float_digits = 'many'
    ~SET extra_float_digits = 9
    SET extra_float_digits = 3
    SHOW extra_float_digits
    SET lock_timeout TO DEFAULT
    SHOW lock_timeout
    SET lock_timeout = 1, 2
  `,
  'a setting that nobody knows is refused, one of two parts is not': `
    SET nonsense = 1
    SET LOCAL nonsense = 1
    RESET nonsense
    SHOW nonsense
    SELECT set_config('nonsense', '1', false)
    SELECT current_setting('nonsense')
    SELECT current_setting('nonsense', true)
    SELECT current_setting('my.var', true)
    SHOW my.var
    SET my.var = 'x'
    SHOW my.var
    SET my.var = 'x', 'y'
    SHOW my.var
    SET my.var = 5
    SHOW my.var
    SET "My.Var" = 'z'
    SHOW my.var
    SET "my.v-r" = 'z'
    SET "1my.var" = 'z'
    SET "my." = 'z'
    SELECT set_config('my..var', 'z', false)
    RESET my.var
    SHOW my.var
    SET my.own.var = 'deep'
    SHOW my.own.var
    SET server_version = '1'
    SET max_connections = 5
    SET server_encoding = 'UTF8'
    SET integer_datetimes = on
  `,
  'a setting of few words takes these': `
    SET client_min_messages = 'WARNING'
    SHOW client_min_messages
    SET client_min_messages = 'loud'
    SET default_transaction_isolation = 'Repeatable Read'
    SHOW default_transaction_isolation
    SET default_transaction_isolation = 'strict'
    SET default_transaction_read_only = yes
    SHOW default_transaction_read_only
    SET default_transaction_read_only = maybe
    SET default_transaction_read_only = of
    SHOW default_transaction_read_only
    SET default_transaction_read_only = 'tr'
    SHOW default_transaction_read_only
    SET default_transaction_read_only = 0
    SHOW default_transaction_read_only
    SET row_security = '1'
    SHOW row_security
    SET bytea_output = 'base64'
    SET standard_conforming_strings = on
    SET session_replication_role = local
    SHOW session_replication_role
    SET session_replication_role = other
    SET IntervalStyle = postgres
    SET application_name = 'tests'
    SHOW application_name
    SELECT current_setting('application_name')
    SET jit = off
    SET synchronous_commit = off
    SHOW synchronous_commit
    SET enable_seqscan = off
    SHOW enable_seqscan
    SET random_page_cost = 1.25
    SHOW random_page_cost
    SET random_page_cost = 'cheap'
    SET statement_timeout = off
  `,
  'a setting lives as long as what set it': `
    SET my.var = 'before'
    BEGIN
    SET my.var = 'within'
    SHOW my.var
    ROLLBACK
    SHOW my.var
    BEGIN
    SET my.var = 'within'
    COMMIT
    SHOW my.var
    BEGIN
    SET LOCAL my.var = 'local'
    SHOW my.var
    COMMIT
    SHOW my.var
    BEGIN
    SET LOCAL my.var = 'local'
    SET my.var = 'of the session'
    SHOW my.var
    SET LOCAL my.var = 'local again'
    COMMIT
    SHOW my.var
    SET my.var = 'before'
    BEGIN
    SET my.var = 'one'
    SAVEPOINT s
    SET my.var = 'two'
    SET LOCAL lock_timeout = '5s'
    SAVEPOINT t
    SET my.var = 'three'
    ROLLBACK TO t
    SHOW my.var
    ROLLBACK TO s
    SHOW my.var
    SHOW lock_timeout
    SET my.var = 'four'
    RELEASE s
    SHOW my.var
    COMMIT
    SHOW my.var
    BEGIN
    SAVEPOINT s
    SET LOCAL my.var = 'released'
    RELEASE s
    SHOW my.var
    COMMIT
    SHOW my.var
    BEGIN
    SELECT set_config('my.var', 'by a function', true)
    SHOW my.var
    ROLLBACK
    SHOW my.var
    SELECT set_config('my.var', 'for a statement', true)
    SHOW my.var
    SELECT set_config('my.var', 'gone', false), 1 / 0
    SHOW my.var
    BEGIN
    SET my.var = 'spoilt'
    SELECT 1 / 0
    COMMIT
    SHOW my.var
    BEGIN
    RESET ALL
    SHOW my.var
    ROLLBACK
    SHOW my.var
    BEGIN
    SET LOCAL my.var = 'local'
    RESET my.var
    SHOW my.var
    ROLLBACK
    SHOW my.var
    SET LOCAL my.var = 'nowhere'
    SHOW my.var
    BEGIN
    SET LOCAL my.var = 'local'
    RESET ALL
    SHOW my.var
    COMMIT
    SHOW my.var
    SET my.var = 'in one text'; SET LOCAL lock_timeout = 77; SHOW lock_timeout
    SHOW my.var
    SHOW lock_timeout
    SET my.var = 'in a text that fails'; SELECT 1 / 0
    SHOW my.var
  `,
  'a transaction is as the defaults say, until it is told otherwise': `
    SET default_transaction_read_only = on
    SHOW transaction_read_only
    INSERT INTO node VALUES (100, NULL, 'x')
    UPDATE node SET label = 'x' WHERE id = 1
    DELETE FROM node WHERE id = 100
    SELECT id FROM node WHERE id = 1 FOR UPDATE
    SELECT id FROM node WHERE id = 1 FOR KEY SHARE
    SELECT nextval('post_id_seq')
    SELECT setval('post_id_seq', 50)
    SELECT currval('post_id_seq')
    TRUNCATE node
    ALTER SEQUENCE post_id_seq RESTART
    WITH gone AS (DELETE FROM node RETURNING id) SELECT count(*) FROM gone
    INSERT INTO node SELECT 100, NULL, 'x' WHERE false
    BEGIN READ WRITE
    SHOW transaction_read_only
    UPDATE node SET label = 'root' WHERE id = 1
    ROLLBACK
    BEGIN
    SHOW transaction_read_only
    SET TRANSACTION READ WRITE
    SHOW transaction_read_only
    SELECT 1
    SET TRANSACTION READ ONLY
    SET TRANSACTION READ WRITE
    ROLLBACK
    SET default_transaction_read_only = off
    BEGIN
    SET transaction_read_only = on
    DELETE FROM node WHERE id = 100
    ROLLBACK
    BEGIN
    SAVEPOINT s
    SET TRANSACTION READ ONLY
    DELETE FROM node WHERE id = 100
    ROLLBACK TO s
    DELETE FROM node WHERE id = 100
    SET LOCAL transaction_read_only = on
    RELEASE s
    SHOW transaction_read_only
    DELETE FROM node WHERE id = 100
    ROLLBACK
    BEGIN READ ONLY
    SAVEPOINT s
    SET TRANSACTION READ WRITE
    ROLLBACK
    SET default_transaction_isolation = 'repeatable read'
    SHOW transaction_isolation
    BEGIN
    SHOW transaction_isolation
    ROLLBACK
    BEGIN ISOLATION LEVEL SERIALIZABLE
    SHOW transaction_isolation
    ROLLBACK
    BEGIN
    SET transaction_isolation = 'serializable'
    SHOW transaction_isolation
    SELECT 1
    SET transaction_isolation = 'serializable'
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED
    ROLLBACK
    BEGIN
    SAVEPOINT s
    SET TRANSACTION ISOLATION LEVEL SERIALIZABLE
    ROLLBACK
    BEGIN
    SET LOCAL my.var = 'kept'
    SET TRANSACTION ISOLATION LEVEL SERIALIZABLE
    SHOW my.var
    ROLLBACK
    RESET default_transaction_isolation
    SHOW transaction_isolation
    SET transaction_isolation = 'nonsense'
    RESET transaction_isolation
    BEGIN
    RESET transaction_isolation
    ROLLBACK
    SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY
    SHOW default_transaction_isolation
    SHOW default_transaction_read_only
    SHOW transaction_isolation
    DELETE FROM node WHERE id = 100
    SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
    SHOW default_transaction_isolation
    SHOW transaction_read_only
    SET SESSION CHARACTERISTICS AS TRANSACTION DEFERRABLE
    SHOW default_transaction_deferrable
    RESET ALL
    SHOW default_transaction_isolation
  `,
  'a transaction that begins while one is open tells what it is': `
    BEGIN
    BEGIN ISOLATION LEVEL SERIALIZABLE
    SHOW transaction_isolation
    COMMIT
    SAVEPOINT s
    RELEASE s
    ROLLBACK TO s
    COMMIT
    ROLLBACK
    SET TRANSACTION READ ONLY
    SHOW transaction_read_only
    BEGIN
    ROLLBACK TO nowhere
    SHOW lock_timeout
    ROLLBACK
  `,
  'a chain lets a transaction of the same kind begin': `
    COMMIT AND CHAIN
    BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY
    COMMIT AND CHAIN
    SHOW transaction_isolation
    SHOW transaction_read_only
    SELECT 1 / 0
    ROLLBACK AND CHAIN
    SHOW transaction_isolation
    SELECT 1 / 0
    COMMIT AND CHAIN
    SHOW transaction_read_only
    ROLLBACK
    ROLLBACK AND CHAIN
    BEGIN
    SET LOCAL my.var = 'local'
    ROLLBACK AND CHAIN
    SHOW my.var
    SHOW transaction_isolation
    COMMIT
  `,
  'a session can be told to forget': `
    SET lock_timeout = 5
    SELECT pg_advisory_lock(4711), nextval('post_id_seq') > 0
    b:SELECT pg_try_advisory_lock(4711)
    DISCARD PLANS
    DISCARD TEMP
    SHOW lock_timeout
    DISCARD SEQUENCES
    SELECT currval('post_id_seq')
    SELECT nextval('post_id_seq') > 0
    BEGIN
    DISCARD ALL
    ROLLBACK
    SELECT 1; DISCARD ALL
    DISCARD ALL
    SHOW lock_timeout
    SELECT lastval()
    b:SELECT pg_try_advisory_lock(4711)
    b:SELECT pg_advisory_unlock(4711)
  `,
  'several statements in one text are one transaction, unless they say otherwise': `
    INSERT INTO node VALUES (100, NULL, 'a'); SELECT 1 / 0
    SELECT count(*) FROM node WHERE id >= 100
    INSERT INTO node VALUES (101, NULL, 'a'); COMMIT; INSERT INTO node VALUES (102, NULL, 'b'); SELECT 1 / 0
    SELECT id FROM node WHERE id >= 100 ORDER BY id
    INSERT INTO node VALUES (103, NULL, 'a'); BEGIN; INSERT INTO node VALUES (104, NULL, 'b')
    SELECT id FROM node WHERE id >= 100 ORDER BY id
    b:SELECT id FROM node WHERE id >= 100 ORDER BY id
    ROLLBACK
    SELECT id FROM node WHERE id >= 100 ORDER BY id
    INSERT INTO node VALUES (105, NULL, 'a'); ROLLBACK; INSERT INTO node VALUES (106, NULL, 'b')
    SELECT id FROM node WHERE id >= 100 ORDER BY id
    INSERT INTO node VALUES (107, NULL, 'a'); BEGIN; SELECT 1 / 0
    SELECT 1
    ROLLBACK
    SELECT id FROM node WHERE id >= 100 ORDER BY id
    INSERT INTO node VALUES (108, NULL, 'a'); SAVEPOINT s; SELECT 1
    SELECT 1; ROLLBACK TO s
    SELECT 1; RELEASE s
    BEGIN; INSERT INTO node VALUES (109, NULL, 'a'); COMMIT
    BEGIN; INSERT INTO node VALUES (110, NULL, 'a'); SAVEPOINT s; SELECT 1 / 0
    ROLLBACK TO s
    COMMIT
    SELECT id FROM node WHERE id >= 100 ORDER BY id
    SELECT pg_sleep(0.005); SELECT statement_timestamp() = now(), clock_timestamp() > now()
    SET search_path = nowhere; SELECT count(*) FROM node
    SET search_path = nowhere; SET search_path = public; SELECT count(*) < 100 FROM node
    SELECT 1; SELECT $1::int
    SELECT 1; SELECT FROM FROM
    BEGIN; SELECT * FROM missing; SELECT FROM node
    SELECT 1; SELECT * FROM missing
    SELECT 1; ROLLBACK
    ROLLBACK; SELECT 1
    SET TIME ZONE 'Asia/Tokyo'; SELECT '2026-01-01 00:00+00'::timestamptz::text
    RESET ALL; SELECT 1
    SELECT 1; BEGIN ISOLATION LEVEL SERIALIZABLE
    SET TRANSACTION READ ONLY; DELETE FROM node WHERE id >= 100
    DELETE FROM node WHERE id >= 100; SELECT 1
  `,
  'names without a schema are looked for in the search path': `
    SHOW search_path
    SELECT current_schema(), current_schemas(false), current_schemas(true)
    SET search_path = nowhere
    SHOW search_path
    SELECT current_schema(), current_schemas(false)
    SELECT id FROM node WHERE id = 1
    SELECT id FROM public.node WHERE id = 1
    INSERT INTO node VALUES (1)
    SELECT 'ok'::mood
    SELECT 'ok'::public.mood
    SELECT nextval('node_id_seq')
    SELECT pg_get_serial_sequence('post', 'id')
    TRUNCATE node
    ALTER SEQUENCE post_id_seq RESTART
    SELECT length('builtin')
    SET search_path = nowhere, public
    SELECT current_schema(), current_schemas(false)
    SELECT id FROM node WHERE id = 1
    SET search_path = "Quoted", 'public', "$user"
    SHOW search_path
    SET search_path TO ''
    SHOW search_path
    SELECT id FROM node WHERE id = 1
    SELECT current_schema()
    SET search_path = 'nowhere, public'
    SHOW search_path
    SELECT id FROM node WHERE id = 1
    SELECT set_config('search_path', 'nowhere, public', false)
    SELECT id FROM node WHERE id = 1
    SELECT set_config('search_path', '"nowhere', false)
    SELECT set_config('search_path', 'a,,b', false)
    SET search_path = DEFAULT
    BEGIN
    SET LOCAL search_path = nowhere
    SELECT id FROM node WHERE id = 1
    ROLLBACK
    SELECT id FROM node WHERE id = 1
    SELECT nowhere.f()
    SELECT 1::nowhere.t
    SELECT * FROM nowhere.t
    SELECT * FROM nowhere.f()
    SELECT pg_catalog.length('a'), 1::pg_catalog.int4
    SET SCHEMA 'nowhere'
    SHOW search_path
  `,
  'times are told in the zone of the session': `
    SET TIME ZONE 'UTC'
    SHOW timezone
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SELECT joined::text FROM author ORDER BY id
    SET TIME ZONE 'America/New_York'
    SHOW timezone
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SELECT joined::text FROM author ORDER BY id
    SELECT joined::date::text, joined::timestamp::text, extract(hour FROM joined) FROM author ORDER BY id
    SELECT '2026-07-01 12:00'::timestamptz::text, '2026-07-01 12:00'::timestamp::timestamptz::text
    SELECT date_trunc('day', joined)::text, to_char(joined, 'YYYY-MM-DD HH24:MI TZH') FROM author ORDER BY id
    SELECT (joined + interval '1 month')::text FROM author ORDER BY id
    SELECT name FROM author WHERE joined >= '2026-02-28 20:00' ORDER BY id
    SELECT make_timestamptz(2026, 7, 1, 12, 0, 0)::text
    SELECT to_json('2026-07-01 12:00+00'::timestamptz)
    SELECT array_agg(joined ORDER BY id)::text FROM author
    SELECT '{"2026-07-01 12:00+00"}'::timestamptz[]::text
    SELECT '2026-07-01'::date::timestamptz::text
    SELECT '12:00+02'::timetz::text, current_setting('TimeZone')
    SET TIME ZONE 'Nowhere/Land'
    SET timezone = 'asia/tokyo'
    SHOW timezone
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SET TIME ZONE 2
    SHOW timezone
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SET TIME ZONE -3.5
    SHOW timezone
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SET TIME ZONE INTERVAL '+05:30' HOUR TO MINUTE
    SHOW timezone
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SET timezone = 'PST8PDT'
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SET timezone = '+3'
    SHOW timezone
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SET TIME ZONE 'UTC'
    BEGIN
    SET LOCAL TIME ZONE 'Europe/Rome'
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    ROLLBACK
    SELECT '2026-07-01 12:00+00'::timestamptz::text
    SELECT now() - now() AT TIME ZONE 'UTC' = now() - now()::timestamp
  `,
  'a sequence that is restarted in vain goes on as before': `
    SELECT nextval('post_id_seq') > 0
    SELECT setval('post_id_seq', 40)
    BEGIN
    ALTER SEQUENCE post_id_seq RESTART WITH 7
    SELECT nextval('post_id_seq')
    SELECT nextval('post_id_seq')
    ROLLBACK
    SELECT nextval('post_id_seq')
    BEGIN
    SAVEPOINT s
    ALTER SEQUENCE post_id_seq RESTART
    SELECT nextval('post_id_seq')
    ROLLBACK TO s
    SELECT nextval('post_id_seq')
    COMMIT
    BEGIN
    TRUNCATE line RESTART IDENTITY
    INSERT INTO line (qty, price) VALUES (1, 1) RETURNING id
    ROLLBACK
    INSERT INTO line (qty, price) VALUES (1, 1) RETURNING id
    BEGIN
    SELECT setval('post_id_seq', 70)
    ROLLBACK
    SELECT nextval('post_id_seq')
    ALTER SEQUENCE post_id_seq RESTART WITH 60; SELECT 1 / 0
    SELECT nextval('post_id_seq')
    ALTER SEQUENCE post_id_seq RESTART WITH 60
    SELECT nextval('post_id_seq')
    SELECT currval('post_id_seq'), lastval()
    BEGIN
    ALTER SEQUENCE post_id_seq RESTART WITH 80
    ALTER SEQUENCE post_id_seq RESTART WITH 90
    SELECT nextval('post_id_seq')
    COMMIT
    b:SELECT nextval('post_id_seq')
    SELECT setval('post_id_seq', 6)
  `,
  'rows that tie for the last place are locked and given': `
    SELECT name, age FROM author WHERE age IS NOT NULL ORDER BY age FETCH FIRST 2 ROWS WITH TIES
    SELECT name, age FROM author WHERE age IS NOT NULL ORDER BY age FETCH FIRST 2 ROWS WITH TIES FOR UPDATE
    SELECT name, age FROM author ORDER BY age OFFSET 1 FETCH FIRST 1 ROWS WITH TIES FOR UPDATE
    SELECT name, age FROM author ORDER BY age FETCH FIRST 0 ROWS WITH TIES FOR UPDATE
    SELECT name, age FROM author ORDER BY age FETCH FIRST 2 ROWS WITH TIES FOR UPDATE SKIP LOCKED
    BEGIN
    SELECT name FROM author WHERE age IS NOT NULL ORDER BY age FETCH FIRST 2 ROWS WITH TIES FOR UPDATE
    b:SELECT name FROM author ORDER BY id FOR UPDATE SKIP LOCKED
    COMMIT
    BEGIN
    SELECT name FROM author ORDER BY age, id FETCH FIRST 2 ROWS WITH TIES FOR UPDATE
    b:SELECT name FROM author ORDER BY id FOR UPDATE SKIP LOCKED
    COMMIT
    BEGIN
    SELECT name FROM author ORDER BY age, id LIMIT 2 FOR UPDATE
    b:SELECT name FROM author ORDER BY id FOR UPDATE SKIP LOCKED
    COMMIT
  `,
};
