/** The answers that were asked for last, as many as a number of characters of JSON holds. */
export class OutcomeCache<T> {
  /** The one that was asked for last is the last. */
  private readonly entries = new Map<string, { readonly value: T; readonly size: number }>();
  private size = 0;

  constructor(private readonly most: number) {}

  get(key: string): T | null {
    const entry = this.entries.get(key);
    if (!entry) return null;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** @param size in characters of JSON; what is larger than the whole is not kept */
  set(key: string, value: T, size: number): void {
    this.delete(key);
    if (size > this.most) return;
    this.entries.set(key, { value, size });
    this.size += size;
    for (const oldest of this.entries.keys()) {
      if (this.size <= this.most) break;
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    this.size -= this.entries.get(key)?.size ?? 0;
    this.entries.delete(key);
  }
}
