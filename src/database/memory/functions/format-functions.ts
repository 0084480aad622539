import { castToText } from '../types/cast-table';
import type { Datum } from '../types/datum';
import { quoteIdentifier } from '../types/identifier';
import { SqlError } from '../types/sql-error';
import type { SqlType } from '../types/sql-type';
import { characterCount } from '../types/text-order';
import { types } from '../types/type-catalog';
import { requireBuffer } from '../types/value-limits';
import { define, defineOver } from './define';
import { quoteLiteral } from './identifier-functions';

const { text, any } = types;

export const formatFunctions = [
  defineOver(
    'concat',
    [any],
    text,
    (argTypes, ...values: Datum[]) => values.map((value, i) => outputText(value, argTypes[i])).join(''),
    { lenient: true, variadic: true },
  ),
  defineOver(
    'concat_ws',
    [text, any],
    text,
    (argTypes, separator: string | null, ...values: Datum[]) =>
      separator === null
        ? null
        : values
            .flatMap((value, i) => (value === null ? [] : [outputText(value, argTypes[i + 1])]))
            .join(separator),
    { lenient: true, variadic: true },
  ),
  define('format', [text], text, (pattern: string) => formatText(pattern, [], [])),
  defineOver(
    'format',
    [text, any],
    text,
    (argTypes, pattern: string | null, ...values: Datum[]) =>
      pattern === null ? null : formatText(pattern, values, argTypes.slice(1)),
    { lenient: true, variadic: true },
  ),
];

/** A value as its output function writes it; NULL as nothing. */
export function outputText(value: Datum, type: SqlType | undefined): string {
  if (value === null || !type) return '';
  return type === types.bool ? type.format(value) : castToText(type, value);
}

const MAX_INT4 = 2_147_483_647;
const PLACEHOLDER = /%(?:(%)|(?:(\d+)\$)?(-)?(\d+|\*(?:(\d+)\$)?)?(.))/gs;

/** @throws SqlError 22023, 22004 */
function formatText(pattern: string, values: readonly Datum[], given: readonly SqlType[]): string {
  let next = 0;
  const take = (position: string | undefined): number => {
    if (position === '0')
      throw new SqlError('22023', 'format specifies argument 0, but arguments are numbered from 1');
    const index = position === undefined ? next : Number(position) - 1;
    next = index + 1;
    if (index >= values.length) throw new SqlError('22023', 'too few arguments for format()');
    return index;
  };
  if (/(?:^|[^%])(?:%%)*%(?:\d+\$)?-?\d*$/.test(pattern)) {
    throw new SqlError('22023', 'unterminated format() type specifier', {
      hint: 'For a single "%" use "%%".',
    });
  }
  return pattern.replace(
    PLACEHOLDER,
    (
      _,
      percent?: string,
      place?: string,
      left?: string,
      width?: string,
      widthPlace?: string,
      kind?: string,
    ) => {
      if (percent) return '%';
      let size = width === undefined || width.startsWith('*') ? 0 : Number(width);
      if (size > MAX_INT4) throw new SqlError('22003', 'number is out of range');
      if (width?.startsWith('*')) size = Number(values[take(widthPlace)] ?? 0);
      if (kind === undefined || !'sIL'.includes(kind)) {
        throw new SqlError('22023', `unrecognized format() type specifier "${kind ?? ''}"`, {
          hint: 'For a single "%" use "%%".',
        });
      }
      const index = take(place);
      return padTo(
        formatOne(kind, values[index] ?? null, given[index]),
        size,
        left !== undefined || size < 0,
      );
    },
  );
}

function formatOne(kind: string, value: Datum, type: SqlType | undefined): string {
  const shown = outputText(value, type);
  if (kind === 's') return shown;
  if (kind === 'L') return value === null ? 'NULL' : quoteLiteral(shown);
  if (value === null) throw new SqlError('22004', 'null values cannot be formatted as an SQL identifier');
  return quoteIdentifier(shown);
}

function padTo(value: string, width: number, left: boolean): string {
  requireBuffer(Math.abs(width));
  const padding = ' '.repeat(Math.max(Math.abs(width) - characterCount(value), 0));
  return left ? value + padding : padding + value;
}
