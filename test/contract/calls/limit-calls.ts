import type { Calls } from './calls';

/** What goes beyond what a type can hold, by one or by far. */
export const LIMIT_CALLS: Calls = {
  money: `
    '10'::money / 0::float8
    '10'::money / 0::float4
    '10'::money * 'Infinity'::float8
    '10'::money * 'NaN'::float8
    '92233720368547758'::money * 1000
    '92233720368547758'::money + '92233720368547758'::money
    '10'::money * 2::smallint
    '10'::money / 3::smallint
    10::bigint * '1'::money
    '10'::money / 0`,
  bits: `
    101::bit(2000000)
    B'1'::bit(83886081)
    B'101' << 2147483647
    B'101' >> -1
    B'101' << -1`,
  'dates and spans': `
    interval '1 day' * 'NaN'::float8
    interval '1 day' / 'NaN'::float8
    date '2026-01-01' + 'NaN'::float8::int
    to_timestamp('NaN')
    timestamp '2026-01-01' + interval '1e10 years'
    timestamp '2026-01-01' + interval '178000000 years'
    timestamp '2026-01-01' + interval '300000 years'
    date '2026-01-01' - interval '10000 years'
    make_date(2026,1,1) + 10000000
    date 'infinity' + 1
    extract(epoch from timestamp 'infinity')
    date_trunc('day', interval '1e6 years')
    justify_days(interval '2147483647 months 60 days')`,
  JSON: `
    jsonb_set('[]', '{2147483647}', '1')
    jsonb_set('[]', '{99999999999}', '1')
    '[1]'::jsonb -> 2147483647
    '[1]'::jsonb -> -2147483648
    jsonb_path_query_array('[1]', '$[99999999999]')
    jsonb_path_query_array('[1]', '$[0 to 4294967296]')
    '{"a":1e400}'::jsonb`,
  'ranges and buckets': `
    width_bucket(1e300, 0, 1, 2147483647)
    width_bucket(2.0, 0, 1, 2147483647)
    inet '0.0.0.0' - 1
    inet '255.255.255.255' + 1
    numrange(1, 'NaN')
    int4range(1, 2147483647, '[]')
    daterange('2026-01-01', '5874897-12-31', '[]')`,
  'texts and arrays': `
    'x'::char(10485761)
    'x'::char(10485760) IS NOT NULL
    overlay('a' placing 'b' from 2147483647)
    substring('abc' from 2147483647 for 2147483647)
    substr('abc', -2147483648, 2147483647)
    left('abc', 2147483647)
    split_part('a,b', ',', -2147483648)
    chr(2147483647)
    array_fill(1, array[2,3,4])`,
  numbers: `
    1e308::float8 * 10
    '1e131071'::numeric
    '1e131072'::numeric
    '1e-16384'::numeric
    '0e100000000'::numeric
    '1e1000000000000'::numeric
    10::numeric ^ 100000 * 10::numeric ^ 100000
    '1'::numeric(1000, 1000)
    1::numeric(1001)
    factorial(40000)
    2::numeric ^ 1000000
    exp(1e6)
    sqrt('Infinity'::numeric)
    ln('NaN'::numeric)
    'NaN'::numeric::bigint
    'Infinity'::numeric % 2
    5.0 % 'Infinity'::numeric
    power('NaN'::numeric, 2)
    (-8)::numeric ^ (1.0/3)
    round('NaN'::float8)
    round('Infinity'::numeric, 2)
    trunc('NaN'::numeric, 2)
    ceil('Infinity'::float8)`,
};
