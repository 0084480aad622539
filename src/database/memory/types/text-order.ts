/**
 * The order of text under the "C" collation: by code point, which is also the order of UTF-8's bytes.
 * JavaScript's own `<` goes by UTF-16 units and puts U+E000 to U+FFFF after the surrogates.
 */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) {
      return left >= 0xd800 && right >= 0xd800 ? codePointRank(left) - codePointRank(right) : left - right;
    }
  }
  return a.length - b.length;
}

/** How many characters PostgreSQL counts: code points, not UTF-16 units. */
export function characterCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i += 1) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count -= 1;
  }
  return count;
}

/** The first `count` characters. */
export function firstCharacters(text: string, count: number): string {
  if (text.length <= count) return text;
  let at = 0;
  for (let seen = 0; seen < count && at < text.length; seen += 1) {
    at += (text.charCodeAt(at) & 0xfc00) === 0xd800 ? 2 : 1;
  }
  return text.slice(0, at);
}

/** Moves the surrogates above the rest of the basic plane. */
function codePointRank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** The characters (code points) of a text. */
export function charactersOf(text: string): string[] {
  return isBasic(text) ? text.split('') : Array.from(text);
}

/** Characters `from` (counted from 0) up to but not including `to`. */
export function sliceCharacters(text: string, from: number, to = Infinity): string {
  const start = Math.max(from, 0);
  if (to <= start) return '';
  return isBasic(text) ? text.slice(start, to) : Array.from(text).slice(start, to).join('');
}

/** Lower case, character by character: what has no single lower-case character stays. */
export function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : mapCase(text, (character) => character.toLowerCase());
}

export function upperCase(text: string): string {
  const upper = text.toUpperCase();
  return upper.length === text.length ? upper : mapCase(text, (character) => character.toUpperCase());
}

function mapCase(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => {
    const changed = change(character);
    return characterCount(changed) === 1 ? changed : character;
  }).join('');
}

function isBasic(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}
