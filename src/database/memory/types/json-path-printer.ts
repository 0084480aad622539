import { COMPARISONS, LEVELS, type JsonPathQuery, type PathNode, type PathStep } from './json-path-tree';

/** As PostgreSQL prints a path: keys quoted, the least white space. */
export function printJsonPath({ strict, root }: JsonPathQuery): string {
  return `${strict ? 'strict ' : ''}${print(root, true)}`;
}

function print(node: PathNode, bracketed: boolean): string {
  const enclosed = (text: string): string => (bracketed ? `(${text})` : text);
  switch (node.kind) {
    case 'root':
      return '$';
    case 'current':
      return '@';
    case 'last':
      return 'last';
    case 'variable':
      return `$${JSON.stringify(node.name)}`;
    case 'literal':
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'unary':
      return enclosed(`${node.operator}${print(node.operand, isOperation(node.operand))}`);
    case 'not':
      return `!(${print(node.operand, false)})`;
    case 'exists':
      return `exists (${print(node.operand, false)})`;
    case 'unknown':
      return `(${print(node.operand, false)}) is unknown`;
    case 'regex': {
      const flags = node.flags === '' ? '' : ` flag ${JSON.stringify(node.flags)}`;
      return enclosed(`${print(node.operand, false)} like_regex ${JSON.stringify(node.pattern)}${flags}`);
    }
    case 'binary': {
      const side = (operand: PathNode): string => print(operand, levelOf(operand) <= levelOf(node));
      return enclosed(`${side(node.left)} ${node.operator} ${side(node.right)}`);
    }
    case 'access':
      return `${print(node.from, isOperation(node.from))}${printStep(node.step)}`;
  }
}

function printStep(step: PathStep): string {
  switch (step.kind) {
    case 'key':
      return `.${JSON.stringify(step.name)}`;
    case 'any key':
      return '.*';
    case 'any item':
      return '[*]';
    case 'any depth':
      return `.**${printDepth(step.least, step.most)}`;
    case 'items': {
      const ranges = step.ranges.map(
        ([from, to]) => print(from, false) + (to ? ` to ${print(to, false)}` : ''),
      );
      return `[${ranges.join()}]`;
    }
    case 'filter':
      return `?(${print(step.condition, false)})`;
    case 'method':
      return `.${step.name}()`;
  }
}

function printDepth(least: number, most: number): string {
  const level = (depth: number): string => (depth === Infinity ? 'last' : String(depth));
  if (least === 0 && most === Infinity) return '';
  return least === most ? `{${level(least)}}` : `{${level(least)} to ${level(most)}}`;
}

function isOperation({ kind }: PathNode): boolean {
  return kind === 'binary' || kind === 'unary' || kind === 'regex';
}

/** How tightly an operation binds; what is none binds tightest. */
function levelOf(node: PathNode): number {
  if (node.kind === 'binary') return LEVELS.findIndex((operators) => operators.includes(node.operator));
  return node.kind === 'unary' ? LEVELS.length : node.kind === 'regex' ? COMPARISONS : LEVELS.length + 1;
}
