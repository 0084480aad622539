import * as fs from 'node:fs';
import * as path from 'node:path';

const FOLDER = path.join(__dirname, '..', '..', 'bench', 'results');

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Keeps what a run has found, with when and on which Node it was found. */
export function writeResults(name: string, results: object): void {
  fs.mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${name}.json`);
  const run = { at: new Date().toISOString(), node: process.version };
  fs.writeFileSync(file, JSON.stringify({ ...run, ...results }, null, 2));
  console.log(`written to ${path.relative(process.cwd(), file)}`);
}
