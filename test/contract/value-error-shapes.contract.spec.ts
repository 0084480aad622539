import { describeOnBothStores } from '../../src/database/testing';
import { Account, Bank } from './entities/account.entity';
import { Article } from './entities/article.entity';
import { Sample } from './entities/sample.entity';
import { account, type Failing, sample, shapeOf, sql } from './error-shape';

describeOnBothStores(
  'every field of the error of an unfit value',
  [Account, Bank, Article, Sample],
  (store) => {
    beforeEach(async () => {
      await store.repository(Bank).insert({ code: 'x' });
      await store.repository(Account).insert({ email: 'a', phone: '1', bankId: 1, number: 5, seat: 1 });
    });

    it.each<[string, Failing, object]>([
      [
        '22001',
        account({ currency: 'EURO' }),
        { message: 'value too long for type character varying(3)', code: '22001', severity: 'ERROR' },
      ],
      [
        '22001 of an update',
        (s) => s.repository(Account).update({ email: 'a' }, { currency: 'EURO' }),
        { message: 'value too long for type character varying(3)', code: '22001', severity: 'ERROR' },
      ],
      [
        '22001 of char',
        sample({ padded: 'abcde' }),
        { message: 'value too long for type character(4)', code: '22001', severity: 'ERROR' },
      ],
      [
        '22003 of smallint',
        account({ tier: 40_000 }),
        {
          message: 'value "40000" is out of range for type smallint',
          code: '22003',
          where: "unnamed portal parameter $2 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22003 of integer',
        account({ balance: 3_000_000_000 }),
        {
          message: 'value "3000000000" is out of range for type integer',
          code: '22003',
          where: "unnamed portal parameter $2 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22003 of bigint',
        sample({ big: '9223372036854775808' }),
        {
          message: 'value "9223372036854775808" is out of range for type bigint',
          code: '22003',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22003 of decimal',
        sample({ price: '123456789.00' }),
        {
          message: 'numeric field overflow',
          code: '22003',
          detail: 'A field with precision 10, scale 2 must round to an absolute value less than 10^8.',
          severity: 'ERROR',
        },
      ],
      [
        '22003 of real',
        sample({ single: 1e39 }),
        {
          message: '"1e+39" is out of range for type real',
          code: '22003',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22003 of arithmetic',
        (s) => s.repository(Account).increment({ email: 'a' }, 'balance', 2_147_483_648),
        { message: 'integer out of range', code: '22003', severity: 'ERROR' },
      ],
      [
        '22P02 of integer',
        account({ balance: 'lots' }),
        {
          message: 'invalid input syntax for type integer: "lots"',
          code: '22P02',
          where: "unnamed portal parameter $2 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of a fraction for an integer',
        account({ balance: 1.5 }),
        {
          message: 'invalid input syntax for type integer: "1.5"',
          code: '22P02',
          where: "unnamed portal parameter $2 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an empty text for an integer',
        account({ balance: '' }),
        {
          message: 'invalid input syntax for type integer: ""',
          code: '22P02',
          where: "unnamed portal parameter $2 = ''",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of numeric',
        sample({ price: 'x' }),
        {
          message: 'invalid input syntax for type numeric: "x"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of double precision',
        sample({ double: 'x' }),
        {
          message: 'invalid input syntax for type double precision: "x"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of boolean',
        sample({ flag: 'maybe' }),
        {
          message: 'invalid input syntax for type boolean: "maybe"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of uuid',
        sample({ uuid: 'x' }),
        {
          message: 'invalid input syntax for type uuid: "x"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an enum',
        sample({ letter: 'z' }),
        {
          message: 'invalid input value for enum sample_letter_enum: "z"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an array of an enum',
        sample({ letters: ['x', 'z'] }),
        {
          message: 'invalid input value for enum sample_letters_enum: "z"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of inet',
        sample({ address: '300.1.1.1' }),
        {
          message: 'invalid input syntax for type inet: "300.1.1.1"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of point',
        sample({ place: 'here' }),
        {
          message: 'invalid input syntax for type point: "here"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of a range',
        sample({ range: 'x' }),
        {
          message: 'malformed range literal: "x"',
          code: '22P02',
          detail: 'Missing left parenthesis or bracket.',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an array',
        sample({ numbers: '{1' }),
        {
          message: 'malformed array literal: "{1"',
          code: '22P02',
          detail: 'Unexpected end of input.',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an array that begins as JSON does',
        sample({ numbers: '[1,2]' }),
        {
          message: 'malformed array literal: "[1,2]"',
          code: '22P02',
          detail: 'Missing "]" after array dimensions.',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an array that begins as JSON of texts does',
        sample({ numbers: '["a"]' }),
        {
          message: 'malformed array literal: "["a"]"',
          code: '22P02',
          detail: '"[" must introduce explicitly-specified array dimensions.',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an array that begins as a subscript',
        sample({ numbers: '[1]{5}' }),
        {
          message: 'malformed array literal: "[1]{5}"',
          code: '22P02',
          detail: 'Missing "=" after array dimensions.',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an array that begins as half a range',
        sample({ numbers: '[1][2:]={5}' }),
        {
          message: 'malformed array literal: "[1][2:]={5}"',
          code: '22P02',
          detail: 'Missing array dimension value.',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of an element',
        sample({ numbers: ['x'] }),
        {
          message: 'invalid input syntax for type integer: "x"',
          code: '22P02',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22000 of bounds the wrong way round',
        sample({ range: '[5,1]' }),
        {
          message: 'range lower bound must be less than or equal to range upper bound',
          code: '22000',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22007 of date',
        sample({ day: 'soon' }),
        {
          message: 'invalid input syntax for type date: "soon"',
          code: '22007',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22008 of date',
        sample({ day: '2026-02-30' }),
        {
          message: 'date/time field value out of range: "2026-02-30"',
          code: '22008',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22007 of time',
        sample({ clock: 'noonish' }),
        {
          message: 'invalid input syntax for type time: "noonish"',
          code: '22007',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22008 of time',
        sample({ clock: '25:00' }),
        {
          message: 'date/time field value out of range: "25:00"',
          code: '22008',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22007 of timestamp',
        sample({ instant: 'soon' }),
        {
          message:
            'invalid input syntax for type timestamp with time zone: "0NaN-NaN-NaNTNaN:NaN:NaN.NaN+NaN:NaN"',
          code: '22007',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22007 of interval',
        sample({ span: 'long' }),
        {
          message: 'invalid input syntax for type interval: "long"',
          code: '22007',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of bytea',
        sql(`SELECT $1::bytea`, ['\\x0']),
        {
          message: 'invalid hexadecimal data: odd number of digits',
          code: '22023',
          where: "unnamed portal parameter $1 = '...'",
          severity: 'ERROR',
        },
      ],
      [
        '22021',
        account({ email: 'a\0b' }),
        {
          message: 'invalid byte sequence for encoding "UTF8": 0x00',
          code: '22021',
          where: 'unnamed portal parameter $1',
          severity: 'ERROR',
        },
      ],
      [
        '22P05',
        sample({ tree: { a: '\0' } }),
        {
          message: 'unsupported Unicode escape sequence',
          code: '22P05',
          detail: '\\u0000 cannot be converted to text.',
          where: 'JSON data, line 1: {"a":"\\u0000...\nunnamed portal parameter $1 = \'...\'',
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of a lone surrogate in jsonb',
        sample({ tree: { a: '\ud83d' } }),
        {
          message: 'invalid input syntax for type json',
          code: '22P02',
          detail: 'Unicode low surrogate must follow a high surrogate.',
          where: 'JSON data, line 1: {"a":"\\ud83d"...\nunnamed portal parameter $1 = \'...\'',
          severity: 'ERROR',
        },
      ],
      [
        '22P02 of jsonb',
        sql(`SELECT $1::jsonb`, ['{"a":1,}']),
        {
          message: 'invalid input syntax for type json',
          code: '22P02',
          detail: 'Expected string, but found "}".',
          where: 'JSON data, line 1: {"a":1,}\nunnamed portal parameter $1 = \'...\'',
          severity: 'ERROR',
        },
      ],
    ])('%s', async (_, work, expected) => {
      expect(await shapeOf(() => work(store))).toEqual(expected);
    });
  },
);
