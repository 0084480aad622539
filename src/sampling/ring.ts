/** The latest of many; older ones make room. */
export class Ring<T> {
  private readonly kept: T[] = [];
  private oldest = 0;

  constructor(private readonly most: number) {}

  push(item: T): void {
    if (this.kept.length < this.most) {
      this.kept.push(item);
      return;
    }
    this.kept[this.oldest] = item;
    this.oldest = (this.oldest + 1) % this.most;
  }

  /** The oldest first. */
  items(): T[] {
    return [...this.kept.slice(this.oldest), ...this.kept.slice(0, this.oldest)];
  }
}
