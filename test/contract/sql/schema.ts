/** Tables that exist with the same definition and the same rows on both stores. */
export const SCHEMA = [
  `CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')`,
  `CREATE TABLE author (
    id serial PRIMARY KEY,
    name varchar(40) NOT NULL,
    age int,
    email text CONSTRAINT author_email_key UNIQUE,
    bio jsonb,
    mood mood DEFAULT 'ok',
    joined timestamptz,
    active boolean NOT NULL DEFAULT true
  )`,
  `CREATE TABLE post (
    id serial PRIMARY KEY,
    title text NOT NULL,
    "authorId" int CONSTRAINT post_author_fkey REFERENCES author (id) ON DELETE CASCADE,
    views bigint NOT NULL DEFAULT 0,
    rating numeric(5,2),
    tags text[] NOT NULL DEFAULT '{}',
    published date,
    "createdAt" timestamp,
    CONSTRAINT post_views_check CHECK (views >= 0)
  )`,
  `CREATE INDEX post_created ON post ("createdAt")`,
  `CREATE INDEX post_author_views ON post ("authorId", views)`,
  `CREATE TABLE pair (a int, b int, v text, CONSTRAINT pair_pkey PRIMARY KEY (a, b))`,
  `CREATE TABLE slot (id serial PRIMARY KEY, room text, deleted date, note text)`,
  `CREATE UNIQUE INDEX slot_room ON slot (room) WHERE deleted IS NULL`,
  `CREATE UNIQUE INDEX slot_note ON slot (lower(note))`,
  `CREATE TABLE line (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    qty int NOT NULL CONSTRAINT line_qty_check CHECK (qty > 0),
    price numeric(8,2) NOT NULL,
    total numeric(10,2) GENERATED ALWAYS AS (qty * price) STORED
  )`,
  `CREATE TABLE node (id int PRIMARY KEY, parent int, label text)`,
  `CREATE TABLE misc (
    id int PRIMARY KEY, small smallint, r real, d double precision, code char(4), uid uuid, raw bytea,
    span interval, at time, plain json, flags boolean[], grid int[][]
  )`,
];

export const ROWS = [
  `INSERT INTO author (name, age, email, bio, mood, joined, active) VALUES
    ('Ann', 30, 'ann@x.org', '{"city": "Rome", "langs": ["en", "it"], "n": 1}', 'happy', '2026-01-05 10:00:00+00', true),
    ('Bob', 41, 'bob@x.org', '{"city": "Oslo", "n": 2.50}', 'ok', '2026-02-01 08:30:00+00', true),
    ('Cid', NULL, NULL, NULL, 'sad', NULL, false),
    ('Dee', 30, 'dee@x.org', '{}', NULL, '2025-12-31 23:59:59.123456+00', true),
    ('ann', 19, 'ann2@x.org', '[1, 2, 3]', 'happy', '2026-03-01 00:00:00+00', false)`,
  `INSERT INTO post (title, "authorId", views, rating, tags, published, "createdAt") VALUES
    ('First', 1, 100, 4.50, '{a,b}', '2026-01-10', '2026-01-10 12:00:00'),
    ('Second', 1, 50, 3.25, '{b}', '2026-01-11', '2026-01-11 12:00:00'),
    ('Third', 2, 100, NULL, '{}', NULL, '2026-01-12 12:00:00'),
    ('fourth', NULL, 0, 5.00, '{c,a}', '2026-02-01', NULL),
    ('100%', 4, 7, 1.10, '{x_y}', '2026-02-02', '2026-02-02 08:00:00.5'),
    ('First', 5, 9000000000, 2.00, '{a}', '2026-03-01', '2026-03-01 00:00:00')`,
  `INSERT INTO pair VALUES (1, 1, 'one'), (1, 2, 'two'), (2, 1, NULL), (3, 3, 'three')`,
  `INSERT INTO slot (room, deleted, note) VALUES ('r1', NULL, 'Hi'), ('r1', '2026-01-01', 'Yo'), (NULL, NULL, NULL)`,
  `INSERT INTO line (qty, price) VALUES (2, 1.25), (10, 0.10)`,
  `INSERT INTO node VALUES (1, NULL, 'root'), (2, 1, 'left'), (3, 1, 'right'), (4, 2, 'leaf'), (5, 4, 'deep')`,
  `INSERT INTO misc VALUES
    (1, 7, 1.5, 2.25, 'ab', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '\\x0102', '1 day 02:03:04', '07:05', '{"b":1, "a":2}', '{t,f,NULL}', '{{1,2},{3,4}}'),
    (2, NULL, NULL, 'NaN', 'ab  ', NULL, NULL, '-1 mons', NULL, 'null', NULL, '{}')`,
];
