import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import {
  Column,
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
  ViewColumn,
  ViewEntity,
} from 'typeorm';
import { Sample } from '../contract/entities/sample.entity';
import { temporaryFolder } from '../journal/journaled-store';
import { HandOver } from './hand-over';

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

@ViewEntity({ name: 'page_count', materialized: true, expression: 'SELECT count(*) AS pages FROM page' })
class PageCount {
  @ViewColumn()
  pages!: string;
}

const PAGES = [Label, Page, Visit];

describe('What memory has acknowledged', () => {
  let stores: HandOver;

  beforeEach(async () => {
    stores = await HandOver.prepare();
  });
  afterEach(() => stores.close());

  it('keeps the values of every type', async () => {
    await stores.open([Sample]);
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
      for (const text of texts) await stores.run(`INSERT INTO sample ("${column}") VALUES ($1)`, [text]);
    for (const [column, texts] of Object.entries(values))
      await stores.run(`UPDATE sample SET "${column}" = $1 WHERE id > 40`, [texts.at(-1)]);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over where an update gives columns the values that they have', async () => {
    await stores.open(PAGES);
    await stores.run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
    await stores.run(`UPDATE page SET address = address`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it.each(['TRUNCATE page CASCADE', 'TRUNCATE tags.label, page, page_labels_label, visit RESTART IDENTITY'])(
    'is carried over where tables are emptied that point at each other: %s',
    async (truncate) => {
      await stores.open(PAGES);
      await stores.run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
      await stores.run(`INSERT INTO visit VALUES (1, now()), (2, now())`);
      await stores.run(`INSERT INTO tags.label VALUES ('x')`);
      await stores.run(`INSERT INTO page_labels_label VALUES (1, 'x')`);
      await stores.run(truncate);
      await stores.run(`INSERT INTO page (id, address) OVERRIDING SYSTEM VALUE VALUES (7, 'z')`);
      expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
    },
  );

  it('is carried over where everything is dropped and begun anew', async () => {
    await stores.open(PAGES);
    await stores.run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
    await stores.run(`INSERT INTO visit VALUES (1, now()), (2, now())`);
    await stores.memory.dataSource.synchronize(true);
    await stores.run(`INSERT INTO page (address) VALUES ('z')`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over where one statement writes many rows that point at later ones, and deletes them', async () => {
    await stores.open(PAGES);
    await stores.run(
      `INSERT INTO page (address, "parentId") SELECT 'p' || n, 6001 - n FROM generate_series(1, 6000) AS n`,
    );
    await stores.run(`DELETE FROM page WHERE id > 10 AND id < 5991`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over where keys change, and what points at them with them', async () => {
    await stores.open(PAGES);
    await stores.run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
    await stores.run(`INSERT INTO visit VALUES (1, '2026-01-01 00:00:00.123456+02'), (2, now())`);
    await stores.run(`UPDATE visit SET at = at + interval '1 hour'`);
    await stores.run(`DELETE FROM page WHERE id = 2`);
    await stores.run(`INSERT INTO tags.label VALUES ('a'), ('b')`);
    await stores.run(`INSERT INTO page_labels_label VALUES (1, 'a'), (1, 'b')`);
    await stores.run(`UPDATE page_labels_label SET "labelName" = 'c' WHERE false`);
    await stores.run(`DELETE FROM page_labels_label WHERE "labelName" = 'b'`);
    await stores.run(`UPDATE tags.label SET name = 'c' WHERE name = 'b'`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over with the closure of a tree', async () => {
    await stores.open([Section]);
    const trees = stores.memory.dataSource.getTreeRepository(Section);
    const a = await trees.save(trees.create({ name: 'a' }));
    const b = await trees.save(trees.create({ name: 'b', parent: a }));
    await trees.save(trees.create({ name: 'c', parent: b }));
    await trees.save(trees.create({ id: b.id, name: 'b', parent: null }));
    await trees.delete(a.id);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over from a snapshot, with views that are computed anew there', async () => {
    await stores.open([...PAGES, PageCount], 'snapshot');
    await stores.run(`INSERT INTO page (address) VALUES ('a'), ('b')`);
    await stores.run('REFRESH MATERIALIZED VIEW page_count');
    await stores.takeSnapshot();
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
    await stores.run(`INSERT INTO page (address) VALUES ('c')`);
    await stores.run('REFRESH MATERIALIZED VIEW page_count');
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is not taken for what PostgreSQL has, where unsynced records of the same numbers were lost', async () => {
    await stores.open(PAGES);
    await stores.memory.close();
    const description = await fs.readdir(stores.folder);
    const before = await Promise.all(description.map((name) => fs.readFile(path.join(stores.folder, name))));
    await stores.reopen();
    await stores.run(`INSERT INTO tags.label VALUES ('lost by the disk'), ('with the first')`);
    expect(await stores.carryOver()).toEqual([]);
    await stores.memory.close();
    // As the disk is after a loss of power, where nothing was synced.
    for (const name of await fs.readdir(stores.folder)) await fs.rm(path.join(stores.folder, name));
    for (const [i, name] of description.entries())
      await fs.writeFile(path.join(stores.folder, name), before[i] ?? '');
    await stores.reopen();
    await stores.run(`INSERT INTO tags.label VALUES ('acknowledged later')`);
    expect(await stores.carryOver()).toEqual([]);
    expect(await stores.postgres.query('SELECT name FROM tags.label ORDER BY name')).toEqual(
      ['acknowledged later', 'lost by the disk', 'with the first'].map((name) => ({ name })),
    );
  });

  it('by two instances with copies of one directory is carried over from both, and what they share once', async () => {
    await stores.open(PAGES);
    await stores.run(`INSERT INTO page (address) VALUES ('shared')`);
    await stores.memory.close();
    const copy = temporaryFolder();
    await fs.cp(stores.folder, copy, { recursive: true });
    await stores.reopen();
    await stores.run(`INSERT INTO tags.label VALUES ('first')`);
    expect(await stores.carryOver()).toEqual([]);
    await stores.memory.close();
    await stores.reopen({ compaction: 'keep' }, copy);
    await stores.run(`INSERT INTO tags.label VALUES ('second')`);
    expect(await stores.carryOver()).toEqual([]);
    await fs.rm(copy, { recursive: true });
    expect(await stores.postgres.query('SELECT name FROM tags.label ORDER BY name')).toEqual([
      { name: 'first' },
      { name: 'second' },
    ]);
    expect(await stores.postgres.query('SELECT address FROM page')).toEqual([{ address: 'shared' }]);
  });

  it('[fault 40] goes into quarantine where it is larger than an index of PostgreSQL takes', async () => {
    await stores.open(PAGES);
    await stores.run(`INSERT INTO page (address) VALUES ($1)`, [randomBytes(6_000).toString('base64')]);
    expect(await stores.carryOver()).toEqual([['54000', 'PostgreSQL does not take it (SQLSTATE 54000)']]);
  });

  it('[fault 40] goes into quarantine where a trigger refuses it with a code of its own', async () => {
    await stores.open(PAGES);
    await stores.postgres.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'ZZ001'; END $$`);
    await stores.postgres.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON page FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    await stores.run(`INSERT INTO page (address) VALUES ('a')`);
    expect(await stores.carryOver()).toEqual([['ZZ001', 'PostgreSQL does not take it (SQLSTATE ZZ001)']]);
  });
});
