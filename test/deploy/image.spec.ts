import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const linesOf = (file: string): string[] => readFileSync(path.join(ROOT, file), 'utf8').split('\n');

describe('the image', () => {
  it('is built of files that are there, and that its build may see', () => {
    const ignored = linesOf('.dockerignore');
    expect(ignored[0]).toBe('*');
    const copied = linesOf('Dockerfile')
      .filter((line) => /^COPY (?!--from)/.test(line))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(copied).toContain('src');
    expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
    expect(copied.filter((file) => !ignored.includes(`!${file}`))).toEqual([]);
  });
});
