/** Sequence values drawn by one statement, kept over its re-runs after a lock wait, so that none is burnt twice. */
export class DrawnValues {
  private readonly values: bigint[] = [];
  private at = 0;

  rewind(): void {
    this.at = 0;
  }

  next(draw: () => bigint): bigint {
    const known = this.values[this.at];
    const value = known ?? draw();
    if (known === undefined) this.values.push(value);
    this.at += 1;
    return value;
  }
}
