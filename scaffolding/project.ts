import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { elementsOf, withElement, withImport } from './source-edits';

/** Files of the project by their paths, as they are to be. */
export type Changes = Map<string, string>;

const MIGRATIONS = 'src/migrations/migrations.ts';

/** A file as it is, or as it is to be. */
export function read(file: string, changes?: Changes): string {
  return changes?.get(file) ?? fs.readFileSync(file, 'utf8');
}

/** The sources under `src`. */
export function sourceFiles(): string[] {
  return fs
    .readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join('src', file.replaceAll(path.sep, '/')));
}

/** Later than that of every migration that there is: they are run in this order. */
export function nextTimestamp(): string {
  const times = elementsOf(read(MIGRATIONS), 'MIGRATIONS').map((name) => Number(name.slice(-13)));
  return String(Math.max(Date.now(), ...times.map((time) => time + 1)));
}

/** Adds a migration to the list of all. @param file its name without the ending */
export function registerMigration(changes: Changes, name: string, file: string): void {
  const imported = withImport(read(MIGRATIONS, changes), name, `./${file}`);
  changes.set(MIGRATIONS, withElement(imported, 'MIGRATIONS', name));
}

/** Writes all of it, in the format of the project, and tells of it. */
export function write(changes: Changes): void {
  const lines = [...changes].map(([file, text]) => {
    const verb = fs.existsSync(file) ? 'changed' : 'created';
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return `${verb}  ${file}\n`;
  });
  const formatter = path.join(path.dirname(require.resolve('oxfmt/package.json')), 'bin', 'oxfmt');
  execFileSync(process.execPath, [formatter, ...changes.keys()], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.stdout.write(lines.join(''));
}
