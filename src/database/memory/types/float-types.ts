import { scalarType } from './scalar-type';
import { SqlError } from './sql-error';
import type { SqlType } from './sql-type';

const SYNTAX = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const SPECIALS: Record<string, number> = {
  nan: NaN,
  infinity: Infinity,
  inf: Infinity,
  '+infinity': Infinity,
  '+inf': Infinity,
  '-infinity': -Infinity,
  '-inf': -Infinity,
};

/** PostgreSQL prints an exponent from this decimal exponent on (digits that the type can hold). */
const FLOAT8_EXPONENT_FROM = 15;
const FLOAT4_EXPONENT_FROM = 6;

function floatType(oid: number, name: string, displayName: string, single: boolean): SqlType {
  return scalarType<number>({
    oid,
    name,
    displayName,
    category: 'N',
    preferred: !single,
    parse: (text) => {
      const special = SPECIALS[text.trim().toLowerCase()];
      if (special !== undefined) return special;
      if (!SYNTAX.test(text))
        throw new SqlError('22P02', `invalid input syntax for type ${displayName}: "${text}"`);
      const value = single ? Math.fround(Number(text)) : Number(text);
      if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(text.replace(/e.*/i, '')))) {
        throw new SqlError('22003', `"${text.trim()}" is out of range for type ${displayName}`);
      }
      return value;
    },
    format: single ? formatFloat4 : formatFloat8,
    compare: compareFloat,
    key: (value) => (Number.isNaN(value) ? 'NaN' : value === 0 ? 0 : value),
    directClientValue: single ? (value) => Number(formatFloat4(value)) : (value) => value,
  });
}

export const float4 = floatType(700, 'float4', 'real', true);
export const float8 = floatType(701, 'float8', 'double precision', false);

/** NaN equals NaN and is larger than everything. */
export function compareFloat(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The shortest digits that read back as the same double. */
export function formatFloat8(value: number): string {
  return print(value, value.toExponential(), FLOAT8_EXPONENT_FROM);
}

/** The shortest digits that read back as the same single. */
export function formatFloat4(value: number): string {
  for (let digits = 0; digits < 9; digits += 1) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return print(value, text, FLOAT4_EXPONENT_FROM);
  }
  return print(value, value.toExponential(), FLOAT4_EXPONENT_FROM);
}

function print(value: number, scientific: string, exponentFrom: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = scientific.split('e');
  const exponent = Number(exponentText);
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '');
  const sign = negative ? '-' : '';
  if (exponent < -4 || exponent >= exponentFrom) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return sign + whole + (fraction ? `.${fraction}` : '');
}
