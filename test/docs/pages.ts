import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/** What belongs together in a page, as a run of lines. */
export interface Block {
  readonly page: string;
  /** Its first line, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

const NO_PAGES = /(^|\/)(node_modules|dist|dist-[a-z]+|coverage|test-output|\.git)\//;
/** What a fence says of commands, if anything. */
const SHELL = new Set(['', 'sh', 'bash', 'shell', 'console']);

/** Every page of this repository, by its path. */
export const PAGES: readonly string[] = ['.', 'docs', 'deploy', 'src', 'bench', 'test']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((file) =>
      path.join(folder, file),
    ),
  )
  .filter((file) => file.endsWith('.md') && !NO_PAGES.test(file))
  .toSorted();

export function textOf(page: string): string {
  return readFileSync(page, 'utf8');
}

/** Blocks of what is shown as it is, indented or fenced, but for code in a language; without their indentation. */
export function shownBlocks(page: string, text = textOf(page)): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const fence = /^ *```(.*)$/.exec(lines[i] ?? '');
    const isIndented = !fence && /^ {4}/.test(lines[i] ?? '') && (lines[i - 1] ?? '') === '';
    if (!fence && !isIndented) continue;
    const first = fence ? i + 1 : i;
    let end = first;
    while (end < lines.length && (fence ? !/^ *```$/.test(lines[end] ?? '') : /^ {4}/.test(lines[end] ?? '')))
      end += 1;
    if (!fence || SHELL.has((fence[1] ?? '').trim()))
      blocks.push({ page, line: first + 1, lines: dedented(lines.slice(first, end)) });
    i = end;
  }
  return blocks;
}

/** A page without what it shows, so that what is left is prose, tables and headings. */
export function proseOf(page: string): string {
  return textOf(page)
    .replace(/^ *```[^]*?^ *```$/gm, '')
    .replace(/(?<=\n\n)( {4}.*\n)+/g, '\n');
}

/** What stands between backticks in the prose of a page, on one line each. */
export function spansOf(page: string): string[] {
  return proseOf(page)
    .split(/\n\n|\n(?=\|)/)
    .flatMap((paragraph) => [...paragraph.matchAll(/(`+)(.+?)\1(?!`)/gs)])
    .map(([, , span = '']) => span.replace(/\s+/g, ' ').trim());
}

function dedented(lines: readonly string[]): string[] {
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...depths)));
}
