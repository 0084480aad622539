import { segmentsOf } from './pointer';

/** Where a value is in the text of a document, and where its members are. */
export interface Place {
  /** Of its name where it is a member, else of the value itself; in UTF-16 code units. */
  readonly offset: number;
  readonly members: ReadonlyMap<string, Place> | readonly Place[] | null;
}

/** Of a value with what it says: what the readers make of a document. */
export interface PlacedValue {
  readonly value: unknown;
  readonly place: Place;
}

/** The place of a pointer, or of the nearest value around it that there is. */
export function placeOf(root: Place, pointer: string): Place {
  let place = root;
  for (const segment of segmentsOf(pointer)) {
    const { members } = place;
    const next = members instanceof Map ? members.get(segment) : asItems(members)?.[Number(segment)];
    if (next === undefined) break;
    place = next;
  }
  return place;
}

function asItems(members: Place['members']): readonly Place[] | null {
  return Array.isArray(members) ? (members as readonly Place[]) : null;
}

/** Turns offsets into lines and columns, both from 1. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  positionOf(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}
