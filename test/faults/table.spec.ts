import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '../..');

/** The rows of docs/faults.md: a number, and where the tests are that cause the fault. */
const ROWS = readFileSync(path.join(ROOT, 'docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, number, , , tests]) => ({ number: number ?? '', files: (tests ?? '').split(', ') }));

const bears = (file: string, number: string): boolean => {
  const text = readFileSync(file, 'utf8');
  // A title with %d takes its number from the first column of a table.
  return (
    text.includes(`[fault ${number}]`) ||
    (text.includes('[fault %d]') && new RegExp(`\\[\\s*${number},`).test(text))
  );
};

describe('The table of faults', () => {
  it('has 46 rows', () => {
    expect(ROWS.map(({ number }) => Number(number))).toEqual(Array.from({ length: 46 }, (_, i) => i + 1));
  });

  it.each(ROWS)('names for fault $number files whose tests bear its number', ({ number, files }) => {
    const without = files.filter((file) => {
      const found = [`test/${file}.spec.ts`, `src/database/${file}.spec.ts`]
        .map((name) => path.join(ROOT, name))
        .find((name) => existsSync(name));
      return !found || !bears(found, number);
    });
    expect(without).toEqual([]);
  });
});
