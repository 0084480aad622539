import type { DeleteStmt, Node, UpdateStmt } from '@pgsql/types';
import type { LockStrength } from '../storage/lock-strength';
import type { RowVersion } from '../storage/row-version';
import { assignedValues, compileAssignments } from './assignment';
import { compileAt, type CompileContext, type CompiledModification, type Row } from './compile-context';
import type { Environment } from './environment';
import { asCondition } from './expression';
import { readFrom } from './read-from';
import { compileReturning, type ModifyTarget, openTarget } from './modify-target';
import { planFrom } from './join-plan';
import type { Source } from './join-source';
import { foldFrom } from './from-tree';
import { unreachableEntry } from './missing-name';
import { currentRow } from './current-row';
import type { Scope } from './scope';

export function compileUpdate(
  statement: UpdateStmt,
  outer: Scope | null,
  context: CompileContext,
): CompiledModification {
  const target = openTarget(statement, 'update', outer, context);
  const { table, relation, scope } = target;
  const matches = compileMatches(
    target,
    'no key update',
    statement.fromClause,
    statement.whereClause,
    context,
  );
  const returning = compileReturning(statement.returningClause?.exprs, { scope, context });
  const assignments = compileAssignments(statement.targetList ?? [], table, {
    scope,
    context,
    clause: 'UPDATE',
  });
  return {
    columns: returning?.columns ?? [],
    foldConstants: (environment) => {
      for (const { cell } of assignments) if (cell !== 'default') cell.fold?.(environment);
      returning?.foldConstants(environment);
      matches.foldConstants(environment);
    },
    run: (around) => {
      const rows: Row[] = [];
      let rowCount = 0;
      const environment = target.open(around);
      const { statement: run } = environment.context;
      matches.each(environment, (version, match) => {
        const values = assignedValues(table, version.values, assignments, match);
        const updated = table.update(run, version, values);
        if (!updated) return;
        rowCount += 1;
        if (!returning) return;
        match.rows[relation.slot] = updated.values;
        rows.push(returning.row(match));
      });
      return { rows, rowCount };
    },
  };
}

export function compileDelete(
  statement: DeleteStmt,
  outer: Scope | null,
  context: CompileContext,
): CompiledModification {
  const target = openTarget(statement, 'delete', outer, context);
  const { table, scope } = target;
  const matches = compileMatches(target, 'update', statement.usingClause, statement.whereClause, context);
  const returning = compileReturning(statement.returningClause?.exprs, { scope, context });
  return {
    columns: returning?.columns ?? [],
    foldConstants: (environment) => {
      returning?.foldConstants(environment);
      matches.foldConstants(environment);
    },
    run: (around) => {
      const rows: Row[] = [];
      let rowCount = 0;
      const environment = target.open(around);
      const { statement: run } = environment.context;
      matches.each(environment, (version, match) => {
        if (!table.delete(run, version)) return;
        rowCount += 1;
        if (returning) rows.push(returning.row(match));
      });
      return { rows, rowCount };
    },
  };
}

/** Hands on every row of the target that is to be changed, each once, with the rows joined to it. */
type EachMatch = (
  environment: Environment,
  change: (version: RowVersion, match: Environment) => void,
) => void;

interface Matches {
  readonly each: EachMatch;
  /** See `CompiledQuery.foldConstants`. */
  readonly foldConstants: (environment: Environment) => void;
}

/**
 * The rows that UPDATE and DELETE work on: the target joined with FROM or USING, under WHERE. All are found
 * before the first change, so that a statement never sees its own work.
 */
function compileMatches(
  target: ModifyTarget,
  strength: LockStrength,
  others: readonly Node[] | undefined,
  where: Node | undefined,
  context: CompileContext,
): Matches {
  const { scope } = target;
  const rest = scope.barring(0, unreachableEntry, () => readFrom(others ?? [], scope, context));
  const condition = where
    ? asCondition(compileAt(where, { scope, context, clause: 'WHERE' }), 'WHERE')
    : null;
  const { source } = planFrom(
    rest ? { kind: 'join', type: 'inner', left: target, right: rest, on: null } : target,
    condition,
  );
  const { slot } = target.relation;
  const found = rest ? joinedMatches(source, slot) : plainMatches(source, slot);
  const conditions = condition ? [condition] : [];
  return {
    each: (environment, change) =>
      found(environment, (seen, match) => {
        const version = currentRow(target, seen, strength, conditions, match);
        if (version) change(version, match);
      }),
    foldConstants: (environment) => {
      const met = condition?.fold?.(environment);
      if (met !== false && met !== null) foldFrom(rest, environment);
    },
  };
}

function plainMatches(source: Source, slot: number): EachMatch {
  return (environment, change) => {
    const versions: RowVersion[] = [];
    source.scan(environment, () => {
      const version = environment.versions[slot];
      if (version) versions.push(version);
      return true;
    });
    for (const version of versions) {
      environment.rows[slot] = version.values;
      change(version, environment);
    }
  };
}

function joinedMatches(source: Source, slot: number): EachMatch {
  return (environment, change) => {
    const matches = new Map<RowVersion, Environment>();
    source.scan(environment, () => {
      const version = environment.versions[slot];
      if (version && !matches.has(version)) matches.set(version, environment.copy());
      return true;
    });
    for (const [version, match] of matches) change(version, match);
  };
}
