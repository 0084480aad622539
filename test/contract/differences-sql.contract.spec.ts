import { describeOnBothStores, failureOf } from '../../src/database/testing';
import { Dependent, Owner, Seat, Slot } from '../property/model/keys.entities';
import { model } from '../property/model/model';

describeOnBothStores('expressions', [], (store) => {
  const value = async (sql: string): Promise<unknown> => {
    const [row]: { v: unknown }[] = await store.dataSource.query(`SELECT ${sql} AS v`);
    return row?.v;
  };

  it.each([
    [
      `(timestamp '2021-01-01', timestamp '2021-01-05') OVERLAPS (timestamp '2021-01-04', interval '1 day')`,
      true,
    ],
    [
      `(timestamp '2021-01-01', interval '1 day') OVERLAPS (timestamp '2021-01-02', timestamp '2021-01-03')`,
      false,
    ],
    [`(timestamp '2021-01-01', NULL) OVERLAPS (timestamp '2021-01-01', timestamp '2021-01-03')`, null],
    [
      `(timestamp '2021-01-02', NULL::timestamp) OVERLAPS (timestamp '2021-01-01', timestamp '2021-01-03')`,
      true,
    ],
    [`(timestamp '2021-01-02', interval '1 day') OVERLAPS (NULL, interval '1 year')`, null],
    [`(time '10:00', interval '1 hour') OVERLAPS (time '10:30', time '12:00')`, true],
    [
      `(timestamptz '2021-01-01 00:00+00', interval '1 hour') OVERLAPS (timestamptz '2021-01-01 00:30+00', interval '1 hour')`,
      true,
    ],
  ])('tell whether periods overlap, an end given or not: %s', async (sql, expected) => {
    expect(await value(sql)).toBe(expected);
  });

  it('sort an empty jsonb array before scalars, but only outermost', async () => {
    const rows: { v: string }[] = await store.dataSource.query(
      `SELECT j::text AS v FROM unnest(ARRAY['"x"', '[]', 'null', '[1]', '{}', '1', '[[]]', '["x"]']::jsonb[]) j ORDER BY j`,
    );
    expect(rows.map(({ v }) => v)).toEqual(['[]', 'null', '"x"', '1', '["x"]', '[1]', '[[]]', '{}']);
  });

  it.each([
    [`lag('x') OVER ()`, '42804', 'could not determine polymorphic type because input has type unknown'],
    [`ARRAY['x'] = ANY (NULL)`, '42704', 'could not find array type for data type text[]'],
    [`json '1' = ANY ('{}')`, '42883', 'operator does not exist: json = unknown'],
    [`count(DISTINCT json '1')`, '42883', 'could not identify an equality operator for type json'],
    [`- text 'x'`, '42883', 'operator does not exist: - text'],
  ])('tell what is wrong with the types of %s', async (sql, code, message) => {
    expect(await failureOf(value(sql))).toMatchObject({ code, message });
  });

  it('speak of one type where an operator has one operand', async () => {
    const { hint } = (await value(`- text 'x'`).catch((error: unknown) => error)) as { hint?: string };
    expect(hint).toBe(
      'No operator matches the given name and argument type. You might need to add an explicit type cast.',
    );
  });

  it.each([
    [`(ARRAY['x', 'y'])[2:3][2:3]`, '{}'],
    [`(ARRAY[[1, 2], [3, 4]])[1:2][2:2]`, '{{2},{4}}'],
    [`(ARRAY[[1, 2], [3, 4]])[1:2][5:6]`, '{}'],
  ])('cut %s to the ranges that there are', async (sql, expected) => {
    expect(await value(`(${sql})::text`)).toBe(expected);
  });

  it('compare rows only as far as their types go', async () => {
    const count = (rows: string): Promise<unknown> =>
      store.dataSource.query(`SELECT count(DISTINCT (a, b))::int AS n FROM (VALUES ${rows}) v (a, b)`);
    expect(await count(`(1, json '1'), (2, json '1')`)).toEqual([{ n: 2 }]);
    expect(await failureOf(count(`(1, json '1'), (1, json '1')`))).toMatchObject({
      code: '42883',
      message: 'could not identify a comparison function for type json',
    });
  });

  it('give the text that NULLIF compared', async () => {
    expect(await value(`pg_typeof(nullif('a'::varchar(3), 'b'::varchar(3)))::text`)).toBe('text');
  });

  it('take a jsonb scalar for an array of itself where an index is asked for', async () => {
    expect(
      await value(`ARRAY['5'::jsonb ->> 0, '"a"'::jsonb ->> -1, '5'::jsonb ->> 1, '{"0": 1}'::jsonb ->> 0]`),
    ).toEqual(['5', 'a', null, null]);
  });
});

describeOnBothStores('keys', Object.values(model), (store) => {
  const failing = (sql: string): ReturnType<typeof failureOf> => failureOf(store.dataSource.query(sql));

  it('are quoted in errors where their names are words of SQL', async () => {
    await store.repository(Seat).insert({ row: 'A', number: 1 });
    expect(await failureOf(store.repository(Seat).insert({ row: 'A', number: 1 }))).toMatchObject({
      code: '23505',
      detail: 'Key ("row", number)=(A, 1) already exists.',
    });
  });

  it('keep a default that stays the same from pointing nowhere', async () => {
    await store.repository(Owner).insert([{ code: 'z' }, { code: 'a' }]);
    await store.repository(Dependent).insert({ id: 1, defaulted: 'z' });
    for (const sql of [
      `DELETE FROM owner WHERE code = 'z'`,
      `UPDATE owner SET code = 'y' WHERE code = 'z'`,
    ]) {
      expect(await failing(sql)).toMatchObject({
        code: '23503',
        detail: 'Key (code)=(z) is still referenced from table "dependent".',
      });
    }
    await store.repository(Dependent).insert({ id: 2, defaulted: 'a' });
    await store.repository(Owner).delete({ code: 'a' });
    expect((await store.repository(Dependent).findOneByOrFail({ id: 2 })).defaulted).toBe('z');
  });

  it('that are put off look at a row after its foreign keys, one row after another', async () => {
    await store.repository(Slot).insert({ id: 1, position: 1, rank: 10 });
    expect(await failing('INSERT INTO slot (id, position, "nextId") VALUES (2, 1, 9)')).toMatchObject({
      code: '23503',
      detail: 'Key (nextId)=(9) is not present in table "slot".',
    });
    expect(
      await failing('INSERT INTO slot (id, position, "nextId") VALUES (2, 1, 1), (3, 3, 9)'),
    ).toMatchObject({ code: '23505', detail: 'Key ("position")=(1) already exists.' });
    // Of two rows with one key the later one owes the check.
    expect(
      await failing('INSERT INTO slot (id, position, "nextId") VALUES (4, 4, NULL), (5, 4, 9)'),
    ).toMatchObject({ code: '23503' });
  });

  it('run their actions in the order in which they were made', async () => {
    await store.dataSource.query(
      `INSERT INTO member (email, version, "referrerId") VALUES ('a', 1, NULL), ('b', 1, 1);
       INSERT INTO post (title, "editorId") VALUES ('x', 1)`,
    );
    const other = await store.session();
    await other.startTransaction();
    await other.query('UPDATE member SET age = 1 WHERE id = 2');
    // RESTRICT of post comes before SET NULL of member, which would have to wait.
    const { code } = await failing('DELETE FROM member WHERE id = 1');
    expect(['23001', '23503']).toContain(code);
  });

  it('cannot be what ON CONFLICT minds while they are deferrable', async () => {
    const refusal = {
      code: '55000',
      message: 'ON CONFLICT does not support deferrable unique constraints/exclusion constraints as arbiters',
      constraint: 'UQ_slot_position',
    };
    expect(
      await failureOf(store.repository(Slot).upsert({ id: 1, position: 1 }, ['position'])),
    ).toMatchObject(refusal);
    expect(await failing('INSERT INTO slot (id) VALUES (1) ON CONFLICT DO NOTHING')).toMatchObject({
      code: '55000',
    });
  });
});

describeOnBothStores('upserts', Object.values(model), (store) => {
  const { Member, Post } = model;

  it('look at the row itself before they look for a conflict', async () => {
    const members = store.repository(Member);
    await members.insert({ email: 'a@x' });
    expect(await failureOf(members.upsert({ email: 'a@x', age: -1 }, ['email']))).toMatchObject({
      code: '23514',
    });
    expect(await failureOf(members.upsert({ email: 'a@x', labels: null as never }, ['email']))).toMatchObject(
      { code: '23502', column: 'labels' },
    );
  });

  it('look at the values before they look for a unique constraint', async () => {
    const members = store.repository(Member);
    expect(await failureOf(members.upsert({ email: 'a@x', role: 'root' }, ['nickname']))).toMatchObject({
      code: '22P02',
    });
    const tooLong = { title: 'a title that is too long for it' };
    expect(await failureOf(store.repository(Post).upsert(tooLong, ['slug']))).toMatchObject({
      code: '22001',
    });
    expect(await failureOf(members.upsert({ email: 'a@x' }, ['nickname']))).toMatchObject({ code: '42P10' });
  });
});
