import * as fc from 'fast-check';
import { expressions } from './expressions';
import { COMMENT, MEMBER, POST } from './queries';

type Sql = fc.Arbitrary<string>;
const pick = (...texts: readonly string[]): Sql => fc.constantFrom(...texts);

const member = expressions(MEMBER, 1);
const post = expressions(POST, 1);
const comment = expressions(COMMENT, 1);

const returning = pick('', ' RETURNING *', ' RETURNING id');

/** Statements that change rows, by what they compute from others. */
export const modification: Sql = fc.oneof(
  fc
    .tuple(post.text, post.bool, returning)
    .map(
      ([one, where, back]) =>
        `INSERT INTO comment (text, "postId") SELECT left(${one}, 12), p.id FROM post p WHERE ${where} ORDER BY p.id${back}`,
    ),
  fc
    .tuple(member.int, member.bool)
    .map(
      ([one, where]) => `UPDATE member m SET visits = ${one}, labels = m.labels || 'w'::text WHERE ${where}`,
    ),
  fc
    .tuple(member.num, member.bool)
    .map(([one, where]) => `UPDATE member m SET score = round(${one}, 2) WHERE ${where} AND m.id < 3`),
  fc
    .tuple(member.json, member.bool)
    .map(([one, where]) => `UPDATE member m SET settings = coalesce(${one}, '{}') WHERE ${where}`),
  fc
    .tuple(member.int, post.bool)
    .map(
      ([one, where]) =>
        `UPDATE post p SET views = coalesce(${one}, 0) FROM member m WHERE m.id = p."authorId" AND ${where}`,
    ),
  fc
    .tuple(member.text, post.bool)
    .map(
      ([one, where]) =>
        `UPDATE post p SET body = x.t FROM (SELECT m.id, ${one} AS t FROM member m) x WHERE x.id = p."authorId" AND ${where}`,
    ),
  fc
    .tuple(post.int, post.text)
    .map(([one, two]) => `UPDATE post p SET (views, body) = (${one}, ${two}) WHERE p.id = 1`),
  comment.bool.map((where) => `DELETE FROM comment c WHERE ${where}`),
  fc
    .tuple(post.bool, returning)
    .map(
      ([where, back]) =>
        `DELETE FROM comment c USING post p WHERE p.id = c."postId" AND ${where}${back === '' ? '' : ' RETURNING c.id'}`,
    ),
  comment.bool.map(
    (where) =>
      `WITH gone AS (DELETE FROM comment c WHERE ${where} RETURNING c.*) INSERT INTO comment (text, likes) SELECT text, likes FROM gone ORDER BY id`,
  ),
  post.bool.map(
    (where) =>
      `WITH changed AS (UPDATE post p SET views = p.views + 1 WHERE ${where} RETURNING p.id, p.views) SELECT count(*), sum(views) FROM changed`,
  ),
  fc
    .tuple(
      pick('red', 'green', 'new'),
      pick('EXCLUDED.weight', 'tag.weight + 1', 'NULL'),
      pick('', ' WHERE tag.weight > 0', ' WHERE tag.color IS NOT NULL'),
    )
    .map(
      ([name, value, where]) =>
        `INSERT INTO tag AS tag (name, weight, color) VALUES ('${name}', 7, 'cc') ON CONFLICT (name) DO UPDATE SET weight = ${value}${where} RETURNING *`,
    ),
  pick('red', 'new').map(
    (name) => `INSERT INTO tag (name) VALUES ('${name}'), ('other') ON CONFLICT DO NOTHING RETURNING name`,
  ),
  pick(
    'UPDATE slot SET position = position + 1 WHERE position > 0',
    'UPDATE slot SET rank = 30 - rank WHERE rank IS NOT NULL',
    'UPDATE owner SET code = chr(ascii(code) + 1) WHERE id = 3',
    "UPDATE owner SET code = 'x' WHERE code = 'a'",
    "DELETE FROM owner WHERE code = 'a'",
    "DELETE FROM owner WHERE code IN ('b', 'c')",
    "UPDATE seat SET number = 5 WHERE number = 1 AND row = 'A'",
    'DELETE FROM member WHERE id = 1',
    'DELETE FROM post WHERE id = 1',
    'UPDATE member SET "referrerId" = id',
    'DELETE FROM slot WHERE id = 1',
    'TRUNCATE comment',
    'TRUNCATE comment RESTART IDENTITY',
    'TRUNCATE member',
    "SELECT setval('comment_id_seq', 50)",
    "SELECT nextval('comment_id_seq')",
    'INSERT INTO comment DEFAULT VALUES',
    "INSERT INTO post (id, title) VALUES (100, 'x')",
    'INSERT INTO post (title, "titleLength") VALUES (\'x\', 3)',
    "INSERT INTO post (id, title) OVERRIDING SYSTEM VALUE VALUES (5, 'x')",
  ),
);
