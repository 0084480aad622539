import { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import { migrateDatabase } from '../../src/cli/migrate-database';
import { exitCodeOf } from '../../src/cli/run-command';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { MIGRATIONS } from '../../src/migrations/migrations';
import { eventually } from '../support/eventually';

const MIGRATION_LOCK = 2_255_278;

class Shelves1764057600000 {
  readonly name = 'Shelves1764057600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE shelves (id integer PRIMARY KEY)');
    await runner.query('INSERT INTO shelves SELECT generate_series(1, 3)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shelves');
  }
}

class Labels1764057700000 {
  readonly name = 'Labels1764057700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shelves ADD COLUMN label text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shelves DROP COLUMN label');
  }
}

class Wrong1764057800000 {
  readonly name = 'Wrong1764057800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE left_behind (id integer)');
    await runner.query(`INSERT INTO shelves VALUES (1, 'hunter2')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`SELECT 'hunter2'::integer`);
  }
}

const BOTH = [Shelves1764057600000, Labels1764057700000];

describe('the commands for migrations', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const on = (list: readonly (new () => unknown)[], ...args: string[]): Promise<Run> =>
    run(list, args, { DATABASE_URL: database.url });

  it('run what is pending, tell of each, and have nothing to do after that', async () => {
    expect(await on(BOTH, 'run')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/\ndone {5}Shelves\d+\ndone {5}Labels\d+\n2 run\.$/) as string,
      error: '',
    });
    const { exitCode, out } = await on(BOTH, 'run');
    expect([exitCode, out.split('\n').at(-1)]).toEqual([0, 'Nothing to do: no migration is pending.']);
  });

  it('tell what is done, pending and unknown, and end with 1 while something is pending', async () => {
    expect(await on(BOTH, 'status')).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(
        /\npending {2}Shelves\d+\npending {2}Labels\d+\n2 pending: npm run/,
      ) as string,
    });
    await on([Shelves1764057600000], 'run');
    expect(await on(BOTH, 'status')).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/\ndone {5}Shelves\d+\npending {2}Labels\d+\n1 pending/) as string,
    });
    await on(BOTH, 'run');
    expect(await on([Shelves1764057600000], 'status')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/\nunknown {2}Labels\d+\nNo migration is pending\.\n1 unknown/) as string,
    });
  });

  it('take back one at a time, the latest first, until there is none', async () => {
    await on(BOTH, 'run');
    const reverted = async (): Promise<string | undefined> =>
      (await on(BOTH, 'revert')).out.split('\n').at(-1);
    expect(await reverted()).toBe('reverted Labels1764057700000');
    expect(await query('SELECT * FROM shelves')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(await reverted()).toBe('reverted Shelves1764057600000');
    expect(await query(`SELECT to_regclass('shelves') AS shelves`)).toEqual([{ shelves: null }]);
    expect(await reverted()).toBe('Nothing to do: no migration has been run.');
  });

  it('end with 1 at a migration that fails, which is taken back, and keep those before it', async () => {
    const failed = await on([...BOTH, Wrong1764057800000], 'run');
    expect(failed).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/done {5}Labels1764057700000$/) as string,
      error: expect.stringContaining('the migration Wrong1764057800000 failed (23505)') as string,
    });
    expect(failed.out + failed.error).not.toMatch(/hunter2|INSERT|left_behind/);
    expect(await query(`SELECT to_regclass('left_behind') AS left`)).toEqual([{ left: null }]);
    expect((await on([...BOTH, Wrong1764057800000], 'status')).out).toMatch(
      /done {5}Labels.*\npending {2}Wrong/,
    );
  });

  it('end with 1 at a migration that cannot be taken back, and keep it', async () => {
    await on(BOTH, 'run');
    await query(`INSERT INTO migrations (timestamp, name) VALUES (1764057800000, 'Wrong1764057800000')`);
    const failed = await on([...BOTH, Wrong1764057800000], 'revert');
    expect(failed).toMatchObject({
      exitCode: 1,
      error: expect.stringContaining('the migration Wrong1764057800000 failed (22P02)') as string,
    });
    expect(failed.out + failed.error).not.toContain('hunter2');
    expect((await on([...BOTH, Wrong1764057800000], 'status')).exitCode).toBe(0);
  });

  it('do not take back what another version has run', async () => {
    await on(BOTH, 'run');
    expect(await on([Shelves1764057600000], 'revert')).toMatchObject({
      exitCode: 1,
      error: expect.stringMatching(/is Labels1764057700000, which this version does not have/) as string,
    });
    expect((await on(BOTH, 'status')).exitCode).toBe(0);
  });

  it('run each migration once when several are given at the same time', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => on(BOTH, 'run')));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(runs.filter(({ out }) => out.includes('done     Shelves'))).toHaveLength(1);
    expect(runs.filter(({ out }) => out.includes('done     Labels'))).toHaveLength(1);
    expect(await query('SELECT count(*)::integer AS rows FROM shelves')).toEqual([{ rows: 3 }]);
  });

  it.each(['run', 'revert'])(
    '%s says that it waits while a start or another command migrates',
    async (action) => {
      const holder = new Client({ connectionString: database.url });
      await holder.connect();
      await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      const told: string[] = [];
      const running = run(BOTH, [action], { DATABASE_URL: database.url }, told);
      await eventually(() => told.includes('Another process is migrating: waiting for it.'));
      expect(await query(`SELECT to_regclass('migrations') AS migrations`)).toEqual([{ migrations: null }]);
      await holder.end();
      expect((await running).exitCode).toBe(0);
    },
  );

  it('make the tables of the service, and take all of them back', async () => {
    expect((await on(MIGRATIONS, 'run')).exitCode).toBe(0);
    for (const migration of MIGRATIONS.toReversed())
      expect((await on(MIGRATIONS, 'revert')).out).toMatch(new RegExp(`reverted ${migration.name}$`));
    const left = await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    expect(left).toEqual(
      expect.not.arrayContaining([
        expect.objectContaining({ tablename: expect.stringMatching(/users|apis/) as string }),
      ]),
    );
  });

  it.each([[[]], [['up']], [['run', 'now']], [['toString']]])(
    'end with 2 and say how to ask when told %j',
    async (args) => {
      const { exitCode, error } = await on(BOTH, ...args);
      expect([exitCode, error]).toEqual([2, expect.stringMatching(/^Usage: npm run migration:status/)]);
    },
  );

  it.each(['run', 'revert', 'status'])(
    '%s ends with 78 without PostgreSQL, and says what to set',
    async (action) => {
      expect(await run(BOTH, [action], {})).toMatchObject({
        exitCode: 78,
        out: '',
        error: expect.stringMatching(
          /^There is no PostgreSQL to migrate.*[\s\S]*explicit-url.*[\s\S]*Set DATABASE_URL/,
        ) as string,
      });
    },
  );

  it.each<[string, (url: URL) => void, RegExp]>([
    [
      'a wrong password',
      (url) => (url.password = 'hunter2'),
      /the password was refused \(28P01\)\nRemedy: \S/,
    ],
    [
      'a database that does not exist',
      (url) => (url.pathname = '/none'),
      /does not exist \(3D000\)\nRemedy: \S/,
    ],
    [
      'a closed port',
      (url) => (url.port = '1'),
      /nothing listens at this address \(ECONNREFUSED\)\nRemedy: \S/,
    ],
  ])('end with 69 for %s, say what to do, and tell no secret', async (_name, change, told) => {
    const url = new URL(database.url);
    change(url);
    for (const action of ['run', 'revert', 'status']) {
      const { exitCode, out, error } = await run(BOTH, [action], { DATABASE_URL: url.toString() });
      expect([exitCode, error]).toEqual([69, expect.stringMatching(told)]);
      expect(out + error).not.toMatch(/hunter2|test-password/);
    }
  });

  it('find PostgreSQL as the service does', async () => {
    const { hostname, port, username, password, pathname } = new URL(database.url);
    const { exitCode, out } = await run(BOTH, ['run'], {
      AWS_DB_HOST: hostname,
      AWS_DB_PORT: port,
      AWS_DB_USER: username,
      AWS_DB_PASSWORD: password,
      AWS_DB_NAME: pathname.slice(1),
    });
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/\n2 run\.$/)]);
    expect(out).not.toContain(password);
  });

  async function query(text: string): Promise<unknown[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }
});

interface Run {
  readonly exitCode: number;
  readonly out: string;
  readonly error: string;
}

async function run(
  list: readonly (new () => unknown)[],
  args: readonly string[],
  variables: Record<string, string>,
  out: string[] = [],
): Promise<Run> {
  const error: string[] = [];
  const exitCode = await exitCodeOf(migrateDatabase(list, args), () => variables, {
    out: (line) => out.push(line),
    error: (line) => error.push(line),
  });
  return { exitCode, out: out.join('\n'), error: error.join('\n') };
}
