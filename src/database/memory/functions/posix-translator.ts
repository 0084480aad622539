import { SqlError } from '../types/sql-error';
import type { PosixFlags } from './posix-flags';

/** Inside a bracket expression. Letters and digits go by Unicode, as under a UTF-8 locale. */
const CLASSES: Record<string, string> = {
  alpha: String.raw`\p{L}`,
  digit: '0-9',
  alnum: String.raw`\p{L}\p{N}`,
  upper: String.raw`\p{Lu}`,
  lower: String.raw`\p{Ll}`,
  space: String.raw`\s`,
  blank: String.raw` \t`,
  punct: String.raw`!-\/:-@\[-\x60\{-~`,
  xdigit: '0-9A-Fa-f',
  cntrl: String.raw`\x00-\x1f\x7f`,
  graph: String.raw`\x21-\x7e\p{L}\p{N}`,
  print: String.raw`\x20-\x7e\p{L}\p{N}`,
  word: String.raw`\p{L}\p{N}_`,
};

const WORD = String.raw`[\p{L}\p{N}_]`;
const WORD_START = `(?<!${WORD})(?=${WORD})`;
const WORD_END = `(?<=${WORD})(?!${WORD})`;

/** What a backslash and a letter mean outside of brackets, where JavaScript means something else. */
const ESCAPES: Record<string, string> = {
  d: '[0-9]',
  D: '[^0-9]',
  w: WORD,
  W: String.raw`[^\p{L}\p{N}_]`,
  s: String.raw`\s`,
  S: String.raw`\S`,
  m: WORD_START,
  M: WORD_END,
  y: `(?:${WORD_START}|${WORD_END})`,
  Y: `(?!${WORD_START}|${WORD_END})`,
  A: '(?<![^])',
  Z: '(?![^])',
  a: String.raw`\x07`,
  b: String.raw`\x08`,
  e: String.raw`\x1b`,
  B: String.raw`\\`,
  f: String.raw`\f`,
  n: String.raw`\n`,
  r: String.raw`\r`,
  t: String.raw`\t`,
  v: String.raw`\v`,
};

/** Writes an advanced regular expression of PostgreSQL in JavaScript's words. */
export class PosixTranslator {
  private at = 0;
  private depth = 0;
  private output = '';

  constructor(
    private readonly pattern: string,
    private readonly flags: PosixFlags,
  ) {}

  /** @throws SqlError 2201B */
  run(): string {
    let quantifiable = false;
    while (this.at < this.pattern.length) {
      const character = this.pattern[this.at] ?? '';
      if (/[*+?]/.test(character) || (character === '{' && /^\{\d/.test(this.pattern.slice(this.at)))) {
        if (!quantifiable) throw invalidPattern('quantifier operand invalid');
        this.readQuantifier();
        quantifiable = false;
        continue;
      }
      quantifiable = this.readAtom(character);
    }
    if (this.depth > 0) throw invalidPattern('parentheses () not balanced');
    return this.output;
  }

  /** Translates one atom or anchor; answers whether a quantifier may follow. */
  private readAtom(character: string): boolean {
    this.at += 1;
    switch (character) {
      case '\\':
        return this.readEscape();
      case '[':
        return this.readBracket();
      case '(':
        this.depth += 1;
        this.output += character + this.readGroupKind();
        return false;
      case ')':
        if (this.depth === 0) throw invalidPattern('parentheses () not balanced');
        this.depth -= 1;
        this.output += character;
        return true;
      case '|':
        this.output += character;
        return false;
      case '^':
      case '$':
        this.output += this.flags.newlineSensitive ? character : character === '^' ? '(?<![^])' : '(?![^])';
        return false;
      case '.':
        this.output += this.flags.newlineSensitive ? String.raw`[^\n]` : '.';
        return true;
      case '{':
      case '}':
      case ']':
      case '/':
        this.output += `\\${character}`;
        return true;
      default:
        return this.readPlain(character);
    }
  }

  private readPlain(character: string): boolean {
    if (this.flags.expanded && /\s/.test(character)) return false;
    if (this.flags.expanded && character === '#') {
      const end = this.pattern.indexOf('\n', this.at);
      this.at = end < 0 ? this.pattern.length : end;
      return false;
    }
    this.output += character;
    return true;
  }

  private readGroupKind(): string {
    const kind = /^\?(?::|=|!|<=|<!)/.exec(this.pattern.slice(this.at))?.[0] ?? '';
    this.at += kind.length;
    return kind;
  }

  private readQuantifier(): void {
    const rest = this.pattern.slice(this.at);
    const match = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest);
    if (!match) throw invalidPattern('invalid repetition count(s)');
    this.output += match[0];
    this.at += match[0].length;
    if (/^[*+?]/.test(this.pattern.slice(this.at))) throw invalidPattern('quantifier operand invalid');
  }

  private readEscape(): boolean {
    const rest = this.pattern.slice(this.at);
    if (rest === '') throw invalidPattern('invalid escape \\ sequence');
    const code = /^(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]+))/.exec(rest);
    if (code) {
      this.at += code[0].length;
      this.output += `\\u{${(code[1] ?? code[2] ?? code[3] ?? '').replace(/^0+(?=.)/, '')}}`;
      return true;
    }
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    this.at += character.length;
    if (/[1-9]/.test(character)) this.output += `\\${character}`;
    else if (/[a-zA-Z0]/.test(character)) this.output += this.letterEscape(character);
    else this.output += /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
    return !/[mMyYAZ]/.test(character);
  }

  private letterEscape(letter: string): string {
    if (letter === '0') return String.raw`\0`;
    const meaning = ESCAPES[letter];
    if (meaning === undefined) throw invalidPattern('invalid escape \\ sequence');
    return meaning;
  }

  private readBracket(): boolean {
    const rest = this.pattern.slice(this.at);
    if (rest.startsWith('[:<:]]') || rest.startsWith('[:>:]]')) {
      this.at += 6;
      this.output += rest.startsWith('[:<') ? WORD_START : WORD_END;
      return true;
    }
    let set = '';
    const negated = rest.startsWith('^');
    if (negated) this.at += 1;
    for (let first = true; ; first = false) {
      const character = this.pattern[this.at];
      if (character === undefined) throw invalidPattern('brackets [] not balanced');
      if (character === ']' && !first) break;
      set += this.readSetMember(character);
    }
    this.at += 1;
    const newline = negated && this.flags.newlineSensitive ? String.raw`\n` : '';
    this.output += `[${negated ? '^' : ''}${set}${newline}]`;
    return true;
  }

  private readSetMember(character: string): string {
    const rest = this.pattern.slice(this.at);
    const named = /^\[:(\w+):\]/.exec(rest);
    if (named?.[1]) {
      this.at += named[0].length;
      const members = CLASSES[named[1]];
      if (members === undefined) throw invalidPattern('invalid character class');
      return members;
    }
    const collating = /^\[([.=])(.)\1\]/su.exec(rest);
    if (collating?.[2]) {
      this.at += collating[0].length;
      return escapeInSet(collating[2]);
    }
    if (character === '\\') return this.readSetEscape(rest);
    const whole = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    this.at += whole.length;
    return whole === '-' && isRange(this.pattern, this.at) ? '-' : escapeInSet(whole);
  }

  private readSetEscape(rest: string): string {
    const escaped = String.fromCodePoint(rest.codePointAt(1) ?? 0x5c);
    this.at += 1 + escaped.length;
    switch (escaped) {
      case 'd':
        return '0-9';
      case 'w':
        return String.raw`\p{L}\p{N}_`;
      case 's':
        return String.raw`\s`;
      default:
        return /[fnrtv]/.test(escaped) ? `\\${escaped}` : escapeInSet(escaped);
    }
  }
}

/** A hyphen is a range between two members, and itself at the ends. */
function isRange(pattern: string, afterHyphen: number): boolean {
  const before = pattern[afterHyphen - 2];
  return (
    before !== '[' && before !== '^' && pattern[afterHyphen] !== ']' && pattern[afterHyphen] !== undefined
  );
}

function escapeInSet(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}

export function invalidPattern(reason: string): SqlError {
  return new SqlError('2201B', `invalid regular expression: ${reason}`);
}
