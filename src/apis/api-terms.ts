import type { Api } from './api.entity';

/** What of an API is found by more than its own columns. */
export type SearchedFields = Pick<Api, 'name' | 'slug' | 'tags' | 'lifecycle' | 'specVersion' | 'visibility'>;

/** The columns that follow from the others, and are kept for searching. */
export type SearchColumns = Pick<Api, 'listed' | 'searchText' | 'terms'>;

/** A text is taken apart into pieces of these lengths, in code points. */
const GRAM_LENGTHS = [2, 3];

/** The shortest text that can be searched for. */
export const SHORTEST_SEARCH = 2;

/** What an API is to be kept with. */
export function searchColumnsOf(api: SearchedFields): SearchColumns {
  const { name, slug, tags, lifecycle, specVersion, visibility } = api;
  const searchText = `${foldCase(name)}\n${slug}`;
  const terms = new Set([
    ...tags.map((tag) => termOf('tag', tag)),
    termOf('lifecycle', lifecycle),
    ...(specVersion === null ? [] : [termOf('specVersion', specVersion)]),
    ...searchText.split('\n').flatMap((line) => GRAM_LENGTHS.flatMap((length) => gramsOf(line, length))),
  ]);
  return { listed: visibility === 'public' && lifecycle !== 'draft', searchText, terms: [...terms] };
}

/** The term of a value that an API has. */
export function termOf(kind: 'tag' | 'lifecycle' | 'specVersion', value: string): number {
  return hashOf(`${kind}:${value}`);
}

/** The terms that every API has in whose name or slug this text is, and others may have. */
export function termsIn(text: string): number[] {
  const { length } = Array.from(text);
  return [...new Set(gramsOf(text, Math.min(3, length)))];
}

/** Text as it is compared, whatever its case: by the application, so that both stores agree. */
export function foldCase(text: string): string {
  // A sigma is written in another way at the end of a word, which is no end in what is sought for a part of it.
  return text.toLowerCase().normalize('NFC').replaceAll('ς', 'σ');
}

function gramsOf(text: string, length: number): number[] {
  const points = Array.from(text);
  return points.slice(length - 1).map((_, i) => hashOf(points.slice(i, i + length).join('')));
}

/** FNV-1a, as a signed number. Two texts with one number are told apart by the columns themselves. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
