import type { ExecutionContext } from '../sql/environment';
import type { Database } from '../storage/database';
import { Pause } from '../storage/pause';
import type { Statement } from '../storage/statement';
import type { Datum } from '../types/datum';
import type { SessionAdvisoryLocks } from '../types/eval-context';
import { SqlError } from '../types/sql-error';
import type { ReplayedEffects } from './replayed-effects';
import type { SessionState } from './session-state';

/** What one run of one statement may ask of its session. Made for each run, so that it holds no closures. */
export class RunContext implements ExecutionContext {
  private remembered: Map<object, unknown> | null = null;

  constructor(
    private readonly session: SessionState,
    readonly statement: Statement,
    readonly params: readonly Datum[],
    private readonly effects: ReplayedEffects,
    readonly statementNow: bigint,
  ) {}

  get database(): Database {
    return this.session.database;
  }

  get memo(): Map<object, unknown> {
    this.remembered ??= new Map();
    return this.remembered;
  }

  get now(): bigint {
    return this.statement.transaction.startMicros;
  }

  clockNow(): bigint {
    return this.database.clock.now();
  }

  get advisoryLocks(): SessionAdvisoryLocks {
    const { effects, session, statement } = this;
    const locks = this.database.advisoryLocks;
    return {
      acquire: (request) =>
        effects.once(`lock ${JSON.stringify(request)}`, () =>
          locks.acquire(session, statement.transaction, request),
        ),
      release: (key, shared) =>
        effects.once(`unlock ${key} ${shared}`, () => locks.release(session, key, shared)),
      releaseAll: () => effects.once('unlock all', () => locks.releaseAll(session)),
    };
  }

  nextval(name: string): bigint {
    this.refuseReadOnly('nextval()');
    const { sequences } = this.session;
    const { transaction } = this.statement;
    const sequence = this.database.sequence(name, this.session.catalog);
    const value = this.effects.once(sequence, () => sequence.next(transaction));
    this.database.noteSequence(transaction, sequence);
    sequences.note(sequence, value);
    sequences.last = sequence;
    return value;
  }

  currval(name: string): bigint {
    const sequence = this.database.sequence(name, this.session.catalog);
    const value = this.session.sequences.valueOf(sequence);
    if (value === undefined)
      throw new SqlError(
        '55000',
        `currval of sequence "${sequence.def.name}" is not yet defined in this session`,
      );
    return value;
  }

  lastval(): bigint {
    const { sequences } = this.session;
    const value = sequences.last === null ? undefined : sequences.valueOf(sequences.last);
    if (value === undefined) throw new SqlError('55000', 'lastval is not yet defined in this session');
    return value;
  }

  setval(name: string, value: bigint, isCalled: boolean): bigint {
    this.refuseReadOnly('setval()');
    const { transaction } = this.statement;
    const sequence = this.database.sequence(name, this.session.catalog);
    const { def } = sequence;
    const key = `setval ${def.schema}.${def.name} ${value} ${isCalled}`;
    const set = this.effects.once(key, () => sequence.set(transaction, value, isCalled));
    this.database.noteSequence(transaction, sequence);
    if (isCalled) this.session.sequences.note(sequence, value);
    return set;
  }

  serialSequence(table: string, column: string): string | null {
    return this.database.serialSequence(table, column, this.session.catalog);
  }

  get schemas(): readonly string[] {
    return this.session.catalog.existingSchemas;
  }

  hasRelation(schema: string | null, name: string): boolean {
    const { catalog } = this.session;
    return Boolean(
      catalog.table(schema, name) ?? catalog.view(schema, name) ?? catalog.sequence(schema, name),
    );
  }

  setting(name: string): string | null {
    return this.session.setting(name, this.statement.transaction);
  }

  private refuseReadOnly(call: string): void {
    if (this.statement.transaction.readOnly)
      throw new SqlError('25006', `cannot execute ${call} in a read-only transaction`);
  }

  pause(ms: number): void {
    let over = true;
    this.effects.once('sleep', () => {
      over = false;
    });
    if (!over && ms > 0) throw new Pause(ms);
  }

  changeSetting(name: string, value: string | null, local: boolean): void {
    this.session.set(name, value, local, this.statement.transaction);
  }
}

/** What one statement does with the rows of the store. It may run again, after a wait for a lock. */
export type Work<T> = (context: RunContext) => T;
