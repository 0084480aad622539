import type { Datum } from '../types/datum';
import type { EvalContext } from '../types/eval-context';
import type { Database } from '../storage/database';
import type { RowVersion } from '../storage/row-version';
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

/** The rows that an expression looks at: one for each relation of its query, and the query around it. */
export class Environment {
  readonly rows: (Tuple | null)[] = [];
  readonly versions: (RowVersion | null)[] = [];
  /** Results of the aggregates (and window functions) of the present group. */
  aggregates: readonly Datum[] = [];

  constructor(
    readonly context: ExecutionContext,
    readonly parent: Environment | null,
  ) {}

  /** The same rows, kept while the original moves on. */
  copy(): Environment {
    const copy = new Environment(this.context, this.parent);
    copy.rows.push(...this.rows);
    copy.versions.push(...this.versions);
    copy.aggregates = this.aggregates;
    return copy;
  }
}

export type Evaluate = (environment: Environment) => Datum;
