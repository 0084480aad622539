import { characterCount, charactersOf, sliceCharacters } from '../types/text-order';
import { types } from '../types/type-catalog';
import { requireTextLength } from '../types/value-limits';
import { define } from './define';

const { text, int4 } = types;
/** PostgreSQL pads for the widest characters of UTF-8. */
const WIDEST_CHARACTER_BYTES = 4;

export const paddingFunctions = [
  ...padFunctions('lpad', (value, padding) => padding + value),
  ...padFunctions('rpad', (value, padding) => value + padding),
  define('repeat', [text, int4], text, repeat),
];

function padFunctions(
  name: string,
  join: (value: string, padding: string) => string,
): ReturnType<typeof define>[] {
  const pad = (value: string, length: number, fill: string): string => {
    const filler = charactersOf(fill);
    const present = characterCount(value);
    const wanted = filler.length === 0 ? Math.min(length, present) : Math.max(length, 0);
    requireTextLength(wanted * WIDEST_CHARACTER_BYTES, wanted);
    const missing = wanted - present;
    if (missing <= 0) return sliceCharacters(value, 0, wanted);
    const whole = fill.repeat(Math.floor(missing / filler.length));
    return join(value, whole + filler.slice(0, missing % filler.length).join(''));
  };
  return [
    define(name, [text, int4], text, (value: string, length: number) => pad(value, length, ' ')),
    define(name, [text, int4, text], text, pad),
  ];
}

/** @throws SqlError 54000 */
function repeat(value: string, count: number): string {
  const times = Math.max(count, 0);
  requireTextLength(Buffer.byteLength(value) * times, value.length * times);
  return value.repeat(times);
}
