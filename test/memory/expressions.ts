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
    ||/ 27.0
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
  'numerics': `
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
  'floats': `
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
    cbrt(27)
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
  'LIKE': `
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
};
