import { pointerTo } from '../source/pointer';
import { type Field, type Kind, type Shape, SHAPES } from './shapes';
import type { Family } from './versions';

export type Value = Readonly<Record<string, unknown>>;

/** An object of a document, as what it is and where. */
export interface Visit {
  readonly kind: Kind;
  readonly pointer: string;
  readonly value: Value;
  /** What it is part of; null for the document, and for what only a reference leads to. */
  readonly parent: Visit | null;
  /** The field of the parent that holds it, and its name or index there. */
  readonly field: string;
  readonly name: string;
}

export function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object from one on, this one first, in the order of the document. */
export function walk(start: Visit, family: Family): Visit[] {
  const visits: Visit[] = [];
  const open: Visit[] = [start];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    visits.push(visit);
    // One at a time: there may be more of them than a call takes arguments.
    for (const part of partsOf(visit, SHAPES[family][visit.kind] ?? {}).toReversed()) open.push(part);
  }
  return visits;
}

function partsOf(visit: Visit, shape: Shape): Visit[] {
  return Object.entries(visit.value).flatMap(([name, value]) => {
    const field = Object.hasOwn(shape, name) ? shape[name] : shape['*'];
    // What begins with x- is nobody's business here; paths, webhooks and responses are maps that may hold it too.
    return field === undefined || name.startsWith('x-') ? [] : partsOfField(visit, name, value, field);
  });
}

function partsOfField(parent: Visit, field: string, value: unknown, [form, kind]: Field): Visit[] {
  const pointer = pointerTo(parent.pointer, field);
  if (form === 'one') return isObject(value) ? [{ kind, pointer, value, parent, field, name: field }] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== (form === 'list')) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    isObject(part) && !(isExtensible(parent.kind, field) && name.startsWith('x-'))
      ? [{ kind, pointer: pointerTo(pointer, name), value: part, parent, field, name }]
      : [],
  );
}

/** Maps of the specification with patterned fields, in which x- is an extension and not a name. */
function isExtensible(kind: Kind, field: string): boolean {
  return (kind === 'document' && field === 'paths') || (kind === 'operation' && field === 'responses');
}
