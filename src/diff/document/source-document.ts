import { isObject } from './json';
import { Place } from './place';
import { convertSwagger } from './swagger/convert-swagger';

const MOST_HOPS = 100;

/** What schemas are written in. */
export interface Dialect {
  /** Whether it is JSON Schema 2020-12 (OpenAPI 3.1 and later), and not what came before. */
  readonly hasJsonSchema: boolean;
  /** The keyword that adds null to a type; null where `type` has null itself. */
  readonly nullKeyword: 'nullable' | 'x-nullable' | null;
}

/** A document as it was written, and in the shape of OpenAPI 3. */
export class SourceDocument implements Dialect {
  /** As it was written: pointers and references are into this. */
  readonly root: Place;
  /** In the shape of OpenAPI 3, in which all are compared. */
  readonly api: Place;
  /** As declared. */
  readonly version: unknown;
  readonly hasJsonSchema: boolean;
  readonly nullKeyword: Dialect['nullKeyword'];

  private readonly targets = new Map<string, Place | null>();
  private names: Names | null = null;
  private heirs: Map<string, Place[]> | null = null;

  constructor(document: unknown) {
    this.root = Place.root(document);
    const isSwagger = isObject(document) && document['swagger'] !== undefined;
    this.version = this.root.at(isSwagger ? 'swagger' : 'openapi').value;
    this.hasJsonSchema = !isSwagger && !String(this.version).startsWith('3.0');
    this.nullKeyword = isSwagger ? 'x-nullable' : this.hasJsonSchema ? null : 'nullable';
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
    return typeof reference === 'string' ? this.find(reference, place) : null;
  }

  /** The place that a reference leads to which stands in another place; null when it leads out, or nowhere. */
  find(reference: string, from: Place): Place | null {
    const resource = this.resourceOf(from);
    const key = `${resource.pointer} ${reference}`;
    let place = this.targets.get(key);
    if (place === undefined) this.targets.set(key, (place = this.walk(reference, resource)));
    return place;
  }

  /** All that a `$dynamicRef` may lead to. */
  dynamicTargets(reference: string): readonly Place[] {
    const [, anchor = ''] = reference.split('#');
    return this.namesWithin.dynamic.get(anchor) ?? [];
  }

  /** What a value of a discriminator's mapping means: the name of a schema, or a reference. */
  named(value: string): Place | null {
    const schema = this.schemas.at(value);
    return !value.startsWith('#') && schema.value !== undefined ? schema : this.find(value, this.root);
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

  private walk(reference: string, resource: Place): Place | null {
    const [uri = '', fragment = ''] = reference.split('#');
    const isOwn = uri === '' || (uri === this.root.at('$self').value && this.hasJsonSchema);
    let place = isOwn ? (uri === '' ? resource : this.root) : (this.namesWithin.resources.get(uri) ?? null);
    if (place === null || fragment === '') return place;
    if (!fragment.startsWith('/'))
      return this.namesWithin.anchors.get(`${place.pointer}#${fragment}`) ?? null;
    for (const step of fragment.split('/').slice(1)) {
      place = place.at(decode(step));
      if (place.value === undefined) return null;
    }
    return place;
  }

  /** What references within a place are relative to: the nearest schema that has an `$id`, or the document. */
  private resourceOf(place: Place): Place {
    if (!this.hasJsonSchema || this.namesWithin.resources.size === 0) return this.root;
    return place.nearest((value) => isObject(value) && typeof value['$id'] === 'string') ?? this.root;
  }

  private get namesWithin(): Names {
    return (this.names ??= this.hasJsonSchema ? findNames(this.root) : NO_NAMES);
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

/** Schemas that have names of their own. */
interface Names {
  /** By `$id`. */
  readonly resources: Map<string, Place>;
  /** By the pointer of the resource, `#`, and `$anchor` or `$dynamicAnchor`. */
  readonly anchors: Map<string, Place>;
  /** By `$dynamicAnchor`. */
  readonly dynamic: Map<string, Place[]>;
}

const NO_NAMES: Names = { resources: new Map(), anchors: new Map(), dynamic: new Map() };

function findNames(root: Place): Names {
  const names: Names = { resources: new Map(), anchors: new Map(), dynamic: new Map() };
  const open: [place: Place, resource: Place][] = [[root, root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [place, around] = next;
    const { $id, $anchor, $dynamicAnchor } = isObject(place.value) ? place.value : {};
    const resource = typeof $id === 'string' ? place : around;
    if (typeof $id === 'string') names.resources.set($id.replace(/#$/, ''), place);
    for (const anchor of [$anchor, $dynamicAnchor])
      if (typeof anchor === 'string') names.anchors.set(`${resource.pointer}#${anchor}`, place);
    if (typeof $dynamicAnchor === 'string')
      names.dynamic.set($dynamicAnchor, [...(names.dynamic.get($dynamicAnchor) ?? []), place]);
    for (const child of place.children()) if (typeof child.value === 'object') open.push([child, resource]);
  }
  return names;
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
