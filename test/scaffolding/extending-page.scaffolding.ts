import { withElement, withImport } from '../../scaffolding/source-edits';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { ScratchCopy } from './scratch-copy';

/** It runs all that there is, and so is run by whoever runs this. */
const NOT_HERE = new Set(['npm run check']);

/** What the page has its reader do, in its order: files of code, and commands. */
function stepsOf(
  page: string,
): { readonly command?: string; readonly file?: string; readonly code?: string }[] {
  const STEP = /^```ts\n\/\/ (?<file>\S+)\n(?<code>.*?)^```|^ {4}(?<command>np[mx] [^\n]*)$/gms;
  return [...page.matchAll(STEP)].map(({ groups = {} }) => groups);
}

describe('docs/extending.md', () => {
  let copy: ScratchCopy;
  let database: TestDatabase;

  beforeAll(async () => {
    copy = new ScratchCopy();
    database = await createTestDatabase();
  });
  afterAll(async () => {
    copy.remove();
    await database.drop();
  });

  it('says nothing that does not work, from its first command to its last', async () => {
    const commands: string[] = [];
    for (const { command = '', file = '', code = '' } of stepsOf(copy.read('docs/extending.md'))) {
      if (file !== '') copy.write(file, code);
      if (file.endsWith('.module.ts'))
        copy.edit('src/app.module.ts', (text) =>
          withElement(
            withImport(text, 'ShelvesModule', './shelves/shelves.module'),
            'imports',
            'ShelvesModule',
          ),
        );
      if (command === '' || NOT_HERE.has(command)) continue;
      const [program = '', ...args] = command.split(' ');
      await copy.succeed(program, args, { DATABASE_URL: database.url });
      commands.push(command);
    }
    expect(commands).toEqual(
      expect.arrayContaining([
        'npm run generate:module books',
        'npm run migration:run',
        'npx jest test/shelves',
      ]),
    );
  });

  it('leaves what passes the checks', async () => {
    await copy.succeed('npx', ['oxfmt', 'src/app.module.ts']);
    await copy.succeed('npm', ['run', '--silent', 'format:check']);
    await copy.succeed('npx', [
      'oxlint',
      '--type-aware',
      '--type-check',
      'src/shelves',
      'test/shelves',
      'src/migrations',
    ]);
    await copy.succeed('npx', ['jest', '-w', '1', 'test/e2e/migrations']);
  });
});
