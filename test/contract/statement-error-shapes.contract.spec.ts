import { describeOnBothStores } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { Article } from './entities/article.entity';
import { Sample } from './entities/sample.entity';
import { type Failing, shapeOf, sql } from './error-shape';

describeOnBothStores('every field of the error of a statement', [Account, Bank, Article, Sample], (store) => {
  beforeEach(async () => {
    await store.repository(Bank).insert({ code: 'x' });
    await store.repository(Account).insert({ email: 'a', phone: '1', bankId: 1, number: 5, seat: 1 });
  });

  it.each<[string, Failing, object]>([
    [
      '22012',
      sql('SELECT 1 / $1::int', [0]),
      { message: 'division by zero', code: '22012', severity: 'ERROR' },
    ],
    [
      '22025',
      sql(`SELECT 'ab' LIKE $1`, ['a\\']),
      { message: 'LIKE pattern must not end with escape character', code: '22025', severity: 'ERROR' },
    ],
    [
      '2201W',
      sql('SELECT 1 LIMIT $1', [-1]),
      { message: 'LIMIT must not be negative', code: '2201W', severity: 'ERROR' },
    ],
    [
      '2201B',
      sql(`SELECT 'a' ~ $1`, ['(']),
      {
        message: 'invalid regular expression: parentheses () not balanced',
        code: '2201B',
        severity: 'ERROR',
      },
    ],
    [
      '21000',
      (s) => s.repository(Account).upsert([{ email: 'q' }, { email: 'q' }], ['email']),
      {
        message: 'ON CONFLICT DO UPDATE command cannot affect row a second time',
        code: '21000',
        severity: 'ERROR',
      },
    ],
    [
      '21000 of a sub-query',
      sql('SELECT (SELECT 1 UNION SELECT 2)'),
      {
        message: 'more than one row returned by a subquery used as an expression',
        code: '21000',
        severity: 'ERROR',
      },
    ],
    [
      '42P10',
      (s) => s.repository(Account).upsert({ email: 'q' }, ['balance']),
      {
        message: 'there is no unique or exclusion constraint matching the ON CONFLICT specification',
        code: '42P10',
        severity: 'ERROR',
      },
    ],
    [
      '42P01',
      sql('SELECT * FROM nothing'),
      { message: 'relation "nothing" does not exist', code: '42P01', severity: 'ERROR' },
    ],
    [
      '42703',
      sql('SELECT nothing FROM account'),
      { message: 'column "nothing" does not exist', code: '42703', severity: 'ERROR' },
    ],
    [
      '42702',
      sql('SELECT id FROM account, bank'),
      { message: 'column reference "id" is ambiguous', code: '42702', severity: 'ERROR' },
    ],
    [
      '42601',
      sql('SELEC 1'),
      { message: 'syntax error at or near "SELEC"', code: '42601', severity: 'ERROR' },
    ],
    [
      '42883 of a function',
      sql('SELECT nothing(1)'),
      { message: 'function nothing(integer) does not exist', code: '42883', severity: 'ERROR' },
    ],
    [
      '42883 of an operator',
      sql('SELECT id FROM account WHERE id LIKE $1', ['1']),
      { message: 'operator does not exist: integer ~~ unknown', code: '42883', severity: 'ERROR' },
    ],
    [
      '42804',
      sql('SELECT id FROM account WHERE id'),
      {
        message: 'argument of WHERE must be type boolean, not type integer',
        code: '42804',
        severity: 'ERROR',
      },
    ],
    [
      '42803',
      sql('SELECT email, count(*) FROM account'),
      {
        message:
          'column "account.email" must appear in the GROUP BY clause or be used in an aggregate function',
        code: '42803',
        severity: 'ERROR',
      },
    ],
    [
      '42846',
      sql('SELECT id::date FROM account'),
      { message: 'cannot cast type integer to date', code: '42846', severity: 'ERROR' },
    ],
    [
      '42P18',
      sql('SELECT $1 IS NULL', [null]),
      { message: 'could not determine data type of parameter $1', code: '42P18', severity: 'ERROR' },
    ],
    [
      '42704',
      sql(`SELECT '1'::nothing`),
      { message: 'type "nothing" does not exist', code: '42704', severity: 'ERROR' },
    ],
    [
      '428C9',
      sql('SELECT 1 FROM account WHERE id = 1; INSERT INTO account (nothing) VALUES (1)'),
      { message: 'column "nothing" of relation "account" does not exist', code: '42703', severity: 'ERROR' },
    ],
    [
      '3F000',
      sql('SELECT * FROM nowhere.account'),
      { message: 'relation "nowhere.account" does not exist', code: '42P01', severity: 'ERROR' },
    ],
    [
      '25P01',
      sql('SAVEPOINT s'),
      { message: 'SAVEPOINT can only be used in transaction blocks', code: '25P01', severity: 'ERROR' },
    ],
    [
      '3B001',
      async (s) => {
        const runner = await s.session();
        await runner.startTransaction();
        await runner.query('ROLLBACK TO SAVEPOINT nothing');
      },
      { message: 'savepoint "nothing" does not exist', code: '3B001', severity: 'ERROR' },
    ],
    [
      '25P02',
      async (s) => {
        const runner = await s.session();
        await runner.startTransaction();
        await runner.query('SELECT 1 / 0').catch(() => undefined);
        await runner.query('SELECT 1');
      },
      {
        message: 'current transaction is aborted, commands ignored until end of transaction block',
        code: '25P02',
        severity: 'ERROR',
      },
    ],
    [
      '25006',
      async (s) => {
        const runner = await s.session();
        await runner.query('START TRANSACTION READ ONLY');
        try {
          await runner.query('DELETE FROM account');
        } finally {
          await runner.query('ROLLBACK');
        }
      },
      { message: 'cannot execute DELETE in a read-only transaction', code: '25006', severity: 'ERROR' },
    ],
    [
      '55000',
      sql(`SELECT currval('article_id_seq')`),
      {
        message: 'currval of sequence "article_id_seq" is not yet defined in this session',
        code: '55000',
        severity: 'ERROR',
      },
    ],
    [
      '55P03',
      async (s) => {
        const [one, two] = [await s.session(), await s.session()];
        await one.startTransaction();
        await one.query('SELECT 1 FROM account FOR UPDATE');
        await two.startTransaction();
        await two.query('SELECT 1 FROM account FOR UPDATE NOWAIT');
      },
      { message: 'could not obtain lock on row in relation "account"', code: '55P03', severity: 'ERROR' },
    ],
  ])('%s', async (_, work, expected) => {
    expect(await shapeOf(() => work(store))).toEqual(expected);
  });
});
