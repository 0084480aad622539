import { jsonElements, jsonKindOf, jsonMembers } from '../types/raw-json-parts';
import type { JsonPath } from './json-key-path';

/** `json -> key`: of equal keys the last one counts. Undefined where there is none. */
export function textMember(source: string, key: string): string | undefined {
  if (jsonKindOf(source) !== 'object') return undefined;
  return jsonMembers(source).findLast(([name]) => name === key)?.[1];
}

export function textItem(source: string, index: number): string | undefined {
  return jsonKindOf(source) === 'array' ? jsonElements(source).at(index) : undefined;
}

export function walkText(source: string, path: JsonPath): string | undefined {
  let current: string | undefined = source;
  for (const step of path) {
    if (current === undefined || step === null) return undefined;
    const isIndex: boolean = jsonKindOf(current) === 'array' && /^\s*[+-]?\d+$/.test(step);
    current = isIndex ? textItem(current, Number(step)) : textMember(current, step);
  }
  return current;
}

/** What `->>` makes of a JSON text: strings without quotes and escapes, JSON's null as SQL's NULL. */
export function plainText(source: string | undefined): string | null {
  if (source === undefined || source.trim() === 'null') return null;
  return source.trimStart().startsWith('"') ? (JSON.parse(source) as string) : source;
}

/** The text without white space between its parts. */
export function compactText(source: string, keep: (value: string) => boolean = () => true): string {
  const kind = jsonKindOf(source);
  if (kind === 'scalar') return source.trim();
  if (kind === 'array') {
    return `[${jsonElements(source)
      .map((value) => compactText(value, keep))
      .join()}]`;
  }
  const members = jsonMembers(source).filter(([, value]) => keep(value));
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${compactText(value, keep)}`).join()}}`;
}
