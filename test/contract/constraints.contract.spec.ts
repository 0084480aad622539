import { describeOnBothStores, failureOf, sqlStateOf } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';

describeOnBothStores('constraints', [Account, Bank], (store) => {
  it.each<[string, () => Promise<unknown>, object]>([
    [
      'a duplicate',
      () => store.repository(Account).insert([{ email: 'a' }, { email: 'a' }]),
      {
        code: '23505',
        message: expect.stringMatching(/^duplicate key value violates unique constraint "UQ_[0-9a-f]{27}"$/),
        detail: 'Key (email)=(a) already exists.',
        constraint: expect.stringMatching(/^UQ_[0-9a-f]{27}$/),
        table: 'account',
        schema: 'public',
        severity: 'ERROR',
      },
    ],
    [
      'a duplicate under a named constraint',
      () => {
        const bank = { id: 1 };
        return store
          .repository(Bank)
          .insert({ code: 'x' })
          .then(() =>
            store.repository(Account).insert([
              { email: 'a', bank, number: 5 },
              { email: 'b', bank, number: 5 },
            ]),
          );
      },
      {
        code: '23505',
        detail: 'Key ("bankId", number)=(1, 5) already exists.',
        constraint: 'UQ_account_bank_number',
      },
    ],
    [
      'a missing parent',
      () => store.repository(Account).insert({ email: 'a', bank: { id: 9 } }),
      {
        code: '23503',
        message: expect.stringMatching(
          /^insert or update on table "account" violates foreign key constraint "FK_[0-9a-f]{27}"$/,
        ),
        detail: 'Key (bankId)=(9) is not present in table "bank".',
        table: 'account',
      },
    ],
    [
      'a parent that is still in use',
      async () => {
        await store.repository(Bank).insert({ code: 'x' });
        await store.repository(Account).insert({ email: 'a', bank: { id: 1 } });
        await store.repository(Bank).delete(1);
      },
      {
        code: '23503',
        message: expect.stringMatching(
          /^update or delete on table "bank" violates foreign key constraint "FK_[0-9a-f]{27}" on table "account"$/,
        ),
        detail: 'Key (id)=(1) is still referenced from table "account".',
        table: 'account',
      },
    ],
    [
      'NULL in a required column',
      () => store.repository(Account).insert({ email: null as never }),
      {
        code: '23502',
        message: 'null value in column "email" of relation "account" violates not-null constraint',
        column: 'email',
        table: 'account',
        detail: expect.stringMatching(
          /^Failing row contains \(1, null, null, null, 0, null, null, null, null, null, null\)\.$/,
        ),
      },
    ],
    [
      'a failed check',
      () => store.repository(Account).insert({ email: 'a', balance: -1 }),
      {
        code: '23514',
        message: 'new row for relation "account" violates check constraint "CHK_account_balance"',
        constraint: 'CHK_account_balance',
        table: 'account',
      },
    ],
    [
      'too long a text',
      () => store.repository(Account).insert({ email: 'a', currency: 'EURO' }),
      { code: '22001', message: 'value too long for type character varying(3)' },
    ],
    [
      'too great a number',
      () => store.repository(Account).insert({ email: 'a', tier: 40_000 }),
      { code: '22003', message: 'value "40000" is out of range for type smallint' },
    ],
    [
      'a text for a number',
      () => store.repository(Account).insert({ email: 'a', balance: 'lots' as never }),
      { code: '22P02', message: 'invalid input syntax for type integer: "lots"' },
    ],
    [
      'a NUL character',
      () => store.repository(Account).insert({ email: 'a\0b' }),
      { code: '22021', message: 'invalid byte sequence for encoding "UTF8": 0x00' },
    ],
  ])('refuse %s in the words of PostgreSQL', async (_, work, expected) => {
    expect(await failureOf(work)).toMatchObject({ name: 'QueryFailedError', ...expected });
  });

  it('hand out the query and its parameters with the error', async () => {
    await expect(store.repository(Account).insert({ email: 'a', balance: -1 })).rejects.toMatchObject({
      query: expect.stringContaining('INSERT INTO "account"'),
      parameters: ['a', -1],
      driverError: { code: '23514' },
      code: '23514',
      constraint: 'CHK_account_balance',
    });
  });

  it('let several NULLs be, but not a soft-deleted twin', async () => {
    const accounts = store.repository(Account);
    await accounts.insert([{ email: 'a' }, { email: 'b' }]);
    await accounts.softDelete({ email: 'a' });
    expect(await sqlStateOf(accounts.insert({ email: 'a' }))).toBe('23505');
  });

  it('look at the rows of a partial index only', async () => {
    const accounts = store.repository(Account);
    await accounts.insert({ email: 'a', alias: 'x' });
    expect(await failureOf(accounts.insert({ email: 'b', alias: 'x' }))).toMatchObject({
      code: '23505',
      constraint: 'IDX_account_active_alias',
    });
    await accounts.softDelete({ email: 'a' });
    await accounts.insert({ email: 'b', alias: 'x' });
    expect(await sqlStateOf(accounts.restore({ email: 'a' }))).toBe('23505');
  });

  it('hold row by row inside one statement', async () => {
    const accounts = store.repository(Account);
    await accounts.insert([
      { email: 'a', seat: 1 },
      { email: 'b', seat: 2 },
    ]);
    expect(await sqlStateOf(accounts.updateAll({ seat: () => '"seat" + 1' }))).toBe('23505');
    await accounts.updateAll({ seat: () => '"seat" + 10' });
    expect((await accounts.find({ order: { id: 'ASC' } })).map(({ seat }) => seat)).toEqual([11, 12]);
  });

  it('look at the values of an update that meets no row', async () => {
    expect(await sqlStateOf(store.repository(Account).update({ id: 99 }, { currency: 'EURO' }))).toBe(
      '22001',
    );
  });

  it('undo the whole statement', async () => {
    const accounts = store.repository(Account);
    await accounts.insert({ email: 'a' });
    await failureOf(accounts.insert([{ email: 'b' }, { email: 'c' }, { email: 'a' }]));
    expect(await accounts.count()).toBe(1);
  });
});
