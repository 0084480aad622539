import { type ListApis, listApisSchema } from '../apis/apis.schemas';

/** What can be sought by, as it stands in the form: empty where it is left out. */
export interface SearchFields {
  readonly q: string;
  readonly tag: readonly string[];
  readonly owner: string;
  readonly lifecycle: string;
  readonly specVersion: string;
  readonly cursor: string;
}

/** Parameters of an address as they come: several of one name are a list. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Fields that are left empty are not meant, and what is not known is passed over: addresses are passed on with all sorts of it. */
export function searchFieldsOf(parameters: Parameters): SearchFields {
  const tags = textsOf(parameters['tag']).map((tag) => tag.toLowerCase());
  return {
    q: firstOf(parameters['q']),
    tag: [...new Set(tags)],
    owner: firstOf(parameters['owner']).toLowerCase(),
    lifecycle: firstOf(parameters['lifecycle']),
    specVersion: firstOf(parameters['specVersion']),
    cursor: firstOf(parameters['cursor']),
  };
}

/** The same as it is asked of the API, or what is wrong with it, by the name of the field. */
export function listOf(
  fields: SearchFields,
): { readonly query: ListApis } | { readonly problems: Record<string, string> } {
  const given = Object.entries(fields).filter(([, value]) => value.length > 0);
  const { data, error } = listApisSchema.safeParse({
    ...Object.fromEntries(given),
    facets: 'tag,lifecycle,specVersion',
    includeTotal: 'true',
  });
  if (data) return { query: data };
  return {
    problems: Object.fromEntries(error.issues.map(({ path: [field], message }) => [String(field), message])),
  };
}

/** The address of a search. */
export function addressOf(fields: Partial<SearchFields>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) if (one !== '') parameters.append(name, one);
  const query = parameters.toString();
  return query === '' ? '/' : `/?${query}`;
}

export function firstOf(value: unknown): string {
  return textsOf(value)[0] ?? '';
}

function textsOf(value: unknown): string[] {
  return [value]
    .flat()
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
