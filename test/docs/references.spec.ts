import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { environment } from '../../src/config/config.schema';
import { STATUS_BY_CODE } from '../../src/http/problem-table';
import { LOG_EVENTS } from '../../src/logging/log-events';
import { startApp, type TestApp } from '../support/test-app';
import { anchorsOf, linksOf } from './links';
import { PAGES, proseOf, shownBlocks, spansOf, textOf } from './pages';
import { type Operations, isOperation, routeIn } from './routes';

/** Records tell what was decided, also of what has changed since. */
const CURRENT = PAGES.filter((page) => !page.startsWith('docs/adr/0'));
/** What its reader makes. */
const MADE_BY_THE_READER = /\b(books?|shel(f|ves)|reading-lists|people)\b/;

/** What other programs call something. */
const OF_OTHERS = new Set(['kubernetes_sd_configs', 'max_prepared_statements', 'pg_stat_replication']);

const SCRIPTS = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts;

const codeIn = (...folders: string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.([cm]?[jt]sx?|ya?ml|json|env)$/.test(file) && !file.includes('openapi'))
        .map((file) => readFileSync(path.join(folder, file), 'utf8')),
    )
    .join('\n');
const wordsIn = (text: string): ReadonlySet<string> => new Set(text.match(/\w+/g));

/** What is not right in the pages, each with its page. */
function wrongIn(pages: readonly string[], wrong: (page: string) => readonly string[]): string[] {
  return pages.flatMap((page) => wrong(page).map((what) => `${page}: ${what}`));
}

describe('what pages refer to', () => {
  it('is there: every link, and its anchor', () => {
    const isBroken = (page: string, link: string): boolean => {
      if (/^(https?|mailto):/.test(link)) return false;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.join(path.dirname(page), file);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor));
    };
    expect(wrongIn(PAGES, (page) => linksOf(page).filter((link) => isBroken(page, link)))).toEqual([]);
    expect(
      ['no-such-page.md', 'README.md#no-such-heading'].every((link) => isBroken('README.md', link)),
    ).toBe(true);
  });

  it('is there: every file and folder', () => {
    // What runs of it write is not there before.
    const FILE = /^(src|test|docs|deploy|bench(?!\/results)|scaffolding|\.ci)\/[\w./-]+$/;
    expect(
      wrongIn(CURRENT, (page) =>
        spansOf(page).filter((span) => FILE.test(span) && !MADE_BY_THE_READER.test(span) && !isFound(span)),
      ),
    ).toEqual([]);
  });

  it('is there: every script of npm, and every folder that Jest is to run', () => {
    const RUN = /\bnpm run (?:--silent |-s )?([\w:-]*\w)|\bnpx jest (?:-\S+ )*([\w/.-]+)/g;
    expect(
      wrongIn(CURRENT, (page) =>
        [...textOf(page).matchAll(RUN)]
          .filter(([, script, folder = '']) =>
            script === undefined
              ? !isFound(folder) && !MADE_BY_THE_READER.test(folder)
              : !(script in SCRIPTS),
          )
          .map(([text]) => text),
      ),
    ).toEqual([]);
  });

  it('is read: every variable, by the service, or by what is run beside it', () => {
    const read = wordsIn(codeIn('src', 'test', 'bench', 'deploy'));
    const VARIABLE = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g;
    expect(
      wrongIn(CURRENT, (page) =>
        [...spansOf(page), ...shownBlocks(page).flatMap(({ lines }) => lines)]
          .flatMap((text) => text.match(VARIABLE) ?? [])
          .filter((name) => !(name in environment.shape) && !read.has(name)),
      ),
    ).toEqual([]);
  });

  it('is in the code: every code of an error, event of the log and name of a metric', () => {
    const said = wordsIn(codeIn('src', 'test', 'deploy'));
    const events = Object.keys(LOG_EVENTS);
    const subjects = new Set(events.map((event) => event.replace(/\..*/, '')));
    const isUnknown = (page: string, span: string): boolean => {
      if (/^[a-z]+(_[a-z0-9]+)+$/.test(span)) return !said.has(span) && !OF_OTHERS.has(span);
      const [, subject = ''] = /^([a-z]+)(\.[a-z_]+)+(\.\*)?$/.exec(span) ?? [];
      // Spans of traces and their attributes have names of that kind, too.
      if (page === 'docs/tracing.md' || !subjects.has(subject) || /\.(ts|js|md|json|delivery)$/.test(span))
        return false;
      return !events.some(
        (event) => event === span || (span.endsWith('*') && event.startsWith(span.slice(0, -1))),
      );
    };
    expect(wrongIn(CURRENT, (page) => spansOf(page).filter((span) => isUnknown(page, span)))).toEqual([]);
    const ANSWER = /\b([45]\d\d) \(?`([a-z_]+)`/g;
    expect(
      wrongIn(CURRENT, (page) =>
        [...proseOf(page).matchAll(ANSWER)]
          .filter(([, status, code = '']) => STATUS_BY_CODE[code] !== Number(status))
          .map(([text]) => text),
      ),
    ).toEqual([]);
  });
});

describe('the routes that pages name', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.close());

  it('are there: in the document of the API, or as pages', async () => {
    const document = await (await fetch(`${service.url}/openapi.json`)).json();
    const { paths } = document as { paths: Operations };
    const unknown = CURRENT.flatMap((page) =>
      spansOf(page).flatMap((span) => {
        const route = routeIn(span);
        return !route || MADE_BY_THE_READER.test(span) || isOperation(paths, route)
          ? []
          : [{ page, ...route }];
      }),
    );
    const answers = await Promise.all(
      unknown.map(async ({ path: asked }) => (await fetch(`${service.url}${asked}`)).status),
    );
    expect(
      unknown.filter(
        ({ method, path: asked }, i) => method !== '' || asked.startsWith('/v1') || answers[i] === 404,
      ),
    ).toEqual([]);
  });
});

function isFound(file: string): boolean {
  return existsSync(file) || ['.ts', '.tsx', '.spec.ts'].some((ending) => existsSync(`${file}${ending}`));
}
