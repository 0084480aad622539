import {
  isJsonArray,
  isJsonObject,
  jsonNumber,
  jsonTypeOf,
  type JsonObject,
  type JsonValue,
} from '../types/jsonb';
import type { JsonPathQuery, PathNode, PathStep } from '../types/json-path-tree';
import { Numeric } from '../types/numeric';
import { SqlError } from '../types/sql-error';
import { comparison, negated, type Truth } from './json-path-comparison';
import { methodOf, plainNumber } from './json-path-methods';
import { posixMatcher } from './posix-pattern';

type Values = readonly JsonValue[];

/** The values that a path finds. @throws SqlError 22033 and its relatives, for what the path cannot be applied to */
export function queryJson({ root, strict }: JsonPathQuery, target: JsonValue, variables: JsonObject): Values {
  return new Query(target, variables, strict).values(root, target);
}

/** A method that this store does not know makes no condition unknown. */
const NOT_SUPPORTED = '0A000';
const PREDICATES: ReadonlySet<string> = new Set([
  '&&',
  '||',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'starts with',
]);

class Query {
  /** The lengths of the arrays whose subscripts are being computed: what `last` means. */
  private readonly lengths: number[] = [];

  constructor(
    private readonly target: JsonValue,
    private readonly variables: JsonObject,
    private readonly strict: boolean,
  ) {}

  values(node: PathNode, current: JsonValue): Values {
    switch (node.kind) {
      case 'root':
        return [this.target];
      case 'current':
        return [current];
      case 'last':
        return [(this.lengths.at(-1) ?? 0) - 1];
      case 'variable':
        return [this.variable(node.name)];
      case 'literal':
        return [node.value];
      case 'number':
        return [plainNumber(Numeric.parse(node.text))];
      case 'unary':
        return this.numbers(node.operand, current, `unary jsonpath operator ${node.operator}`).map((value) =>
          plainNumber(node.operator === '-' ? value.negate() : value),
        );
      case 'binary':
        return PREDICATES.has(node.operator) ? [this.truth(node, current)] : [this.arithmetic(node, current)];
      case 'access':
        return this.values(node.from, current).flatMap((value) => this.step(node.step, value));
      default:
        return [this.truth(node, current)];
    }
  }

  /** What a predicate comes to; what goes wrong within makes it unknown. */
  truth(node: PathNode, current: JsonValue): Truth {
    switch (node.kind) {
      case 'not':
        return negated(this.truth(node.operand, current));
      case 'unknown':
        return this.truth(node.operand, current) === null;
      case 'exists': {
        const found = this.attempt(node.operand, current);
        return found && found.length > 0;
      }
      case 'regex':
        return this.any(this.unwrapped(node.operand, current), (value) =>
          typeof value === 'string' ? posixMatcher(node.pattern, regexFlags(node.flags)).test(value) : null,
        );
      case 'binary':
        return this.binaryTruth(node, current);
      default:
        throw new SqlError('22038', 'single boolean result is expected');
    }
  }

  private binaryTruth(node: Extract<PathNode, { kind: 'binary' }>, current: JsonValue): Truth {
    const { operator, left, right } = node;
    if (operator === '&&' || operator === '||') {
      const decided = operator === '||';
      const first = this.truth(left, current);
      if (first === decided) return decided;
      const second = this.truth(right, current);
      if (second === decided) return decided;
      return first === null || second === null ? null : !decided;
    }
    const rights = this.unwrapped(right, current);
    return this.any(this.unwrapped(left, current), (value) =>
      this.any(rights, (other) => comparison(operator, value, other)),
    );
  }

  /** In lax mode true as soon as one is, in strict mode unknown as soon as one is. */
  private any(values: Values | null, holds: (value: JsonValue) => Truth): Truth {
    if (values === null) return null;
    let unknown = false;
    let found = false;
    for (const value of values) {
      const truth = holds(value);
      if (truth === null) {
        if (this.strict) return null;
        unknown = true;
      } else if (truth) {
        if (!this.strict) return true;
        found = true;
      }
    }
    return found ? true : unknown ? null : false;
  }

  private attempt(node: PathNode, current: JsonValue): Values | null {
    try {
      return this.values(node, current);
    } catch (error) {
      if (error instanceof SqlError && error.code !== NOT_SUPPORTED) return null;
      throw error;
    }
  }

  private unwrapped(node: PathNode, current: JsonValue): Values | null {
    const values = this.attempt(node, current);
    return (
      values && (this.strict ? values : values.flatMap((value) => (isJsonArray(value) ? value : [value])))
    );
  }

  private variable(name: string): JsonValue {
    const value = this.variables.get(name);
    if (value === undefined) throw new SqlError('42704', `could not find jsonpath variable "${name}"`);
    return value;
  }

  private numbers(node: PathNode, current: JsonValue, what: string): Numeric[] {
    const values = this.values(node, current);
    const flat = this.strict ? values : values.flatMap((value) => (isJsonArray(value) ? value : [value]));
    return flat.map((value) => {
      if (jsonTypeOf(value) !== 'number')
        throw new SqlError('2203B', `operand of ${what} is not a numeric value`);
      return jsonNumber(value);
    });
  }

  private arithmetic(node: Extract<PathNode, { kind: 'binary' }>, current: JsonValue): JsonValue {
    const single = (operand: PathNode, side: string): Numeric => {
      const values = this.values(operand, current);
      const flat = this.strict ? values : values.flatMap((value) => (isJsonArray(value) ? value : [value]));
      const [value = null, ...more] = flat;
      if (more.length > 0 || jsonTypeOf(value) !== 'number')
        throw new SqlError(
          '22038',
          `${side} operand of jsonpath operator ${node.operator} is not a single numeric value`,
        );
      return jsonNumber(value);
    };
    const [left, right] = [single(node.left, 'left'), single(node.right, 'right')];
    switch (node.operator) {
      case '+':
        return plainNumber(left.add(right));
      case '-':
        return plainNumber(left.subtract(right));
      case '*':
        return plainNumber(left.multiply(right));
      case '/':
        return plainNumber(left.divide(right));
      default:
        return plainNumber(left.modulo(right));
    }
  }

  private step(step: PathStep, value: JsonValue): Values {
    switch (step.kind) {
      case 'key':
        return this.member(step.name, value);
      case 'any key':
        if (isJsonObject(value)) return [...value.values()];
        return this.onEach(
          step,
          value,
          '2203C',
          'jsonpath wildcard member accessor can only be applied to an object',
        );
      case 'any item':
        if (isJsonArray(value)) return value;
        if (!this.strict) return [value];
        throw new SqlError('22039', 'jsonpath wildcard array accessor can only be applied to an array');
      case 'any depth':
        return descendants(value, step.least, step.most, 0);
      case 'items':
        return this.items(step.ranges, value);
      case 'filter':
        if (!this.strict && isJsonArray(value))
          return value.filter((one) => this.truth(step.condition, one) === true);
        return this.truth(step.condition, value) === true ? [value] : [];
      case 'method':
        return methodOf(step.name, value, this.strict);
    }
  }

  private member(name: string, value: JsonValue): Values {
    if (isJsonObject(value)) {
      const found = value.get(name);
      if (found !== undefined) return [found];
      if (this.strict) throw new SqlError('2203A', `JSON object does not contain key "${name}"`);
      return [];
    }
    return this.onEach(
      { kind: 'key', name },
      value,
      '2203A',
      'jsonpath member accessor can only be applied to an object',
    );
  }

  /** In lax mode a step that wants no array is taken on each of its items. */
  private onEach(step: PathStep, value: JsonValue, code: string, message: string): Values {
    if (this.strict) throw new SqlError(code, message);
    if (!isJsonArray(value)) return [];
    return value.flatMap((one) => (isJsonArray(one) ? [] : this.step(step, one)));
  }

  private items(ranges: readonly (readonly [PathNode, PathNode | null])[], value: JsonValue): Values {
    if (this.strict && !isJsonArray(value))
      throw new SqlError('22039', 'jsonpath array accessor can only be applied to an array');
    const list = isJsonArray(value) ? value : [value];
    this.lengths.push(list.length);
    try {
      return ranges.flatMap(([from, to]) => {
        const first = this.subscript(from, value);
        const last = to ? this.subscript(to, value) : first;
        if (this.strict && (first < 0 || first > last || last >= list.length))
          throw new SqlError('22033', 'jsonpath array subscript is out of bounds');
        return list.slice(Math.max(first, 0), Math.max(last + 1, 0));
      });
    } finally {
      this.lengths.pop();
    }
  }

  private subscript(node: PathNode, current: JsonValue): number {
    const [value = null, ...more] = this.values(node, current);
    if (more.length > 0 || jsonTypeOf(value) !== 'number')
      throw new SqlError('22033', 'jsonpath array subscript is not a single numeric value');
    const index = jsonNumber(value).truncate(0).toNumber();
    if ((index | 0) !== index)
      throw new SqlError('22033', 'jsonpath array subscript is out of integer range');
    return index;
  }
}

function descendants(value: JsonValue, least: number, most: number, depth: number): JsonValue[] {
  const inner = isJsonObject(value) ? [...value.values()] : isJsonArray(value) ? value : [];
  const deeper = depth < most ? inner.flatMap((one) => descendants(one, least, most, depth + 1)) : [];
  return depth >= least && (least !== Infinity || inner.length === 0) ? [value, ...deeper] : deeper;
}

function regexFlags(flags: string): string {
  return flags.replaceAll('m', 'w');
}
