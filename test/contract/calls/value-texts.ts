import type { Calls } from './calls';

/** Texts that the input functions of types take or refuse. */
export const VALUE_TEXTS: Calls = {
  xml: `
    '<a/>'::xml
    '<a>'::xml
    '<a>x</b>'::xml
    '<a b="c">d</a>'::xml
    '<a b=c>d</a>'::xml
    '<a b="1" b="2"/>'::xml
    'text'::xml
    ''::xml
    'a & b'::xml
    'a &amp; b'::xml
    'a &lt; &#65; &#x41;'::xml
    'a &nope; b'::xml
    '<?xml version="1.0"?><a/>'::xml
    '<a><!-- c --><![CDATA[x<y]]></a>'::xml
    '<a/><b/>'::xml
    '<a'::xml
    '</a>'::xml
    '<a:b xmlns:a="u"/>'::xml
    '<1/>'::xml
    '<a>]]></a>'::xml`,
  '"char"': `
    'a'::"char"
    ''::"char"
    '\\\\001'::"char"`,
  'bit strings': `
    B'101'
    X'1F'
    '101'::bit(3)
    '101'::bit(4)
    '1012'::bit(4)
    '101'::varbit(2)
    'x1F'::varbit
    101::bit(3)`,
  uuid: `
    'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid
    '{a0eebc999c0b4ef8bb6d6bb9bd380a11}'::uuid
    'a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11'::uuid
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1'::uuid
    'g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid`,
  bytea: `
    '\\\\xDEAD'::bytea
    '\\\\xDEA'::bytea
    '\\\\xZZ'::bytea
    'a\\\\000'::bytea
    'a\\\\0'::bytea`,
  interval: `
    '1 year 2 mons 3 days 04:05:06.789'::interval
    'P1Y2M3DT4H5M6S'::interval
    '1-2'::interval
    '-1 day +02:03'::interval
    '1.5 months'::interval
    '1 fortnight'::interval
    '@ 1 minute ago'::interval
    '200000000 years'::interval
    '9223372036854775808 us'::interval
    '2147483648 days'::interval
    ''::interval
    '1 day 1 day'::interval
    interval '1' year
    interval '1.234567' second(2)`,
  ranges: `
    '[1,5)'::int4range
    '(1,5]'::int4range
    '[5,1)'::int4range
    'empty'::int4range
    '[1,1)'::int4range
    '(,)'::numrange
    '[1,5'::int4range
    '{[1,3),[5,7)}'::int4multirange
    '{[1,3),[2,7)}'::int4multirange
    int4range(1, 10, '[]')
    int4range(1, 10, 'x')
    int4range(10, 1)
    int4range(NULL, 5)
    range_merge('[1,2)'::int4range, '[5,6)'::int4range)
    lower(int4range(2, 5))
    upper_inc('[1.5,2.5]'::numrange)`,
};
