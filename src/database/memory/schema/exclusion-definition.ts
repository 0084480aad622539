import type { Constraint, IndexElem } from '@pgsql/types';
import type { TableExclusion } from 'typeorm';
import { resolveOperator } from '../functions/resolve';
import { stringOf } from '../sql/ast';
import { parse } from '../sql/parser';
import type { OutputColumn } from '../sql/scope';
import { compileTableNode } from '../sql/table-expression';
import { quoteIdentifier } from '../types/identifier';
import type { ExclusionDef, ExclusionPart } from '../storage/table-def';
import { SqlError, unsupported } from '../types/sql-error';
import type { SchemaContext } from './schema-context';

/** An exclusion constraint from the text after EXCLUDE: `USING gist ("period" WITH &&) WHERE (...)`. */
export function defineExclusion(
  { database }: SchemaContext,
  { name, expression, deferrable }: TableExclusion,
  signatures: readonly OutputColumn[],
): ExclusionDef {
  const constraint = parseExclusion(expression ?? '');
  const parts = (constraint.exclusions ?? []).map((node): ExclusionPart => {
    const [element, operators] = 'List' in node ? (node.List.items ?? []) : [];
    if (!element || !('IndexElem' in element) || !operators || !('List' in operators))
      throw unsupported(`the exclusion constraint "${name}"`);
    const operator = (operators.List.items ?? []).map(stringOf).at(-1) ?? '=';
    const { type, evaluate } = compileElement(element.IndexElem);
    const { call } = resolveOperator(operator, type, type);
    return {
      text: elementText(element.IndexElem),
      type,
      value: evaluate,
      excludes: (evaluation, one, other) => call([one, other], evaluation),
    };
  });
  const where = constraint.where_clause;
  return {
    name: name ?? '',
    parts,
    deferrable: deferrable !== undefined,
    initiallyDeferred: deferrable === 'INITIALLY DEFERRED',
    ...(where ? { where: compileTableNode(where, signatures, database.catalog, null).evaluate } : {}),
  };

  function compileElement(element: IndexElem): ReturnType<typeof compileTableNode> {
    const node = element.expr ?? {
      ColumnRef: { fields: [{ String: { sval: element.name ?? '' } }] },
    };
    return compileTableNode(node, signatures, database.catalog, null);
  }
}

function parseExclusion(expression: string): Constraint {
  const [statement] = parse(`ALTER TABLE t ADD CONSTRAINT c EXCLUDE ${expression}`);
  const [command] = statement && 'AlterTableStmt' in statement ? (statement.AlterTableStmt.cmds ?? []) : [];
  const def = command && 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined;
  if (!def || !('Constraint' in def)) throw new SqlError('42601', 'syntax error in exclusion constraint');
  return def.Constraint;
}

function elementText({ name }: IndexElem): string {
  return name === undefined ? 'expression' : quoteIdentifier(name);
}
