import type { EvalContext } from '../types/eval-context';
import { checkViolation, notNullViolation } from './constraint-errors';
import { runWhenDue } from './deferred-checks';
import { checkExclusion, findExcluding } from './exclusion-check';
import type { Heap } from './heap';
import type { RowVersion } from './row-version';
import type { Statement } from './statement';
import type { ExclusionDef, TableDef, Tuple } from './table-def';
import type { TableIndexes } from './table-indexes';
import type { Transaction } from './transaction';
import { checkUnique, mayConflict } from './unique-checks';
import { changesKeyOf, type UniqueIndex } from './unique-index';

/** The rules that a table's rows have to meet by themselves and among each other; foreign keys come after them. */
export class TableConstraints {
  private readonly uniques: readonly UniqueIndex[];
  private readonly deferrableUniques: readonly UniqueIndex[];
  private readonly exclusions: readonly ExclusionDef[];
  private readonly deferrableExclusions: readonly ExclusionDef[];

  constructor(
    private readonly def: TableDef,
    private readonly heap: Heap,
    private readonly indexes: TableIndexes,
    private readonly context: EvalContext,
  ) {
    const { exclusions = [] } = def;
    this.uniques = indexes.unique.filter(({ key }) => !key?.deferrable);
    this.deferrableUniques = indexes.unique.filter(({ key }) => key?.deferrable);
    this.exclusions = exclusions.filter(({ deferrable }) => !deferrable);
    this.deferrableExclusions = exclusions.filter(({ deferrable }) => deferrable);
  }

  /** @throws SqlError 23502, 23514 */
  checkRow(values: Tuple): void {
    const { columns, checks } = this.def;
    for (let i = 0; i < columns.length; i += 1) {
      if (values[i] === null && columns[i]?.notNull) throw notNullViolation(this.def, i, values);
    }
    for (const { name, test } of checks) {
      if (test(values, this.context) === false) throw checkViolation(this.def, name, values);
    }
  }

  /**
   * What is checked as soon as a row is written, before it is indexed.
   *
   * @throws SqlError 23505, 23P01
   * @throws LockWait while another transaction is writing a row that conflicts
   */
  checkWritten(transaction: Transaction, old: RowVersion | null, version: RowVersion): void {
    for (const unique of this.uniques) {
      if (!old || changesKeyOf(unique, old, version)) checkUnique(this.def, transaction, unique, version);
    }
    for (const exclusion of this.exclusions) this.checkExclusion(transaction, exclusion, version);
  }

  /** Deferrable constraints look at a row after its foreign keys, at the end of the statement or at COMMIT. */
  checkLater(statement: Statement, old: RowVersion | null, version: RowVersion): void {
    if (this.deferrableUniques.length === 0 && this.deferrableExclusions.length === 0) return;
    // A version that changes nothing that is indexed gets no new entries in the indexes.
    if (old && !this.indexes.changesWith(old, version)) return;
    const { transaction } = statement;
    for (const unique of this.deferrableUniques) {
      if (!unique.key || !mayConflict(transaction, unique, version)) continue;
      const { key } = unique;
      const check = (): void => {
        const entry = this.lastOfEntry(version);
        if (entry) checkUnique(this.def, transaction, unique, entry);
      };
      statement.afterRow(() => runWhenDue(transaction, key, check));
    }
    for (const exclusion of this.deferrableExclusions) {
      const check = (): void => {
        const entry = this.lastOfEntry(version);
        if (entry) this.checkExclusion(transaction, exclusion, entry);
      };
      statement.afterRow(() => runWhenDue(transaction, exclusion, check));
    }
  }

  /** @throws LockWait while another transaction is writing such a row */
  findExcluding(transaction: Transaction, exclusion: ExclusionDef, values: Tuple): RowVersion | null {
    return findExcluding(this.heap, transaction, exclusion, values, null, this.context);
  }

  /** The last version that the entry of this one in the indexes stands for; null when another entry has taken its place. */
  private lastOfEntry(version: RowVersion): RowVersion | null {
    let last = version;
    while (last.successor) {
      if (this.indexes.changesWith(last, last.successor)) return null;
      last = last.successor;
    }
    return last;
  }

  private checkExclusion(transaction: Transaction, exclusion: ExclusionDef, version: RowVersion): void {
    if (version.deleter !== null) return;
    checkExclusion(this.def, this.heap, transaction, exclusion, version, this.context);
  }
}
