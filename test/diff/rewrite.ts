import * as fc from 'fast-check';

type Json = Record<string, unknown>;

/** The same value with each object and each list given to the function, the innermost first. */
export function rewrite(value: unknown, change: (value: unknown, key: string) => unknown, key = ''): unknown {
  if (Array.isArray(value))
    return change(
      value.map((item) => rewrite(item, change, key)),
      key,
    );
  if (typeof value !== 'object' || value === null) return change(value, key);
  const entries = Object.entries(value).map(([name, field]) => [name, rewrite(field, change, name)]);
  return change(Object.fromEntries(entries), key);
}

const UNORDERED = new Set([
  'enum',
  'required',
  'oneOf',
  'anyOf',
  'parameters',
  'tags',
  'security',
  'servers',
  'type',
  'oauth',
]);

/** The same document with its keys, and the lists whose order says nothing, in another order. */
export function shuffled(document: unknown, random: (items: unknown[]) => unknown[]): unknown {
  return rewrite(document, (value, key) => {
    if (Array.isArray(value)) return UNORDERED.has(key) ? random(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(random(Object.entries(value)) as [string, unknown][]);
  });
}

/** The same document with other names for its schemas and security schemes. */
export function renamed(document: Json): unknown {
  const components = document['components'] as Record<string, Json>;
  const rename = (map: Json | undefined) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [`Other${name}`, value]));
  const moved = {
    ...document,
    components: {
      schemas: rename(components['schemas']),
      securitySchemes: rename(components['securitySchemes']),
    },
  };
  return rewrite(moved, (value, key) => {
    if (key === '$ref') return String(value).replace('/schemas/', '/schemas/Other');
    return key === 'security' && Array.isArray(value)
      ? value.map((requirement) => rename(requirement as Json))
      : value;
  });
}

export interface Mutation {
  document: Json;
  /** The keys from the root to what was changed. */
  path: string[];
  what: string;
}

/** Every document that differs from this one in one place. */
export function mutationsOf(document: Json): Mutation[] {
  return placesOf(document).flatMap((path) =>
    WHAT.map((what) => ({ document: mutate(document, path, what) as Json, path, what })),
  );
}

/** A document, and the same with one place of it changed. */
export function mutationOf(document: Json): fc.Arbitrary<Mutation> {
  return fc
    .tuple(fc.constantFrom(...placesOf(document)), fc.constantFrom(...WHAT))
    .map(([path, what]) => ({ document: mutate(document, path, what) as Json, path, what }));
}

const WHAT = ['change', 'remove', 'extend'];

function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, field]) => placesOf(field, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function mutate(value: unknown, [key, ...rest]: string[], what: string): unknown {
  if (key === undefined) return what === 'extend' ? extended(value) : other(value);
  if (Array.isArray(value)) {
    const index = Number(key);
    if (rest.length === 0 && what === 'remove') return value.toSpliced(index, 1);
    return value.with(index, mutate(value[index], rest, what));
  }
  const { [key]: field, ...others } = value as Json;
  if (rest.length === 0 && what === 'remove') return others;
  return { ...(value as Json), [key]: mutate(field, rest, what) };
}

function extended(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { ...value, inventedKeyword: 'invented' } : other(value);
}

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}x`;
  if (Array.isArray(value)) return [...value, 'invented'];
  return value === null ? 'null' : { ...(value as Json), inventedKeyword: 'invented' };
}
