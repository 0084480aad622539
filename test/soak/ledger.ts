/** A user as far as the soak looks at it. */
export interface UserRow {
  readonly handle: string;
  readonly displayName: string | null;
  readonly version: number;
}

/** What may be there of a user, after all that was told of it; null is no row. */
export class Entry {
  /** More than one where the outcome of the last change is not known. */
  possible: readonly (UserRow | null)[] = [null];
  /** How the last change was said to have had no effect; null when it was not. */
  refusal: string | null = null;

  constructor(readonly handle: string) {}

  is(row: UserRow | null): void {
    this.possible = [row];
    this.refusal = null;
  }

  mayBe(...rows: readonly (UserRow | null)[]): void {
    this.possible = rows;
    this.refusal = null;
  }

  refused(how: string): void {
    this.refusal = how;
  }

  get isInDoubt(): boolean {
    return this.possible.length > 1;
  }

  get isGone(): boolean {
    return this.possible.every((row) => row === null);
  }
}

/** Remembers what was told of every change, and compares it with what is there. */
export class Ledger {
  /** How often a user was compared. */
  compared = 0;
  /** What contradicts the answers that were given, each in words. */
  readonly lost: string[] = [];
  readonly twice: string[] = [];
  readonly refusedAndWritten: string[] = [];
  private readonly entries = new Map<string, Entry>();

  /** A user that is about to be created. */
  open(handle: string): Entry {
    const entry = new Entry(handle);
    this.entries.set(handle, entry);
    return entry;
  }

  get inDoubt(): number {
    return [...this.entries.values()].filter(({ isInDoubt }) => isInDoubt).length;
  }

  /** Compares everything that is there. No change may be under way. Users that are known to be gone are forgotten. */
  compare(rows: readonly UserRow[]): void {
    const found = new Map<string, UserRow>();
    for (const row of rows) {
      if (found.has(row.handle)) this.twice.push(`${row.handle} has two rows`);
      else if (!this.entries.has(row.handle)) this.refusedAndWritten.push(`${row.handle} is there again`);
      found.set(row.handle, row);
    }
    for (const entry of this.entries.values()) {
      this.compared += 1;
      const row = found.get(entry.handle) ?? null;
      if (!entry.possible.some((state) => isSame(state, row))) this.contradict(entry, row);
      if (entry.isGone) this.entries.delete(entry.handle);
    }
  }

  private contradict(entry: Entry, row: UserRow | null): void {
    const versions = entry.possible.map((state) => state?.version ?? 0);
    const isAhead = !versions.includes(0) && row !== null && row.version > Math.max(...versions);
    const list = entry.refusal ? this.refusedAndWritten : isAhead ? this.twice : this.lost;
    const what = `${JSON.stringify(row)} instead of ${JSON.stringify(entry.possible)}`;
    list.push(entry.refusal ? `${what}: ${entry.refusal}` : what);
    // Said once: from now on this is what is known.
    entry.is(row);
  }
}

export function isSame(a: UserRow | null, b: UserRow | null): boolean {
  if (a === null || b === null) return a === b;
  return a.handle === b.handle && a.version === b.version && a.displayName === b.displayName;
}
