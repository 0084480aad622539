import type { Calls } from './calls';

export const ARRAY_CALLS: Calls = {
  array_fill: `
    array_fill(1, ARRAY[3])
    array_fill(1, ARRAY[2, 2])
    array_fill(NULL::int, ARRAY[2])
    array_fill(1, ARRAY[0])
    array_fill(1, ARRAY[]::int[])
    array_fill(1, ARRAY[2147483647])
    array_fill(1, ARRAY[65536, 65536])
    array_fill(1, ARRAY[-1])
    array_fill(1, ARRAY[[3]])
    array_fill(1, ARRAY[1, 1, 1, 1, 1, 1, 1])
    array_fill(1, NULL)
    array_fill(1, ARRAY[2, NULL])`,
  array_replace: `
    array_replace(ARRAY[1, 5, 5], 5, 3)
    array_replace(ARRAY[[1, 2], [3, 1]], 1, 9)
    array_replace(ARRAY[1, NULL, 3], NULL, 9)
    array_replace(ARRAY[1, 2, 3], 2, NULL)
    array_replace(ARRAY[1, 5, 5], 5, 3.5)
    array_replace(NULL::int[], 5, 3)`,
  array_remove: `
    array_remove(ARRAY[1, 2, 1], 1)
    array_remove(ARRAY[[1, 2], [3, 1]], 1)
    array_remove(ARRAY[1, NULL, 3], NULL)
    array_remove(ARRAY['a', 'b'], 'a')
    array_remove(ARRAY[1], 1)`,
  array_position: `
    array_position(ARRAY[1, 2, 1], 1, 2)
    array_position(ARRAY[1, 2, 1], 3)
    array_position(ARRAY[1, 2, 1], NULL)
    array_position(ARRAY[1, NULL, 1], NULL)
    array_position(ARRAY[1, 2, 1], 1, NULL)
    array_position(ARRAY[1, 2, 1], 1, -5)
    array_position(NULL::int[], 1)
    array_position(ARRAY[[1, 2], [3, 1]], 1)
    array_positions(ARRAY[[1, 2], [3, 1]], 1)
    array_positions(ARRAY[1, 2, 1], 1)
    array_positions(ARRAY[1, NULL], NULL)
    array_positions(ARRAY[1], 2)`,
  'joining arrays': `
    array_append(ARRAY[1, 2], 3)
    array_append(NULL::int[], 3)
    array_append(ARRAY[1], NULL)
    array_append(ARRAY[[1]], 3)
    array_prepend(0, ARRAY[1])
    array_prepend(0, NULL::int[])
    array_cat(ARRAY[1], ARRAY[2, 3])
    array_cat(ARRAY[[1, 2]], ARRAY[3, 4])
    array_cat(ARRAY[[1, 2]], ARRAY[3])
    array_cat(ARRAY[1], NULL)
    ARRAY[1] || 2.5
    ARRAY[[1, 2]] || ARRAY[[3, 4]]
    ARRAY[]::int[] || ARRAY[1]`,
  'measuring arrays': `
    array_length(ARRAY[[1, 2, 3]], 2)
    array_length(ARRAY[1], 0)
    array_length(ARRAY[1], 3)
    array_length(ARRAY[]::int[], 1)
    array_ndims(ARRAY[[1]])
    array_ndims(ARRAY[]::int[])
    array_dims(ARRAY[[1, 2], [3, 4]])
    array_lower(ARRAY[1], 1)
    array_upper(ARRAY[1, 2], 1)
    cardinality(ARRAY[[1, 2], [3, 4]])
    cardinality(ARRAY[]::int[])
    cardinality(NULL::int[])`,
  trim_array: `
    trim_array(ARRAY[1, 2, 3], 2)
    trim_array(ARRAY[1, 2, 3], 4)
    trim_array(ARRAY[1, 2, 3], -1)
    trim_array(ARRAY[[1, 2], [3, 4]], 1)
    trim_array(ARRAY[]::int[], 0)`,
  'arrays as text': `
    array_to_string(ARRAY[1, NULL, 3], ',')
    array_to_string(ARRAY[1, NULL, 3], ',', '*')
    array_to_string(ARRAY[[1, 2], [3, 4]], ',')
    array_to_string(ARRAY[true, false], '')
    array_to_string(ARRAY[]::int[], ',')
    array_to_string(ARRAY['a'], NULL)
    array_to_json(ARRAY[[1, 2], [3, 4]])
    array_to_json(ARRAY[1, 2], true)`,
  'random samples': `
    cardinality(array_shuffle(ARRAY[1, 2, 3]))
    array_shuffle(ARRAY[1, 1])
    cardinality(array_sample(ARRAY[1, 2, 3], 2))
    array_sample(ARRAY[1, 2, 3], 4)
    array_sample(ARRAY[1, 2, 3], -1)
    array_sample(ARRAY[]::int[], 0)`,
  'sets of rows': `
    SELECT * FROM unnest(ARRAY[[1, 2], [3, 4]])
    SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a'])
    SELECT * FROM generate_subscripts(ARRAY[[1, 2, 3]], 2)
    SELECT * FROM generate_subscripts(ARRAY[4, 5], 1)
    SELECT * FROM generate_subscripts(ARRAY[4, 5], 1, true)
    SELECT * FROM generate_subscripts(ARRAY[4, 5], 2)
    SELECT * FROM generate_series(1, 10, 3)
    SELECT * FROM generate_series(3, 1, -1)
    SELECT * FROM generate_series(1, 2, 0)
    SELECT * FROM generate_series(2147483646, 2147483647)
    SELECT * FROM generate_series(1.5, 3, 0.5)
    SELECT * FROM generate_series(1, 'NaN'::numeric)
    SELECT * FROM generate_series(1, 3::numeric, 'NaN')
    SELECT * FROM generate_series(1, 'infinity'::numeric) LIMIT 0
    SELECT * FROM generate_series(timestamp '2026-01-30', '2026-03-30', '1 month')
    SELECT * FROM generate_series(date '2026-01-01', date '2026-01-02', '12 hours')
    SELECT * FROM generate_series(timestamp '2026-01-01', '2026-01-02', '0')
    SELECT * FROM generate_series(timestamptz '2026-03-28', timestamptz '2026-03-30', '1 day', 'Europe/Berlin')
    SELECT * FROM generate_series(timestamp '2026-01-01', 'infinity', '1 day') LIMIT 0
    SELECT * FROM generate_series(NULL, 1)`,
  'comparing arrays': `
    ARRAY[1, 2] < ARRAY[1, 3]
    ARRAY[1, 2] = ARRAY[[1, 2]]
    ARRAY[1, 2] @> ARRAY[2]
    ARRAY[1, NULL] @> ARRAY[NULL]::int[]
    ARRAY[1] && ARRAY[[1, 2]]
    ARRAY[]::int[] <@ ARRAY[1]
    array_larger(ARRAY[1], ARRAY[2])
    array_smaller(ARRAY[1], ARRAY[2])`,
  'arrays that do not begin at 1': `
    '[2:3]={a,b}'::text[]
    '[0:1][2:3]={{1,2},{3,4}}'::int[]
    '[1:2]={1,2}'::int[]
    '[2]={1,2}'::int[]
    '[3:2]={1,2}'::int[]
    '[2:4]={1,2}'::int[]
    '[2:3][1:1]={1,2}'::int[]
    '[2:3]'::int[]
    '[2:3]=x'::int[]
    '[-1:0]={1,2}'::int[]
    '[2:3]={1,2}'::int[]::text[]
    ('[2:3]={a,b}'::text[])[2]
    ('[2:3]={a,b}'::text[])[1]
    ('[2:3]={a,b}'::text[])[1:2]
    ('[2:3]={a,b}'::text[])[3:]
    ('[2:3]={a,b}'::text[])[:2]
    ('[0:1][2:3]={{1,2},{3,4}}'::int[])[0][3]
    ('[0:1][2:3]={{1,2},{3,4}}'::int[])[0:0][3:3]
    ('[0:1][2:3]={{1,2},{3,4}}'::int[])[1:1]
    array_lower('[2:3]={a,b}'::text[], 1)
    array_upper('[0:1][2:3]={{1,2},{3,4}}'::int[], 2)
    array_dims('[0:1][2:3]={{1,2},{3,4}}'::int[])
    array_length('[2:3]={a,b}'::text[], 1)
    array_position('[2:3]={a,b}'::text[], 'b')
    array_positions('[2:4]={a,b,a}'::text[], 'a')
    array_position('[-2:0]={a,b,a}'::text[], 'a', -1)
    array_append('[2:3]={1,2}'::int[], 3)
    array_prepend(0, '[2:3]={1,2}'::int[])
    '[2:3]={1,2}'::int[] || '{5}'
    '{5}'::int[] || '[2:3]={1,2}'::int[]
    array_remove('[2:3]={1,2}'::int[], 1)
    array_replace('[2:3]={1,2}'::int[], 1, 9)
    trim_array('[2:4]={1,2,3}'::int[], 1)
    array_fill(7, ARRAY[3], ARRAY[2])
    array_fill(7, ARRAY[2, 1], ARRAY[0, 5])
    array_fill(7, ARRAY[3], ARRAY[2, 1])
    array_fill(7, ARRAY[3], NULL)
    '[2:3]={1,2}'::int[] = '{1,2}'::int[]
    '[2:3]={1,2}'::int[] < '[3:4]={1,2}'::int[]
    '[2:3]={1,2}'::int[] @> '{2}'
    to_json('[2:3]={1,2}'::int[])
    cardinality('[2:3]={1,2}'::int[])
    SELECT * FROM generate_subscripts('[2:3]={1,2}'::int[], 1)
    SELECT * FROM unnest('[2:3]={1,2}'::int[])
    SELECT count(DISTINCT a) FROM (VALUES ('[2:3]={1,2}'::int[]), ('{1,2}'), ('[2:3]={1,2}')) t(a)`,
};
