/** On an object that was rewritten into another shape: the pointer of what it was made from. */
export const ORIGIN = Symbol('origin');

/** A value of a document, and where it stands. */
export class Place {
  /** How many steps it is from the root. */
  readonly depth: number;
  private readonly origin: string | null;

  private constructor(
    readonly value: unknown,
    readonly key: string,
    private readonly parent: Place | null,
  ) {
    this.depth = parent === null ? 0 : parent.depth + 1;
    this.origin = originOf(value);
  }

  static root(value: unknown): Place {
    return new Place(value, '', null);
  }

  /** The field or item of that name; its value is undefined when there is none. */
  at(key: string): Place {
    const { value } = this;
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return new Place(isThere ? (value as Record<string, unknown>)[key] : undefined, key, this);
  }

  /** The same place, told to hold another value. */
  holding(value: unknown): Place {
    return new Place(value, this.key, this.parent);
  }

  /** The fields or items, in the order of the document. */
  children(isWanted: (key: string) => boolean = () => true): Place[] {
    const { value } = this;
    if (typeof value !== 'object' || value === null) return [];
    const places: Place[] = [];
    for (const [key, child] of Object.entries(value)) {
      if (child !== undefined && isWanted(key)) places.push(new Place(child, key, this));
    }
    return places;
  }

  /** This one, or the innermost that holds it, of whose value something is true. */
  nearest(isIt: (value: unknown) => boolean): Place | null {
    return isIt(this.value) ? this : (this.parent?.nearest(isIt) ?? null);
  }

  /** RFC 6901. */
  get pointer(): string {
    if (this.origin !== null || this.parent === null) return this.origin ?? '';
    return `${this.parent.pointer}/${this.key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
}

function originOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !(ORIGIN in value)) return null;
  return value[ORIGIN] as string;
}
