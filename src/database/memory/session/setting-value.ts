import { bool } from '../types/boolean-type';
import { SqlError, unsupported } from '../types/sql-error';
import type { NumberSetting, SettingDefinition } from './setting-definition';
import { invalidValue } from './setting-error';
import { shownWithUnit, toBaseUnit, unitHint } from './setting-units';

/** A value as SHOW gives it back. @throws SqlError 22023, 0A000 for one that would change what the store does not */
export function readSetting(definition: SettingDefinition, text: string): string {
  const value = shownValue(definition, text);
  if (definition.only && !definition.only.includes(value))
    throw unsupported(`${definition.name} other than ${definition.only.join(' or ')}`);
  return value;
}

function shownValue(definition: SettingDefinition, text: string): string {
  const { name } = definition;
  switch (definition.kind) {
    case 'boolean': {
      const value = booleanOf(text);
      if (value === null) throw new SqlError('22023', `parameter "${name}" requires a Boolean value`);
      return value ? 'on' : 'off';
    }
    case 'word': {
      const { words } = definition;
      const word = text.toLowerCase();
      const isSwitch = words.includes('on') && words.includes('off');
      const value = isSwitch ? booleanOf(text) : null;
      const found = words.find((one) => one === word) ?? (value === null ? null : value ? 'on' : 'off');
      if (found === null) throw invalidValue(name, text, { hint: `Available values: ${words.join(', ')}.` });
      return found;
    }
    case 'number':
      return shownNumber(definition, numberOf(definition, text));
    case 'text':
      return definition.read?.(text) ?? text;
  }
}

/** How a number of the setting's base unit is shown. */
export function shownNumber({ unit, isWhole }: NumberSetting, value: number): string {
  return unit && isWhole ? shownWithUnit(value, unit) : `${value}${unit ?? ''}`;
}

const NUMBER = /^\s*([+-]?(?:0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))\s*(.*?)\s*$/i;
const MAX_INTEGER = 2 ** 31 - 1;

/** A number in the setting's base unit. @throws SqlError 22023 */
export function numberOf(setting: NumberSetting, text: string): number {
  const { name, isWhole, min, max, unit } = setting;
  const [, digits, named = ''] = NUMBER.exec(text) ?? [];
  if (digits === undefined) throw invalidValue(name, text);
  let value: number | null = magnitudeOf(digits);
  if (named !== '') {
    if (!unit) throw invalidValue(name, text);
    value = toBaseUnit(value, named, unit);
    if (value === null) throw invalidValue(name, text, { hint: unitHint(unit) });
  }
  if (isWhole) {
    value = roundHalfEven(value);
    if (Math.abs(value) > MAX_INTEGER)
      throw invalidValue(name, text, { hint: 'Value exceeds integer range.' });
  }
  if (value < min || value > max) {
    const shown = unit ? `${value} ${unit}` : String(value);
    throw new SqlError(
      '22023',
      `${shown} is outside the valid range for parameter "${name}" (${min} .. ${max})`,
    );
  }
  return value;
}

/** A number as C reads it: hexadecimal after 0x, octal after 0. */
function magnitudeOf(digits: string): number {
  const sign = digits.startsWith('-') ? -1 : 1;
  const bare = digits.replace(/^[+-]/, '');
  return sign * (/^0[0-7]+$/.test(bare) ? Number.parseInt(bare, 8) : Number(bare));
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function booleanOf(text: string): boolean | null {
  try {
    return bool.parse(text, -1) === true;
  } catch {
    return null;
  }
}
