import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { LOG_EVENTS } from '../../src/logging/log-events';

const VOCABULARY = ['src/logging/log-events.ts', 'src/database/log-events.ts'];

/** The part of Nest's Logger that is the port of the database layer, and what makes events of it. */
const MAKERS_OF_LOGGERS = ['src/database/database-core.module.ts', 'src/logging/event-log.ts'];

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts'))
  .map((file) => path.join('src', file));
const textOf = (file: string): string => readFileSync(file, 'utf8');

describe('the events of the log', () => {
  it('are told in docs/logs.md, all of them and no other', () => {
    const rows = textOf('docs/logs.md')
      .split('\n')
      .filter((line) => /^\| `[a-z]+\.[a-z_.]+` /.test(line))
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim().replaceAll('`', ''))
          .slice(1, -1),
      );
    const told = Object.entries(LOG_EVENTS).map(([event, { levels, fields, says }]) => [
      event,
      levels.join(', '),
      event.startsWith('security.') ? 'see below' : fields.join(', '),
      says.replace(/\.$/, ''),
    ]);
    expect(rows).toEqual(told);
  });

  it.each(Object.keys(LOG_EVENTS))('%s is written somewhere', (event) => {
    const writers = SOURCES.filter(
      (file) => !VOCABULARY.includes(file) && textOf(file).includes(`'${event}'`),
    );
    expect(writers).not.toEqual([]);
  });

  it('are named like places: words in small letters, with dots between', () => {
    for (const event of Object.keys(LOG_EVENTS)) expect(event).toMatch(/^[a-z]+(\.[a-z]+(_[a-z]+)*)+$/);
  });

  it('are all that is written: nothing has a logger of its own, or writes to the console', () => {
    const strangers = SOURCES.filter((file) => !MAKERS_OF_LOGGERS.includes(file)).filter((file) =>
      /\bnew Logger\(|\bconsole\.\w+\(|\bLogger\.(log|warn|error|debug)\(/.test(textOf(file)),
    );
    expect(strangers).toEqual([]);
  });
});
