/**
 * A queue of several parties, of which each gets its turn after the others: who asks for much waits for himself. When it is
 * full, the party that has most in it loses what it has added last.
 */
export class FairQueue<T> {
  /** What waits, by party; the party whose turn is next is the first. None is empty. */
  private readonly lines = new Map<string, T[]>();
  private count = 0;

  constructor(private readonly most: number) {}

  /** @returns what had to go for it, which may be the item itself; null when there was room */
  add(party: string, item: T): T | null {
    const line = this.lines.get(party) ?? [];
    if (this.count >= this.most) {
      const [longest, items] = this.longest();
      if (items.length <= line.length + 1) return item;
      const last = items.at(-1) as T;
      this.remove(longest, last);
      this.push(party, line, item);
      return last;
    }
    this.push(party, line, item);
    return null;
  }

  remove(party: string, item: T): void {
    const line = this.lines.get(party);
    const index = line?.indexOf(item) ?? -1;
    if (!line || index === -1) return;
    line.splice(index, 1);
    this.count -= 1;
    if (line.length === 0) this.lines.delete(party);
  }

  /** Takes the next item of the next party that may have one; null when there is none. */
  take(mayHave: (party: string) => boolean): { readonly party: string; readonly item: T } | null {
    for (const [party, line] of this.lines) {
      const [item] = line;
      if (item === undefined || !mayHave(party)) continue;
      this.lines.delete(party);
      if (line.length > 1) this.lines.set(party, line.slice(1));
      this.count -= 1;
      return { party, item };
    }
    return null;
  }

  /** Takes all that waits. */
  clear(): T[] {
    const items = [...this.lines.values()].flat();
    this.lines.clear();
    this.count = 0;
    return items;
  }

  private push(party: string, line: T[], item: T): void {
    line.push(item);
    this.lines.set(party, line);
    this.count += 1;
  }

  private longest(): [party: string, items: readonly T[]] {
    return [...this.lines].reduce<[string, readonly T[]]>(
      (longest, entry) => (entry[1].length > longest[1].length ? entry : longest),
      ['', []],
    );
  }
}
