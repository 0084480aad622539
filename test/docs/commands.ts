import { type Block, shownBlocks } from './pages';

/** A command as somebody would type it, without its comment. */
export interface Command {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

/** How a block of commands begins: with a program, or a variable that is set. Diagrams and data do not. */
const FIRST_LINE = /^(?:[A-Za-z_]\w*=|[a-z][\w./-]*(?: |$))/;
const ASSIGNMENT = /^(?:[A-Za-z_]\w*=(?:'[^']*'|"[^"]*"|[^\s;'"]+)(?:; *|$))+$/;

/** Variables that are set for one command, before it. */
const SETTINGS = /^(?:[A-Z][A-Z0-9_]*=\S* +)+(?=[a-z])/;

/** All commands of a page, in its order. */
export function commandsOf(page: string, text?: string): Command[] {
  return shownBlocks(page, text)
    .filter(({ lines }) => FIRST_LINE.test(lines[0] ?? ''))
    .flatMap(commandsIn);
}

/** Whether a command does no more than to set variables for those below it. */
export function isAssignment({ text }: Command): boolean {
  return ASSIGNMENT.test(text);
}

/** The program and its arguments, without the variables that are set for it. */
export function programOf({ text }: Command): string {
  return text.replace(SETTINGS, '');
}

/** What a command sets, by name, where the page does not leave the value to its reader. */
export function settingsOf({ text }: Command): [name: string, value: string][] {
  return [...text.matchAll(/(?<![\w-])([A-Z][A-Z0-9_]*)=('[^']*'|"[^"]*"|[^\s;'"]+)/g)]
    .map(([, name = '', value = '']): [string, string] => [name, value.replace(/^['"]|['"]$/g, '')])
    .filter(([, value]) => !value.includes('...'));
}

/** Lines belong together where one ends with a backslash, or within quotes; `&&` holds two commands. */
function commandsIn({ page, line, lines }: Block): Command[] {
  const commands: Command[] = [];
  let begun = '';
  let first = line;
  for (const [i, read] of lines.entries()) {
    if (begun === '') first = line + i;
    begun += withoutComment(read);
    if (begun.endsWith('\\')) begun = `${begun.slice(0, -1).trimEnd()} `;
    else if (isWithinQuotes(begun)) begun += '\n';
    else {
      for (const text of begun.split(' && '))
        if (text.trim() !== '') commands.push({ page, line: first, text: collapsed(text) });
      begun = '';
    }
  }
  if (begun.trim() !== '') commands.push({ page, line: first, text: begun.trim() });
  return commands;
}

function withoutComment(line: string): string {
  return line.replace(/(^| +)# .*$/, '').trimEnd();
}

function collapsed(text: string): string {
  return text.replace(/^ +|(?<= ) +| +$/gm, '');
}

function isWithinQuotes(text: string): boolean {
  let quote = '';
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (char === '\\' && quote !== "'") i += 1;
    else if (quote === '' ? char === "'" || char === '"' : char === quote) quote = quote === '' ? char : '';
  }
  return quote !== '';
}
