import { pointerTo, valueAt } from '../source/pointer';
import { METHODS } from './shapes';
import type { Kind } from './shapes';
import type { Family } from './versions';
import { isObject, type Value, type Visit, walk } from './walk';

/** What a `$ref` leads to. */
export type Target =
  | { readonly outcome: 'found'; readonly pointer: string; readonly value: unknown }
  | { readonly outcome: 'external' }
  | { readonly outcome: 'unresolved' };

/** An operation of a path, wherever its path item is written. */
export interface PathOperation {
  readonly path: string;
  readonly method: string;
  readonly pathItem: Visit;
  readonly operation: Visit;
}

/** A document as the objects of the specification. */
export class ApiDescription {
  private readonly byPointer = new Map<string, Visit>();
  private readonly byKind = new Map<Kind, Visit[]>();
  /** Schemas that others can refer to by a URI or by an anchor of their own. */
  private readonly named = new Map<string, string>();
  /** Objects that nothing but a reference leads to, from outside of where the specification has such objects. */
  readonly astray: Visit[] = [];

  constructor(
    readonly root: Value,
    readonly family: Family,
  ) {
    this.enter({ kind: 'document', pointer: '', value: root, parent: null, field: '', name: '' });
    this.enterTargets();
  }

  /** All objects of some kinds, in the order of the document. */
  all(...kinds: readonly Kind[]): Visit[] {
    return kinds.flatMap((kind) => this.byKind.get(kind) ?? []);
  }

  /** Every object there is. */
  everything(): IterableIterator<Visit> {
    return this.byPointer.values();
  }

  at(pointer: string): Visit | null {
    return this.byPointer.get(pointer) ?? null;
  }

  /** The object that is one part of another; null when there is none. */
  part(of: Visit, ...names: readonly (string | number)[]): Visit | null {
    return this.at(pointerTo(of.pointer, ...names));
  }

  /** Whether it stands for another object. In 3.1 and later a schema may do so and say something itself. */
  isReference({ value, kind }: Visit): boolean {
    return typeof value.$ref === 'string' && kind !== 'document' && kind !== 'operation';
  }

  /** The object that a visit stands for in the end: itself unless it is a reference; null when that leads nowhere. */
  resolve(visit: Visit): Visit | null {
    const passed = new Set<Visit>();
    let current: Visit | null = visit;
    while (current !== null && this.isReference(current)) {
      if (passed.has(current)) return null;
      passed.add(current);
      const target = this.targetOf(current);
      current = target.outcome === 'found' ? this.at(target.pointer) : null;
    }
    return current;
  }

  targetOf(visit: Visit): Target {
    return this.target(String(visit.value.$ref), visit);
  }

  /** Where a reference that stands in an object leads. Nothing is ever fetched. */
  target(reference: string, from: Visit): Target {
    const hash = reference.indexOf('#');
    const uri = hash === -1 ? reference : reference.slice(0, hash);
    const fragment = hash === -1 ? '' : decode(reference.slice(hash + 1));
    const base = uri === '' ? this.resourceOf(from) : this.resourceNamed(uri);
    if (base === null) return { outcome: 'external' };
    if (fragment === null) return { outcome: 'unresolved' };
    const pointer =
      fragment === '' || fragment.startsWith('/') ? base + fragment : this.named.get(`${base}#${fragment}`);
    if (pointer === undefined) return { outcome: 'unresolved' };
    const value = valueAt(this.root, pointer);
    return value === undefined ? { outcome: 'unresolved' } : { outcome: 'found', pointer, value };
  }

  /** The operations of the paths. */
  *operations(): Generator<PathOperation> {
    for (const item of this.all('pathItem')) {
      if (item.parent?.kind !== 'document' || item.field !== 'paths') continue;
      for (const pathItem of this.pathItemsOf(item))
        for (const operation of this.operationsOf(pathItem))
          yield { path: item.name, method: operation.name, pathItem, operation };
    }
  }

  /** The operations that a path item has itself. */
  operationsOf(pathItem: Visit): Visit[] {
    const additional = Object.keys(asObject(pathItem.value.additionalOperations));
    return [
      ...METHODS[this.family].map((method) => this.part(pathItem, method)),
      ...additional.map((method) => this.part(pathItem, 'additionalOperations', method)),
    ].filter((operation) => operation !== null);
  }

  /** A path item may refer to another one and have operations itself. */
  private pathItemsOf(item: Visit): readonly Visit[] {
    const target = this.resolve(item);
    return target === null || target === item ? [item] : [item, target];
  }

  private enter(start: Visit): void {
    for (const visit of walk(start, this.family)) {
      if (this.byPointer.has(visit.pointer)) continue;
      this.byPointer.set(visit.pointer, visit);
      const visits = this.byKind.get(visit.kind);
      if (visits) visits.push(visit);
      else this.byKind.set(visit.kind, [visit]);
      if (visit.kind === 'schema') this.enterNames(visit);
    }
  }

  private enterNames(schema: Visit): void {
    if (this.family === '2.0' || this.family === '3.0') return;
    const { $id, $anchor, $dynamicAnchor } = schema.value;
    if (typeof $id === 'string') this.named.set($id.replace(/#$/, ''), schema.pointer);
    for (const anchor of [$anchor, $dynamicAnchor])
      if (typeof anchor === 'string') this.named.set(`${this.resourceOf(schema)}#${anchor}`, schema.pointer);
  }

  /** References lead to what may lie where no object is looked for. Each leads on from there. */
  private enterTargets(): void {
    // What is found on the way is looked at from there.
    for (const visit of Array.from(this.byPointer.values())) this.enterTargetsFrom(visit);
  }

  private enterTargetsFrom(start: Visit): void {
    const open = [start];
    for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
      if (!this.isReference(visit)) continue;
      const target = this.targetOf(visit);
      if (target.outcome !== 'found' || !isObject(target.value) || this.byPointer.has(target.pointer))
        continue;
      const { kind } = visit;
      const astray: Visit = {
        kind,
        pointer: target.pointer,
        value: target.value,
        parent: null,
        field: '',
        name: '',
      };
      this.enter(astray);
      this.astray.push(astray);
      for (const part of walk(astray, this.family)) open.push(part);
    }
  }

  /** The pointer of the schema with an `$id` that a schema belongs to; the document's where there is none. */
  private resourceOf(visit: Visit): string {
    if (this.family === '2.0' || this.family === '3.0') return '';
    for (let around: Visit | null = visit; around?.kind === 'schema'; around = around.parent)
      if (typeof around.value.$id === 'string') return around.pointer;
    return '';
  }

  private resourceNamed(uri: string): string | null {
    if (this.family === '3.2' && uri === this.root.$self) return '';
    return this.named.get(uri) ?? null;
  }
}

/** The members of what should be an object, none if it is not. */
export function asObject(value: unknown): Value {
  return isObject(value) ? value : {};
}

/** The items of what should be a list, none if it is not. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Null when the percent-encoding is broken. */
function decode(fragment: string): string | null {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}
