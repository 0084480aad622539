import type { Row } from './compile-context';
import type { RowOrder } from './sort-key';

interface Entry<T> {
  readonly row: T;
  /** Order of arrival: it decides between rows that sort the same. */
  readonly at: number;
}

/** Keeps the first rows of an order, no more than are wanted, in a heap whose root is the last of them. */
export class TopRows<T extends { readonly keys: Row }> {
  private readonly entries: Entry<T>[] = [];
  private arrived = 0;

  /** @param order null keeps the rows as they come */
  constructor(
    private readonly limit: number,
    private readonly order: RowOrder | null,
  ) {}

  get size(): number {
    return this.entries.length;
  }

  /** Whether a row with these keys would be among the first. */
  accepts(keys: Row): boolean {
    if (this.entries.length < this.limit || !this.order) return true;
    const [last] = this.entries;
    return last !== undefined && this.order(keys, last.row.keys) < 0;
  }

  add(row: T): void {
    const entry = { row, at: this.arrived };
    this.arrived += 1;
    if (this.limit === Infinity || !this.order) {
      this.entries.push(entry);
    } else if (this.entries.length < this.limit) {
      this.entries.push(entry);
      this.rise(this.entries.length - 1);
    } else {
      this.entries[0] = entry;
      this.sink();
    }
  }

  sorted(): T[] {
    const { order } = this;
    const entries = order
      ? this.entries.toSorted((a, b) => order(a.row.keys, b.row.keys) || a.at - b.at)
      : this.entries;
    return entries.map(({ row }) => row);
  }

  /** Whether the entry at a place belongs behind the other. */
  private isAfter(a: number, b: number): boolean {
    const left = this.entries[a] as Entry<T>;
    const right = this.entries[b] as Entry<T>;
    return ((this.order?.(left.row.keys, right.row.keys) ?? 0) || left.at - right.at) > 0;
  }

  private swap(a: number, b: number): void {
    const entry = this.entries[a] as Entry<T>;
    this.entries[a] = this.entries[b] as Entry<T>;
    this.entries[b] = entry;
  }

  private rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.isAfter(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(): void {
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let last = at;
      if (left < this.entries.length && this.isAfter(left, last)) last = left;
      if (right < this.entries.length && this.isAfter(right, last)) last = right;
      if (last === at) return;
      this.swap(at, last);
      at = last;
    }
  }
}
