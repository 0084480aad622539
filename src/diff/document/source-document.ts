import { isObject } from './json';
import { Place } from './place';
import { convertSwagger } from './swagger/convert-swagger';

const MOST_HOPS = 100;

/** A document as it was written, and in the shape of OpenAPI 3. */
export class SourceDocument {
  /** As it was written: pointers and references are into this. */
  readonly root: Place;
  /** In the shape of OpenAPI 3, in which all are compared. */
  readonly api: Place;
  /** As declared. */
  readonly version: unknown;
  /** Whether schemas are JSON Schema 2020-12 (OpenAPI 3.1 and later), and not the dialect that came before. */
  readonly hasJsonSchema: boolean;

  private readonly targets = new Map<string, Place | null>();
  private anchors: Map<string, Place> | null = null;
  private heirs: Map<string, Place[]> | null = null;

  constructor(document: unknown) {
    this.root = Place.root(document);
    const isSwagger = isObject(document) && document['swagger'] !== undefined;
    this.version = this.root.at(isSwagger ? 'swagger' : 'openapi').value;
    this.hasJsonSchema = !isSwagger && !String(this.version).startsWith('3.0');
    this.api = isSwagger ? convertSwagger(this.root) : this.root;
  }

  /** What the place refers to, through any number of references; itself when it is none, or one that leads nowhere. */
  resolve(place: Place): Place {
    let target = place;
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      const next = this.target(target);
      if (next === null) return target;
      target = next;
    }
    return place;
  }

  /** What the reference in this place leads to; null when there is none or it leads nowhere. */
  target(place: Place): Place | null {
    const reference = isObject(place.value) ? place.value['$ref'] : undefined;
    return typeof reference === 'string' ? this.find(reference) : null;
  }

  /** The place that a local reference leads to. */
  find(reference: string): Place | null {
    let place = this.targets.get(reference);
    if (place === undefined) {
      place =
        reference === '#' || reference.startsWith('#/') ? this.walk(reference) : this.anchored(reference);
      this.targets.set(reference, place);
    }
    return place;
  }

  /** What a value of a discriminator's mapping means: the name of a schema, or a reference. */
  named(value: string): Place | null {
    const schema = this.schemas.at(value);
    return !value.startsWith('#') && schema.value !== undefined ? schema : this.find(value);
  }

  /** Named schemas, wherever the version of the document keeps them. */
  get schemas(): Place {
    return this.api === this.root ? this.root.at('components').at('schemas') : this.root.at('definitions');
  }

  /** The named schemas that have one at this pointer in their `allOf`: what a discriminator without a list chooses from. */
  heirsOf(pointer: string): readonly Place[] {
    this.heirs ??= findHeirs(this);
    return this.heirs.get(pointer) ?? [];
  }

  private walk(reference: string): Place | null {
    let place = this.root;
    for (const step of reference.split('/').slice(1)) {
      place = place.at(decode(step));
      if (place.value === undefined) return null;
    }
    return place;
  }

  private anchored(reference: string): Place | null {
    this.anchors ??= findAnchors(this.root);
    return this.anchors.get(reference) ?? null;
  }
}

/** What stands beside a reference, by its key; nothing when the place is none. */
export function besideReference(place: Place): Map<string, Place> {
  if (!isObject(place.value) || typeof place.value['$ref'] !== 'string') return new Map();
  const others = place.children().filter(({ key }) => key !== '$ref');
  return new Map(others.map((child) => [child.key, child]));
}

function decode(step: string): string {
  let text = step;
  try {
    text = decodeURIComponent(step);
  } catch {
    // A percent sign that escapes nothing stands for itself.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Schemas by `$id`, `$anchor` and `$dynamicAnchor`, as references write them. */
function findAnchors(root: Place): Map<string, Place> {
  const anchors = new Map<string, Place>();
  const open = [root];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { $id, $anchor, $dynamicAnchor } = isObject(place.value) ? place.value : {};
    if (typeof $id === 'string') anchors.set($id, place);
    for (const anchor of [$anchor, $dynamicAnchor])
      if (typeof anchor === 'string') anchors.set(`#${anchor}`, place);
    for (const child of place.children()) if (typeof child.value === 'object') open.push(child);
  }
  return anchors;
}

function findHeirs(document: SourceDocument): Map<string, Place[]> {
  const heirs = new Map<string, Place[]>();
  for (const schema of document.schemas.children()) {
    for (const part of schema.at('allOf').children()) {
      const pointer = document.target(part)?.pointer;
      if (pointer !== undefined) heirs.set(pointer, [...(heirs.get(pointer) ?? []), schema]);
    }
  }
  return heirs;
}
