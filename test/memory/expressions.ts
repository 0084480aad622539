/** SQL expressions without parameters or tables, one a line, by subject: each is run on both stores and must give the same. */
export const EXPRESSIONS: Record<string, string> = {
  booleans: `
    'yes'::boolean
    'of'::boolean
    ' T '::boolean
    'tru'::boolean
    'o'::boolean
    'maybe'::boolean
    true::text
    1::boolean
    0::boolean
    true::int
    true < false
    NOT null::boolean
    true = 't'
    true || 'x'
  `,
  'integers in and out': `
    '42'::int
    ' 42 '::int
    '+7'::int
    '-0'::int
    '0x1F'::int
    '0b101'::int
    '1_000'::int
    'abc'::int
    ''::int
    '25.5'::int
    '2147483647'::int
    '2147483648'::int
    '-2147483648'::int
    '-2147483649'::int
    '99999999999999999999'::bigint
    '9223372036854775807'::bigint
    '9223372036854775808'::bigint
    '-9223372036854775808'::bigint
    '32768'::smallint
    '32767'::smallint
    32768::smallint
    2147483648::int
    2.5::int
    3.5::int
    -2.5::int
    2.5::float8::int
    3.5::float8::int
    'NaN'::numeric::int
    'Infinity'::float8::int
    1e10::int
    '4294967295'::oid
    '-1'::oid
  `,
  'integer arithmetic': `
    7 / 2
    -7 / 2
    7 % -3
    -7 % 3
    1 / 0
    1 % 0
    2147483647 + 1
    -2147483648::int - 1
    65536 * 65536
    32767::smallint + 1::smallint
    9223372036854775807 + 1
    5::bigint * 3
    5::smallint + 3::bigint
    -(-2147483648)::int
    @ -5
    5 & 3
    5 | 3
    5 # 3
    ~5
    1 << 31
    1 << 3
    -16 >> 2
    1::bigint << 40
    2 ^ 10
    2 ^ 0.5
    |/ 25.0
    ||/ 8.0
    abs(-5)
    abs(-2147483648)
    mod(11, 4)
    mod(-11, 4)
    gcd(12, 18)
    lcm(4, 6)
    sign(-5)
    factorial(20)
    factorial(-1)
    div(7, 2)
    width_bucket(5.35, 0.024, 10.06, 5)
    1 + '2'
    '1' + '2'
    1 + 'x'
    5 - 2.5
    5 / 2.0
    1 = '1'
    1 = 'x'
    1 < 2.5
    1::smallint = 1::bigint
    5 = 5.0
    5 = 5.0::float8
    'a' = 1
    1 + true
    1 || 2
  `,
  numerics: `
    '12.50'::numeric
    '1e5'::numeric
    '1.5e-3'::numeric
    '.5'::numeric
    '5.'::numeric
    'nan'::numeric
    '-infinity'::numeric
    'x'::numeric
    ''::numeric
    '12.345'::numeric(4,2)
    '-12.345'::numeric(5,2)
    '123.456'::numeric(5,2)
    '999.995'::numeric(5,2)
    '0.1234'::numeric(2,2)
    '1'::numeric(2,2)
    '1234'::numeric(3,-2)
    12.345::numeric(10,1)
    1.10 + 2.2
    1.10 * 2.20
    1 / 3.0
    10.0 / 3
    2.0 / 3
    100000.0 / 3
    0.001 / 3
    1.0 / 30000
    123456789.123 / 0.0001
    1.5 / 1000000
    5.00 / 2.5
    1.0 / 0
    -7.5 % 2
    7.5 % -2
    0.1 + 0.2
    1e20 + 1
    12345678901234567890.123 * 98765432109876543210.987
    -(1.50)
    abs(-1.50)
    round(2.5)
    round(-2.5)
    round(2.345, 2)
    round(1234.567, -2)
    trunc(-2.789, 1)
    trunc(2.789)
    floor(-1.5)
    ceil(-1.5)
    ceiling(1.2)
    sign(-1.5)
    sqrt(2.0)
    sqrt(2)
    sqrt(0.0004)
    sqrt(12345678.9)
    sqrt(100000000000.0)
    sqrt(-1.0)
    exp(1.0)
    exp(-2.5)
    exp(10.0)
    ln(2.0)
    ln(0.5)
    ln(100.0)
    ln(0.0001)
    ln(1.0)
    ln(1.05)
    ln(0.0)
    ln(-1.0)
    log(100.0)
    log(2.0, 64.0)
    log(3.0)
    log(0.5)
    2.0 ^ 3
    2.5 ^ 2
    2.0 ^ -2
    2.0 ^ 0.5
    10.0 ^ 20
    0.5 ^ 10
    1.05 ^ 30
    power(2, 10)
    power(2.0, 10)
    power(9, 0.5)
    0.0 ^ -1
    (-8.0) ^ 0.5
    scale(1.500)
    min_scale(1.500)
    trim_scale(1.500)
    1.0 = 1.00
    'NaN'::numeric = 'NaN'::numeric
    'NaN'::numeric > 1e300
    'Infinity'::numeric + 1
    'Infinity'::numeric - 'Infinity'::numeric
    1.5::float8::numeric
    0.1::float4::numeric
    1e-7::float8::numeric
    123456789.123456789::float8::numeric
    12.5::money
    '$1,234.56'::money
    '-5'::money
    '1234.567'::money
    'x'::money
    '10.00'::money * 2
    '10.00'::money + '2.50'::money
    '10.00'::money / '2.50'::money
    div(7.5, 2)
    mod(7.5, 2)
    greatest(1, 2.5)
    1.5::text
    1.50 || ''
  `,
  floats: `
    '1.5'::float8
    '1e400'::float8
    '1e-400'::float8
    'NaN'::float8
    '-Infinity'::float8
    'x'::float8
    0.1::float8 + 0.2::float8
    1e15::float8
    1e14::float8
    123456789012345678::float8
    0.0001::float8
    0.00001::float8
    1.0::float8
    -0.0::float8
    '-0'::float8
    1e100::float8
    1.5::float4
    0.1::float4
    16777217::float4
    1e6::float4
    123456.7::float4
    0.1::float4 + 0.2::float4
    0.1::float4::float8
    1::float4 + 1::float8
    1e300::float8 * 1e300::float8
    1e-300::float8 * 1e-300::float8
    1.0::float8 / 0
    5.0::float8 / 2
    'NaN'::float8 = 'NaN'::float8
    'NaN'::float8 > 'Infinity'::float8
    round(2.5::float8)
    round(-1.5::float8)
    trunc(-1.7::float8)
    floor(-1.5::float8)
    sqrt(2::float8)
    sqrt(-1::float8)
    cbrt(8)
    exp(1::float8)
    ln(10::float8)
    ln(0::float8)
    log(100)
    log(1000::float8)
    power(2::float8, 0.5)
    power(0::float8, -1)
    power(-8::float8, 0.5)
    degrees(pi())
    radians(180)
    sin(0)
    cos(0)
    atan2(1, 1)
    asin(2)
    pi()
    sign(-2.5::float8)
    1e40::float8::float4
    width_bucket(5::float8, 0, 10, 4)
    1.1::float4 = 1.1
    1.5::float8::text
  `,
  'text in and out': `
    'abc'::varchar(2)
    'abc'::char(5)
    'abc'::char(2)
    'abc'::char(5) || 'x'
    length('abc'::char(5))
    octet_length('abc'::char(5))
    'ab '::char(5) = 'ab'
    'ab '::varchar = 'ab'
    'ab'::char(3) = 'ab'::text
    'ab '::char(3)::text
    'a'::"char"
    'abc'::name
    repeat('x', 70)::name
    'É'::text < 'z'
    'a' < 'B'
    'a' COLLATE "C" < 'B'
    '😀' > U&'\\FFFD'
    'abc' > 'ab'
    quote_ident('abc')
    quote_ident('Abc')
    quote_ident('select')
    quote_ident('a"b')
    quote_literal('it''s')
    quote_literal(E'a\\\\b')
    quote_nullable(null)
    null || 'x'
    'x' || 1
    1 || 'x'
    'x' || 1.50
    'x' || true
    'x' || null::int
    'x' || ARRAY[1,2]::text
    'x' || DATE '2020-01-02'
    true || 'x'
  `,
  'text functions': `
    lower('ÀBC')
    upper('straße é')
    initcap('hello wORLD-foo bar_baz')
    initcap('élan vital')
    length('héllo😀')
    char_length('')
    octet_length('é')
    bit_length('ab')
    reverse('abc😀')
    left('abcdef', 2)
    left('abcdef', -2)
    left('abc', -5)
    right('abcdef', 2)
    right('abcdef', -2)
    right('abc', -5)
    lpad('abc', 5)
    lpad('abc', 7, 'xy')
    lpad('abc', 2)
    lpad('abc', -1)
    lpad('abc', 5, '')
    rpad('abc', 7, 'xy')
    ltrim('  x ')
    rtrim('xxabcxx', 'x')
    btrim('xyabcyx', 'xy')
    trim('  x  ')
    trim(both 'x' from 'xxaxx')
    trim(leading 'x' from 'xxaxx')
    trim(trailing from 'a  ')
    substring('abcdef' from 2 for 3)
    substring('abcdef' from 0 for 3)
    substring('abcdef' from -1 for 3)
    substring('abcdef' from 3)
    substring('abcdef', 10)
    substring('abcdef' from 2 for -1)
    substr('abcdef', 2, 3)
    substr('a😀b', 2, 1)
    substring('foobar' from 'o.b')
    substring('foobar' from 'o(.)b')
    substring('foobar' similar '%#"o_b#"%' escape '#')
    position('b' in 'abc')
    position('x' in 'abc')
    position('' in 'abc')
    strpos('high', 'ig')
    overlay('Txxxxas' placing 'hom' from 2 for 4)
    overlay('abcdef' placing 'xyz' from 3)
    replace('abcabc', 'b', 'xx')
    replace('abc', '', 'x')
    replace('a.b', '.', '$&')
    translate('12345', '143', 'ax')
    split_part('a,b,c', ',', 2)
    split_part('a,b,c', ',', -1)
    split_part('a,b,c', ',', 5)
    split_part('a,b,c', ',', 0)
    split_part('abc', '', 1)
    repeat('ab', 3)
    repeat('ab', -1)
    concat('a', 1, null, true, 2.50)
    concat()
    concat_ws(',', 'a', null, 'b', 3)
    concat_ws(null, 'a')
    format('Hello %s, %1$s %I %L %%', 'World', 'my col', 'it''s')
    format('%s %s', 'a')
    format('%10s|%-10s|', 'abc', 'def')
    format('%I', null)
    format('%L', null)
    format('%s', null)
    format('%x', 1)
    format('%2$s %1$s', 'a', 'b')
    format('%')
    md5('hello')
    sha256('abc'::bytea)
    encode('abc'::bytea, 'hex')
    encode('abc'::bytea, 'base64')
    encode(E'\\\\x00ff41'::bytea, 'escape')
    encode(repeat('x', 100)::bytea, 'base64')
    encode('a', 'nope')
    decode('616263', 'hex')
    decode('YWJj', 'base64')
    decode('zz', 'hex')
    ascii('a')
    ascii('é')
    ascii('')
    chr(97)
    chr(128512)
    chr(0)
    to_hex(255)
    to_hex(-1)
    to_hex(255::bigint)
    starts_with('alphabet', 'alph')
    'alphabet' ^@ 'alph'
    string_to_array('a,b,,c', ',')
    string_to_array('a,b,,c', ',', '')
    string_to_array('abc', null)
    string_to_array('', ',')
    string_to_array(null, ',')
    normalize('é', NFD) = U&'e\\0301'
    lower(null)
    lower(5)
    length(5)
    nosuch('x')
    lower('a', 'b')
    repeat('a')
    concat(null, null)
    lower('a'::varchar)
    upper('abc'::char(5))
    length('abc'::varchar)
    substring('abc'::varchar from 2)
    left('abc', '2')
    char_length('ab '::char(4))
    to_hex('255')
  `,
  LIKE: `
    'abc' LIKE 'a%'
    'abc' LIKE 'a_c'
    'abc' LIKE '%b%'
    'abc' LIKE 'ABC'
    'abc' ILIKE 'A%'
    'ÉCOLE' ILIKE 'éc%'
    'a%c' LIKE 'a\\%c'
    'abc' LIKE 'a\\%c'
    'a_c' LIKE 'a\\_c'
    'a\\c' LIKE 'a\\\\c'
    'abc' LIKE 'abc\\'
    'abcd' LIKE 'abc\\'
    'xyz' LIKE 'abc\\'
    'abc' LIKE '%\\'
    'a%c' LIKE 'a#%c' ESCAPE '#'
    'a\\c' LIKE 'a\\c' ESCAPE ''
    'abc' LIKE 'a#' ESCAPE '#'
    'abc' LIKE 'x' ESCAPE 'ab'
    E'a\\nb' LIKE 'a%b'
    E'a\\nb' LIKE 'a_b'
    'a.c' LIKE 'a.c'
    'abc' LIKE 'a.c'
    'abc' NOT LIKE 'a%'
    null LIKE 'a'
    'abc' LIKE null
    '' LIKE '%'
    '' LIKE '_'
    'a😀b' LIKE 'a_b'
    'aXbXc' LIKE '%X%X%'
    'aXbXc' LIKE 'a%X_'
    'mississippi' LIKE '%iss%ip%'
    5 LIKE '5'
    5::text LIKE '5'
    'abc'::char(5) LIKE 'abc'
    'abc'::char(5) LIKE 'abc  '
    'abc'::varchar LIKE 'a%'
    'abc' ~~ 'a%'
    'abc' !~~* 'A%'
    'abc' SIMILAR TO 'a(b|d)c'
    'abc' SIMILAR TO 'a%'
    'abc' SIMILAR TO '_b_'
    'abc' SIMILAR TO 'b'
    'a.c' SIMILAR TO 'a.c'
    'abc' SIMILAR TO 'a.c'
    'aaa' SIMILAR TO 'a{3}'
    'abc' NOT SIMILAR TO 'x%'
  `,
  'regular expressions': `
    'abc' ~ 'b'
    'abc' ~ '^b'
    'abc' ~* 'B'
    'abc' !~ 'x'
    'abc' !~* 'B'
    E'a\\nb' ~ 'a.b'
    E'a\\nb' ~ '^b'
    E'a\\nb' ~ '(?n)^b'
    'foo bar' ~ '\\mbar\\M'
    'foobar' ~ '\\mbar'
    'foo1' ~ '\\d$'
    'foo_1' ~ '^\\w+$'
    'é' ~ '^\\w$'
    'a b' ~ '\\s'
    'abc' ~ '[[:alpha:]]{3}'
    'ab1' ~ '^[[:alnum:]]+$'
    'A' ~ '[[:upper:]]'
    'a-b' ~ '[a\\-z]-'
    'a]b' ~ '[]]'
    'a^b' ~ '[x^]'
    'x' ~ '[^a-c]'
    'a{b' ~ 'a\\{b'
    'a/b' ~ 'a/b'
    'abc' ~ '('
    'abc' ~ '['
    'abc' ~ '*a'
    'abc' ~ 'a**'
    'aa' ~ '^(a)\\1$'
    'ABC' ~ '(?i)abc'
    'a.b' ~ '***=a.b'
    'axb' ~ '***=a.b'
    'foo@bar.com' ~ '^[^@\\s]+@[^@\\s]+\\.[a-z]+$'
    regexp_replace('foobarbaz', 'b..', 'X')
    regexp_replace('foobarbaz', 'b..', 'X', 'g')
    regexp_replace('foobarbaz', 'B..', 'X', 'gi')
    regexp_replace('foobar', '(o+)(b)', '[\\2\\1]')
    regexp_replace('foobar', 'o', '<\\&>', 'g')
    regexp_replace('foobar', 'o', '$1', 'g')
    regexp_replace('foobarbaz', 'b..', 'X', 1, 2)
    regexp_replace('abc', 'b', 'X', 'z')
    regexp_match('foobarbequebaz', 'bar.*que')
    regexp_match('foobarbequebaz', '(bar)(beque)')
    regexp_match('abc', 'x')
    regexp_match('abc', '(x)?b')
    regexp_match('abc', 'b', 'g')
    regexp_like('Hello', 'hello', 'i')
    regexp_count('ababab', 'ab')
    regexp_substr('foobar', 'o+')
    regexp_instr('foobar', 'b')
    regexp_split_to_array('a, b,c', ',\\s*')
    regexp_split_to_array('hello', '')
    regexp_split_to_array('the quick', '\\s+')
    regexp_split_to_array('abc', 'x')
    'x' ~ null
    5 ~ '5'
  `,
  'bytea, uuid, bit strings': `
    '\\x4142'::bytea
    'abc'::bytea
    'a\\\\b\\000'::bytea
    '\\x4'::bytea
    '\\xzz'::bytea
    'a\\b'::bytea
    '\\x41'::bytea || '\\x42'::bytea
    length('\\x4142'::bytea)
    substring('\\x414243'::bytea from 2 for 1)
    '\\x41'::bytea < '\\x42'::bytea
    get_byte('\\x4142'::bytea, 1)
    convert_from('\\xc3a9'::bytea, 'UTF8')
    convert_to('é', 'UTF8')
    'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid
    '{a0eebc999c0b4ef8bb6d6bb9bd380a11}'::uuid
    'a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11'::uuid
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1'::uuid
    'x'::uuid
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid = 'x'
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid::text
    '101'::bit(3)
    '101'::bit(5)
    '101'::bit(2)
    '102'::bit(3)
    '101'::varbit
    '10101'::varbit(3)
    B'101' & B'110'
    B'101' | B'010'
    B'101' # B'110'
    B'101' & B'11'
    ~B'101'
    B'101' || B'1'
    B'10101' << 2
    B'10101' >> 2
    5::bit(8)
    B'101'::int
    X'1F'
    length(B'101')
    B'101' < B'11'
    bit_count('\\xff01'::bytea)
  `,
  'dates and times in and out': `
    '2020-01-02'::date
    '2020-1-2'::date
    'January 8, 1999'::date
    '8 Jan 1999'::date
    'Jan-08-1999'::date
    '1999-Jan-08'::date
    '08-Jan-99'::date
    '1/8/1999'::date
    '1/18/99'::date
    '18/1/1999'::date
    '19990108'::date
    '990108'::date
    '2020.01.02'::date
    '2020/01/02'::date
    '0044-03-15 BC'::date
    'infinity'::date
    '-infinity'::date
    'epoch'::date
    '2020-13-01'::date
    '2020-02-30'::date
    '2021-02-29'::date
    '2020-00-10'::date
    '0000-01-01'::date
    'x'::date
    ''::date
    '2020-01'::date
    '2020-01-02 10:20:30'::date
    '99999999-01-01'::date
    '2020-01-02 03:04:05'::timestamp
    '2020-01-02T03:04:05'::timestamp
    '2020-01-02T03:04:05Z'::timestamp
    '2020-01-02 03:04:05.123456'::timestamp
    '2020-01-02 03:04:05.1234567'::timestamp
    '2020-01-02 03:04:05.9999999'::timestamp
    '2020-01-02 03:04'::timestamp
    '2020-01-02'::timestamp
    '2020-01-02 3:04 PM'::timestamp
    '2020-01-02 12:00 AM'::timestamp
    '2020-01-02 24:00:00'::timestamp
    '2020-01-02 25:00:00'::timestamp
    '2020-01-02 10:60:00'::timestamp
    '2020-01-02 10:20:60'::timestamp
    '20200102T030405'::timestamp
    'Thu Jan 2 03:04:05 2020'::timestamp
    'infinity'::timestamp
    'x'::timestamp
    '2020-01-02 03:04:05 foo'::timestamp
    '2020-01-02 03:04:05.6'::timestamp(0)
    '2020-01-02 03:04:05.123456'::timestamp(3)
    '2020-01-02 03:04:05+02'::timestamptz
    '2020-01-02 03:04:05+05:30'::timestamptz
    '2020-01-02 03:04:05-0800'::timestamptz
    '2020-01-02 03:04:05 UTC'::timestamptz
    '2020-01-02 03:04:05 PST'::timestamptz
    '2020-07-02 03:04:05 Europe/Berlin'::timestamptz
    '2020-01-02 03:04:05 Nowhere/City'::timestamptz
    '2020-01-02T03:04:05.678Z'::timestamptz
    '2020-01-02T03:04:05.678+00:00'::timestamptz
    '2020-01-02 03:04:05+20'::timestamptz
    '0099-01-02 03:04:05'::timestamp
    '10000-01-02 03:04:05'::timestamp
    '294277-01-01'::timestamp
    '1969-12-31 23:59:59.5'::timestamptz
    '7:05'::time
    '2020-01-02T03:04:05'::time
    '2020-01-02 03:04:05'::time
    '2020-01-02 03:04:05+02'::time
    '2020-01-02 03:04:05+02'::timetz
    '20200102030405'::timestamp
    '1769862896789'::timestamp
    '1769862896'::date
    '2020-01-02 030405'::timestamp
    '05:06:07+02'::time
    '07:05:06.789'::time
    '0705'::time
    '7:05 PM'::time
    '24:00'::time
    '25:00'::time
    '12:30:60'::time
    'x'::time
    '07:05:06.789'::time(1)
    '07:05:06+02'::timetz
    '07:05:06 UTC'::timetz
    '07:05:06+02'::timetz = '05:05:06+00'::timetz
    '07:05:06+02'::timetz < '05:05:06+00'::timetz
    '2020-01-02'::date::text
    '2020-01-02'::date::timestamp
    '2020-01-02'::date::timestamptz
    '2020-01-02 03:04:05'::timestamp::date
    '2020-01-02 03:04:05'::timestamp::time
    '2020-01-02 03:04:05+02'::timestamptz::date
    '2020-01-02 03:04:05+02'::timestamptz::timestamp
    '2020-01-02 03:04:05'::timestamp::timestamptz
    'infinity'::timestamp::date
    'infinity'::date::timestamptz
    '2020-01-02'::date = '2020-01-02 00:00:00'::timestamp
    '2020-01-02'::date < '2020-01-02 03:00'::timestamptz
    '2020-01-02'::date = '2020-01-02'
    date '2020-01-02'
    date('2020-01-02 03:04:05'::timestamp)
    timestamp '2020-01-02 03:04:05'
    '2020-01-02'::date::int
    5::date
  `,
  'date arithmetic': `
    '2020-01-02'::date + 5
    5 + '2020-01-02'::date
    '2020-01-02'::date - 5
    '2020-03-01'::date - '2020-02-01'::date
    '2020-01-31'::date + interval '1 month'
    '2020-01-31'::date - interval '1 month'
    '2020-02-29'::date + interval '1 year'
    '2020-01-02'::date + '03:04'::time
    '2020-01-02'::date + '1 day'
    '2020-01-31 10:00'::timestamp + interval '1 month 1 day 1 hour'
    '2020-01-31 10:00+00'::timestamptz + interval '1 month'
    interval '1 day' + '2020-01-31 10:00'::timestamp
    '2020-03-31 10:00'::timestamp - interval '1 month'
    '2020-03-31 10:00'::timestamp - '2020-01-01 12:30'::timestamp
    '2020-01-01 12:30'::timestamp - '2020-03-31 10:00'::timestamp
    '2020-03-31 10:00+00'::timestamptz - '2020-01-01'::date
    '2020-01-01'::timestamp - '1 day'
    '10:00'::time + interval '15 hours'
    '10:00'::time - interval '11 hours'
    '10:00'::time - '08:30'::time
    '10:00'::time + '1 hour'
    'infinity'::timestamp + interval '1 day'
    'infinity'::date + 1
    'infinity'::timestamp > now()
    '2020-01-02'::date - 'x'
    '2020-01-02'::timestamp + 5
    '2020-01-02'::date * 2
    age('2020-03-01'::timestamp, '2019-12-31'::timestamp)
    age('2019-12-31'::timestamp, '2020-03-01'::timestamp)
    age('2001-04-10'::timestamp, '1957-06-13'::timestamp)
    age('2020-03-31 10:00'::timestamp, '2020-02-29 12:00'::timestamp)
    date_trunc('hour', '2020-05-17 13:45:56.789'::timestamp)
    date_trunc('day', '2020-05-17 13:45:56.789'::timestamp)
    date_trunc('week', '2020-05-17 13:45:56.789'::timestamp)
    date_trunc('month', '2020-05-17 13:45:56.789'::timestamp)
    date_trunc('quarter', '2020-05-17 13:45:56.789'::timestamp)
    date_trunc('year', '2020-05-17 13:45:56.789'::timestamp)
    date_trunc('decade', '2025-05-17'::timestamp)
    date_trunc('century', '2025-05-17'::timestamp)
    date_trunc('millisecond', '2020-05-17 13:45:56.789123'::timestamp)
    date_trunc('Day', '2020-05-17 13:45:56+02'::timestamptz)
    date_trunc('day', '2020-05-17'::date)
    date_trunc('day', '2020-05-17 23:30+00'::timestamptz, 'Europe/Berlin')
    date_trunc('nope', '2020-05-17'::timestamp)
    date_trunc('hour', interval '3 days 02:47:33')
    date_trunc('month', interval '14 months 3 days')
    date_bin('15 minutes', '2020-02-11 15:44:17'::timestamp, '2001-01-01'::timestamp)
    extract(year from '2020-05-17 13:45:56.789'::timestamp)
    extract(month from '2020-05-17'::date)
    extract(day from '2020-05-17'::timestamp)
    extract(hour from '2020-05-17 13:45:56.789'::timestamp)
    extract(second from '2020-05-17 13:45:56.789'::timestamp)
    extract(milliseconds from '2020-05-17 13:45:56.789'::timestamp)
    extract(microseconds from '2020-05-17 13:45:56.789'::timestamp)
    extract(epoch from '2020-05-17 13:45:56.789+00'::timestamptz)
    extract(epoch from '2020-05-17'::date)
    extract(epoch from interval '1 year 2 months 3 days 04:05:06')
    extract(dow from '2020-05-17'::date)
    extract(isodow from '2020-05-17'::date)
    extract(doy from '2020-05-17'::date)
    extract(week from '2021-01-03'::date)
    extract(isoyear from '2021-01-03'::date)
    extract(quarter from '2020-05-17'::date)
    extract(decade from '2020-05-17'::date)
    extract(century from '2020-05-17'::date)
    extract(millennium from '2020-05-17'::date)
    extract(julian from '2020-05-17'::date)
    extract(timezone from '2020-05-17 13:45:56+00'::timestamptz)
    extract(hour from '2020-05-17'::date)
    extract(nope from '2020-05-17'::date)
    extract(hour from '13:45'::time)
    extract(epoch from '13:45'::time)
    extract(day from interval '40 days 5 hours')
    extract(hour from interval '40 days 25 hours')
    extract(year from 'infinity'::timestamp)
    extract(hour from 'infinity'::timestamp)
    date_part('year', '2020-05-17'::date)
    date_part('second', '2020-05-17 13:45:56.789'::timestamp)
    date_part('epoch', interval '1 day')
    make_date(2020, 2, 29)
    make_date(2021, 2, 29)
    make_date(-44, 3, 15)
    make_time(8, 15, 23.5)
    make_time(25, 0, 0)
    make_timestamp(2020, 7, 15, 8, 15, 23.5)
    make_timestamptz(2020, 7, 15, 8, 15, 23.5, 'Europe/Berlin')
    make_interval(days => 10)
    make_interval(1, 2, 3, 4, 5, 6, 7.5)
    make_interval(hours => 3, mins => 90)
    to_timestamp(1284352323.5)
    justify_days(interval '35 days')
    justify_hours(interval '27 hours')
    justify_interval(interval '1 mon -1 hour')
    isfinite('infinity'::date)
    isfinite('2020-01-01'::timestamp)
    '2020-07-01 12:00+00'::timestamptz AT TIME ZONE 'America/New_York'
    '2020-07-01 12:00'::timestamp AT TIME ZONE 'America/New_York'
    '2020-01-01 12:00'::timestamp AT TIME ZONE 'America/New_York'
    '2020-03-29 02:30'::timestamp AT TIME ZONE 'Europe/Berlin'
    '2020-10-25 02:30'::timestamp AT TIME ZONE 'Europe/Berlin'
    '2020-07-01 12:00+00'::timestamptz AT TIME ZONE 'UTC'
    '2020-07-01 12:00+00'::timestamptz AT TIME ZONE '+02'
    '2020-07-01 12:00+00'::timestamptz AT TIME ZONE interval '2 hours'
    '2020-07-01 12:00+00'::timestamptz AT TIME ZONE 'Nowhere/City'
    '2020-07-01 12:00+00'::timestamptz AT TIME ZONE 'EST'
    ('2020-01-01'::date, '2020-06-01'::date) OVERLAPS ('2020-05-01'::date, '2020-07-01'::date)
    ('2020-01-01'::date, interval '10 days') OVERLAPS ('2020-01-11'::date, interval '1 day')
    greatest('2020-01-02'::date, '2020-01-03'::date)
    now() = current_timestamp
    current_date = now()::date
    pg_typeof(now())
    pg_typeof(current_date)
    pg_typeof(localtimestamp)
  `,
  intervals: `
    '1 day'::interval
    '1 year 2 months 3 days 4 hours 5 minutes 6.789 seconds'::interval
    '1-2'::interval
    '1 04:05:06'::interval
    '04:05:06'::interval
    '04:05'::interval
    '-04:05:06.5'::interval
    '1 day -04:05:06'::interval
    '-1 day'::interval
    '1 mon -1 day'::interval
    '3 days ago'::interval
    '1.5 hours'::interval
    '1.5 days'::interval
    '1.5 months'::interval
    '1.25 years'::interval
    '0.1 months'::interval
    '2 weeks'::interval
    '1.5 weeks'::interval
    '1 decade'::interval
    '1 century'::interval
    'P1Y2M3DT4H5M6S'::interval
    'P1W'::interval
    'PT36H'::interval
    'P0001-02-03T04:05:06'::interval
    '-P1D'::interval
    '1 d 2 h 3 m 4 s'::interval
    '5'::interval
    '100 milliseconds'::interval
    '100 microseconds'::interval
    '0'::interval
    ''::interval
    'x'::interval
    '1 foo'::interval
    '1'::interval day
    '25:61:00'::interval
    '100:00:00'::interval
    '@ 1 minute'::interval
    '1 day 1 day'::interval
    '0.000001 seconds'::interval
    '1 second'::interval(0)
    '1.26 seconds'::interval(1)
    '99999999999 years'::interval
    interval '1 day' + interval '2 hours'
    interval '1 day' - interval '26 hours'
    -interval '1 month 2 days'
    interval '1 day' * 2
    interval '1 month' * 1.5
    interval '1 day' * 0.5
    2 * interval '1 hour'
    interval '1 hour' / 3
    interval '1 month 1 day' / 2
    interval '1 year' / 5
    interval '1 day' / 0
    interval '1 month' * 0.33
    interval '1 year 3 days' * 1.1
    interval '1 month' = interval '30 days'
    interval '24 hours' = interval '1 day'
    interval '1 month' < interval '31 days'
    interval '1 day'::time
    '10:00'::time::interval
    interval '1 day'::text
    interval '1 day' > '1 hour'
    '10:00'::time = interval '10 hours'
  `,
  'to_char and its inverses': `
    to_char('2020-05-07 13:05:06.789'::timestamp, 'YYYY-MM-DD HH24:MI:SS.MS')
    to_char('2020-05-07 13:05:06.789'::timestamp, 'DD Mon YYYY HH12:MI AM')
    to_char('2020-05-07 13:05:06.789'::timestamp, 'Day, FMDDth FMMonth YYYY')
    to_char('2020-05-07 13:05:06.789'::timestamp, 'MONTH|month|Mon|MON|DY|dy|day')
    to_char('2020-05-07 13:05:06.789'::timestamp, 'FMMM/FMDD/YY')
    to_char('2020-05-07 13:05:06.789'::timestamp, 'IYYY-IW-ID')
    to_char('2020-05-07 13:05:06.789'::timestamp, 'DDD D Q WW W CC J')
    to_char('2020-05-07 13:05:06.789'::timestamp, '"Today is" YYYY')
    to_char('2020-05-07 13:05:06.789'::timestamp, 'US MS SSSS FF3')
    to_char('2020-05-07 01:05:06'::timestamp, 'HH:MI p.m.')
    to_char('2020-05-07 13:05:06'::timestamp, 'HH24MISS')
    to_char('2020-05-07 13:05:06'::timestamp, 'yyyy-mm-dd')
    to_char('2020-05-07 13:05:06+00'::timestamptz, 'YYYY-MM-DD"T"HH24:MI:SSOF')
    to_char('2020-05-07 13:05:06+00'::timestamptz, 'TZ TZH:TZM')
    to_char('2020-05-07'::date, 'YYYY-MM')
    to_char('2020-05-07'::date, 'RM rm FMRM')
    to_char('2020-05-07'::date, 'Y,YYY YYY YY Y')
    to_char(interval '25 hours 3 minutes', 'HH24:MI')
    to_char(interval '3 days 4 hours', 'DD HH24')
    to_char('infinity'::timestamp, 'YYYY')
    to_char(125, '999')
    to_char(125, '0000')
    to_char(-125, '999')
    to_char(125.8, '999D9')
    to_char(125.8, '999.99')
    to_char(-125.8, '999D99S')
    to_char(125, 'FM999')
    to_char(1234567.891, '9,999,999.99')
    to_char(1234567.891, 'FM9,999,999.99')
    to_char(0.5, '0.99')
    to_char(0.5, '9.99')
    to_char(0.5, 'FM9.99')
    to_char(0, '999')
    to_char(0, '9.9')
    to_char(1234, '999')
    to_char(12, 'FM000')
    to_char(-5, '9MI')
    to_char(5, '9MI')
    to_char(5, 'S9')
    to_char(-5, '9PR')
    to_char(5, 'SG9')
    to_char(5, 'PL9')
    to_char(485, 'RN')
    to_char(485, 'FMRN')
    to_char(1, '9th')
    to_char(12.4, '99V9')
    to_char(485, '"Good number:"999')
    to_char(148.5, '999D999')
    to_char(148.5, 'FM999.999')
    to_char(148.5, 'FM999.990')
    to_char(1485::bigint, '9G999')
    to_char(1.5::float8, '99.9')
    to_char(0.1, '.99')
    to_char(12, '99 "x" 9')
    to_date('05 Dec 2000', 'DD Mon YYYY')
    to_date('2020-05-07', 'YYYY-MM-DD')
    to_date('20200507', 'YYYYMMDD')
    to_date('07/05/20', 'DD/MM/YY')
    to_date('2020 127', 'YYYY DDD')
    to_date('2020-13-01', 'YYYY-MM-DD')
    to_date('abc', 'YYYY')
    to_date('May 2020', 'Month YYYY')
    to_timestamp('2020-05-07 13:05:06', 'YYYY-MM-DD HH24:MI:SS')
    to_timestamp('2020-05-07 01:05 PM', 'YYYY-MM-DD HH12:MI AM')
    to_timestamp('2020-05-07 13:05:06.789', 'YYYY-MM-DD HH24:MI:SS.MS')
    to_number('12,454.8-', '99G999D9S')
    to_number('1234.5', '9999.9')
    to_number('-12', 'S99')
  `,
  'json and jsonb in and out': `
    '{"b":1,"a":[1,2,{"c":null}]}'::json
    '{"b":1,"a":[1,2,{"c":null}]}'::jsonb
    '{"bb":1,"a":2,"ccc":3,"a":4}'::jsonb
    '{"é":1,"z":2}'::jsonb
    '  [1, 2]  '::json
    '1.0'::jsonb
    '1.50'::jsonb
    '1e5'::jsonb
    '1.5e-3'::jsonb
    '-0'::jsonb
    '12345678901234567890.123'::jsonb
    '0.1'::jsonb
    '"a\\nb\\u00e9\\"\\/"'::jsonb
    '"\\ud83d\\ude00"'::jsonb
    '"\\u0000"'::jsonb
    'true'::jsonb
    'null'::jsonb
    '"x"'::jsonb
    '{}'::jsonb
    '[]'::jsonb
    '{a:1}'::jsonb
    '{"a":1'::jsonb
    ''::jsonb
    'x'::json
    '[1,]'::json
    '{"a":1}x'::jsonb
    '{"a":1}'::jsonb = '{"a":1.0}'::jsonb
    '{"a":1,"b":2}'::jsonb = '{"b":2,"a":1}'::jsonb
    '[1,2]'::jsonb = '[2,1]'::jsonb
    '[1,2]'::jsonb < '[1,2,3]'::jsonb
    '{"a":1}'::jsonb > '[1]'::jsonb
    'null'::jsonb < '"a"'::jsonb
    '"a"'::jsonb < '1'::jsonb
    'true'::jsonb > '1'::jsonb
    '{"a":1}'::json = '{"a":1}'::json
    '{"a":1}'::jsonb = '{"a":1}'
    '{"a":1}'::json::jsonb
    '{"b": 1,"a":2}'::jsonb::json
    '5'::jsonb::int
    '5.5'::jsonb::int
    '5.5'::jsonb::numeric
    'true'::jsonb::boolean
    '"5"'::jsonb::int
    '[1]'::jsonb::int
    '{"a":1}'::jsonb::text
    '{"a":1}'::jsonb::int
    5::jsonb
    '"x"'::jsonb || '"y"'
    null::jsonb
  `,
  'json functions': `
    '{"a":{"b":[10,20]}}'::json -> 'a'
    '{"a": {"b":[10,20]}}'::jsonb -> 'a'
    '{"a":1}'::jsonb -> 'x'
    '[1,2,3]'::jsonb -> 1
    '[1,2,3]'::jsonb -> -1
    '[1,2,3]'::jsonb -> 5
    '[1,2,3]'::jsonb -> 'a'
    '{"a":1}'::jsonb -> 0
    '{"a":"x"}'::jsonb ->> 'a'
    '{"a":null}'::jsonb ->> 'a'
    '{"a":null}'::jsonb -> 'a'
    '{"a":[1, 2]}'::jsonb ->> 'a'
    '{"a":1.50}'::jsonb ->> 'a'
    '{"a":true}'::json ->> 'a'
    '{"a":{"b":[10,20]}}'::jsonb #> '{a,b,1}'
    '{"a":{"b":[10,20]}}'::jsonb #>> '{a,b,-1}'
    '{"a":{"b":[10,20]}}'::jsonb #> '{a,x,1}'
    '{"a":{"b":[10,20]}}'::json #>> '{a,b}'
    '{"a":1}'::jsonb #> '{}'
    '{"a":1,"b":2}'::jsonb @> '{"a":1}'
    '{"a":{"b":1,"c":2}}'::jsonb @> '{"a":{"b":1}}'
    '[1,2,3]'::jsonb @> '[3,1]'
    '[1,2,[1,3]]'::jsonb @> '[[1]]'
    '[1,2]'::jsonb @> '1'
    '["a"]'::jsonb @> '"a"'
    '{"a":[1,2]}'::jsonb @> '{"a":1}'
    '1'::jsonb @> '1'
    '1'::jsonb @> '[1]'
    '{"a":1}'::jsonb <@ '{"a":1,"b":2}'
    '{"a":1}'::jsonb @> '{}'
    '[1]'::jsonb @> '[]'
    '{"a":1}'::jsonb @> '{"a":1.0}'
    '{"a":1}'::jsonb ? 'a'
    '["a","b"]'::jsonb ? 'a'
    '"a"'::jsonb ? 'a'
    '{"a":1}'::jsonb ?| ARRAY['x','a']
    '{"a":1}'::jsonb ?& ARRAY['x','a']
    '{"a":1}'::jsonb ?& '{}'
    '{"a":1}'::jsonb || '{"b":2}'
    '{"a":1}'::jsonb || '{"a":2}'
    '[1]'::jsonb || '[2]'
    '[1]'::jsonb || '2'
    '1'::jsonb || '2'
    '{"a":1}'::jsonb || '[2]'
    '{"a":1,"b":2}'::jsonb - 'a'
    '["a","b"]'::jsonb - 'a'
    '[1,2,3]'::jsonb - 1
    '[1,2,3]'::jsonb - -1
    '{"a":1,"b":2}'::jsonb - ARRAY['a','b']
    '{"a":1}'::jsonb - 0
    '1'::jsonb - 'a'
    '{"a":{"b":1,"c":2}}'::jsonb #- '{a,b}'
    '[1,[2,3]]'::jsonb #- '{1,0}'
    jsonb_set('{"a":1}', '{a}', '2')
    jsonb_set('{"a":1}', '{b}', '2')
    jsonb_set('{"a":1}', '{b}', '2', false)
    jsonb_set('{"a":{"b":1}}', '{a,c}', '[1,2]')
    jsonb_set('[1,2,3]', '{1}', '9')
    jsonb_set('[1,2,3]', '{-1}', '9')
    jsonb_set('[1,2,3]', '{10}', '9')
    jsonb_set('[1,2,3]', '{x}', '9')
    jsonb_set('{"a":1}', '{x,y}', '2')
    jsonb_set('1', '{a}', '2')
    jsonb_set('{"a":1}', '{}', '2')
    jsonb_insert('{"a":[0,1,2]}', '{a,1}', '"x"')
    jsonb_insert('{"a":[0,1,2]}', '{a,1}', '"x"', true)
    jsonb_insert('{"a":1}', '{a}', '2')
    jsonb_build_object('a', 1, 'b', true, 'c', null, 'd', 2.50)
    jsonb_build_object('x', now() = now(), 'y', ARRAY[1,2])
    json_build_object('a', 1, 'b', 'x')
    json_build_object('a', json_build_object('b', 1))
    jsonb_build_object('a')
    jsonb_build_object(null, 1)
    json_build_object(null, 1)
    jsonb_build_object()
    jsonb_build_array(1, 'a', null, 2.5)
    json_build_array(1, 'a', null, true)
    json_build_array()
    to_json('a"b'::text)
    to_json(5)
    to_json(2.50)
    to_json(true)
    to_json('2020-01-02 03:04:05.5'::timestamp)
    to_json('2020-01-02 03:04:05+00'::timestamptz)
    to_json('2020-01-02'::date)
    to_json('NaN'::float8)
    to_json('1 day'::interval)
    to_json(ARRAY[1,2])
    to_json(ARRAY[['a','b'],['c','d']])
    to_json(ARRAY[]::int[])
    to_json('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid)
    to_json(12345678901234567890::numeric)
    to_jsonb('a'::text)
    to_jsonb(5::bigint)
    to_jsonb(2.50)
    to_jsonb(ARRAY['x',null])
    to_jsonb('{"a": 1}'::json)
    to_jsonb(null::int)
    to_jsonb(1.5::float4)
    to_jsonb('2020-01-02 03:04:05.5'::timestamp)
    array_to_json(ARRAY[1,2])
    json_array_length('[1,2,3]')
    jsonb_array_length('[1,2,3]')
    jsonb_array_length('{"a":1}')
    jsonb_array_length('1')
    jsonb_typeof('{"a":1}')
    jsonb_typeof('null')
    jsonb_typeof('1.5')
    json_typeof('"x"')
    jsonb_extract_path('{"a":{"b":1}}', 'a', 'b')
    jsonb_extract_path_text('{"a":{"b":"x"}}', 'a', 'b')
    jsonb_strip_nulls('{"a":null,"b":{"c":null,"d":1},"e":[null]}')
    json_strip_nulls('{"a":null,"b":1}')
    jsonb_pretty('{"a":[1,2],"b":{}}')
    jsonb_object('{a,1,b,2}')
    jsonb_object('{a,b}', '{1,2}')
    json_object('{a,1}')
    (SELECT array_agg(value) FROM jsonb_array_elements('[1,"a",null]'))
    (SELECT array_agg(value) FROM jsonb_array_elements_text('[1,"a",null]'))
    (SELECT array_agg(k) FROM jsonb_object_keys('{"b":1,"a":2}') AS k)
    (SELECT string_agg(key || '=' || value, ',') FROM jsonb_each('{"b":1,"a":"x"}'))
    (SELECT string_agg(key || '=' || value, ',') FROM jsonb_each_text('{"b":1,"a":"x"}'))
    (SELECT count(*) FROM jsonb_array_elements('{"a":1}'))
    (SELECT count(*) FROM jsonb_each('[1]'))
  `,
  arrays: `
    '{1,2,3}'::int[]
    '{}'::int[]
    '{1,NULL,3}'::int[]
    '{{1,2},{3,4}}'::int[]
    '{"a b",c,"d\\"e",NULL,"NULL",""}'::text[]
    '{a, b ,c}'::text[]
    '{a,b'::text[]
    'a,b'::text[]
    '{a}b'::text[]
    '{1,x}'::int[]
    '{{1,2},{3}}'::int[]
    '{,}'::text[]
    ARRAY[1,2,3]
    ARRAY['a','b']
    ARRAY[1,2.5]
    ARRAY[[1,2],[3,4]]
    ARRAY[]::text[]
    ARRAY[1,null]
    ARRAY['a b', 'c"d', 'e,f', '']
    ARRAY[true,false]
    ARRAY['2020-01-02'::date]
    ARRAY['2020-01-02 03:04:05'::timestamp]
    ARRAY[1.50, 2]
    ARRAY['\\x41'::bytea]
    ARRAY['{"a":1}'::jsonb]
    ARRAY[1::bigint]
    ARRAY['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid]
    ARRAY[interval '1 day']
    ARRAY[1,2] = ARRAY[1,2]
    ARRAY[1,2] < ARRAY[1,3]
    ARRAY[1,2] < ARRAY[1,2,3]
    ARRAY[1,null] = ARRAY[1,null]
    ARRAY[1,2] = '{1,2}'
    ARRAY[1,2] = ARRAY[1,2]::bigint[]
    ARRAY['a'] = ARRAY['a']::varchar[]
    ARRAY[1,2,3] @> ARRAY[2]
    ARRAY[1,2,3] @> ARRAY[4]
    ARRAY[1,2,3] @> '{}'
    ARRAY[1] <@ ARRAY[1,2]
    ARRAY[1,2] && ARRAY[2,3]
    ARRAY[1,2] && ARRAY[3]
    ARRAY[1,null] @> ARRAY[null]::int[]
    ARRAY[1,2] || ARRAY[3]
    ARRAY[1,2] || 3
    0 || ARRAY[1,2]
    ARRAY[1,2] || null
    null::int[] || ARRAY[1]
    ARRAY[1,2] || '{3,4}'
    ARRAY[1] || 2.5
    ARRAY['a'] || 'b'::text
    ARRAY['a'] || 'b'
    ARRAY[[1,2]] || ARRAY[3,4]
    ARRAY[1,2] || ARRAY[[3,4]]
    ARRAY[[1,2]] || ARRAY[3]
    (ARRAY[1,2,3])[2]
    (ARRAY[1,2,3])[5]
    (ARRAY[[1,2],[3,4]])[2][1]
    (ARRAY[1,2,3])[2:3]
    1 = ANY(ARRAY[1,2])
    3 = ANY(ARRAY[1,null])
    1 <> ALL(ARRAY[2,3])
    'a' = ANY('{a,b}')
    'a' LIKE ANY(ARRAY['x%','a%'])
    5 > ALL('{1,2}'::int[])
    array_length(ARRAY[1,2,3], 1)
    array_length(ARRAY[[1,2,3]], 2)
    array_length('{}'::int[], 1)
    array_length(ARRAY[1], 3)
    cardinality(ARRAY[[1,2],[3,4]])
    cardinality('{}'::int[])
    array_ndims(ARRAY[[1]])
    array_dims(ARRAY[[1,2]])
    array_upper(ARRAY[1,2], 1)
    array_lower(ARRAY[1,2], 1)
    array_append(ARRAY[1,2], 3)
    array_append(null::int[], 3)
    array_prepend(0, ARRAY[1])
    array_cat(ARRAY[1], ARRAY[2])
    array_remove(ARRAY[1,2,1,null], 1)
    array_remove(ARRAY[1,null], null)
    array_replace(ARRAY[1,2,1], 1, 9)
    array_position(ARRAY['a','b'], 'b')
    array_position(ARRAY['a','b'], 'x')
    array_position(ARRAY[1,2,1], 1, 2)
    array_positions(ARRAY[1,2,1], 1)
    array_to_string(ARRAY[1,null,3], ',')
    array_to_string(ARRAY[1,null,3], ',', '*')
    array_to_string(ARRAY[true,false], ',')
    array_fill(7, ARRAY[2,2])
    trim_array(ARRAY[1,2,3], 1)
    string_to_array('1,2', ',')::int[]
    ARRAY[1,2]::text[]
    ARRAY['1','2']::int[]
    ARRAY[1.6]::int[]
    ARRAY[1,2]::text
    '{1,2}'::text::int[]
    ARRAY['abc']::varchar(2)[]
    (SELECT array_agg(x) FROM unnest(ARRAY[1,2]) AS x)
    (SELECT array_agg(x) FROM unnest(ARRAY[[1,2],[3,4]]) AS x)
    (SELECT string_agg(a || b, ',') FROM unnest(ARRAY['x','y'], ARRAY['1','2']) AS t(a, b))
    (SELECT array_agg(x) FROM generate_series(1, 5, 2) AS x)
    (SELECT array_agg(x) FROM generate_series(5, 1, -2) AS x)
    (SELECT array_agg(x) FROM generate_series(1, 2, 0.5) AS x)
    (SELECT array_agg(x) FROM generate_series('2020-01-31'::timestamp, '2020-04-30'::timestamp, '1 month') AS x)
    (SELECT array_agg(x) FROM generate_series('2020-01-01'::date, '2020-01-03'::date, '1 day') AS x)
    (SELECT count(*) FROM generate_series(1, 5, 0) AS x)
    (SELECT array_agg(m) FROM regexp_matches('foobarbaz', 'b(a.)', 'g') AS m)
    (SELECT array_agg(m) FROM regexp_split_to_table('a b  c', '\\s+') AS m)
    (SELECT array_agg(m) FROM string_to_table('a,b', ',') AS m)
    unnest(5)
    array_length(5, 1)
  `,
  ranges: `
    '[1,5)'::int4range
    '[1,5]'::int4range
    '(1,5)'::int4range
    '(1,2)'::int4range
    '[,5)'::int4range
    '[5,1)'::int4range
    'empty'::int4range
    '[1.5,2.5]'::numrange
    '[2020-01-01,2020-01-31]'::daterange
    '[2020-01-01 10:00,2020-01-01 12:00)'::tsrange
    '[2020-01-01 10:00+00,)'::tstzrange
    '[a,b]'::int4range
    '1,5'::int4range
    '[1,5'::int4range
    int4range(1, 5)
    int4range(1, 5, '[]')
    int4range(null, 5)
    numrange(1.5, 2.5, '()')
    daterange('2020-01-01', '2020-02-01')
    int4range(5, 1)
    int4range(1, 5, 'x')
    int4range(1, 5) && int4range(4, 8)
    int4range(1, 5) && int4range(5, 8)
    int4range(1, 5) @> 3
    int4range(1, 5) @> int4range(2, 3)
    3 <@ int4range(1, 5)
    int4range(1, 5) << int4range(5, 8)
    int4range(1, 5) -|- int4range(5, 8)
    int4range(1, 5) + int4range(3, 8)
    int4range(1, 2) + int4range(5, 8)
    int4range(1, 5) * int4range(3, 8)
    int4range(1, 5) - int4range(3, 8)
    int4range(1, 9) - int4range(3, 5)
    numrange(1, 5, '[]') - numrange(3, 8)
    lower(int4range(1, 5))
    upper(int4range(1, 5))
    isempty(int4range(1, 1))
    lower_inc(numrange(1, 5))
    upper_inf(int4range(1, null))
    int4range(1, 5) = '[1,4]'
    int4range(1, 5) < int4range(2, 3)
    range_merge(int4range(1, 2), int4range(5, 8))
    tsrange('2020-01-01', '2020-02-01') @> '2020-01-15'::timestamp
  `,
  'network addresses and geometry': `
    '192.168.1.5/24'::inet
    '192.168.1.5/32'::inet
    '10.1.2.3'::inet
    '10.1.2'::inet
    '300.1.2.3'::inet
    'x'::inet
    '192.168.1.0/24'::cidr
    '192.168.1.5/24'::cidr
    '10'::cidr
    '10.1'::cidr
    '2001:DB8::0001'::inet
    '::1'::inet
    '::ffff:1.2.3.4'::inet
    '1:2:3:4:5:6:7:8'::inet
    '2001:db8::/32'::cidr
    '10.1.2.3'::inet::text
    '10.1.2.3'::inet = '10.1.2.3/32'::inet
    '10.1.2.3'::inet < '10.1.2.4'::inet
    '192.168.1.5'::inet << '192.168.1.0/24'::inet
    '192.168.1.5'::inet <<= '192.168.1.5'::inet
    '192.168.1.5'::inet && '192.168.1.0/24'::inet
    '10.1.2.3'::inet + 5
    '10.1.2.10'::inet - '10.1.2.3'::inet
    host('192.168.1.5/24'::inet)
    network('192.168.1.5/24'::inet)
    broadcast('192.168.1.5/24'::inet)
    netmask('192.168.1.5/24'::inet)
    masklen('192.168.1.5/24'::inet)
    family('::1'::inet)
    set_masklen('192.168.1.5/24'::inet, 16)
    '08:00:2b:01:02:03'::macaddr
    '08002B010203'::macaddr
    '08-00-2b-01-02-03'::macaddr
    'x'::macaddr
    '(1,2)'::point
    '1.5, 2'::point
    'x'::point
    '((0,0),(1,1))'::box
    '[(0,0),(1,1)]'::lseg
    '((0,0),(1,1),(1,0))'::polygon
    '<(0,0),5>'::circle
    '((0,0),(1,1))'::path
    '[(0,0),(1,1)]'::path
    '{1,2,3}'::line
    '(1,2)'::point = '(1,2)'::point
  `,
  aggregates: `
    (SELECT count(*) FROM (VALUES (1),(2),(null)) AS t(x))
    (SELECT count(x) FROM (VALUES (1),(2),(null)) AS t(x))
    (SELECT count(DISTINCT x) FROM (VALUES (1),(1),(null)) AS t(x))
    (SELECT sum(x) FROM (VALUES (1),(2),(null)) AS t(x))
    (SELECT sum(x) FROM (VALUES (1::bigint),(2)) AS t(x))
    (SELECT sum(x) FROM (VALUES (1.50),(2.5)) AS t(x))
    (SELECT sum(x) FROM (VALUES (0.1::float4),(0.2)) AS t(x))
    (SELECT sum(x) FROM (VALUES (0.1::float8),(0.2)) AS t(x))
    (SELECT sum(x) FROM (VALUES (interval '1 day'),('2 hours')) AS t(x))
    (SELECT sum(x) FROM (VALUES (null::int)) AS t(x))
    (SELECT sum(x) FROM (VALUES ('a')) AS t(x))
    (SELECT avg(x) FROM (VALUES (1),(2)) AS t(x))
    (SELECT avg(x) FROM (VALUES (1),(2),(4)) AS t(x))
    (SELECT avg(x) FROM (VALUES (1000000),(2000001)) AS t(x))
    (SELECT avg(x) FROM (VALUES (1::bigint),(2)) AS t(x))
    (SELECT avg(x) FROM (VALUES (1.5),(2.25)) AS t(x))
    (SELECT avg(x) FROM (VALUES (1.5::float8),(2.25)) AS t(x))
    (SELECT avg(x) FROM (VALUES (1.5::float4),(2.25)) AS t(x))
    (SELECT avg(x) FROM (VALUES (interval '1 day'),('2 hours')) AS t(x))
    (SELECT min(x) FROM (VALUES ('b'),('a')) AS t(x))
    (SELECT max(x) FROM (VALUES ('b'::varchar),('a')) AS t(x))
    (SELECT max(x) FROM (VALUES ('2020-01-02'::date),('2021-01-01')) AS t(x))
    (SELECT min(x) FROM (VALUES (1.10),(1.1)) AS t(x))
    (SELECT max(x) FROM (VALUES (ARRAY[1,2]),(ARRAY[1,3])) AS t(x))
    (SELECT max(x) FROM (VALUES (true)) AS t(x))
    (SELECT min(x) FROM (VALUES (null::text)) AS t(x))
    (SELECT bool_and(x) FROM (VALUES (true),(false)) AS t(x))
    (SELECT bool_or(x) FROM (VALUES (true),(null)) AS t(x))
    (SELECT every(x > 0) FROM (VALUES (1),(2)) AS t(x))
    (SELECT bit_and(x) FROM (VALUES (5),(4)) AS t(x))
    (SELECT bit_or(x) FROM (VALUES (5),(2)) AS t(x))
    (SELECT string_agg(x, ',') FROM (VALUES ('a'),(null),('b')) AS t(x))
    (SELECT string_agg(x, ',' ORDER BY x DESC) FROM (VALUES ('a'),('b')) AS t(x))
    (SELECT string_agg(DISTINCT x, ',') FROM (VALUES ('b'),('a'),('b')) AS t(x))
    (SELECT string_agg(x, null) FROM (VALUES ('a'),('b')) AS t(x))
    (SELECT array_agg(x) FROM (VALUES (1),(null),(2)) AS t(x))
    (SELECT array_agg(x ORDER BY x DESC) FROM (VALUES (1),(2)) AS t(x))
    (SELECT array_agg(x) FROM (VALUES (ARRAY[1,2]),(ARRAY[3,4])) AS t(x))
    (SELECT array_agg(x) FROM (VALUES (1)) AS t(x) WHERE false)
    (SELECT json_agg(x) FROM (VALUES (1),(null),(2)) AS t(x))
    (SELECT jsonb_agg(x) FROM (VALUES ('a'),('b')) AS t(x))
    (SELECT json_agg(x) FROM (VALUES (1)) AS t(x) WHERE false)
    (SELECT json_object_agg(k, v) FROM (VALUES ('a',1),('b',2)) AS t(k,v))
    (SELECT jsonb_object_agg(k, v) FROM (VALUES ('b',1),('a',2)) AS t(k,v))
    (SELECT json_object_agg(k, v) FROM (VALUES (null::text,1)) AS t(k,v))
    (SELECT stddev(x) FROM (VALUES (1),(2),(4)) AS t(x))
    (SELECT stddev_pop(x) FROM (VALUES (1),(2),(4)) AS t(x))
    (SELECT variance(x) FROM (VALUES (1),(2),(4)) AS t(x))
    (SELECT var_pop(x) FROM (VALUES (1.5),(2.5)) AS t(x))
    (SELECT var_samp(x) FROM (VALUES (1.5::float8),(2.5),(4)) AS t(x))
    (SELECT stddev(x) FROM (VALUES (1)) AS t(x))
    (SELECT stddev_pop(x) FROM (VALUES (1)) AS t(x))
    (SELECT corr(y, x) FROM (VALUES (1,2),(2,4),(3,7)) AS t(x,y))
    (SELECT regr_slope(y, x) FROM (VALUES (1,2),(2,4),(3,7)) AS t(x,y))
    (SELECT covar_pop(y, x) FROM (VALUES (1,2),(2,4),(3,7)) AS t(x,y))
    (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2),(4),(10)) AS t(x))
    (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1),(2),(4),(10)) AS t(x))
    (SELECT mode() WITHIN GROUP (ORDER BY x) FROM (VALUES ('a'),('b'),('b')) AS t(x))
    (SELECT sum(x) FILTER (WHERE x > 1) FROM (VALUES (1),(2),(3)) AS t(x))
    (SELECT sum(DISTINCT x) FROM (VALUES (1),(1),(3)) AS t(x))
  `,
  'resolution and casts': `
    coalesce(null, 1)
    coalesce(null, 'a')
    coalesce(1, 2.5)
    coalesce(1, 'x')
    coalesce('1', 2)
    nullif(1, 1)
    nullif(1, 2)
    nullif('a', 'b')
    greatest(1, 2, null)
    least('b', 'a')
    greatest(1, 'x')
    CASE WHEN true THEN 1 ELSE 2.5 END
    CASE WHEN false THEN 1 END
    CASE 1 WHEN 1 THEN 'a' ELSE 'b' END
    CASE WHEN true THEN 1 ELSE 'x' END
    CASE WHEN true THEN 1 ELSE now() END
    1 IN (1, 2)
    1 IN (2, null)
    1 NOT IN (2, null)
    'a' IN ('a', 'b')
    1 IN ('1', '2')
    1 IN ('x')
    1 BETWEEN 0 AND 2
    1 BETWEEN 2 AND 0
    1 BETWEEN SYMMETRIC 2 AND 0
    null IS NULL
    1 IS DISTINCT FROM null
    null IS NOT DISTINCT FROM null
    null = null
    null AND false
    null OR true
    NOT null
    'a' < 'b'
    'a' = 'a '
    1::text = '1'
    1 = 1::text
    true = 1
    now() > '2020-01-01'
    now() > 5
    'abc'::text = 5
    'x'::uuid = 'x'
    pg_typeof(1)
    pg_typeof(1.5)
    pg_typeof('a'::varchar(5))
    pg_typeof(ARRAY[1])
    pg_typeof(1 / 2.0)
    pg_typeof(2147483648)
    pg_typeof(1::smallint + 1)
    pg_typeof(coalesce('a', 'b'))
    pg_typeof('a' || 'b')
    num_nulls(1, null, 2)
    num_nonnulls(1, null, 2)
    1::text
    1.50::text
    1::varchar
    123::varchar(2)
    true::varchar
    1::char
    '1'::int::boolean
    1.5::boolean
    now()::int
    'a'::int
    1::uuid
    1::date
    '{}'::json::text
    ARRAY[1]::int
    1::int[]
    int4(2.5)
    float8(1)
    text(5)
    "numeric"(5)
    !! 5
    @ 5.5
    - 'x'
    - '5'
    + 5
    1 <> 2
    1 != 2
    current_user
    version() LIKE 'PostgreSQL%'
    gen_random_uuid() IS NOT NULL
    length(gen_random_uuid()::text)
    random() < 1
    current_setting('nope')
    current_setting('nope', true)
    pg_sleep()
    sum(1)
    count(*)
    count(1, 2)
    lower()
  `,
};
