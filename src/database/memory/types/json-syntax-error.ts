import { SqlError } from './sql-error';

/** The most of a line that PostgreSQL shows before the place of the fault, in bytes. */
const SHOWN_BYTES = 50;

const HEX4 = /[0-9a-fA-F]{4}/y;

/** `\u0000` and surrogates: what is JSON, yet may not be jsonb. */
export const DOUBTFUL_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * What PostgreSQL finds wrong with a text that is no JSON, or no jsonb: the first fault, with its line
 * (src/common/jsonapi.c); null when it finds nothing.
 */
export function jsonFault(text: string, type: 'json' | 'jsonb'): SqlError | null {
  try {
    new FaultFinder(text, type === 'jsonb').check();
    return null;
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
}

type Token = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'scalar' | 'end';

class FaultFinder {
  private token: Token = 'end';
  private start = 0;
  private end = 0;
  private line = 1;
  private lineStart = 0;

  constructor(
    private readonly text: string,
    private readonly decodes: boolean,
  ) {}

  check(): void {
    this.next();
    this.value();
    this.expect('end', 'end of input');
  }

  private value(): void {
    if (this.at('{')) this.object();
    else if (this.at('[')) this.array();
    else if (this.at('string') || this.at('scalar')) this.next();
    else this.unexpected('JSON value');
  }

  private object(): void {
    this.next();
    if (this.at('string')) {
      this.member();
      while (this.at(',')) {
        this.next();
        this.member();
      }
    } else if (!this.at('}')) this.unexpected('string or "}"');
    this.expect('}', '"," or "}"');
  }

  private member(): void {
    this.expect('string', 'string');
    this.expect(':', '":"');
    this.value();
  }

  private array(): void {
    this.next();
    if (!this.at(']')) {
      this.value();
      while (this.at(',')) {
        this.next();
        this.value();
      }
    }
    this.expect(']', '"," or "]"');
  }

  private expect(token: Token, expected: string): void {
    if (!this.at(token)) this.unexpected(expected);
    if (token !== 'end') this.next();
  }

  private unexpected(expected: string): never {
    if (this.at('end')) throw this.fault('The input string ended unexpectedly.');
    throw this.fault(`Expected ${expected}, but found "${this.text.slice(this.start, this.end)}".`);
  }

  private at(token: Token): boolean {
    return this.token === token;
  }

  private next(): void {
    const { text } = this;
    let at = this.end;
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) {
      at += 1;
      if (text[at - 1] !== '\n') continue;
      this.line += 1;
      this.lineStart = at;
    }
    this.start = at;
    this.end = at;
    const first = text[at];
    if (first === undefined) this.token = 'end';
    else if ('{}[],:'.includes(first)) {
      this.token = first as Token;
      this.end = at + 1;
    } else if (first === '"') this.string();
    else this.scalar();
  }

  private scalar(): void {
    const { text, start } = this;
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = start;
    const numberEnd = number.test(text) ? number.lastIndex : start;
    const word = /[-\d]/.test(text.charAt(start)) ? /[-+.\w\u0080-\uffff]*/y : /[\w\u0080-\uffff]*/y;
    word.lastIndex = numberEnd;
    word.test(text);
    const isNumber = numberEnd > start && !/[\w\u0080-\uffff.]/.test(text[numberEnd] ?? '');
    this.end = isNumber ? numberEnd : Math.max(word.lastIndex, start + 1);
    this.token = 'scalar';
    if (isNumber || ['true', 'false', 'null'].includes(text.slice(start, this.end))) return;
    throw this.fault(`Token "${text.slice(start, this.end)}" is invalid.`);
  }

  private string(): void {
    const { text } = this;
    this.token = 'string';
    let high = false;
    for (let at = this.start + 1; ; at += 1) {
      const unit = text[at];
      this.end = at;
      if (unit === undefined) throw this.fault(`Token "${text.slice(this.start)}" is invalid.`);
      if (unit < ' ') {
        const code = unit.charCodeAt(0).toString(16).padStart(2, '0');
        throw this.fault(`Character with value 0x${code} must be escaped.`);
      }
      const escaped = unit === '\\' ? text[at + 1] : undefined;
      if (escaped === 'u') {
        high = this.unicode(at + 2, high);
        at += 5;
        continue;
      }
      if (escaped !== undefined) at += 1;
      this.end = at + 1;
      if (high) throw this.fault('Unicode low surrogate must follow a high surrogate.');
      if (unit === '"') return;
      if (escaped !== undefined && !'"\\/bfnrt'.includes(escaped))
        throw this.fault(`Escape sequence "\\${escaped}" is invalid.`);
    }
  }

  /** Checks the digits of `\uXXXX`, and tells whether a low surrogate has to come next. */
  private unicode(at: number, afterHigh: boolean): boolean {
    HEX4.lastIndex = at;
    if (!HEX4.test(this.text)) {
      const digits = /[0-9a-fA-F]*/y;
      digits.lastIndex = at;
      digits.test(this.text);
      this.end = Math.min(digits.lastIndex + 1, this.text.length);
      throw this.fault(`"\\u" must be followed by four hexadecimal digits.`);
    }
    if (!this.decodes) return false;
    this.end = at + 4;
    const code = Number.parseInt(this.text.slice(at, at + 4), 16);
    const isHigh = code >= 0xd800 && code < 0xdc00;
    const isLow = code >= 0xdc00 && code < 0xe000;
    if (isHigh && afterHigh) throw this.fault('Unicode high surrogate must not follow a high surrogate.');
    if (isLow !== afterHigh && !isHigh)
      throw this.fault('Unicode low surrogate must follow a high surrogate.');
    if (code !== 0) return isHigh;
    const detail = '\\u0000 cannot be converted to text.';
    throw new SqlError('22P05', 'unsupported Unicode escape sequence', { detail }).during(this.context());
  }

  private fault(detail: string): SqlError {
    return new SqlError('22P02', 'invalid input syntax for type json', { detail }).during(this.context());
  }

  private context(): string {
    const { text, lineStart, end } = this;
    let from = lineStart;
    while (Buffer.byteLength(text.slice(from, end)) >= SHOWN_BYTES) from += 1;
    if (Buffer.byteLength(text.slice(lineStart, from)) <= 3) from = lineStart;
    const cut = this.token !== 'end' && end < text.length && !'\n\r'.includes(text.charAt(end));
    const shown = `${from > lineStart ? '...' : ''}${text.slice(from, end)}${cut ? '...' : ''}`;
    return `JSON data, line ${this.line}: ${shown}`;
  }
}
