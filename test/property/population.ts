/** Rows for sequences that do not start from nothing: a few of each kind, with every relation in use. */
export const POPULATION: readonly string[] = [
  `INSERT INTO member (email, nickname, phone, age, role, score, visits, settings, labels, "bornOn", "seenAt", "nameFirst", "nameLast", "referrerId", "deletedAt", version) VALUES
    ('a@x', 'ann', '1', 30, 'admin', 12.5, 9007199254740993, '{"a": 1, "list": [1, 2]}', '{x,y}', '2020-02-29', '2021-03-04 05:06:07.891+00', 'Ann', 'Ash', NULL, NULL, 1),
    ('b@x', 'bob', NULL, 40, 'member', 0, 5, '{}', '{}', NULL, NULL, 'Bob', NULL, 1, NULL, 1),
    ('c@x', NULL, '3', NULL, 'guest', -3.25, 0, '[1, "b", null]', '{y}', '1999-12-31', '2000-01-01 00:00:00+00', NULL, NULL, 2, NULL, 2),
    ('d@x', 'ann', NULL, 7, 'member', 99999.99, -1, 'null', '{NULL}', NULL, NULL, 'Dan', 'Ash', 1, '2022-02-02 02:02:02+00', 1)`,
  `INSERT INTO profile (id, "memberId", bio, quota, picture) VALUES
    ('00000000-0000-4000-8000-000000000001', 1, 'about ann', 3, '\\x00ff'),
    ('00000000-0000-4000-8000-000000000002', 2, NULL, 0, NULL)`,
  `INSERT INTO post (title, slug, body, status, views, rating, price, meta, "publishedAt", "authorId", "editorId") VALUES
    ('First', 'first', 'hello', 'published', 10, 4.5, 1.5, '{"b": 1,  "a": [true]}', '2021-01-01 10:00:00', 1, 2),
    ('Second', 'second', NULL, 'draft', 0, NULL, NULL, NULL, NULL, 1, NULL),
    ('Third', NULL, 'body', 'review', 5, 0.1, 100, '"text"', '2021-01-02 00:00:00.5', 2, 1),
    ('Fourth', NULL, '', 'published', 5, -1, 0.001, '[]', '2020-06-30 23:59:59.999', NULL, NULL)`,
  `INSERT INTO comment (text, likes, approved, "postId", "memberId", "deletedAt") VALUES
    ('nice', 3, true, 1, 2, NULL), ('bad', 0, false, 1, 3, NULL), ('gone', 1, NULL, 2, 1, '2022-01-01'), ('loose', 0, NULL, NULL, NULL, NULL)`,
  `INSERT INTO tag VALUES ('red', 1.5, 'ff0000'), ('green', NULL, 'ab'), ('blue', -0.25, NULL)`,
  `INSERT INTO post_tags_tag VALUES (1, 'red'), (1, 'blue'), (2, 'red')`,
  `INSERT INTO seat VALUES ('A', 1, 'wide'), ('A', 2, NULL), ('B', 1, 'wide')`,
  `INSERT INTO booking (day, "seatRow", "seatNumber", "guestId", price) VALUES ('2021-05-01', 'A', 1, 1, 10), ('2021-05-02', 'A', 1, 2, 12), ('2021-05-01', 'B', 1, NULL, 8)`,
  `INSERT INTO owner (code, rank) VALUES ('a', 1), ('b', 2), ('c', 3), ('z', 0)`,
  `INSERT INTO dependent (id, cascaded, nulled, defaulted, restricted, kept) VALUES (1, 'a', 'a', 'a', NULL, NULL), (2, 'b', NULL, 'z', 'b', NULL), (3, NULL, 'c', NULL, NULL, 'c')`,
  `INSERT INTO slot VALUES (1, 1, 10, 2), (2, 2, 20, NULL), (3, 3, NULL, 1)`,
  `INSERT INTO category (name, mpath, "parentId") VALUES ('root', '1.', NULL), ('left', '1.2.', 1), ('right', '1.3.', 1), ('leaf', '1.2.4.', 2)`,
  `INSERT INTO folder (name, "parentId") VALUES ('/', NULL), ('usr', 1), ('bin', 2)`,
  `INSERT INTO folder_closure (id_ancestor, id_descendant) VALUES (1, 1), (2, 2), (3, 3), (1, 2), (1, 3), (2, 3)`,
];
