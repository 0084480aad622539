import { Refusal } from './refusal';

/** A module in all the ways in which it is written; the keys are those of the templates. */
export interface ModuleNames {
  /** The class of one: ReadingList. */
  readonly Item: string;
  /** readingList */
  readonly item: string;
  /** reading-list, of files. */
  readonly 'item-file': string;
  /** reading_list, of codes. */
  readonly item_code: string;
  /** reading list, in sentences. */
  readonly 'item text': string;
  /** a reading list */
  readonly 'an item': string;
  readonly 'An item': string;
  readonly Items: string;
  readonly items: string;
  /** reading-lists: the folder, the path and the scopes. */
  readonly 'items-path': string;
  /** reading_lists: the table. */
  readonly items_table: string;
  readonly 'items text': string;
  readonly 'Items text': string;
}

/** Words in lower case with hyphens between them, each beginning with a letter. */
const KEBAB_CASE = /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/;

/** The names of constraints are longer, and PostgreSQL cuts them at 63. */
const LONGEST = 40;

/** @throws Refusal when nothing can be named so */
export function moduleNames(plural: string, singular: string = singularOf(plural)): ModuleNames {
  for (const name of [plural, singular])
    if (!KEBAB_CASE.test(name) || name.length > LONGEST)
      throw new Refusal(
        `"${name}" is no name for a module: use at most ${LONGEST} of a-z and 0-9, with - between words, as in reading-lists.`,
      );
  if (plural === singular)
    throw new Refusal(`One and many are both called ${plural}: give two names, as in people person.`);
  if (plural === 'arguments') throw new Refusal('JavaScript has arguments of its own: choose another name.');
  const text = singular.replaceAll('-', ' ');
  const article = /^[aeiou]/.test(text) ? 'an' : 'a';
  return {
    Item: pascalCase(singular),
    item: camelCase(singular),
    'item-file': singular,
    item_code: singular.replaceAll('-', '_'),
    'item text': text,
    'an item': `${article} ${text}`,
    'An item': `${capital(article)} ${text}`,
    Items: pascalCase(plural),
    items: camelCase(plural),
    'items-path': plural,
    items_table: plural.replaceAll('-', '_'),
    'items text': plural.replaceAll('-', ' '),
    'Items text': capital(plural.replaceAll('-', ' ')),
  };
}

/** @throws Refusal when it does not look like a plural */
function singularOf(plural: string): string {
  if (plural.endsWith('ies')) return plural.replace(/ies$/, 'y');
  if (/(?:ss|sh|ch|x|z|us)es$/.test(plural)) return plural.replace(/es$/, '');
  if (/[^su]s$/.test(plural)) return plural.replace(/s$/, '');
  throw new Refusal(
    `"${plural}" does not look like the name of many, as books does. If it is, give the name of one as well, as in people person.`,
  );
}

export function pascalCase(name: string): string {
  return name.split('-').map(capital).join('');
}

function camelCase(name: string): string {
  const all = pascalCase(name);
  return all.charAt(0).toLowerCase() + all.slice(1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
