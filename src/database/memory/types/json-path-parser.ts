import {
  COMPARISONS,
  LEVELS,
  type BinaryOperator,
  type JsonPathQuery,
  type PathNode,
  type PathStep,
} from './json-path-tree';
import { SqlError } from './sql-error';

const METHODS = ['type', 'size', 'double', 'ceiling', 'floor', 'abs', 'keyvalue', 'datetime'];

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*")|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(\$"(?:[^"\\]|\\.)*"|\$[\w\u0080-\uffff]+)|([\p{L}_][\w\u0080-\uffff]*)|(\*\*|&&|\|\||==|!=|<>|<=|>=|[$@.*()[\]?,{}<>+\-/%!]))/suy;

/** @throws SqlError 42601 */
export function parseJsonPath(text: string): JsonPathQuery {
  return new Reader(text).query();
}

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(private readonly text: string) {
    this.tokens = this.tokenize();
  }

  query(): JsonPathQuery {
    const strict = this.take('strict');
    if (!strict) this.take('lax');
    const root = this.binary(0);
    if (this.at < this.tokens.length) throw this.fault();
    return { strict, root };
  }

  private tokenize(): string[] {
    const tokens: string[] = [];
    let at = 0;
    while (this.text.slice(at).trim() !== '') {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(this.text);
      if (!match) throw this.fault(this.text.slice(at).trim().slice(0, 1));
      tokens.push(match[0].trim());
      at = TOKEN.lastIndex;
    }
    return tokens;
  }

  private binary(level: number): PathNode {
    const operators = LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.operator(operators);
      if (operator === null) {
        if (level === COMPARISONS && this.take('like_regex')) return this.regex(left);
        return left;
      }
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
      if (level === COMPARISONS) return left;
    }
  }

  private operator(among: readonly BinaryOperator[]): BinaryOperator | null {
    const token = this.tokens[this.at];
    if (token === 'starts' && among.includes('starts with')) {
      this.at += 1;
      this.expect('with');
      return 'starts with';
    }
    const operator = among.find((known) => known === (token === '<>' ? '!=' : token));
    if (operator === undefined) return null;
    this.at += 1;
    return operator;
  }

  private regex(operand: PathNode): PathNode {
    const pattern = this.string();
    return { kind: 'regex', operand, pattern, flags: this.take('flag') ? this.string() : '' };
  }

  private unary(): PathNode {
    if (this.take('!')) return { kind: 'not', operand: this.unary() };
    if (this.take('+')) return { kind: 'unary', operator: '+', operand: this.unary() };
    if (this.take('-')) return { kind: 'unary', operator: '-', operand: this.unary() };
    return this.accessors(this.primary());
  }

  private primary(): PathNode {
    const token = this.next();
    if (token === '(') {
      const inner = this.binary(0);
      this.expect(')');
      if (this.tokens[this.at] !== 'is') return inner;
      this.at += 1;
      this.expect('unknown');
      return { kind: 'unknown', operand: inner };
    }
    if (token === 'exists') {
      this.expect('(');
      const operand = this.binary(0);
      this.expect(')');
      return { kind: 'exists', operand };
    }
    if (token === '$') return { kind: 'root' };
    if (token === '@') return { kind: 'current' };
    if (token === 'last') return { kind: 'last' };
    if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
    if (token === 'null') return { kind: 'literal', value: null };
    if (token.startsWith('"')) return { kind: 'literal', value: JSON.parse(token) as string };
    if (token.startsWith('$')) return { kind: 'variable', name: nameIn(token.slice(1)) };
    if (/^[\d.]/.test(token) && token !== '.') return { kind: 'number', text: token };
    // A name alone is the beginning of something: what is wrong comes after it.
    throw /^[\p{L}_]/u.test(token) ? this.fault() : this.fault(token);
  }

  private accessors(start: PathNode): PathNode {
    let node = start;
    for (;;) {
      const step = this.step();
      if (!step) return node;
      node = { kind: 'access', from: node, step };
    }
  }

  private step(): PathStep | null {
    if (this.take('?')) {
      this.expect('(');
      const condition = this.binary(0);
      this.expect(')');
      return { kind: 'filter', condition };
    }
    if (this.take('[')) return this.subscripts();
    if (!this.take('.')) return null;
    if (this.take('*')) return { kind: 'any key' };
    if (this.take('**')) return this.depth();
    const name = this.next();
    if (!/^["\p{L}_]/u.test(name)) throw this.fault(name);
    if (METHODS.includes(name) && this.take('(')) {
      this.expect(')');
      return { kind: 'method', name };
    }
    return { kind: 'key', name: nameIn(name) };
  }

  private subscripts(): PathStep {
    if (this.take('*')) {
      this.expect(']');
      return { kind: 'any item' };
    }
    const ranges: [PathNode, PathNode | null][] = [];
    do {
      const from = this.binary(COMPARISONS + 1);
      ranges.push([from, this.take('to') ? this.binary(COMPARISONS + 1) : null]);
    } while (this.take(','));
    this.expect(']');
    return { kind: 'items', ranges };
  }

  private depth(): PathStep {
    if (!this.take('{')) return { kind: 'any depth', least: 0, most: Infinity };
    const level = (): number => (this.take('last') ? Infinity : Number(this.next()));
    const least = level();
    const most = this.take('to') ? level() : least;
    this.expect('}');
    return { kind: 'any depth', least, most };
  }

  private string(): string {
    const token = this.next();
    if (!token.startsWith('"')) throw this.fault(token);
    return JSON.parse(token) as string;
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.fault();
    this.at += 1;
    return token;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw this.fault();
  }

  private fault(token = this.tokens[this.at]): SqlError {
    const place =
      token === undefined ? 'at end of jsonpath input' : `at or near "${token}" of jsonpath input`;
    if (this.text.trim() === '')
      return new SqlError('22P02', `invalid input syntax for type jsonpath: "${this.text}"`);
    return new SqlError('42601', `syntax error ${place}`);
  }
}

function nameIn(token: string): string {
  return token.startsWith('"') ? (JSON.parse(token) as string) : token;
}
