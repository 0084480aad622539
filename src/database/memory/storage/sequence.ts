import { SqlError } from '../types/sql-error';
import { LockWait } from './lock-wait';
import type { RevocableWriter } from './writer';

export interface SequenceDef {
  readonly schema: string;
  readonly name: string;
  readonly start: bigint;
  readonly increment: bigint;
  readonly minValue: bigint;
  readonly maxValue: bigint;
  readonly cycle: boolean;
}

/** A number generator outside of transactions: what was drawn stays drawn, whatever is rolled back, but for a restart. */
export class Sequence {
  private last: bigint;
  private isCalled = false;
  private restartedBy: RevocableWriter | null = null;

  constructor(readonly def: SequenceDef) {
    this.last = def.start;
  }

  /** @throws SqlError 2200H when the sequence has run out, LockWait while another transaction starts it over */
  next(transaction: RevocableWriter): bigint {
    this.waitForRestart(transaction);
    const { increment, maxValue, minValue, cycle, name } = this.def;
    if (!this.isCalled) {
      this.isCalled = true;
      return this.last;
    }
    const candidate = this.last + increment;
    if (candidate > maxValue || candidate < minValue) {
      const bound =
        increment > 0n
          ? `maximum value of sequence "${name}" (${maxValue})`
          : `minimum value of sequence "${name}" (${minValue})`;
      if (!cycle) throw new SqlError('2200H', `nextval: reached ${bound}`);
      this.last = increment > 0n ? minValue : maxValue;
    } else {
      this.last = candidate;
    }
    return this.last;
  }

  /** @throws SqlError 22003 when the value is out of the sequence's bounds, LockWait as next() does */
  set(transaction: RevocableWriter, value: bigint, isCalled: boolean): bigint {
    this.waitForRestart(transaction);
    const { minValue, maxValue, name } = this.def;
    if (value < minValue || value > maxValue) {
      throw new SqlError(
        '22003',
        `setval: value ${value} is out of bounds for sequence "${name}" (${minValue}..${maxValue})`,
      );
    }
    this.last = value;
    this.isCalled = isCalled;
    return value;
  }

  /** Starts over. When that is rolled back, the sequence goes on where it was. @throws LockWait as next() does */
  restart(transaction: RevocableWriter, start = this.def.start): void {
    this.waitForRestart(transaction);
    const { last, isCalled, restartedBy } = this;
    transaction.whenTakenBack(() => {
      this.last = last;
      this.isCalled = isCalled;
      this.restartedBy = restartedBy;
    });
    this.last = start;
    this.isCalled = false;
    this.restartedBy = transaction;
  }

  /** Puts it where it stood before. */
  restore(last: bigint, isCalled: boolean): void {
    this.last = last;
    this.isCalled = isCalled;
  }

  private waitForRestart(transaction: RevocableWriter): void {
    const { restartedBy } = this;
    if (restartedBy === null || restartedBy === transaction) return;
    if (restartedBy.status === 'active') throw new LockWait([restartedBy]);
    this.restartedBy = null;
  }

  get state(): { readonly last: bigint; readonly isCalled: boolean } {
    return { last: this.last, isCalled: this.isCalled };
  }
}
