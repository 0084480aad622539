import type { RangeVar, SelectStmt } from '@pgsql/types';
import { isAggregate } from '../functions/aggregates';
import type { Catalog } from '../storage/catalog';
import { SqlError, unsupported } from '../types/sql-error';
import { lastName } from './ast';

export type Change = 'insert' | 'update' | 'delete';

const WORDS: Readonly<Record<Change, { readonly message: string; readonly enable: string }>> = {
  insert: { message: 'insert into', enable: 'inserting into' },
  update: { message: 'update', enable: 'updating' },
  delete: { message: 'delete from', enable: 'deleting from' },
};

/** Refuses to change a view: PostgreSQL can change what one table is shown by, which is not done here. @throws SqlError */
export function refuseView(range: RangeVar, change: Change, catalog: Catalog): void {
  const name = range.relname ?? '';
  if (catalog.table(range.schemaname ?? null, name)?.def.materialized)
    throw new SqlError('42809', `cannot change materialized view "${name}"`);
  const view = catalog.view(range.schemaname ?? null, name);
  if (!view) return;
  const reason = whyNotUpdatable(view.query());
  if (reason === null) throw unsupported(`writing to the view "${name}"`);
  const { message, enable } = WORDS[change];
  const verb = change.toUpperCase();
  throw new SqlError('55000', `cannot ${message} view "${name}"`, {
    detail: `Views ${reason} are not automatically updatable.`,
    hint: `To enable ${enable} the view, provide an INSTEAD OF ${verb} trigger or an unconditional ON ${verb} DO INSTEAD rule.`,
  });
}

/** PostgreSQL's first reason (view_query_is_auto_updatable), or null. */
function whyNotUpdatable(query: SelectStmt): string | null {
  if (query.distinctClause) return 'containing DISTINCT';
  if (query.groupClause) return 'containing GROUP BY';
  if (query.havingClause) return 'containing HAVING';
  if (query.op && query.op !== 'SETOP_NONE') return 'containing UNION, INTERSECT, or EXCEPT';
  if (query.withClause) return 'containing WITH';
  if (query.limitCount || query.limitOffset) return 'containing LIMIT or OFFSET';
  if (callsIn(query.targetList, (call) => !call.over && isAggregate(call.name)))
    return 'that return aggregate functions';
  if (callsIn(query.targetList, (call) => call.over)) return 'that return window functions';
  const [from, ...more] = query.fromClause ?? [];
  if (!from || more.length > 0 || !('RangeVar' in from))
    return 'that do not select from a single table or view';
  return null;
}

interface Call {
  readonly name: string;
  readonly over: boolean;
}

/** Whether the query itself, not one within it, makes such a call. */
function callsIn(node: unknown, wanted: (call: Call) => boolean): boolean {
  if (typeof node !== 'object' || node === null || 'SelectStmt' in node) return false;
  if ('FuncCall' in node) {
    const call = node.FuncCall as { funcname?: Parameters<typeof lastName>[0]; over?: unknown };
    if (wanted({ name: lastName(call.funcname), over: call.over !== undefined })) return true;
  }
  return Object.values(node).some((inner) => callsIn(inner, wanted));
}
