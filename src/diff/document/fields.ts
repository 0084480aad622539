import { isObject } from './json';
import type { Place } from './place';

/** The fields of an object, and which of them were understood. A field of the wrong type is not, and stays in `rest`. */
export class Fields {
  private readonly understood = new Set<string>();

  constructor(readonly place: Place) {}

  string(key: string): string | null {
    const value = this.valueOf(key);
    return typeof value === 'string' ? this.understand(key, value) : null;
  }

  /** Absent is false. */
  boolean(key: string): boolean {
    return this.optionalBoolean(key) ?? false;
  }

  optionalBoolean(key: string): boolean | null {
    const value = this.valueOf(key);
    return typeof value === 'boolean' ? this.understand(key, value) : null;
  }

  number(key: string): number | null {
    const value = this.valueOf(key);
    return typeof value === 'number' && Number.isFinite(value) ? this.understand(key, value) : null;
  }

  object(key: string): Place | null {
    return isObject(this.valueOf(key)) ? this.understand(key, this.place.at(key)) : null;
  }

  /** The object, or one without fields when there is none. */
  objectOrEmpty(key: string): Place {
    return this.object(key) ?? this.place.at(key).holding(undefined);
  }

  array(key: string): Place[] | null {
    return Array.isArray(this.valueOf(key)) ? this.understand(key, this.place.at(key).children()) : null;
  }

  /** The items when all of them are strings. */
  strings(key: string): string[] | null {
    const value = this.valueOf(key);
    const areStrings = Array.isArray(value) && value.every((item) => typeof item === 'string');
    return areStrings ? this.understand(key, value) : null;
  }

  /** The field, of whatever type. */
  any(key: string): Place | null {
    return this.valueOf(key) === undefined ? null : this.understand(key, this.place.at(key));
  }

  /** What nobody asked for, or what was not of the type that was asked for. */
  rest(): Place[] {
    return this.place.children((key) => !this.understood.has(key));
  }

  private valueOf(key: string): unknown {
    const { value } = this.place;
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }

  private understand<T>(key: string, value: T): T {
    this.understood.add(key);
    return value;
  }
}
