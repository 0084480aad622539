import { describeOnBothStores } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { Article } from './entities/article.entity';
import { Sample } from './entities/sample.entity';
import { account, type Failing, shapeOf, sql } from './error-shape';

describeOnBothStores(
  'every field of the error of a broken constraint',
  [Account, Bank, Article, Sample],
  (store) => {
    beforeEach(async () => {
      await store.repository(Bank).insert({ code: 'x' });
      await store.repository(Account).insert({ email: 'a', phone: '1', bankId: 1, number: 5, seat: 1 });
    });

    it.each<[string, Failing, object]>([
      [
        '23505 of a column',
        account({ email: 'a' }),
        {
          message: 'duplicate key value violates unique constraint "UQ_4c8f96ccf523e9a3faefd5bdd4c"',
          code: '23505',
          detail: 'Key (email)=(a) already exists.',
          schema: 'public',
          table: 'account',
          constraint: 'UQ_4c8f96ccf523e9a3faefd5bdd4c',
          severity: 'ERROR',
        },
      ],
      [
        '23505 of two columns',
        account({ bankId: 1, number: 5 }),
        {
          message: 'duplicate key value violates unique constraint "UQ_account_bank_number"',
          code: '23505',
          detail: 'Key ("bankId", number)=(1, 5) already exists.',
          schema: 'public',
          table: 'account',
          constraint: 'UQ_account_bank_number',
          severity: 'ERROR',
        },
      ],
      [
        '23505 of a partial index',
        async (s) => {
          await s.repository(Account).update({ email: 'a' }, { alias: 'al' });
          await s.repository(Account).insert({ email: 'z', alias: 'al' });
        },
        {
          message: 'duplicate key value violates unique constraint "IDX_account_active_alias"',
          code: '23505',
          detail: 'Key (alias)=(al) already exists.',
          schema: 'public',
          table: 'account',
          constraint: 'IDX_account_active_alias',
          severity: 'ERROR',
        },
      ],
      [
        '23505 of a primary key',
        sql('INSERT INTO bank (id, code) VALUES (1, $1)', ['y']),
        {
          message: 'duplicate key value violates unique constraint "PK_7651eaf705126155142947926e8"',
          code: '23505',
          detail: 'Key (id)=(1) already exists.',
          schema: 'public',
          table: 'bank',
          constraint: 'PK_7651eaf705126155142947926e8',
          severity: 'ERROR',
        },
      ],
      [
        '23505 of an update',
        async (s) => {
          await s.repository(Account).insert({ email: 'b' });
          await s.repository(Account).update({ email: 'b' }, { phone: '1' });
        },
        {
          message: 'duplicate key value violates unique constraint "UQ_a13e2234cf22b150ea2e72fba6b"',
          code: '23505',
          detail: 'Key (phone)=(1) already exists.',
          schema: 'public',
          table: 'account',
          constraint: 'UQ_a13e2234cf22b150ea2e72fba6b',
          severity: 'ERROR',
        },
      ],
      [
        '23503 of a child',
        account({ bankId: 9 }),
        {
          message:
            'insert or update on table "account" violates foreign key constraint "FK_76583b119c2424eff065c937cf9"',
          code: '23503',
          detail: 'Key (bankId)=(9) is not present in table "bank".',
          schema: 'public',
          table: 'account',
          constraint: 'FK_76583b119c2424eff065c937cf9',
          severity: 'ERROR',
        },
      ],
      [
        '23503 of an update',
        (s) => s.repository(Account).update({ email: 'a' }, { bankId: 9 }),
        {
          message:
            'insert or update on table "account" violates foreign key constraint "FK_76583b119c2424eff065c937cf9"',
          code: '23503',
          detail: 'Key (bankId)=(9) is not present in table "bank".',
          schema: 'public',
          table: 'account',
          constraint: 'FK_76583b119c2424eff065c937cf9',
          severity: 'ERROR',
        },
      ],
      [
        '23503 of a parent',
        (s) => s.repository(Bank).delete(1),
        {
          message:
            'update or delete on table "bank" violates foreign key constraint "FK_76583b119c2424eff065c937cf9" on table "account"',
          code: '23503',
          detail: 'Key (id)=(1) is still referenced from table "account".',
          schema: 'public',
          table: 'account',
          constraint: 'FK_76583b119c2424eff065c937cf9',
          severity: 'ERROR',
        },
      ],
      [
        '23503 of a parent whose key changes',
        sql('UPDATE bank SET id = 7'),
        {
          message:
            'update or delete on table "bank" violates foreign key constraint "FK_76583b119c2424eff065c937cf9" on table "account"',
          code: '23503',
          detail: 'Key (id)=(1) is still referenced from table "account".',
          schema: 'public',
          table: 'account',
          constraint: 'FK_76583b119c2424eff065c937cf9',
          severity: 'ERROR',
        },
      ],
      [
        '23502 of an insert',
        account({ email: null }),
        {
          message: 'null value in column "email" of relation "account" violates not-null constraint',
          code: '23502',
          detail: 'Failing row contains (2, null, null, null, 0, null, null, null, null, null, null).',
          schema: 'public',
          table: 'account',
          column: 'email',
          severity: 'ERROR',
        },
      ],
      [
        '23502 of an update',
        (s) => s.repository(Account).update({ email: 'a' }, { balance: null as never }),
        {
          message: 'null value in column "balance" of relation "account" violates not-null constraint',
          code: '23502',
          detail: 'Failing row contains (1, a, 1, null, null, 5, 1, null, null, 1, null).',
          schema: 'public',
          table: 'account',
          column: 'balance',
          severity: 'ERROR',
        },
      ],
      [
        '23514 of an insert',
        account({ balance: -1 }),
        {
          message: 'new row for relation "account" violates check constraint "CHK_account_balance"',
          code: '23514',
          detail: 'Failing row contains (2, z, null, null, -1, null, null, null, null, null, null).',
          schema: 'public',
          table: 'account',
          constraint: 'CHK_account_balance',
          severity: 'ERROR',
        },
      ],
      [
        '23514 of an update',
        (s) => s.repository(Account).decrement({ email: 'a' }, 'balance', 1),
        {
          message: 'new row for relation "account" violates check constraint "CHK_account_balance"',
          code: '23514',
          detail: 'Failing row contains (1, a, 1, null, -1, 5, 1, null, null, 1, null).',
          schema: 'public',
          table: 'account',
          constraint: 'CHK_account_balance',
          severity: 'ERROR',
        },
      ],
    ])('%s', async (_, work, expected) => {
      expect(await shapeOf(() => work(store))).toEqual(expected);
    });
  },
);
