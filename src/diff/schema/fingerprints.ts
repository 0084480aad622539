import { canonicalJson } from '../document/json';
import type { Parts, Schema } from './schema';
import type { SchemaReader } from './schema-reader';

/** How many schemas deep a fingerprint looks. Below, schemas are told apart only when they are compared. */
const DEPTH = 5;

/** Numbers that are the same for schemas that say the same, in whatever words and under whatever names. */
export class Fingerprints {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Map<Schema, number[]>();

  of(reader: SchemaReader, parts: Parts, depth = DEPTH): number {
    const schema = reader.read(parts);
    const byDepth = this.known.get(schema) ?? [];
    this.known.set(schema, byDepth);
    return (byDepth[depth] ??= this.number(this.text(reader, schema, depth)));
  }

  private text(reader: SchemaReader, schema: Schema, depth: number): string {
    const { types, format, pattern, lower, upper, multipleOf, sizes, uniqueItems, values, required } = schema;
    const { readOnly, writeOnly, additional, items, properties, oneOf, anyOf, allOf, opaque, other } = schema;
    const own = [
      types === null ? null : [...types].toSorted(),
      [format, pattern, lower, upper, multipleOf, sizes, uniqueItems, readOnly, writeOnly],
      values?.map(({ value }) => canonicalJson(value)).toSorted() ?? null,
      [...required].toSorted(),
      typeof additional === 'string' ? additional : null,
      [...other.keys()].toSorted(),
    ];
    if (depth === 0) return canonicalJson(own);
    const child = (parts: Parts) => this.of(reader, parts, depth - 1);
    const named = (map: ReadonlyMap<string, Parts>) =>
      [...map].map(([name, parts]) => `${name}=${child(parts)}`).toSorted();
    const children = [
      named(properties),
      named(opaque),
      typeof additional === 'string' ? null : child(additional),
      items === null ? null : child(items),
      ...[oneOf, anyOf, allOf].map((list) => list.map(child).toSorted((left, right) => left - right)),
    ];
    return canonicalJson([own, children]);
  }

  private number(text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }
}
