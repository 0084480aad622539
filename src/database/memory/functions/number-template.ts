import { Numeric } from '../types/numeric';
import { SqlError, unsupported } from '../types/sql-error';
import { ordinalSuffix, romanNumeral } from './template-words';

type Part =
  | { readonly kind: 'digit'; readonly zero: boolean; readonly fraction: boolean }
  | { readonly kind: 'point' | 'group' | 'minus' | 'plus' | 'sign' | 'currency' }
  | { readonly kind: 'text'; readonly text: string };

interface Template {
  readonly parts: readonly Part[];
  readonly fillMode: boolean;
  readonly angle: boolean;
  readonly ordinal: string | null;
  readonly roman: string | null;
  readonly shift: number;
  /** S before or after the digits, where the sign is bound to the number. */
  readonly signAt: 'none' | 'before' | 'after';
}

const TOKEN = /FM|PR|RN|TH|SG|MI|PL|EEEE|[09.,DGSLV]|"(?:[^"\\]|\\.)*"|[^]/gi;

/** to_char of a number. @throws SqlError 0A000 for EEEE */
export function formatNumber(value: Numeric, template: string): string {
  const parsed = parseTemplate(template);
  if (parsed.roman) return formatRoman(value, parsed.roman, parsed.fillMode);
  const places = parsed.parts.filter((part) => part.kind === 'digit');
  const wholePlaces = places.filter((part) => !part.fraction);
  const fractionPlaces = places.length - wholePlaces.length;
  const shifted = parsed.shift > 0 ? value.multiply(new Numeric(10n ** BigInt(parsed.shift), 0)) : value;
  if (!shifted.isFinite)
    return formatOverflow(parsed, wholePlaces.length, fractionPlaces, shifted.sign() < 0);
  const rounded = shifted.round(fractionPlaces);
  const negative = rounded.sign() < 0;
  const [whole = '', fraction = ''] = rounded.abs().toString().split('.');
  const digits = whole === '0' && wholePlaces.length > 0 ? '' : whole;
  if (digits.length > wholePlaces.length) {
    return formatOverflow(parsed, wholePlaces.length, fractionPlaces, negative);
  }
  const body = layOut(parsed, digits.padStart(wholePlaces.length, ' '), fraction);
  return decorate(body, parsed, negative, whole);
}

function parseTemplate(template: string): Template {
  const parts: Part[] = [];
  let fillMode = false;
  let angle = false;
  let ordinal: string | null = null;
  let roman: string | null = null;
  let shift = 0;
  let afterPoint = false;
  let shifting = false;
  let signAt: Template['signAt'] = 'none';
  for (const token of template.match(TOKEN) ?? []) {
    switch (token.toUpperCase()) {
      case 'FM':
        fillMode = true;
        break;
      case 'PR':
        angle = true;
        break;
      case 'RN':
        roman = token;
        break;
      case 'TH':
        ordinal = token;
        break;
      case 'EEEE':
        throw unsupported('the EEEE pattern of to_char()');
      case '0':
      case '9':
        if (shifting) shift += 1;
        parts.push({ kind: 'digit', zero: token === '0', fraction: afterPoint });
        break;
      case '.':
      case 'D':
        afterPoint = true;
        parts.push({ kind: 'point' });
        break;
      case ',':
      case 'G':
        parts.push({ kind: 'group' });
        break;
      case 'V':
        shifting = true;
        break;
      case 'S':
        signAt = parts.some((part) => part.kind === 'digit') ? 'after' : 'before';
        break;
      case 'MI':
        parts.push({ kind: 'minus' });
        break;
      case 'PL':
        parts.push({ kind: 'plus' });
        break;
      case 'SG':
        parts.push({ kind: 'sign' });
        break;
      case 'L':
        parts.push({ kind: 'currency' });
        break;
      default:
        parts.push({
          kind: 'text',
          text: token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token,
        });
    }
  }
  return { parts, fillMode, angle, ordinal, roman, shift, signAt };
}

/** Digits into their places; blanks before the number, or nothing in fill mode. */
function layOut(template: Template, whole: string, fraction: string): Cell[] {
  const { parts, fillMode } = template;
  const firstZero = parts.findIndex((part) => part.kind === 'digit' && part.zero && !part.fraction);
  const lastFractionZero = parts.findLastIndex((part) => part.kind === 'digit' && part.zero && part.fraction);
  const significantFraction = fraction.replace(/0+$/, '').length;
  const cells: Cell[] = [];
  let wholeAt = 0;
  let fractionAt = 0;
  let started = false;
  for (const [i, part] of parts.entries()) {
    switch (part.kind) {
      case 'digit': {
        if (part.fraction) {
          const digit = fraction[fractionAt] ?? '0';
          const shown = !fillMode || fractionAt < significantFraction || i <= lastFractionZero;
          if (shown) cells.push({ text: digit, number: true });
          fractionAt += 1;
          break;
        }
        const digit = whole[wholeAt] ?? ' ';
        wholeAt += 1;
        if (digit !== ' ') started = true;
        else if (firstZero >= 0 && i >= firstZero) started = true;
        if (started) cells.push({ text: digit === ' ' ? '0' : digit, number: true });
        else cells.push({ text: fillMode ? '' : ' ', number: false });
        break;
      }
      case 'group':
        cells.push(started ? { text: ',', number: true } : { text: fillMode ? '' : ' ', number: false });
        break;
      case 'point':
        cells.push({ text: '.', number: true });
        started = true;
        break;
      case 'text':
        cells.push({ text: part.text, number: false, fixed: true });
        break;
      case 'minus':
      case 'plus':
      case 'sign':
      case 'currency':
        cells.push({ text: '', number: false, mark: part.kind });
    }
  }
  if (!started && whole.trim() === '' && !parts.some((part) => part.kind === 'point')) {
    // A bare zero still shows its last place.
    const last = cells.findLastIndex((cell) => !cell.fixed && !cell.mark);
    if (last >= 0) cells[last] = { text: '0', number: true };
  }
  return cells;
}

interface Cell {
  readonly text: string;
  readonly number: boolean;
  readonly fixed?: boolean;
  readonly mark?: string;
}

function decorate(cells: readonly Cell[], template: Template, negative: boolean, whole: string): string {
  const { fillMode, angle, signAt, ordinal } = template;
  const marked = cells.some((cell) => cell.mark === 'minus' || cell.mark === 'sign');
  const first = cells.findIndex((cell) => cell.number);
  let output = '';
  for (const [i, cell] of cells.entries()) {
    if (i === first && signAt === 'before') output += negative ? '-' : '+';
    else if (i === first && angle) output += negative ? '<' : fillMode ? '' : ' ';
    else if (i === first && signAt === 'none' && !marked) output += negative ? '-' : fillMode ? '' : ' ';
    output += cell.mark ? markText(cell.mark, negative, fillMode) : cell.text;
  }
  if (signAt === 'after') output += negative ? '-' : '+';
  if (angle) output += negative ? '>' : fillMode ? '' : ' ';
  if (ordinal && !negative) {
    const suffix = ordinalSuffix(whole);
    output += ordinal === 'TH' ? suffix.toUpperCase() : suffix;
  }
  return output;
}

function markText(mark: string, negative: boolean, fillMode: boolean): string {
  switch (mark) {
    case 'minus':
      return negative ? '-' : fillMode ? '' : ' ';
    case 'plus':
      return negative ? (fillMode ? '' : ' ') : '+';
    case 'sign':
      return negative ? '-' : '+';
    default:
      return fillMode ? '' : ' ';
  }
}

/** A number with more digits than places is shown as hashes. */
function formatOverflow(template: Template, whole: number, fraction: number, negative: boolean): string {
  return decorate(layOut(template, '#'.repeat(whole), '#'.repeat(fraction)), template, negative, '0');
}

function formatRoman(value: Numeric, pattern: string, fillMode: boolean): string {
  const number = Number(value.toBigint());
  const roman = number >= 1 && number <= 3999 ? romanNumeral(number) : '#'.repeat(15);
  const shown = pattern === 'rn' ? roman.toLowerCase() : roman;
  return fillMode ? shown : shown.padStart(15);
}

/** to_number: the digits, point and sign that the template lets through. @throws SqlError 22P02 */
export function parseNumber(text: string, template: string): Numeric {
  const places = template.match(/[09]/g)?.length ?? 0;
  const negative = /-|</.test(text);
  const kept = text.replace(/[^\d.]/g, '');
  const [whole = '', fraction = ''] = kept.split('.');
  const fractionPlaces = /[.D]/i.test(template)
    ? (template.split(/[.D]/i)[1]?.match(/[09]/g)?.length ?? 0)
    : 0;
  const wholeKept = whole.slice(0, places - fractionPlaces);
  const digits = `${wholeKept}.${fraction.slice(0, fractionPlaces)}`.replace(/\.$/, '');
  if (digits === '' || digits === '.')
    throw new SqlError('22P02', 'invalid input syntax for type numeric: " "');
  return Numeric.parse(`${negative ? '-' : ''}${digits}`);
}
