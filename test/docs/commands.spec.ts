import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createTestDatabase, type TestDatabase } from '../../src/database/testing';
import { environment } from '../../src/config/config.schema';
import { ServiceProcess } from '../support/service-process';
import { type Command, commandsOf, isAssignment, settingsOf } from './commands';
import { DemoProcess } from './demo-process';
import { NOT_RUN, standsFor, whyNotRun } from './not-run';
import { PAGES } from './pages';
import { Reader } from './reader';

/** Who has signed in goes on to the other pages. */
const FIRST = ['docs/signing-in.md', 'README.md'];
const WITH_COMMANDS = [...FIRST, ...PAGES.filter((page) => !FIRST.includes(page) && !page.includes('adr/'))];
const COMMANDS = WITH_COMMANDS.flatMap((page) => commandsOf(page));

const SCRIPTS = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> })
  .scripts;

/** What readers ask the service with; tests need nothing else but Node. */
const HAS_CURL = spawnSync('curl', ['--version']).status === 0;

(HAS_CURL ? describe : describe.skip)('the commands of the pages', () => {
  let database: TestDatabase;
  let service: DemoProcess;
  let reader: Reader;

  beforeAll(async () => {
    ServiceProcess.build();
    database = await createTestDatabase();
    service = DemoProcess.start({ DATABASE_URL: database.url, ADMIN_EMAILS: 'ada@example.com' });
    reader = new Reader(service, await service.ready(), database.url);
  }, 120_000);
  afterAll(async () => {
    reader?.close();
    await service.stop();
    await database.drop();
  });

  it('work as they stand, from the first to the last', async () => {
    expect(await wrongAmong(COMMANDS.filter((command) => isRun(command)))).toEqual([]);
  }, 240_000);

  it('would be told with their page and line if one did not', async () => {
    const page =
      'Look:\n\n    curl -s localhost:3000/v1/no-such-thing\n    curl -s localhost:3000/health/live\n';
    expect(await wrongAmong(commandsOf('docs/new.md', page))).toEqual([
      expect.stringMatching(/^docs\/new\.md:3 curl \S+ \S+: 404 /),
    ]);
  });

  async function wrongAmong(commands: readonly Command[]): Promise<string[]> {
    const wrong: string[] = [];
    for (const command of commands) {
      // oxlint-disable-next-line no-await-in-loop -- one needs what the one before has answered
      const told = await reader.follow(command);
      if (told !== null) wrong.push(`${placeOf(command)}: ${told}`);
    }
    return wrong;
  }
});

describe('each command of the pages', () => {
  it('is run, or stands in the list of those that are not', () => {
    expect(COMMANDS.length).toBeGreaterThan(40);
    expect(COMMANDS.filter((command) => !isRun(command) && !whyNotRun(command)).map(placeOf)).toEqual([]);
    const [unknown] = commandsOf('docs/new.md', 'Look:\n\n```sh\nhelm install ballast\n```\n');
    expect(unknown && [isRun(unknown), whyNotRun(unknown), placeOf(unknown)]).toEqual([
      false,
      undefined,
      'docs/new.md:4 helm install ballast',
    ]);
  });

  it('names scripts and files that there are', () => {
    const missing = COMMANDS.filter(
      ({ page, text }) =>
        page !== 'docs/extending.md' &&
        ([...text.matchAll(/\bnpm run (?:--silent |-s )?([\w:-]+)/g)].some(
          ([, script = '']) => !(script in SCRIPTS),
        ) ||
          [...text.matchAll(/(?<=^| )((?:src|test|docs|deploy|bench|scaffolding)\/\S+)/g)].some(
            ([, file = '']) => !existsSync(file),
          )),
    );
    expect(missing.map(placeOf)).toEqual([]);
  });

  it('sets variables to what the service takes', () => {
    const refused = COMMANDS.filter((command) =>
      settingsOf(command).some(([name, value]) => {
        const rule = isVariable(name) ? environment.shape[name] : null;
        return rule !== null && !rule.safeParse(value).success;
      }),
    );
    expect(refused.map(placeOf)).toEqual([]);
  });
});

describe('the list of commands that are not run', () => {
  it.each(NOT_RUN)('has $command for a command that there is', (entry) => {
    expect(COMMANDS.filter((command) => standsFor(entry, command))).not.toEqual([]);
  });

  it.each(NOT_RUN.filter(({ runBy }) => runBy !== undefined))(
    'says of $command what runs it: $runBy',
    ({ page, runBy = '' }) => {
      const test = readFileSync(runBy, 'utf8');
      // npm start is no more than what the tests of processes start.
      expect(SCRIPTS['start']).toBe('node dist/main.js');
      expect(test).toContain(page ?? `'dist', 'main.js'`);
    },
  );
});

function isVariable(name: string): name is keyof typeof environment.shape {
  return name in environment.shape;
}

function isRun(command: Command): boolean {
  return isAssignment(command) || (Reader.runs(command) && !whyNotRun(command));
}

function placeOf({ page, line, text }: Command): string {
  return `${page}:${line} ${text}`;
}
