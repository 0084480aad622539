import type { Node, SelectStmt } from '@pgsql/types';
import { SqlError } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { placeOf } from './ast';
import { compileAt, type CompileContext } from './compile-context';
import type { Environment } from './environment';
import { coerce, type Expression, typeOf } from './expression';
import type { Scope } from './scope';

/** LIMIT and OFFSET, compiled. */
export interface Limit {
  readonly limit: Expression | null;
  readonly offset: Expression | null;
  /** FETCH FIRST ... WITH TIES: rows that order the same as the last one come too. */
  readonly withTies: boolean;
}

export interface Page {
  readonly skip: number;
  /** Infinity for all. */
  readonly take: number;
}

export function compileLimit(select: SelectStmt, scope: Scope, context: CompileContext): Limit {
  const withTies = select.limitOption === 'LIMIT_OPTION_WITH_TIES';
  if (withTies && !select.sortClause)
    throw new SqlError('42601', 'WITH TIES cannot be specified without ORDER BY clause');
  const compile = (node: Node | undefined, clause: string): Expression | null => {
    if (!node) return null;
    const value = compileAt(node, { scope, context, clause });
    if (value.slots.size > 0)
      throw new SqlError('42P10', `argument of ${clause} must not contain variables`, placeOf(value.node));
    const coerced = coerce(value, types.int8, 'assignment');
    if (coerced) return coerced;
    throw new SqlError(
      '42804',
      `argument of ${clause} must be type bigint, not type ${typeOf(value).displayName}`,
      placeOf(value.node),
    );
  };
  return {
    limit: compile(select.limitCount, 'LIMIT'),
    offset: compile(select.limitOffset, 'OFFSET'),
    withTies,
  };
}

/** The number of rows to skip and to return in this run. @throws SqlError 2201W, 2201X */
export function pageOf({ limit, offset }: Limit, environment: Environment): Page {
  const count = limit === null ? null : limit.evaluate(environment);
  const start = offset === null ? null : offset.evaluate(environment);
  if (start !== null && (start as bigint) < 0n) throw new SqlError('2201X', 'OFFSET must not be negative');
  if (count !== null && (count as bigint) < 0n) throw new SqlError('2201W', 'LIMIT must not be negative');
  return { skip: start === null ? 0 : Number(start), take: count === null ? Infinity : Number(count) };
}
