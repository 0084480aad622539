import { ScratchCopy } from './scratch-copy';

/** What a developer runs before he hands a change in, in the order of how long it takes. */
const CHECKS = ['format:check', 'lint:dependencies', 'types', 'lint'] as const;

describe('what the generators make', () => {
  let copy: ScratchCopy;

  beforeAll(() => {
    copy = new ScratchCopy();
  });
  afterAll(() => copy.remove());

  const npmRun = (...args: string[]) => copy.run('npm', ['run', '--silent', ...args]);

  it.each([
    [['users'], /There is src\/users already: choose another name/],
    [['api-versions'], /There is a table api_versions in src\/apis\/api-version.entity.ts already/],
    [['sessions'], /There is a schema Session in .* already/],
    [['columns'], /needs the name Column for something else/],
    [['Books'], /"Books" is no name for a module/],
    [['book'], /does not look like the name of many/],
    [[], /^Usage: npm run generate:module/],
    [['books', 'book', 'x'], /^Usage: npm run generate:module/],
  ])('are nothing for %j, and why is told', async (names, reason) => {
    const before = copy.snapshot();
    const { exitCode, text } = await npmRun('generate:module', ...names);
    expect([exitCode, text]).toEqual([2, expect.stringMatching(reason)]);
    expect(copy.snapshot()).toEqual(before);
  });

  it('are modules of all kinds of names, one after another', async () => {
    for (const names of [
      ['books'],
      ['reading-lists'],
      ['people', 'person'],
      ['posts'],
      ['cases'],
      ['orders'],
      ['items'],
    ])
      await copy.succeed('npm', ['run', '--silent', 'generate:module', ...names]);
  });

  it('are not made twice', async () => {
    const before = copy.snapshot();
    const { exitCode, text } = await npmRun('generate:module', 'books');
    expect([exitCode, text]).toEqual([2, 'There is src/books already: choose another name.\n']);
    expect(copy.snapshot()).toEqual(before);
  });

  it.each(CHECKS)('pass npm run %s', async (check) => {
    await copy.succeed('npm', ['run', '--silent', check]);
  });

  it('pass their own tests, and those of the application as a whole', async () => {
    const folders = ['books', 'reading-lists', 'people', 'posts', 'cases', 'orders', 'items'];
    const paths = folders.map((folder) => `test/${folder}/`);
    const tested = await copy.succeed('npx', [
      'jest',
      '-w',
      '1',
      ...paths,
      'test/e2e/(migrations|closed-routes|docs|users)',
      'test/tokens/tokens',
    ]);
    expect(tested).toMatch(/^Test Suites: 19 passed, 19 total$/m);
  });

  it('are no migration when nothing is to be done', async () => {
    const before = copy.snapshot();
    expect(await npmRun('migration:generate', 'nothing')).toEqual({
      exitCode: 0,
      text: 'Nothing to do: the migrations make what the entities describe.\n',
    });
    expect(copy.snapshot()).toEqual(before);
  });

  it('are a migration of what was changed, after which nothing is to be done', async () => {
    copy.edit('src/books/book.entity.ts', (text) =>
      text.replace(
        '  @Column({ type:',
        `  @Column('varchar', { length: 13, default: 'a\`b\${c}' })\n  isbn!: string;\n\n  @Column({ type:`,
      ),
    );
    const { exitCode, text } = await npmRun('migration:generate', 'add-isbn-to-books');
    expect([exitCode, text]).toEqual([
      0,
      expect.stringMatching(/created {2}src\/migrations\/\d{13}-add-isbn-to-books\.ts/),
    ]);
    await copy.succeed('npm', ['run', '--silent', 'format:check']);
    const typeCheck = ['oxlint', '--type-aware', '--type-check', 'src/migrations'];
    await copy.succeed('npx', typeCheck);
    expect((await npmRun('migration:generate', 'again')).text).toMatch(/^Nothing to do/);
    expect(await npmRun('migration:generate', 'add-isbn-to-books')).toEqual({
      exitCode: 2,
      text: 'There is a migration add-isbn-to-books already: choose another name.\n',
    });
  });

  it('are told to lose data when they do', async () => {
    copy.edit('src/books/book.entity.ts', (text) =>
      text.replace("'varchar', { length: 13", "'varchar', { length: 17"),
    );
    const { text } = await npmRun('migration:generate', 'longer-isbn');
    expect(text).toMatch(/It drops "books"\."isbn", and the data with it/);
  });

  it('are not made of migrations that fail, and which one is told', async () => {
    copy.edit('src/migrations/1764057700000-tokens.ts', (text) =>
      text.replace('CREATE TABLE "tokens"', 'CREATE TABLE "users"'),
    );
    expect(await npmRun('migration:generate', 'never')).toEqual({
      exitCode: 2,
      text: 'Mend this first: the migration Tokens1764057700000 failed (42P07): relation "users" already exists\n',
    });
  });
});
