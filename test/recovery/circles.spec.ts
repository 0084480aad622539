import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import { RefusedAgainError } from '../../src/database/recovery/quarantine';
import { HandOver } from './hand-over';

/** Teams and their members point at each other, by keys that are checked at the end of each statement. */
@Entity('team')
class Team {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => Member, { nullable: true })
  @JoinColumn({ name: 'lead' })
  lead!: Relation<Member> | null;
}

@Entity('member')
@Unique('UQ_member_email', ['email'])
class Member {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  email!: string;

  @ManyToOne(() => Team, { nullable: true })
  @JoinColumn({ name: 'team' })
  team!: Relation<Team> | null;
}

/** Points at a member, and nothing at it. */
@Entity('badge')
class Badge {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => Member)
  @JoinColumn({ name: 'member' })
  member!: Relation<Member>;
}

/** The same circle by keys that wait for the end of the transaction. */
@Entity('egg')
class Egg {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => Hen, { deferrable: 'INITIALLY DEFERRED' })
  @JoinColumn({ name: 'hen' })
  hen!: Relation<Hen>;
}

@Entity('hen')
@Unique('UQ_hen_name', ['name'])
class Hen {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  name!: string;

  @ManyToOne(() => Egg, { deferrable: 'INITIALLY DEFERRED' })
  @JoinColumn({ name: 'egg' })
  egg!: Relation<Egg>;
}

/** Nodes of trees, each with keys of another kind. */
@Entity('node')
class Node {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => Node, { nullable: true })
  @JoinColumn({ name: 'parent' })
  parent!: Relation<Node> | null;
}

@Entity('waiting_node')
class WaitingNode {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => WaitingNode, { nullable: true, deferrable: 'INITIALLY DEFERRED' })
  @JoinColumn({ name: 'parent' })
  parent!: Relation<WaitingNode> | null;
}

@Entity('following_node')
class FollowingNode {
  @PrimaryColumn('int')
  id!: number;

  @ManyToOne(() => FollowingNode, { nullable: true, onUpdate: 'CASCADE', onDelete: 'SET NULL' })
  @JoinColumn({ name: 'parent' })
  parent!: Relation<FollowingNode> | null;
}

const TEAMS = [Badge, Team, Member];
const HENS = [Egg, Hen];

describe('What hangs together in a circle', () => {
  let stores: HandOver;

  beforeEach(async () => {
    stores = await HandOver.prepare();
  });
  afterEach(() => stores.close());

  const run = (sql: string): Promise<unknown> => stores.run(sql);
  const rows = (sql: string): Promise<unknown[]> => stores.postgres.query<unknown[]>(sql);
  const refusals = async (): Promise<[string, number][]> =>
    (await stores.quarantine.list({ limit: 20 })).map(({ code, changes }) => [code, changes.length]);
  const retryAll = async (): Promise<void> => {
    for (const { id } of await stores.quarantine.list({ limit: 20 })) await stores.quarantine.retry(id);
  };

  describe.each(['node', 'waiting_node', 'following_node'])('%s, a table that points at itself,', (table) => {
    beforeEach(() => stores.open([Node, WaitingNode, FollowingNode]));

    it.each([
      ['parents first', '(1, NULL), (2, 1), (3, 2), (4, 2)'],
      ['children first', '(4, 2), (3, 2), (2, 1), (1, NULL)'],
      ['in a circle', '(1, 3), (2, 1), (3, 2), (4, 4)'],
    ])('is carried over where one statement changes its keys: %s', async (_, values) => {
      await run(`INSERT INTO ${table} (id, parent) VALUES ${values}`);
      await run(`UPDATE ${table} SET id = id + 10, parent = parent + 10`);
      await run(
        `UPDATE ${table} SET id = 20, parent = CASE WHEN parent = 14 THEN 20 ELSE parent END WHERE id = 14`,
      );
      await run(`INSERT INTO ${table} (id, parent) VALUES (1, NULL)`);
      expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
    });

    it('is carried over where the same rows change again', async () => {
      await run(`INSERT INTO ${table} (id, parent) VALUES (1, NULL), (2, NULL), (3, 2)`);
      await run(`UPDATE ${table} SET id = 5 WHERE id = 1`);
      await run(`UPDATE ${table} SET id = 1 WHERE id = 5`);
      await run(`UPDATE ${table} SET id = id + 10, parent = parent + 10`);
      await run(`UPDATE ${table} SET parent = 11 WHERE id = 13`);
      await run(`UPDATE ${table} SET parent = NULL`);
      expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
    });

    it('is carried over where keys move to where others were', async () => {
      const values = Array.from({ length: 2_000 }, (_entry, n) => `(${n + 1}, ${n === 0 ? 'NULL' : n})`);
      await run(`INSERT INTO ${table} (id, parent) VALUES ${values.join(', ')}`);
      await run(`UPDATE ${table} SET id = id - 1, parent = parent - 1`);
      expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
    });
  });

  it('is carried over where its tables are emptied together, and filled again', async () => {
    await stores.open(TEAMS);
    await run(`INSERT INTO team (id) VALUES (1), (2)`);
    await run(`INSERT INTO member (id, email, team) VALUES (1, 'a', 1), (2, 'b', 2)`);
    await run(`UPDATE team SET lead = id`);
    await run(`INSERT INTO badge (id, member) VALUES (1, 2)`);
    await run(`TRUNCATE team CASCADE`);
    await run(`INSERT INTO team (id) VALUES (1)`);
    await run(`INSERT INTO member (id, email, team) VALUES (7, 'a', 1)`);
    await run(`UPDATE team SET lead = 7`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
    await run(`TRUNCATE member, team, badge`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over where everything is dropped and begun anew', async () => {
    await stores.open(TEAMS);
    await run(`INSERT INTO team (id) VALUES (1)`);
    await run(`INSERT INTO member (id, email, team) VALUES (1, 'a', 1)`);
    await run(`UPDATE team SET lead = 1`);
    await stores.memory.dataSource.synchronize(true);
    await run(`INSERT INTO team (id) VALUES (2)`);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over where one statement with several parts writes both sides', async () => {
    await stores.open(TEAMS);
    await run(
      `WITH made AS (INSERT INTO member (id, email, team) VALUES (1, 'a', 1)) INSERT INTO team (id, lead) VALUES (1, 1)`,
    );
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it('is carried over from a snapshot', async () => {
    await stores.open([...TEAMS, ...HENS, Node], 'snapshot');
    await run(`INSERT INTO node (id, parent) VALUES (3, 1), (1, 2), (2, NULL), (4, 5), (5, 4)`);
    await run(`INSERT INTO team (id) VALUES (1), (2)`);
    await run(`INSERT INTO member (id, email, team) VALUES (1, 'a', 1), (2, 'b', 1)`);
    await run(`UPDATE team SET lead = 2 WHERE id = 1`);
    await run(`INSERT INTO badge (id, member) VALUES (1, 2)`);
    await stores.memory.dataSource.transaction(async (manager) => {
      await manager.query(`INSERT INTO hen (id, name, egg) VALUES (1, 'a', 2), (2, 'b', 1)`);
      await manager.query(`INSERT INTO egg (id, hen) VALUES (1, 1), (2, 2)`);
    });
    await stores.takeSnapshot();
    expect(stores.memory.journal.snapshotId).toBeGreaterThan(0);
    expect(await stores.carriedOver()).toEqual(await stores.acknowledged());
  });

  it.each([
    ['deferred', HENS],
    ['immediate', TEAMS],
  ])(
    'goes whole into quarantine where one row of a snapshot is refused (%s keys), and comes out whole',
    async (_, entities) => {
      const isHens = entities === HENS;
      await stores.open(entities, 'snapshot');
      if (isHens) {
        await stores.memory.dataSource.transaction(async (manager) => {
          await manager.query(
            `INSERT INTO hen (id, name, egg) VALUES (1, 'taken', 2), (2, 'b', 1), (3, 'c', 3), (4, 'd', 1)`,
          );
          await manager.query(`INSERT INTO egg (id, hen) VALUES (1, 1), (2, 2), (3, 3), (4, 4)`);
        });
        await stores.postgres.transaction(async (manager) => {
          await manager.query(`INSERT INTO hen (id, name, egg) VALUES (99, 'taken', 99)`);
          await manager.query(`INSERT INTO egg (id, hen) VALUES (99, 99)`);
        });
      } else {
        await run(`INSERT INTO team (id) VALUES (1), (2), (3)`);
        await run(`INSERT INTO member (id, email, team) VALUES (1, 'taken', 1), (2, 'b', 1), (3, 'c', 3)`);
        await run(`UPDATE team SET lead = id WHERE id <> 2`);
        await run(`INSERT INTO badge (id, member) VALUES (1, 2), (2, 3)`);
        await stores.postgres.query(`INSERT INTO member (id, email) VALUES (99, 'taken')`);
      }
      const all = await stores.acknowledged();
      await stores.takeSnapshot();
      expect(stores.memory.journal.snapshotId).toBeGreaterThan(0);
      await stores.carryOver();
      const dependent = (n: number): [string, number][] => Array.from({ length: n }, () => ['23000', 1]);
      expect(await refusals()).toEqual(
        isHens ? [['23505', 4], ...dependent(2)] : [['23505', 2], ...dependent(2)],
      );
      expect(
        await rows(isHens ? 'SELECT id FROM hen ORDER BY id' : 'SELECT id FROM team ORDER BY id'),
      ).toEqual((isHens ? [3, 99] : [2, 3]).map((id) => ({ id })));
      const [first] = await stores.quarantine.list({ limit: 1 });
      await expect(stores.quarantine.retry(first?.id ?? '')).rejects.toThrow(RefusedAgainError);
      await stores.postgres.transaction(async (manager) => {
        await manager.query(isHens ? 'DELETE FROM egg WHERE id = 99' : 'DELETE FROM member WHERE id = 99');
        if (isHens) await manager.query('DELETE FROM hen WHERE id = 99');
      });
      await retryAll();
      expect(await stores.carriedOver()).toEqual(all);
    },
  );

  it('does not point at other rows of the same keys, which PostgreSQL has already', async () => {
    await stores.open(TEAMS, 'snapshot');
    await run(`INSERT INTO team (id) VALUES (1)`);
    await run(`INSERT INTO member (id, email) VALUES (1, 'a'), (2, 'b')`);
    await run(`INSERT INTO badge (id, member) VALUES (1, 1), (2, 2)`);
    await stores.postgres.query(`INSERT INTO member (id, email) VALUES (1, 'another')`);
    await stores.takeSnapshot();
    expect(stores.memory.journal.snapshotId).toBeGreaterThan(0);
    await stores.carryOver();
    expect(await rows('SELECT id, member FROM badge')).toEqual([{ id: 2, member: 2 }]);
    expect(await refusals()).toEqual([
      ['23505', 1],
      ['23000', 1],
    ]);
  });
});
