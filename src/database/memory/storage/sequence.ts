import { SqlError } from '../types/sql-error';

export interface SequenceDef {
  readonly schema: string;
  readonly name: string;
  readonly start: bigint;
  readonly increment: bigint;
  readonly minValue: bigint;
  readonly maxValue: bigint;
  readonly cycle: boolean;
}

/** A number generator outside of transactions: what was drawn stays drawn, whatever is rolled back. */
export class Sequence {
  private last: bigint;
  private isCalled = false;

  constructor(readonly def: SequenceDef) {
    this.last = def.start;
  }

  /** @throws SqlError 2200H when the sequence has run out */
  next(): bigint {
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

  /** @throws SqlError 22003 when the value is out of the sequence's bounds */
  set(value: bigint, isCalled: boolean): bigint {
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

  restart(): void {
    this.last = this.def.start;
    this.isCalled = false;
  }

  get state(): { readonly last: bigint; readonly isCalled: boolean } {
    return { last: this.last, isCalled: this.isCalled };
  }
}
