import type { Calls } from './calls';

const PEOPLE = `(VALUES ('a', 1, 2.0, true), ('b', 2, 4.5, false), ('b', 3, NULL, NULL), (NULL, NULL, 1.0, true)) t(name, n, x, flag)`;
const NOBODY = `(SELECT 'a'::text AS name, 1 AS n, 1.0 AS x, true AS flag WHERE false) t`;

/** Each aggregate over a few rows with NULLs among them, and over none. */
function over(...calls: readonly string[]): string {
  return calls
    .flatMap((call) => [PEOPLE, NOBODY].map((rows) => `SELECT ${call} AS value FROM ${rows}`))
    .join('\n');
}

export const AGGREGATE_CALLS: Calls = {
  'counts and sums': over(
    'count(*)',
    'count(n)',
    'count(DISTINCT name)',
    'sum(n)',
    'sum(x)',
    'sum(n::bigint)',
    'sum(n::smallint)',
    'avg(n)',
    'avg(x)',
    'avg(x::float8)',
    'min(name)',
    'max(x)',
    'min(ARRAY[n])',
    'max(flag::text)',
    `sum(n * interval '1 hour')`,
    `avg(n * interval '1 hour')`,
    'sum(n::float4)',
    'any_value(n) IS NULL',
  ),
  'booleans and bits': over(
    'bool_and(flag)',
    'bool_or(flag)',
    'every(flag)',
    'bit_and(n)',
    'bit_or(n)',
    'bit_xor(n)',
    'bit_or(n::bigint)',
    'bit_and(n::bit(4))',
    'bit_or(n::bit(4))',
    'bit_xor(n::bit(4))',
  ),
  collections: over(
    'array_agg(n)',
    'array_agg(n ORDER BY n DESC)',
    'array_agg(DISTINCT name)',
    'array_agg(n) FILTER (WHERE flag)',
    'array_agg(ARRAY[n, 0])',
    `string_agg(name, ',')`,
    `string_agg(name, NULL)`,
    `string_agg(name, ',' ORDER BY n DESC)`,
    `string_agg(name::bytea, '\\x2c')`,
  ),
  JSON: over(
    'json_agg(n)',
    'jsonb_agg(x)',
    'json_agg(t)',
    'jsonb_agg(t ORDER BY n)',
    'json_agg_strict(n)',
    'jsonb_agg_strict(x)',
    'json_object_agg(n, x) FILTER (WHERE n IS NOT NULL)',
    'jsonb_object_agg(n, x) FILTER (WHERE n IS NOT NULL)',
    'json_object_agg(name, n)',
    'json_object_agg_strict(n, x) FILTER (WHERE n IS NOT NULL)',
    'jsonb_object_agg_strict(n, x) FILTER (WHERE n IS NOT NULL)',
    'json_object_agg_unique(name, n) FILTER (WHERE name IS NOT NULL)',
    'jsonb_object_agg_unique(name, n) FILTER (WHERE name IS NOT NULL)',
    'json_object_agg_unique(n, x) FILTER (WHERE n IS NOT NULL)',
    'jsonb_object_agg_unique_strict(n, x) FILTER (WHERE n IS NOT NULL)',
    'json_object_agg_unique_strict(name, n)',
  ),
  statistics: over(
    'stddev(n)',
    'stddev_pop(x)',
    'var_samp(n)',
    'var_pop(x::float8)',
    'variance(n::bigint)',
    'corr(n, x)',
    'covar_pop(n, x)',
    'covar_samp(n, x)',
    'regr_avgx(n, x)',
    'regr_avgy(n, x)',
    'regr_count(n, x)',
    'regr_intercept(n, x)',
    'regr_r2(n, x)',
    'regr_slope(n, x)',
    'regr_sxx(n, x)',
    'regr_sxy(n, x)',
    'regr_syy(n, x)',
  ),
  'ordered sets': over(
    'percentile_cont(0.5) WITHIN GROUP (ORDER BY n)',
    'percentile_cont(ARRAY[0, 0.25, 1]) WITHIN GROUP (ORDER BY x)',
    `percentile_cont(0.5) WITHIN GROUP (ORDER BY n * interval '1 hour')`,
    `percentile_cont(ARRAY[0.5]) WITHIN GROUP (ORDER BY n * interval '1 hour')`,
    'percentile_disc(0.5) WITHIN GROUP (ORDER BY name)',
    'percentile_disc(ARRAY[0, 0.5, NULL]) WITHIN GROUP (ORDER BY n)',
    'percentile_disc(NULL) WITHIN GROUP (ORDER BY n)',
    'mode() WITHIN GROUP (ORDER BY name)',
    'mode() WITHIN GROUP (ORDER BY n DESC)',
  ),
  'fractions beyond 0 and 1': `
    SELECT percentile_cont(2) WITHIN GROUP (ORDER BY n) FROM ${PEOPLE}
    SELECT percentile_disc(-1) WITHIN GROUP (ORDER BY n) FROM ${PEOPLE}`,
  ranges: over(
    'range_agg(int4range(n, n + 2))',
    'range_agg(int4range(n, n + 2)::int4multirange)',
    'range_intersect_agg(int4range(n, n + 2))',
    'range_intersect_agg(int4multirange(int4range(n, n + 2)))',
    'range_agg(numrange(x, x + 1))',
  ),
};
