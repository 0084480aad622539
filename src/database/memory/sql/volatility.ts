import type { SqlType } from '../types/sql-type';
import { types } from '../types/type-catalog';

/** Types whose text depends on the session, and those that stand for what is there at the moment. */
const MOVING: ReadonlySet<SqlType> = new Set([
  types.timestamptz,
  types.timetz,
  types.regclass,
  types.regtype,
]);

/** Functions that depend on more than their arguments (`pg_proc.provolatile` is not 'i'), or do so in one of their forms. */
const STABLE: ReadonlySet<string> = new Set(
  `concat concat_ws format convert convert_to convert_from now transaction_timestamp statement_timestamp to_char
  to_date to_number to_json to_jsonb row_to_json array_to_json json_build_object json_build_array jsonb_build_object
  jsonb_build_array json_populate_record jsonb_populate_record array_to_string jsonb_path_exists_tz
  jsonb_path_match_tz jsonb_path_query_array_tz jsonb_path_query_first_tz get_current_ts_config enum_first enum_last
  enum_range pg_get_serial_sequence version current_schema current_schemas current_database current_catalog
  current_user current_role user session_user current_setting pg_backend_pid pg_client_encoding getdatabaseencoding
  pg_trigger_depth to_regclass to_regtype pg_is_in_recovery pg_postmaster_start_time txid_current pg_typeof
  format_type money quote_literal quote_nullable to_tsvector to_tsquery plainto_tsquery phraseto_tsquery
  websearch_to_tsquery ts_headline numeric timestamp timestamptz date time timetz digest unaccent obj_description
  col_description pg_get_expr pg_get_constraintdef`.split(/\s+/),
);

/** Whether a call gives the same for the same arguments, always. */
export function isImmutableCall(name: string, args: readonly SqlType[], result: SqlType): boolean {
  return !STABLE.has(name) && ![...args, result].some((type) => MOVING.has(type.element ?? type));
}

/** Types whose texts are the same in every session. */
const PLAIN: ReadonlySet<SqlType> = new Set<SqlType>([
  types.bool,
  types.int2,
  types.int4,
  types.int8,
  types.float4,
  types.float8,
  types.numeric,
  types.text,
  types.varchar,
  types.bpchar,
  types.uuid,
  types.json,
  types.jsonb,
  types.bytea,
  types.bit,
  types.varbit,
]);

/** Whether a conversion gives the same for the same value, always. */
export function isImmutableCast(from: SqlType, to: SqlType): boolean {
  return PLAIN.has(from) && PLAIN.has(to);
}
