import * as fc from 'fast-check';
import type { Operation } from './operation';
import { begin, end, lockingRead, within } from './operations/transactions';
import { QUERY_RUNNERS, type Step } from './schedule';

// Little of everything, so that sessions meet: two or three rows, two or three keys, and values that are right.

const call = (name: string, ...args: unknown[]): Operation => ({ name, args, ordered: true });
const id = fc.constantFrom(1, 2, 3);
const small = fc.constantFrom(1, 2, 3);
const code = fc.constantFrom('a', 'b', 'x', 'y');

const sql = (...texts: string[]): fc.Arbitrary<Operation> =>
  fc.constantFrom(...texts).map((text) => call('modify', text));

const hotRows: fc.Arbitrary<Operation> = fc.oneof(
  fc.tuple(id, small).map(([which, visits]) => call('update', 'Member', { id: which }, { visits })),
  fc.tuple(id, small).map(([which, rank]) => call('update', 'Owner', { id: which }, { rank })),
  fc.tuple(id, small).map(([which, views]) => call('update', 'Post', { id: String(which) }, { views })),
  fc.tuple(id, small).map(([which, by]) => call('step', 'Member', 'increment', { id: which }, 'age', by)),
  id.map((which) => call('softDelete', 'Member', { id: which })),
  id.map((which) => call('delete', 'Owner', { id: which })),
  id.map((which) => call('delete', 'Post', { id: String(which) })),
  id.map((which) => call('delete', 'Comment', { id: which })),
  id.map((which) => call('loadAndSave', 'Member', { id: which }, {}, { age: 33 })),
  fc.tuple(small, small).map(([from, to]) => call('update', 'Member', { visits: from }, { visits: to })),
  fc.tuple(small, small).map(([from, to]) => call('update', 'Owner', { rank: from }, { rank: to })),
  sql(
    'UPDATE member SET visits = visits + 1 WHERE age > 5',
    'UPDATE owner SET rank = rank + 1',
    'UPDATE owner SET rank = rank + 1 WHERE rank < 3',
    'UPDATE member SET age = age + 1 WHERE id IN (SELECT "authorId" FROM post WHERE views > 4)',
    'UPDATE post p SET views = m.age FROM member m WHERE m.id = p."authorId" RETURNING p.id, p.views',
    'UPDATE post SET views = (SELECT count(*) FROM comment) WHERE id = 1',
    'DELETE FROM comment c USING post p WHERE p.id = c."postId" AND p.views > 4 RETURNING c.id',
    'DELETE FROM owner WHERE rank > 2 RETURNING code',
    'UPDATE slot SET position = position + 1 WHERE position > 1',
    'UPDATE slot SET rank = 30 - rank WHERE rank IS NOT NULL',
    'UPDATE booking SET price = price + 1 WHERE "seatRow" = \'A\'',
    'WITH moved AS (UPDATE owner SET rank = 9 WHERE id = 1 RETURNING *) INSERT INTO comment (text) SELECT code FROM moved',
  ),
);

const hotKeys: fc.Arbitrary<Operation> = fc.oneof(
  code.map((one) => call('insert', 'Owner', { code: one })),
  code.map((one) => call('insert', 'Tag', { name: one })),
  fc.tuple(code, code).map(([one, two]) => call('insert', 'Tag', [{ name: one }, { name: `${two}2` }])),
  fc.tuple(id, code).map(([which, one]) => call('update', 'Owner', { id: which }, { code: one })),
  fc.tuple(code, small).map(([one, rank]) => call('upsert', 'Owner', { code: one, rank }, ['code'])),
  fc.tuple(code, small).map(([one, weight]) => call('upsert', 'Tag', { name: one, weight }, ['name'])),
  code.map((one) => call('insert', 'Member', { email: `${one}@x` })),
  fc.tuple(id, code).map(([which, one]) => call('update', 'Member', { id: which }, { phone: one })),
  fc.tuple(id, id).map(([which, position]) => call('update', 'Slot', { id: which }, { position })),
  id.map((which) => call('insert', 'Slot', { id: which + 3, position: which })),
  sql(
    "INSERT INTO tag (name) VALUES ('x') ON CONFLICT DO NOTHING RETURNING name",
    "INSERT INTO owner (code, rank) VALUES ('x', 1) ON CONFLICT (code) DO UPDATE SET rank = owner.rank + 1 WHERE owner.rank < 3 RETURNING rank",
    'INSERT INTO tag (name) SELECT code FROM owner WHERE rank < 3 ON CONFLICT (name) DO UPDATE SET weight = 5',
  ),
);

const hotParents: fc.Arbitrary<Operation> = fc.oneof(
  fc
    .tuple(id, id)
    .map(([post, member]) =>
      call('insert', 'Comment', { text: 'hot', post: { id: String(post) }, member: { id: member } }),
    ),
  fc.tuple(id, code).map(([which, one]) => call('insert', 'Dependent', { id: which + 3, cascaded: one })),
  fc.tuple(id, code).map(([which, one]) => call('update', 'Dependent', { id: which }, { kept: one })),
  fc.tuple(id, code).map(([which, one]) => call('update', 'Dependent', { id: which }, { restricted: one })),
  id.map((which) => call('insert', 'Post', { title: 'hot', authorId: which })),
  id.map((which) => call('delete', 'Member', { id: which })),
  fc
    .constantFrom<readonly [object, object]>(
      [{ row: 'A', number: 1 }, { number: 7 }],
      [{ row: 'B', number: 1 }, { row: 'C' }],
    )
    .map(([which, to]) => call('update', 'Seat', which, to)),
  fc
    .constantFrom('2021-05-01', '2021-05-03')
    .map((day) => call('insert', 'Booking', { day, seatRow: 'A', seatNumber: 1 })),
);

const look: fc.Arbitrary<Operation> = fc.oneof(
  id.map((which) => call('findOneBy', 'Member', { id: which })),
  sql(
    'SELECT id, code, rank FROM owner',
    'SELECT sum(visits), count(*) FROM member',
    'SELECT id, views FROM post WHERE views > 2',
    'SELECT name, weight FROM tag',
    'SELECT id, position FROM slot',
    'SELECT count(*) FROM comment',
  ),
  sql(
    'SELECT id, rank FROM owner WHERE rank < 3 ORDER BY rank, id FOR UPDATE',
    'SELECT id, age FROM member WHERE age > 5 ORDER BY age DESC, id LIMIT 1 FOR UPDATE',
    'SELECT id, age FROM member WHERE age > 5 ORDER BY id LIMIT 2 FOR UPDATE SKIP LOCKED',
    'SELECT p.id, m.age FROM post p JOIN member m ON m.id = p."authorId" WHERE m.age > 5 ORDER BY p.id FOR UPDATE',
    'SELECT p.id FROM post p JOIN member m ON m.id = p."authorId" ORDER BY p.id FOR SHARE OF m',
    'SELECT id FROM member WHERE id = 1 FOR KEY SHARE',
    'SELECT id FROM member WHERE id = 1 FOR NO KEY UPDATE NOWAIT',
    'SELECT pg_advisory_xact_lock(1)',
    'SELECT pg_advisory_xact_lock(2)',
  ),
  lockingRead,
);

const openings = fc
  .tuple(begin, begin, begin)
  .map((three) => three.map((operation, i): Step => ({ session: i + 1, operation })));

/** Three transactions over the same few rows and keys, and a session without one. */
export const contention: fc.Arbitrary<Step[]> = fc
  .tuple(
    openings,
    fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: QUERY_RUNNERS }),
        fc.oneof(
          { weight: 8, arbitrary: hotRows },
          { weight: 5, arbitrary: hotKeys },
          { weight: 4, arbitrary: hotParents },
          { weight: 5, arbitrary: look },
          { weight: 3, arbitrary: end },
          { weight: 1, arbitrary: begin },
          { weight: 1, arbitrary: within },
        ),
      ),
      { minLength: 1, maxLength: 16, size: 'max' },
    ),
  )
  .map(([first, work]) => [...first, ...work.map(([session, operation]) => ({ session, operation }))]);
