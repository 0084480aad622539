import type { ExecutionContext } from '../sql/environment';
import type { Database } from '../storage/database';
import type { DrawnValues } from '../storage/drawn-values';
import { Pause } from '../storage/pause';
import type { Sequence } from '../storage/sequence';
import type { Statement } from '../storage/statement';
import type { Datum } from '../types/datum';
import type { SessionAdvisoryLocks } from '../types/eval-context';
import { SqlError } from '../types/sql-error';
import type { SessionSettings } from './settings';

/** What a session remembers of the sequences that it has drawn from: few, so that they are simply listed. */
export class SequenceMemory {
  private readonly drawn: { readonly sequence: Sequence; value: bigint }[] = [];
  last: Sequence | null = null;

  valueOf(sequence: Sequence): bigint | undefined {
    return this.drawn.find((entry) => entry.sequence === sequence)?.value;
  }

  note(sequence: Sequence, value: bigint): void {
    const known = this.drawn.find((entry) => entry.sequence === sequence);
    if (known) known.value = value;
    else this.drawn.push({ sequence, value });
  }

  forget(): void {
    this.drawn.length = 0;
    this.last = null;
  }
}

/** What one run of one statement may ask of its session. Made for each run, so that it holds no closures. */
export class RunContext implements ExecutionContext {
  private remembered: Map<object, unknown> | null = null;
  private startedAt: bigint | null = null;

  constructor(
    readonly database: Database,
    readonly statement: Statement,
    readonly params: readonly Datum[],
    private readonly settings: SessionSettings,
    private readonly sequences: SequenceMemory,
    private readonly drawn: DrawnValues,
  ) {}

  get memo(): Map<object, unknown> {
    this.remembered ??= new Map();
    return this.remembered;
  }

  get now(): bigint {
    return this.statement.transaction.startMicros;
  }

  get statementNow(): bigint {
    this.startedAt ??= this.database.clock.after(this.now);
    return this.startedAt;
  }

  clockNow(): bigint {
    return this.database.clock.now();
  }

  get advisoryLocks(): SessionAdvisoryLocks {
    const { database, drawn, statement, sequences: session } = this;
    const locks = database.advisoryLocks;
    return {
      // What was obtained before a wait is not obtained again when the statement runs again.
      acquire: (request) =>
        drawn.next(() => (locks.acquire(session, statement.transaction, request) ? 1n : 0n)) === 1n,
      release: (key, shared) => drawn.next(() => (locks.release(session, key, shared) ? 1n : 0n)) === 1n,
      releaseAll: () => locks.releaseAll(session),
    };
  }

  nextval(name: string): bigint {
    const sequence = this.database.sequence(name);
    const value = this.drawn.next(() => sequence.next());
    this.sequences.note(sequence, value);
    this.sequences.last = sequence;
    return value;
  }

  currval(name: string): bigint {
    const sequence = this.database.sequence(name);
    const value = this.sequences.valueOf(sequence);
    if (value === undefined)
      throw new SqlError(
        '55000',
        `currval of sequence "${sequence.def.name}" is not yet defined in this session`,
      );
    return value;
  }

  lastval(): bigint {
    const { last } = this.sequences;
    const value = last === null ? undefined : this.sequences.valueOf(last);
    if (value === undefined) throw new SqlError('55000', 'lastval is not yet defined in this session');
    return value;
  }

  setval(name: string, value: bigint, isCalled: boolean): bigint {
    const sequence = this.database.sequence(name);
    const set = sequence.set(value, isCalled);
    if (isCalled) this.sequences.note(sequence, value);
    return set;
  }

  serialSequence(table: string, column: string): string | null {
    return this.database.serialSequence(table, column);
  }

  setting(name: string): string | null {
    return this.settings.get(name);
  }

  pause(ms: number): void {
    let over = true;
    // What was slept through before a run is not slept through again.
    this.drawn.next(() => {
      over = false;
      return 0n;
    });
    if (!over && ms > 0) throw new Pause(ms);
  }

  changeSetting(name: string, value: string, local: boolean): void {
    this.settings.set(name, value, { local, inTransaction: true });
  }
}

/** What one statement does with the rows of the store. It may run again, after a wait for a lock. */
export type Work<T> = (context: RunContext) => T;
