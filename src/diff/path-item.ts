import { Fields } from './document/fields';
import { isObject } from './document/json';
import type { Place } from './document/place';
import { besideReference, type SourceDocument } from './document/source-document';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** A path and its operations. */
export interface PathItem {
  /** As the document writes it. */
  template: string;
  /** The names of the parameters in the template, in their order. */
  parameterNames: readonly string[];
  place: Place;
  fields: Fields;
  /** By their methods, in capitals. */
  operations: ReadonlyMap<string, Place>;
  parameters: readonly Place[];
  servers: Place[] | null;
  /** What stands beside a reference to the path item. */
  beside: ReadonlyMap<string, Place>;
}

export function readPathItem(document: SourceDocument, item: Place): PathItem {
  const place = document.resolve(item);
  const fields = new Fields(place);
  const operations = METHODS.flatMap((method) => {
    const operation = fields.object(method);
    return operation === null ? [] : [[method.toUpperCase(), operation] as const];
  });
  const additional = place.at('additionalOperations').children();
  const areObjects =
    additional.every(({ value }) => isObject(value)) && fields.object('additionalOperations') !== null;
  const others = areObjects ? additional : [];
  return {
    template: item.key,
    parameterNames: [...item.key.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? ''),
    place,
    fields,
    operations: new Map([...operations, ...others.map((operation) => [operation.key, operation] as const)]),
    parameters: fields.array('parameters') ?? [],
    servers: fields.array('servers'),
    beside: besideReference(item),
  };
}

/** The template without the names of its parameters, which mean nothing to clients. */
export function shapeOf(template: string): string {
  return template.replaceAll(/\{[^{}]*\}/g, '{}');
}
