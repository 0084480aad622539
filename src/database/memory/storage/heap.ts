import { RowVersion } from './row-version';
import type { Tuple } from './table-def';
import type { Creator } from './writer';

/** Fewer holes than this are not worth closing. */
const FEWEST_HOLES = 256;

/**
 * The versions of a table in the order in which they were written, which is the order of a PostgreSQL sequential
 * scan: an UPDATE moves a row to the end. A version's position is its place here; what is dropped leaves a hole,
 * and holes are closed when they are more than what is left.
 */
export class Heap {
  private slots: (RowVersion | null)[] = [];
  private holes = 0;

  /** How many versions there are. */
  get size(): number {
    return this.slots.length - this.holes;
  }

  append(values: Tuple, creator: Creator): RowVersion {
    const version = new RowVersion(values, creator, this.slots.length);
    this.slots.push(version);
    return version;
  }

  remove({ position }: RowVersion): void {
    this.slots[position] = null;
    this.holes += 1;
    if (this.holes > FEWEST_HOLES && this.holes > this.size) this.closeHoles();
  }

  /** Visits the versions, until `visit` returns false. */
  visit(visit: (version: RowVersion) => boolean | void): void {
    // Holes are closed in another array: this one stays as it is for as long as the visit takes.
    const { slots } = this;
    const { length } = slots;
    for (let i = 0; i < length; i += 1) {
      const version = slots[i];
      if (version && visit(version) === false) return;
    }
  }

  /** The versions that are there now, one after another, however long that takes. */
  *versions(): Generator<RowVersion> {
    const { slots } = this;
    const { length } = slots;
    for (let i = 0; i < length; i += 1) {
      const version = slots[i];
      if (version) yield version;
    }
  }

  private closeHoles(): void {
    const kept = this.slots.filter((version) => version !== null);
    kept.forEach((version, position) => {
      version.position = position;
    });
    this.slots = kept;
    this.holes = 0;
  }
}

/** Visits what an index found in the order in which a scan of the table meets it. @returns false when `visit` did */
export function visitInHeapOrder(found: RowVersion[], visit: (version: RowVersion) => boolean): boolean {
  found.sort((a, b) => a.position - b.position);
  for (const version of found) if (!visit(version)) return false;
  return true;
}
