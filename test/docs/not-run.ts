import { type Command, programOf } from './commands';

/** Why a command of a page is not run here. */
export interface NotRun {
  readonly command: RegExp;
  readonly because: string;
  /** All pages, unless told. */
  readonly page?: string;
  /** What runs it instead: a test that names the page, or what the command starts. */
  readonly runBy?: string;
}

/** All commands of pages that `npm test` does not run. What stands here is still looked at: scripts, files and variables exist. */
export const NOT_RUN: readonly NotRun[] = [
  { command: /^npm ci$/, because: 'installs what this run is made of' },
  { command: /^npm install /, because: 'fetches packages', page: 'src/database/README.md' },
  { command: /^npm (test|run check)$/, because: 'is this run, and more' },
  {
    command: /^npm start$/,
    because: 'builds for half a minute first',
    runBy: 'test/support/service-process.ts',
  },
  { command: /^npm run (soak|bench|bench:\S+|test:\S+)$/, because: 'takes from minutes to hours' },
  { command: /^docker /, because: 'needs Docker' },
  { command: /^kubectl /, because: 'needs a cluster' },
  { command: /^curl -fO https:/, because: 'asks a server of somebody else' },
  {
    command: /^np[mx] /,
    page: 'docs/extending.md',
    because: 'changes the sources, and checks them for minutes',
    runBy: 'test/scaffolding/extending-page.scaffolding.ts',
  },
];

export function whyNotRun(command: Command): NotRun | undefined {
  return NOT_RUN.find((entry) => standsFor(entry, command));
}

export function standsFor(entry: NotRun, command: Command): boolean {
  return entry.command.test(programOf(command)) && (entry.page ?? command.page) === command.page;
}
