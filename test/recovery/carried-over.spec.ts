import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import {
  Column,
  DataSource,
  Entity,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  Tree,
  TreeChildren,
  TreeParent,
  Unique,
} from 'typeorm';
import { Quarantine } from '../../src/database/recovery/quarantine';
import { Replay } from '../../src/database/recovery/replay';
import {
  createSchemas,
  createTestDatabase,
  type EntityClass,
  type TestDatabase,
} from '../../src/database/testing';
import { Sample } from '../contract/entities/sample.entity';
import { type JournaledStore, openStore, temporaryFolder } from '../journal/journaled-store';

@Entity('label', { schema: 'tags' })
class Label {
  @PrimaryColumn('text')
  name!: string;
}

@Entity('page')
@Unique('UQ_page_address', ['address'])
class Page {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  address!: string;

  @Column({ generatedType: 'STORED', asExpression: 'length(address)', type: 'int', nullable: true })
  length!: number;

  @ManyToOne(() => Page, { nullable: true })
  parent!: Relation<Page> | null;

  @ManyToMany(() => Label)
  @JoinTable()
  labels!: Label[];
}

@Entity('visit')
class Visit {
  @PrimaryColumn('int')
  pageId!: number;

  @PrimaryColumn('timestamptz')
  at!: Date;

  @ManyToOne(() => Page, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  page!: Relation<Page>;
}

@Entity('section')
@Tree('closure-table')
class Section {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text')
  name!: string;

  @TreeParent({ onDelete: 'CASCADE' })
  parent!: Section | null;

  @TreeChildren()
  children!: Section[];
}

const PAGES = [Label, Page, Visit];

describe('What memory has acknowledged', () => {
  let folder: string;
  let database: TestDatabase;
  let memory: JournaledStore;
  let postgres: DataSource;

  beforeEach(async () => {
    folder = temporaryFolder();
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await memory.close();
    await postgres.destroy();
    await database.drop();
    await fs.rm(folder, { recursive: true });
  });

  async function open(entities: readonly EntityClass[]): Promise<void> {
    memory = await openStore(folder, [...entities], { compaction: 'keep' });
    postgres = await new DataSource({
      type: 'postgres',
      url: database.url,
      entities: [...entities],
    }).initialize();
    await createSchemas(postgres);
    await postgres.synchronize();
  }

  async function reopen(): Promise<void> {
    memory = await openStore(folder, [...PAGES], { compaction: 'keep' });
  }

  /** What PostgreSQL has refused. */
  async function carryOver(): Promise<[string, string][]> {
    const replay = await Replay.open(postgres, memory.journal);
    await replay.run();
    const entries = await new Quarantine(postgres).list({ limit: 3 });
    return entries.map(({ code, reason }) => [code, reason]);
  }

  /** Every row of every table as text. */
  async function contents(dataSource: DataSource): Promise<Readonly<Record<string, readonly string[]>>> {
    const found: Record<string, string[]> = {};
    for (const { tablePath, columns } of dataSource.entityMetadatas) {
      const table = tablePath
        .split('.')
        .map((part) => `"${part}"`)
        .join('.');
      const texts = columns.map(({ databaseName }) => `"${databaseName}"::text AS "${databaseName}"`);
      const rows = await dataSource.query<object[]>(`SELECT ${texts.join(', ')} FROM ${table}`);
      found[table.replace('"public".', '')] = rows.map((row) => JSON.stringify(row)).toSorted();
    }
    return found;
  }

  /** What PostgreSQL has refused, and what it has then. */
  const carriedOver = async (): Promise<object> => ({
    refused: await carryOver(),
    tables: await contents(postgres),
  });
  const acknowledged = async (): Promise<object> => ({
    refused: [],
    tables: await contents(memory.dataSource),
  });

  const run = (sql: string, parameters: unknown[] = []): Promise<unknown> =>
    memory.dataSource.query(sql, parameters);

  it('keeps the values of every type', async () => {
    await open([Sample]);
    const values: Readonly<Record<string, readonly string[]>> = {
      small: ['-7'],
      big: ['-9223372036854775808'],
      price: ['-0.05', '99999999.99'],
      exact: ['NaN', '1e100', '0.000000000000000000000000001', '-Infinity', '1.0'],
      single: ['NaN', '1e-40', '-0', '16777217'],
      double: ['-Infinity', '5e-324', '-0', '0.1'],
      flag: ['f'],
      padded: ["a'", ''],
      short: ['x  ', ''],
      long: ['', 'NULL', '{,}', 'äöü😀\\ \n\t"\''],
      uuid: ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
      day: ['0044-03-15 BC', 'infinity'],
      clock: ['24:00:00', '00:00:00.000001'],
      wall: ['infinity', '294276-12-31 23:59:59.999999', '0001-01-01 00:00:00 BC'],
      second: ['2026-11-25 12:00:00.5'],
      instant: ['-infinity', '4713-01-01 00:00:00+00 BC', '2026-11-25 12:00:00.123456+05:30'],
      span: ['-1 year -2 days +03:04:05.000006', '178000000 years', '-00:00:00.000001'],
      text: ['{"a":"\\u00e9",  "b":"\\"", "a":1}', 'null', '  [1,  2]'],
      tree: ['{"bb":1,"a":1.0}', 'null', '"x"', '1e300', '"\\u0001"'],
      bytes: ['', '\\x005c27ff'],
      address: ['::ffff:1.2.3.4/100', '10.0.0.0/8'],
      numbers: ['{1,NULL,-3}', '{}', '{{1,2},{3,4}}', '[2:3]={1,2}'],
      letter: ['b'],
      letters: ['{y,x}', '{}'],
      place: ['(1.5,-2e10)', '(NaN,Infinity)'],
      range: ['empty', '(,5)', '[1,1]'],
    };
    for (const [column, texts] of Object.entries(values))
      for (const text of texts) await run(`INSERT INTO sample ("${column}") VALUES ($1)`, [text]);
    for (const [column, texts] of Object.entries(values))
      await run(`UPDATE sample SET "${column}" = $1 WHERE id > 40`, [texts.at(-1)]);
    expect(await carriedOver()).toEqual(await acknowledged());
  });

  it('is carried over where an update gives columns the values that they have', async () => {
    await open(PAGES);
    await run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
    await run(`UPDATE page SET address = address`);
    expect(await carriedOver()).toEqual(await acknowledged());
  });

  it.each(['TRUNCATE page CASCADE', 'TRUNCATE tags.label, page, page_labels_label, visit RESTART IDENTITY'])(
    'is carried over where tables are emptied that point at each other: %s',
    async (truncate) => {
      await open(PAGES);
      await run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
      await run(`INSERT INTO visit VALUES (1, now()), (2, now())`);
      await run(`INSERT INTO tags.label VALUES ('x')`);
      await run(`INSERT INTO page_labels_label VALUES (1, 'x')`);
      await run(truncate);
      await run(`INSERT INTO page (id, address) OVERRIDING SYSTEM VALUE VALUES (7, 'z')`);
      expect(await carriedOver()).toEqual(await acknowledged());
    },
  );

  it('is carried over where everything is dropped and begun anew', async () => {
    await open(PAGES);
    await run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
    await run(`INSERT INTO visit VALUES (1, now()), (2, now())`);
    await memory.dataSource.synchronize(true);
    await run(`INSERT INTO page (address) VALUES ('z')`);
    expect(await carriedOver()).toEqual(await acknowledged());
  });

  it('is carried over where one statement writes many rows that point at later ones, and deletes them', async () => {
    await open(PAGES);
    await run(
      `INSERT INTO page (address, "parentId") SELECT 'p' || n, 6001 - n FROM generate_series(1, 6000) AS n`,
    );
    await run(`DELETE FROM page WHERE id > 10 AND id < 5991`);
    expect(await carriedOver()).toEqual(await acknowledged());
  });

  it('is carried over where keys change, and what points at them with them', async () => {
    await open(PAGES);
    await run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
    await run(`INSERT INTO visit VALUES (1, '2026-01-01 00:00:00.123456+02'), (2, now())`);
    await run(`UPDATE visit SET at = at + interval '1 hour'`);
    await run(`DELETE FROM page WHERE id = 2`);
    await run(`INSERT INTO tags.label VALUES ('a'), ('b')`);
    await run(`INSERT INTO page_labels_label VALUES (1, 'a'), (1, 'b')`);
    await run(`UPDATE page_labels_label SET "labelName" = 'c' WHERE false`);
    await run(`DELETE FROM page_labels_label WHERE "labelName" = 'b'`);
    await run(`UPDATE tags.label SET name = 'c' WHERE name = 'b'`);
    expect(await carriedOver()).toEqual(await acknowledged());
  });

  it('is carried over with the closure of a tree', async () => {
    await open([Section]);
    const trees = memory.dataSource.getTreeRepository(Section);
    const a = await trees.save(trees.create({ name: 'a' }));
    const b = await trees.save(trees.create({ name: 'b', parent: a }));
    await trees.save(trees.create({ name: 'c', parent: b }));
    await trees.save(trees.create({ id: b.id, name: 'b', parent: null }));
    await trees.delete(a.id);
    expect(await carriedOver()).toEqual(await acknowledged());
  });

  it('is not taken for what PostgreSQL has, where unsynced records of the same numbers were lost', async () => {
    await open(PAGES);
    await memory.close();
    const description = await fs.readdir(folder);
    const before = await Promise.all(description.map((name) => fs.readFile(path.join(folder, name))));
    await reopen();
    await run(`INSERT INTO tags.label VALUES ('lost by the disk'), ('with the first')`);
    expect(await carryOver()).toEqual([]);
    await memory.close();
    // As the disk is after a loss of power, where nothing was synced.
    for (const name of await fs.readdir(folder)) await fs.rm(path.join(folder, name));
    for (const [i, name] of description.entries())
      await fs.writeFile(path.join(folder, name), before[i] ?? '');
    await reopen();
    await run(`INSERT INTO tags.label VALUES ('acknowledged later')`);
    expect(await carryOver()).toEqual([]);
    expect(await postgres.query('SELECT name FROM tags.label ORDER BY name')).toEqual(
      ['acknowledged later', 'lost by the disk', 'with the first'].map((name) => ({ name })),
    );
  });

  it('by two instances with copies of one directory is carried over from both, and what they share once', async () => {
    await open(PAGES);
    await run(`INSERT INTO page (address) VALUES ('shared')`);
    await memory.close();
    const copy = temporaryFolder();
    await fs.cp(folder, copy, { recursive: true });
    await reopen();
    await run(`INSERT INTO tags.label VALUES ('first')`);
    expect(await carryOver()).toEqual([]);
    await memory.close();
    memory = await openStore(copy, [...PAGES], { compaction: 'keep' });
    await run(`INSERT INTO tags.label VALUES ('second')`);
    expect(await carryOver()).toEqual([]);
    await fs.rm(copy, { recursive: true });
    expect(await postgres.query('SELECT name FROM tags.label ORDER BY name')).toEqual([
      { name: 'first' },
      { name: 'second' },
    ]);
    expect(await postgres.query('SELECT address FROM page')).toEqual([{ address: 'shared' }]);
  });

  it('[fault 40] goes into quarantine where it is larger than an index of PostgreSQL takes', async () => {
    await open(PAGES);
    await run(`INSERT INTO page (address) VALUES ($1)`, [randomBytes(6_000).toString('base64')]);
    expect(await carryOver()).toEqual([['54000', 'PostgreSQL does not take it (SQLSTATE 54000)']]);
  });

  it('[fault 40] goes into quarantine where a trigger refuses it with a code of its own', async () => {
    await open(PAGES);
    await postgres.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'ZZ001'; END $$`);
    await postgres.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON page FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    await run(`INSERT INTO page (address) VALUES ('a')`);
    expect(await carryOver()).toEqual([['ZZ001', 'PostgreSQL does not take it (SQLSTATE ZZ001)']]);
  });
});
