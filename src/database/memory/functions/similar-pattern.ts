import { SqlError } from '../types/sql-error';

/**
 * SIMILAR TO's pattern as a regular expression (`similar_to_escape`).
 *
 * @throws SqlError 22025 for an escape of more than one character
 */
export function similarToPosix(pattern: string, escape: string): string {
  if (Array.from(escape).length > 1) {
    throw new SqlError('22025', 'invalid escape string', {
      hint: 'Escape string must be empty or one character.',
    });
  }
  let result = '^(?:';
  let inSet = false;
  let afterEscape = false;
  for (const character of pattern) {
    if (afterEscape) {
      result += character === '"' && !inSet ? '' : `\\${character}`;
      afterEscape = false;
    } else if (character === escape) afterEscape = true;
    else if (inSet) {
      result += character === '\\' ? '\\\\' : character;
      if (character === ']') inSet = false;
    } else if (character === '[') {
      result += character;
      inSet = true;
    } else if (character === '%') result += '.*';
    else if (character === '_') result += '.';
    else if (character === '(') result += '(?:';
    else if (/[\\.^$]/.test(character)) result += `\\${character}`;
    else result += character;
  }
  return `${result})$`;
}
