import type { Node } from '@pgsql/types';
import type { Datum } from '../types/datum';
import { createRecordType } from '../types/record-type';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { positionOf, stringOf } from './ast';
import type { ExpressionScope } from './compile-context';
import type { Environment, Evaluate } from './environment';
import { derived, type Expression, NO_SLOTS, typeOf } from './expression';
import { DATABASE } from './system/system-table';
import { unreachableEntry } from './missing-name';
import { columnKey, type FoundColumn, type ScopeRelation } from './scope';

/** A name: a column, or a relation whose whole row is meant. @throws SqlError 42703, 42702, 42P01, 42803 */
export function compileColumnRef(
  fields: readonly Node[],
  location: number | undefined,
  at: ExpressionScope,
): Expression {
  const names = fields.map(stringOf);
  if (fields.some((field) => 'A_Star' in field)) {
    const alias = names.at(-2);
    if (alias === undefined)
      throw new SqlError('42601', 'row expansion via "*" is not supported here', positionOf(location));
    const found = at.scope.relation(alias);
    if (!found) throw at.scope.missing(alias, location);
    return wholeRow(found.depth, found.relation, at);
  }
  const name = names.at(-1) ?? '';
  const qualifier = names.at(-2) ?? null;
  if (names.length > 2) checkSchema(names, location, at);
  if (qualifier === null && !at.scope.tryColumn(name, null, location)) {
    const whole = at.scope.relation(name);
    if (whole) return wholeRow(whole.depth, whole.relation, at);
  }
  return columnOf(at.scope.column(name, qualifier, location), at, location);
}

/** What stands before the table's name. @throws SqlError 42P01, 42601, 0A000 */
function checkSchema(names: readonly string[], location: number | undefined, at: ExpressionScope): void {
  const shown = names.join('.');
  if (names.length > 4) {
    throw new SqlError(
      '42601',
      `improper qualified name (too many dotted names): ${shown}`,
      positionOf(location),
    );
  }
  const database = names.at(-4) ?? DATABASE;
  if (database !== DATABASE)
    throw new SqlError(
      '0A000',
      `cross-database references are not implemented: ${shown}`,
      positionOf(location),
    );
  const alias = names.at(-2) ?? '';
  const found = at.scope.relation(alias)?.relation;
  if (!found) throw at.scope.missing(alias, location);
  if (found.table?.def.schema === names.at(-3) && found.realName === undefined) return;
  throw new SqlError('42P01', `invalid reference to FROM-clause entry for table "${alias}"`, {
    detail: unreachableEntry(alias),
    ...positionOf(location),
  });
}

/** A column that has been found; one that a FULL JOIN ... USING merged is its first part that is not NULL. */
export function columnOf({ depth, column }: FoundColumn, at: ExpressionScope, location?: number): Expression {
  const parts = column.refs.map(({ relation, ordinal }) =>
    plainColumn(depth, relation, ordinal, at, location),
  );
  const [first, second] = parts;
  if (!first || !second) return first as Expression;
  return derived(parts, {
    type: first.type,
    typmod: first.typmod,
    evaluate: (env) => first.evaluate(env) ?? second.evaluate(env),
  });
}

/** A column of a relation `depth` queries outwards. */
export function plainColumn(
  depth: number,
  relation: ScopeRelation,
  ordinal: number,
  at: ExpressionScope,
  location?: number,
): Expression {
  const column = relation.columns[ordinal];
  if (!column) throw at.scope.missing(relation.alias);
  checkGrouping(depth, relation, ordinal, at, location);
  relation.looked?.add(ordinal);
  const { slot } = relation;
  if (depth === 0) {
    return {
      type: column.type,
      typmod: column.typmod,
      evaluate: (env) => env.rows[slot]?.[ordinal] ?? null,
      constant: false,
      slots: new Set([slot]),
      column: { slot, ordinal },
    };
  }
  at.scope.noteOuterRead(depth, slot);
  return {
    type: column.type,
    typmod: column.typmod,
    evaluate: outwards(depth, (env) => env.rows[slot]?.[ordinal] ?? null),
    constant: false,
    slots: NO_SLOTS,
    outerColumn: true,
  };
}

function outwards(depth: number, read: Evaluate): Evaluate {
  if (depth === 0) return read;
  return (env) => {
    let outer: Environment | null = env;
    for (let i = 0; i < depth; i += 1) outer = outer?.parent ?? null;
    return outer && read(outer);
  };
}

/** Above GROUP BY a column has to be fixed in its group. @throws SqlError 42803 */
function checkGrouping(
  depth: number,
  relation: ScopeRelation,
  ordinal: number,
  at: ExpressionScope,
  location: number | undefined,
): void {
  const grouping = depth === 0 ? at.grouping : at.scope.outwards(depth)?.grouping;
  if (!grouping || grouping.determined.has(relation) || grouping.keys.has(columnKey(relation.slot, ordinal)))
    return;
  const name = `${relation.alias}.${relation.columns[ordinal]?.name}`;
  throw new SqlError(
    '42803',
    depth === 0
      ? `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`
      : `subquery uses ungrouped column "${name}" from outer query`,
    location === undefined ? {} : positionOf(location),
  );
}

/** A relation's row as one value. */
function wholeRow(depth: number, relation: ScopeRelation, at: ExpressionScope): Expression {
  if (relation.scalar) return plainColumn(depth, relation, 0, at);
  const fields = relation.joined
    ? relation.joined.map((column) => columnOf({ depth, column }, at))
    : relation.columns.map((_, ordinal) => plainColumn(depth, relation, ordinal, at));
  const type = createRecordType(
    relation.columns.map((column) => ({ name: column.name, type: column.type })),
    relation.table?.def.name,
  );
  const row = derived(fields, { type, evaluate: (env) => fields.map(({ evaluate }) => evaluate(env)) });
  if (relation.joined) return { ...row, fields };
  const { slot } = relation;
  return { ...row, evaluate: outwards(depth, (env) => env.rows[slot] ?? null), fields };
}

/** ROW(a, b), or (a, b). */
export function rowOf(fields: readonly Expression[]): Expression {
  const type = createRecordType(
    fields.map((field, i) => ({
      name: `f${i + 1}`,
      type: typeOf(field) === types.unknown ? types.text : typeOf(field),
    })),
  );
  return {
    ...derived(fields, {
      type,
      evaluate: (env): readonly Datum[] => fields.map(({ evaluate }) => evaluate(env)),
    }),
    fields,
  };
}
