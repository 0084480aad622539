import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { Database } from '../storage/database';
import type { ReadSet } from '../storage/read-set';
import type { RowVersion, Snapshot } from '../storage/row-version';
import type { Statement } from '../storage/statement';
import type { Tuple } from '../storage/table-def';

/** What one run of a statement works with. */
export interface ExecutionContext extends EvalContext {
  readonly database: Database;
  readonly statement: Statement;
  readonly params: readonly Datum[];
  /** Results kept for the length of this run: CTEs, uncorrelated sub-queries, hash tables of joins. */
  readonly memo: Map<object, unknown>;
}

const NONE: readonly Datum[] = Object.freeze([]);

/** The rows that an expression looks at: one for each relation of its query, and the query around it. */
export class Environment {
  rows: (Tuple | null)[] = [];
  versions: (RowVersion | null)[] = [];
  /** Results of the aggregates of the present group. */
  aggregates: readonly Datum[] = NONE;
  /** Under GROUPING SETS, the present group's keys: NULL where the set leaves one out. */
  groupKeys: readonly Datum[] = NONE;
  /** Results of the window functions for the present row. */
  windows: readonly Datum[] = NONE;
  /** The present values of the set-returning functions of the select list. */
  sets: readonly Datum[] = NONE;

  constructor(
    readonly context: ExecutionContext,
    readonly parent: Environment | null,
  ) {}

  /** The same rows, kept while the original moves on. */
  copy(): Environment {
    const copy = new Environment(this.context, this.parent);
    copy.rows = [...this.rows];
    copy.versions = [...this.versions];
    copy.aggregates = this.aggregates;
    copy.groupKeys = this.groupKeys;
    copy.windows = this.windows;
    return copy;
  }

  get snapshot(): Snapshot {
    return this.context.statement.snapshot;
  }

  /** Where a SERIALIZABLE transaction notes what it looks at; null below that level. */
  get reads(): ReadSet | null {
    return this.context.statement.transaction.reads;
  }
}

export type Evaluate = (environment: Environment) => Datum;
