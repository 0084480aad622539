import type { Sequence } from '../storage/sequence';

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
