import {
  Column,
  DataSource,
  Entity,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import type {
  ChangeRecord,
  SnapshotPart,
  TransactionRecord,
} from '../../src/database/journal/transaction-record';
import {
  DependencyInQuarantineError,
  NotInQuarantineError,
  Quarantine,
  RefusedAgainError,
} from '../../src/database/recovery/quarantine';
import { Replay } from '../../src/database/recovery/replay';
import type { ReplaySource } from '../../src/database/recovery/replay-source';
import { TcpProxy } from '../support/tcp-proxy';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';

@Entity('owner')
@Unique('UQ_owner_email', ['email'])
class Owner {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  email!: string;

  @Column('jsonb', { nullable: true })
  extra!: unknown;
}

@Entity('pet')
class Pet {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text')
  name!: string;

  @ManyToOne(() => Owner, { onDelete: 'CASCADE' })
  owner!: Owner;

  @ManyToOne(() => Pet, { nullable: true })
  parent!: Pet | null;
}

const JOURNAL = '0199d0c5-7b1c-7000-8000-000000000001';
const id = (n: number): string => `0199d0c5-7b1c-7000-8000-${String(n).padStart(12, '0')}`;

describe('A replay', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let quarantine: Quarantine;

  beforeEach(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [Owner, Pet],
      synchronize: true,
    }).initialize();
    quarantine = new Quarantine(dataSource);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const owner = (n: number, email = `${n}@example.com`): ChangeRecord => ({
    kind: 'insert',
    table: 'public.owner',
    row: { id: id(n), email, extra: null },
  });
  const pet = (n: number, of: number, parent: number | null = null): ChangeRecord => ({
    kind: 'insert',
    table: 'public.pet',
    row: {
      id: String(n),
      name: `pet ${n}`,
      ownerId: id(of),
      parentId: parent === null ? null : String(parent),
    },
  });
  const renamed = (n: number, email: string): ChangeRecord => ({
    kind: 'update',
    table: 'public.owner',
    key: { id: id(n) },
    row: { email },
  });
  const gone = (n: number): ChangeRecord => ({ kind: 'delete', table: 'public.owner', key: { id: id(n) } });
  const transactions = (...changes: readonly ChangeRecord[][]): TransactionRecord[] =>
    changes.map((of, i) => ({ id: i + 1, at: '2026-11-25T12:00:00.000Z', changes: of }));

  async function replay(records: readonly TransactionRecord[], on = dataSource): Promise<Replay> {
    const run = await Replay.open(on, journalOf(records));
    await run.run();
    return run;
  }
  /** Each transaction in quarantine, and the one that it depends on. */
  const dependencies = async (): Promise<[number, number | null][]> => {
    const entries = await quarantine.list({ limit: 10 });
    const transactionOf = (entry: string | null): number | null =>
      entries.find((one) => one.id === entry)?.transaction ?? null;
    return entries.map(({ transaction, dependsOn }) => [transaction, transactionOf(dependsOn)]);
  };
  const keyOf = async (column: string): Promise<string> => {
    const [key] = await dataSource.query<{ conname: string }[]>(
      `SELECT conname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
       WHERE contype = 'f' AND conrelid = 'pet'::regclass AND attname = $1`,
      [column],
    );
    return key?.conname ?? '';
  };
  const emails = async (): Promise<string[]> =>
    (await dataSource.query<{ email: string }[]>('SELECT email FROM owner ORDER BY email')).map(
      ({ email }) => email,
    );

  it('repeats inserts, updates and deletes in their order', async () => {
    const { counts, lastTransaction } = await replay(
      transactions([owner(1), pet(1, 1)], [owner(2)], [renamed(1, 'new@example.com')], [gone(2)], [owner(2)]),
    );
    expect(counts).toEqual({ replayed: 5, quarantined: 0 });
    expect(lastTransaction).toBe(5);
    expect(await emails()).toEqual(['2@example.com', 'new@example.com']);
    expect(await dataSource.query('SELECT id, name, "ownerId" FROM pet')).toEqual([
      { id: 1, name: 'pet 1', ownerId: id(1) },
    ]);
  });

  it('repeats nothing twice, in whatever order it is called again', async () => {
    const records = transactions([owner(1)], [owner(2)], [gone(1)]);
    await replay(records.slice(0, 2));
    await replay(records);
    await replay(records);
    expect(await emails()).toEqual(['2@example.com']);
  });

  it('repeats each transaction once when several processes replay one journal together', async () => {
    const records = transactions(...Array.from({ length: 40 }, (_, n) => [owner(n)]));
    const runs = await Promise.all(Array.from({ length: 4 }, () => replay(records)));
    expect(runs.reduce((sum, { counts }) => sum + counts.replayed, 0)).toBe(40);
    expect(await emails()).toHaveLength(40);
  });

  it('takes rows of one transaction that point at each other', async () => {
    await replay(transactions([owner(1), pet(2, 1, 1), pet(1, 1)]));
    expect(await dataSource.query('SELECT id, "parentId" FROM pet ORDER BY id')).toEqual([
      { id: 1, parentId: null },
      { id: 2, parentId: 1 },
    ]);
  });

  it('takes rows that point at later ones where the transaction had let the key wait', async () => {
    await dataSource.query(
      `ALTER TABLE pet ALTER CONSTRAINT "${await keyOf('ownerId')}" DEFERRABLE INITIALLY IMMEDIATE`,
    );
    const { counts } = await replay(transactions([pet(1, 1), owner(1)]));
    expect(counts).toEqual({ replayed: 1, quarantined: 0 });
  });

  it('leaves to PostgreSQL what its foreign keys do by themselves', async () => {
    const { counts } = await replay(
      transactions(
        [owner(1), pet(1, 1)],
        [gone(1), { kind: 'delete', table: 'public.pet', key: { id: '1' }, byAction: true }],
      ),
    );
    expect(counts).toEqual({ replayed: 2, quarantined: 0 });
    expect(await dataSource.query('SELECT id FROM pet')).toEqual([]);
  });

  describe('what PostgreSQL refuses', () => {
    beforeEach(() =>
      dataSource.query(`INSERT INTO owner (id, email) VALUES ('${id(99)}', 'taken@example.com')`),
    );

    it('[fault 40] goes into quarantine whole, and the rest is repeated', async () => {
      const { counts } = await replay(
        transactions([owner(1)], [owner(2), owner(3, 'taken@example.com')], [owner(4)]),
      );
      expect(counts).toEqual({ replayed: 2, quarantined: 1 });
      expect(await emails()).toEqual(['1@example.com', '4@example.com', 'taken@example.com']);
      expect(await quarantine.list({ limit: 10 })).toEqual([
        expect.objectContaining({
          journal: JOURNAL,
          transaction: 2,
          code: '23505',
          reason: 'another row has the same key: unique constraint "UQ_owner_email"',
          dependsOn: null,
          changes: [
            { kind: 'insert', table: 'public.owner', columns: ['id', 'email', 'extra'] },
            { kind: 'insert', table: 'public.owner', columns: ['id', 'email', 'extra'] },
          ],
        }),
      ]);
    });

    it('[fault 40] takes along what depends on it, after a restart too', async () => {
      const records = transactions(
        [owner(1, 'taken@example.com')],
        [pet(1, 1)],
        [renamed(1, 'free@example.com')],
        [gone(1)],
        [owner(2)],
      );
      await replay(records.slice(0, 1));
      const { counts } = await replay(records);
      expect(counts).toEqual({ replayed: 1, quarantined: 3 });
      expect(await dependencies()).toEqual([
        [1, null],
        [2, 1],
        [3, 1],
        [4, 1],
      ]);
    });

    it('takes along what points at its row, although PostgreSQL has another row of that key', async () => {
      await dataSource.query(`INSERT INTO pet (id, name, "ownerId") VALUES (1, 'another', '${id(99)}')`);
      await replay(transactions([owner(1)], [pet(1, 1)], [pet(2, 1, 1)]));
      expect(await dependencies()).toEqual([
        [2, null],
        [3, 2],
      ]);
    });

    it('is a change of a row that is not there, too', async () => {
      await replay(transactions([renamed(7, 'seven@example.com')], [gone(8)]));
      expect((await quarantine.list({ limit: 10 })).map(({ code, reason }) => [code, reason])).toEqual([
        ['02000', 'a row that it changes is not there'],
        ['02000', 'a row that it changes is not there'],
      ]);
    });

    it('is a table that the entities no longer know, too', async () => {
      await replay(transactions([{ kind: 'insert', table: 'public.gone', row: { id: '1' } }]));
      expect((await quarantine.list({ limit: 1 }))[0]).toMatchObject({ code: '42P01' });
    });

    it('is found among a thousand that are taken', async () => {
      const changes = Array.from({ length: 1_000 }, (_, n) => [
        owner(n + 100, n % 300 === 7 ? 'taken@example.com' : undefined),
      ]);
      const { counts } = await replay(transactions(...changes));
      expect(counts).toEqual({ replayed: 996, quarantined: 4 });
    });

    it('can be retried once what is in its way has gone, and what depended on it after it', async () => {
      await replay(transactions([owner(1, 'taken@example.com')], [pet(1, 1)]));
      const [first, second] = await quarantine.list({ limit: 2 });
      await expect(quarantine.retry(second?.id ?? '')).rejects.toThrow(DependencyInQuarantineError);
      await expect(quarantine.retry(first?.id ?? '')).rejects.toThrow(RefusedAgainError);
      expect((await quarantine.list({ limit: 1 }))[0]?.attempts).toBe(2);
      await dataSource.query(`UPDATE owner SET email = 'other@example.com' WHERE id = '${id(99)}'`);
      await quarantine.retry(first?.id ?? '');
      await quarantine.retry(second?.id ?? '');
      expect(await quarantine.count()).toBe(0);
      expect(await emails()).toEqual(['other@example.com', 'taken@example.com']);
      expect(await dataSource.query('SELECT id FROM pet')).toEqual([{ id: 1 }]);
    });

    it('is retried in the order in which it was made, also where it depends on several', async () => {
      await replay(
        transactions(
          [owner(1, 'taken@example.com')],
          [owner(2, 'taken@example.com')],
          [renamed(1, 'second@example.com')],
          [renamed(1, 'third@example.com'), renamed(2, 'third too@example.com')],
        ),
      );
      await dataSource.query(`DELETE FROM owner WHERE id = '${id(99)}'`);
      const [first = '', second = '', third = '', fourth = ''] = (await quarantine.list({ limit: 4 })).map(
        (entry) => entry.id,
      );
      await quarantine.retry(first);
      await expect(quarantine.retry(fourth)).rejects.toThrow(new DependencyInQuarantineError(third));
      await quarantine.retry(third);
      await expect(quarantine.retry(fourth)).rejects.toThrow(new DependencyInQuarantineError(second));
      await quarantine.retry(second);
      await quarantine.retry(fourth);
      expect(await emails()).toEqual(['third too@example.com', 'third@example.com']);
    });

    it('is retried once, however many ask for it together', async () => {
      await replay(transactions([owner(1, 'taken@example.com')]));
      await dataSource.query(`DELETE FROM owner`);
      const [entry] = await quarantine.list({ limit: 1 });
      const outcomes = await Promise.allSettled(
        Array.from({ length: 4 }, () => quarantine.retry(entry?.id ?? '')),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await emails()).toEqual(['taken@example.com']);
    });

    it('can be discarded, and then is not there', async () => {
      await replay(transactions([owner(1, 'taken@example.com')]));
      const [entry] = await quarantine.list({ limit: 1 });
      await quarantine.discard(entry?.id ?? '');
      await expect(quarantine.retry(entry?.id ?? '')).rejects.toThrow(NotInQuarantineError);
      await expect(quarantine.discard('x')).rejects.toThrow(NotInQuarantineError);
      expect(await emails()).toEqual(['taken@example.com']);
    });
  });

  it('moves sequences past what was given out, and never back', async () => {
    const drew = (value: string): TransactionRecord[] => [
      { ...(transactions([owner(1)])[0] as TransactionRecord), sequences: { 'public.pet_id_seq': value } },
    ];
    await replay(drew('41'));
    const next = `SELECT nextval('pet_id_seq')::int AS next`;
    expect(await dataSource.query(next)).toEqual([{ next: 42 }]);
    const behind = {
      id: 1,
      at: '2026-11-25T12:00:00.000Z',
      changes: [],
      sequences: { 'public.pet_id_seq': '7' },
    };
    await (await Replay.open(dataSource, journalOf([behind], { id: id(2) }))).run();
    expect(await dataSource.query(next)).toEqual([{ next: 43 }]);
  });

  it('moves a sequence no further than it goes', async () => {
    await dataSource.query('ALTER SEQUENCE pet_id_seq MAXVALUE 10');
    const [record] = transactions([owner(1)]);
    const { counts } = await replay([
      { ...(record as TransactionRecord), sequences: { 'public.pet_id_seq': '41' } },
    ]);
    expect(counts).toEqual({ replayed: 1, quarantined: 0 });
    expect(await dataSource.query('SELECT last_value::int AS last FROM pet_id_seq')).toEqual([{ last: 10 }]);
  });

  it('moves a sequence far at once', async () => {
    const [record] = transactions([owner(1)]);
    await replay([{ ...(record as TransactionRecord), nextValues: { 'public.pet_id_seq': '2000001' } }]);
    expect(await dataSource.query(`SELECT nextval('pet_id_seq')::int AS next`)).toEqual([
      { next: 2_000_001 },
    ]);
  });

  describe('of a snapshot', () => {
    const rows = (table: string, ...of: readonly ChangeRecord[]): SnapshotPart => {
      const [first] = of;
      const columns = first?.kind === 'insert' ? Object.keys(first.row) : [];
      const values = of.map((change) => (change.kind === 'insert' ? Object.values(change.row) : []));
      return { kind: 'rows', table: `public.${table}`, columns, rows: values };
    };
    const snapshot = async (
      records: readonly TransactionRecord[],
      ...parts: SnapshotPart[]
    ): Promise<Replay> => {
      const run = await Replay.open(dataSource, journalOf(records, { snapshotId: 10, parts }));
      await run.run();
      return run;
    };

    it('inserts its rows, in whatever order their keys need them, and then what came after it', async () => {
      const after = { id: 11, at: '2026-11-25T12:00:00.000Z', changes: [gone(2)] };
      const { counts } = await snapshot(
        [after],
        rows('pet', pet(1, 1, 2), pet(2, 2)),
        rows('owner', owner(1), owner(2, 'two@example.com')),
        rows('pet', pet(3, 1)),
        { kind: 'sequences', sequences: { 'public.pet_id_seq': '3' }, nextValues: {} },
      );
      expect(counts.quarantined).toBe(1);
      expect(await emails()).toEqual(['1@example.com', 'two@example.com']);
      expect(await dataSource.query('SELECT id FROM pet ORDER BY id')).toEqual([
        { id: 1 },
        { id: 2 },
        { id: 3 },
      ]);
      expect(await dataSource.query(`SELECT nextval('pet_id_seq')::int AS next`)).toEqual([{ next: 4 }]);
    });

    it('puts the rows that are refused, and those that depend on them, into quarantine and inserts the rest', async () => {
      await dataSource.query(`INSERT INTO owner (id, email) VALUES ('${id(99)}', 'taken@example.com')`);
      const many = Array.from({ length: 1_200 }, (_, n) =>
        owner(n + 1_000, n === 777 ? 'taken@example.com' : undefined),
      );
      const { counts } = await snapshot(
        [],
        rows('owner', ...many),
        rows('pet', pet(1, 1_777), pet(2, 1_000)),
      );
      expect(counts).toEqual({ replayed: 1_200, quarantined: 2 });
      const [first, second] = await quarantine.list({ limit: 10 });
      expect(first).toMatchObject({ code: '23505', dependsOn: null });
      expect(second).toMatchObject({ dependsOn: first?.id });
      await dataSource.query(`DELETE FROM owner WHERE id = '${id(99)}'`);
      await quarantine.retry(first?.id ?? '');
      // It waits for nothing any more.
      expect(await quarantine.list({ limit: 10 })).toEqual([{ ...second, dependsOn: null }]);
      expect(await quarantine.get(second?.id ?? '')).toEqual({ ...second, dependsOn: null });
      await quarantine.retry(second?.id ?? '');
      expect(await quarantine.count()).toBe(0);
    });

    it.each([
      ['takes rows that point at each other', '1', { replayed: 2, quarantined: 0 }],
      ['puts rows that point nowhere into quarantine', '77', { replayed: 0, quarantined: 2 }],
    ])('%s by a deferred key', async (_, of, expected) => {
      await dataSource.query(
        `ALTER TABLE owner ADD COLUMN pet int REFERENCES pet DEFERRABLE INITIALLY DEFERRED`,
      );
      const keeper: ChangeRecord = {
        kind: 'insert',
        table: 'public.owner',
        row: { id: id(1), email: '1@example.com', extra: null, pet: of },
      };
      const { counts } = await snapshot([], rows('owner', keeper), rows('pet', pet(1, 1)));
      expect(counts).toEqual(expected);
    });

    it('happens once', async () => {
      await snapshot([], rows('owner', owner(1)));
      await dataSource.query('DELETE FROM owner');
      await snapshot([], rows('owner', owner(1)));
      expect(await emails()).toEqual([]);
    });
  });

  it.each([1, 30_000, 60_000, 90_000])(
    'loses and repeats nothing when the connection breaks after %d bytes',
    async (bytes) => {
      const records = transactions(...Array.from({ length: 2_000 }, (_, n) => [owner(n)]));
      const proxy = await TcpProxy.start(Number(new URL(database.url).port));
      const through = await new DataSource({
        type: 'postgres',
        url: proxy.urlOf(database.url),
        entities: [Owner, Pet],
        poolErrorHandler: () => undefined,
      }).initialize();
      try {
        const first = await Replay.open(through, journalOf(records));
        proxy.set({ kind: 'reset after', bytes });
        await expect(first.run()).rejects.toThrow(/terminated|ECONN|EPIPE/);
        proxy.set({ kind: 'clear' });
        const second = await Replay.open(through, journalOf(records));
        const before = second.lastTransaction;
        await second.run();
        expect(second.counts).toEqual({ replayed: 2_000 - before, quarantined: 0 });
        expect(await emails()).toHaveLength(2_000);
      } finally {
        await through.destroy();
        await proxy.close();
      }
    },
  );
});

interface JournalParts {
  readonly id?: string;
  readonly snapshotId?: number;
  readonly parts?: readonly SnapshotPart[];
}

/** What a replay reads of a journal that holds these records. */
function journalOf(
  records: readonly TransactionRecord[],
  { id: journalId = JOURNAL, snapshotId = 0, parts = [] }: JournalParts = {},
): ReplaySource {
  return {
    id: journalId,
    timelines: [{ id: journalId, firstId: 1, lastId: Math.max(snapshotId, records.at(-1)?.id ?? 0) }],
    snapshotId,
    firstId: snapshotId + 1,
    records: (from) => streamOf(records.filter((record) => record.id >= (from ?? 1))),
    snapshotParts: () => streamOf(parts),
  };
}

async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
