import { invalidValue } from './setting-error';

/** The schemas that a search_path names, in order. @throws SqlError 22023 */
export function schemasOf(searchPath: string): string[] {
  const schemas: string[] = [];
  let rest = searchPath.trim();
  while (rest !== '') {
    const [whole, quoted, bare = '', comma] = /^(?:"((?:[^"]|"")*)"|([^\s",]+))\s*(,\s*|$)/.exec(rest) ?? [];
    const isLast = comma === '';
    rest = rest.slice(whole?.length);
    if (whole === undefined || (rest === '' && !isLast))
      throw invalidValue('search_path', searchPath, { detail: 'List syntax is invalid.' });
    schemas.push(quoted?.replaceAll('""', '"') ?? bare.toLowerCase());
  }
  return schemas;
}
