import { ScratchCopy } from './scratch-copy';

// `npm run test:scaffolding` does more, and takes longer.
describe('npm run generate:module', () => {
  let copy: ScratchCopy;

  beforeAll(() => {
    copy = new ScratchCopy();
  });
  afterAll(() => copy.remove());

  it('refuses a name that is taken, and changes nothing', async () => {
    const before = copy.snapshot();
    const { exitCode, text } = await copy.run('npm', ['run', '--silent', 'generate:module', 'users']);
    expect([exitCode, text]).toEqual([2, 'There is src/users already: choose another name.\n']);
    expect(copy.snapshot()).toEqual(before);
  });

  it('makes a module whose types hold, and whose tests pass on both stores', async () => {
    const folders = ['src/reading-lists', 'test/reading-lists'];
    await copy.succeed('npm', ['run', '--silent', 'generate:module', 'reading-lists']);
    await copy.succeed('npx', ['oxlint', '--type-aware', '--type-check', ...folders]);
    const tested = await copy.succeed('npx', ['jest', '-w', '1', 'test/reading-lists']);
    expect(tested).toMatch(/^Test Suites: 2 passed, 2 total$/m);
  }, 300_000);
});
