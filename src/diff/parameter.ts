import { Fields } from './document/fields';
import { isObject } from './document/json';
import type { Place } from './document/place';
import type { SourceDocument } from './document/source-document';
import type { PathItem } from './path-item';

export interface Parameter {
  name: string;
  /** Its `in`. */
  location: string;
  isRequired: boolean;
  /** Where it is written, which may be a reference. */
  declaration: Place;
  /** What is declared. */
  place: Place;
  fields: Fields;
}

/** The parameters of an operation and those of its path that it does not replace, by what clients know them by. */
export function readParameters(
  document: SourceDocument,
  path: PathItem,
  operation: Fields,
): Map<string, Parameter> {
  const declarations = [...path.parameters, ...(operation.array('parameters') ?? [])];
  const parameters = declarations.map((declaration) => readParameter(document, declaration));
  return new Map(parameters.map((parameter) => [keyOf(parameter, path), parameter]));
}

function readParameter(document: SourceDocument, declaration: Place): Parameter {
  const place = document.resolve(declaration);
  const fields = new Fields(place);
  const isRequired = fields.boolean('required');
  const name = fields.string('name');
  const location = fields.string('in');
  if (name === null || location === null) {
    return {
      name: declaration.pointer,
      location: '',
      isRequired,
      declaration,
      place,
      fields: new Fields(place),
    };
  }
  return { name, location, isRequired, declaration, place, fields };
}

/** A parameter of the path is known by its position, a header by its name in any case. */
function keyOf({ name, location, place }: Parameter, { parameterNames }: PathItem): string {
  const position = parameterNames.indexOf(name);
  if (location === 'path' && position >= 0) return `path #${position}`;
  if (!isObject(place.value)) return `unknown ${name}`;
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}
