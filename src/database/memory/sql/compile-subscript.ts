import type { Node } from '@pgsql/types';
import { resolveOperator } from '../functions/resolve';
import { elementAt, sliceOf, type SliceBounds } from '../types/array-subscript';
import type { Datum } from '../types/datum';
import { isRecordType } from '../types/record-type';
import { SqlError, unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { bareName, placeOf, stringOf } from './ast';
import { compileAt, type ExpressionScope } from './compile-context';
import { callWith } from './compile-operator';
import { coerce, derived, type Expression, mustCoerce, typeOf } from './expression';

type Indices = Extract<Node, { A_Indices: unknown }>['A_Indices'];

/** `value[1]`, `value[1:2]`, `value['key']` and `(row).field`. @throws SqlError 42804, 42703 */
export function compileIndirection(arg: Node, steps: readonly Node[], at: ExpressionScope): Expression {
  const alias = bareName(arg);
  let current = compileAt(arg, at);
  for (let i = 0; i < steps.length; i += 1) {
    const step = steps[i] as Node;
    if ('String' in step) {
      current = fieldOf(current, stringOf(step), current.fields ? alias : null);
      continue;
    }
    if (!('A_Indices' in step)) throw unsupported('row expansion via "*" of a value');
    if (typeOf(current) === types.jsonb) {
      current = jsonPart(current, step.A_Indices, at);
      continue;
    }
    const indices = [step.A_Indices];
    for (let next = steps[i + 1]; next && 'A_Indices' in next; next = steps[i + 1]) {
      indices.push(next.A_Indices);
      i += 1;
    }
    current = arrayPart(current, indices, at);
  }
  return current;
}

function fieldOf(row: Expression, name: string, alias: string | null): Expression {
  const type = typeOf(row);
  if (!isRecordType(type)) {
    throw new SqlError(
      '42809',
      `column notation .${name} applied to type ${type.displayName}, which is not a composite type`,
      placeOf(row.node),
    );
  }
  const ordinal = type.fields.findIndex((field) => field.name === name);
  const field = type.fields[ordinal];
  if (!field) {
    if (alias !== null)
      throw new SqlError('42703', `column ${alias}.${name} does not exist`, placeOf(row.node));
    throw type.name === 'record'
      ? new SqlError('42703', `could not identify column "${name}" in record data type`, placeOf(row.node))
      : new SqlError(
          '42703',
          `column "${name}" not found in data type ${type.displayName}`,
          placeOf(row.node),
        );
  }
  const { evaluate } = row;
  return derived([row], {
    type: field.type,
    evaluate: (env) => (evaluate(env) as readonly Datum[] | null)?.[ordinal] ?? null,
  });
}

/** jsonb's subscripts read as `->` does, only that they are never an error. */
function jsonPart(source: Expression, index: Indices, at: ExpressionScope): Expression {
  if (index.is_slice || !index.uidx) throw new SqlError('42804', 'jsonb subscript does not support slices');
  const key = compileAt(index.uidx, at);
  const place = coerce(key, typeOf(key) === types.unknown ? types.text : typeOf(key), 'implicit') ?? key;
  return callWith('->', resolveOperator('->', types.jsonb, typeOf(place)), [source, place]);
}

function arrayPart(source: Expression, indices: readonly Indices[], at: ExpressionScope): Expression {
  const type = typeOf(source);
  const { element } = type;
  if (!element) {
    throw new SqlError(
      '42804',
      `cannot subscript type ${type.displayName} because it does not support subscripting`,
      placeOf(source.node),
    );
  }
  const bound = (node: Node | undefined): Expression | null =>
    node ? mustCoerce(compileAt(node, at), types.int4, 'assignment') : null;
  const sliced = indices.some(({ is_slice }) => is_slice);
  const bounds = indices.map(({ is_slice, lidx, uidx }) => {
    const upper = bound(uidx);
    // In a slice, a lone subscript stands for 1:n.
    return { lower: is_slice ? bound(lidx) : null, upper };
  });
  const parts = bounds.flatMap(({ lower, upper }) => [...(lower ? [lower] : []), ...(upper ? [upper] : [])]);
  if (!sliced) {
    return derived([source, ...parts], {
      type: element,
      evaluate: (env) => {
        const value = elementAt(
          source.evaluate(env),
          bounds.map(({ upper }) => (upper?.evaluate(env) ?? null) as number | null),
        );
        // Fewer subscripts than dimensions give NULL.
        return Array.isArray(value) && !element.element && !isRecordType(element) ? null : value;
      },
    });
  }
  return derived([source, ...parts], {
    type,
    evaluate: (env) => {
      const value = source.evaluate(env);
      if (value === null) return null;
      const ranges: SliceBounds[] = [];
      for (const { lower, upper } of bounds) {
        const [from, to] = [lower?.evaluate(env), upper?.evaluate(env)];
        if (from === null || to === null) return null;
        ranges.push({ from: (from ?? null) as number | null, to: (to ?? null) as number | null });
      }
      return sliceOf(value as readonly Datum[], ranges);
    },
  });
}
