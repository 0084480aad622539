import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';

const WORDS: readonly (readonly [word: string, shortest: number, value: boolean])[] = [
  ['true', 1, true],
  ['false', 1, false],
  ['yes', 1, true],
  ['no', 1, false],
  ['on', 2, true],
  ['off', 2, false],
  ['1', 1, true],
  ['0', 1, false],
];

/** boolean. Any unambiguous beginning of true, false, yes, no, on and off is read, in any case. */
export const bool = scalarType<boolean>({
  oid: 16,
  name: 'bool',
  displayName: 'boolean',
  category: 'B',
  preferred: true,
  parse: (text) => {
    const word = text.trim().toLowerCase();
    const found = WORDS.find(([name, shortest]) => word.length >= shortest && name.startsWith(word));
    if (!found) throw new SqlError('22P02', `invalid input syntax for type boolean: "${text}"`);
    return found[2];
  },
  format: (value) => (value ? 't' : 'f'),
  compare: (a, b) => Number(a) - Number(b),
  key: (value) => value,
  directClientValue: (value) => value,
});
