/** An SQL/JSON path (PostgreSQL, "The SQL/JSON Path Language"). */
export interface JsonPathQuery {
  readonly strict: boolean;
  readonly root: PathNode;
}

export type PathNode =
  | { readonly kind: 'root' | 'current' | 'last' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | null | boolean }
  | { readonly kind: 'number'; readonly text: string }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: PathNode;
      readonly right: PathNode;
    }
  | { readonly kind: 'unary'; readonly operator: '+' | '-'; readonly operand: PathNode }
  | { readonly kind: 'not' | 'exists' | 'unknown'; readonly operand: PathNode }
  | { readonly kind: 'regex'; readonly operand: PathNode; readonly pattern: string; readonly flags: string }
  | { readonly kind: 'access'; readonly from: PathNode; readonly step: PathStep };

export type PathStep =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'any key' | 'any item' }
  | { readonly kind: 'any depth'; readonly least: number; readonly most: number }
  | { readonly kind: 'items'; readonly ranges: readonly (readonly [PathNode, PathNode | null])[] }
  | { readonly kind: 'filter'; readonly condition: PathNode }
  | { readonly kind: 'method'; readonly name: string };

export type BinaryOperator =
  | '&&'
  | '||'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'starts with'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** The binary operators, the loosest first. */
export const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'starts with'],
  ['+', '-'],
  ['*', '/', '%'],
];
/** The level of the comparisons. */
export const COMPARISONS = 2;
