import type { Place, PlacedValue } from './place';
import { type Reading, quote } from './reading';
import { SOURCE_RULES } from './source.rules';

const WHITESPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const LITERALS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads JSON (RFC 8259) and tells where each value is.
 *
 * @throws UnreadableError, with the reason among the findings
 */
export function readJson(text: string, reading: Reading): PlacedValue {
  return new JsonReader(text, reading).read();
}

class JsonReader {
  private at: number;

  constructor(
    private readonly text: string,
    private readonly reading: Reading,
  ) {
    // A byte order mark is not part of what is said (RFC 8259, section 8.1).
    this.at = text.startsWith('\u{FEFF}') ? 1 : 0;
  }

  read(): PlacedValue {
    this.skipWhitespace();
    const result = this.readValue(this.at);
    this.skipWhitespace();
    if (this.at < this.text.length) this.fail('the end of the document');
    return result;
  }

  /** @param offset what the place is said to be: that of the name where the value is a member */
  private readValue(offset: number): PlacedValue {
    this.reading.checkDepth(this.at);
    const start = this.text[this.at];
    if (start === '{') return this.readObject(offset);
    if (start === '[') return this.readArray(offset);
    return { value: this.readScalar(start), place: { offset, members: null } };
  }

  private readScalar(start: string | undefined): unknown {
    const at = this.at;
    if (start === '"') {
      const value = this.readString();
      this.reading.checkText(value, at);
      return value;
    }
    for (const [word, value] of LITERALS)
      if (this.text.startsWith(word, at)) {
        this.at += word.length;
        return value;
      }
    const digits = this.match(NUMBER);
    if (digits === null) return this.fail('a value');
    const value = Number(digits);
    this.reading.checkNumber(value, at);
    return value;
  }

  private readObject(offset: number): PlacedValue {
    const value: Record<string, unknown> = {};
    const members = new Map<string, Place>();
    this.at += 1;
    this.skipWhitespace();
    for (let isFirst = true; this.text[this.at] !== '}'; isFirst = false) {
      if (!isFirst) this.expect(',', "',' or '}'");
      this.readMember(value, members);
      this.skipWhitespace();
    }
    this.at += 1;
    return { value, place: { offset, members } };
  }

  private readMember(value: Record<string, unknown>, members: Map<string, Place>): void {
    const offset = this.at;
    if (this.text[offset] !== '"') this.fail('the name of a member, in double quotes');
    const name = this.readString();
    this.reading.path.push(name);
    const isAdmitted = this.reading.admitsMember(name, members, offset);
    this.skipWhitespace();
    this.expect(':', "':'");
    const member = this.readValue(offset);
    if (isAdmitted) {
      value[name] = member.value;
      members.set(name, member.place);
    }
    this.reading.path.pop();
  }

  private readArray(offset: number): PlacedValue {
    const value: unknown[] = [];
    const members: Place[] = [];
    this.at += 1;
    this.skipWhitespace();
    while (this.text[this.at] !== ']') {
      if (value.length > 0) this.expect(',', "',' or ']'");
      this.reading.path.push(value.length);
      const item = this.readValue(this.at);
      value.push(item.value);
      members.push(item.place);
      this.reading.path.pop();
      this.skipWhitespace();
    }
    this.at += 1;
    return { value, place: { offset, members } };
  }

  private readString(): string {
    const start = this.at;
    let isEscaped = false;
    let at = start + 1;
    for (let code = this.text.charCodeAt(at); code !== QUOTE; code = this.text.charCodeAt(at)) {
      if (!(code >= SPACE)) return this.fail('a string that ends, and on its line');
      if (code === BACKSLASH) isEscaped = true;
      at += code === BACKSLASH ? 2 : 1;
    }
    this.at = at + 1;
    if (!isEscaped) return this.text.slice(start + 1, at);
    try {
      return JSON.parse(this.text.slice(start, at + 1)) as string;
    } catch {
      this.at = start;
      return this.fail('a string with escapes that JSON has');
    }
  }

  private expect(character: string, expected: string): void {
    if (this.text[this.at] !== character) this.fail(expected);
    this.at += 1;
    this.skipWhitespace();
  }

  private skipWhitespace(): void {
    this.match(WHITESPACE);
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private fail(expected: string): never {
    const found = this.at < this.text.length ? quote(this.text.slice(this.at, this.at + 12)) : 'the end';
    return this.reading.stop(SOURCE_RULES.syntax, `Expected ${expected}, found ${found}.`, this.at);
  }
}
