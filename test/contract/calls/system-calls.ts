import type { Calls } from './calls';

export const SYSTEM_CALLS: Calls = {
  'sizes in words': `
    pg_size_pretty(0::bigint)
    pg_size_pretty(10239::bigint)
    pg_size_pretty(10240::bigint)
    pg_size_pretty(1234567890::bigint)
    pg_size_pretty(9223372036854775807)
    pg_size_pretty((-1234567)::bigint)
    pg_size_pretty(1234567.5)
    pg_size_pretty(1e20)
    pg_size_pretty(NULL::bigint)
    pg_size_bytes('1')
    pg_size_bytes('10 kB')
    pg_size_bytes('1.5 GB')
    pg_size_bytes(' 2 mb ')
    pg_size_bytes('-1TB')
    pg_size_bytes('1e3 kB')
    pg_size_bytes('1 xB')
    pg_size_bytes('x')
    pg_size_bytes('')`,
  types: `
    pg_typeof(1)
    pg_typeof('a')
    pg_typeof(NULL)
    pg_typeof(ARRAY[1.5])
    pg_typeof(now())
    pg_typeof(row(1, 2))
    format_type(23, -1)
    format_type(1043, 24)
    format_type(1700, 655366)
    format_type(1007, NULL)
    format_type(NULL, 3)
    format_type(0, -1)
    format_type(999999, -1)
    format_type(1184, 3)
    format_type('varchar'::regtype, 14)
    to_regtype('int4')
    to_regtype('character varying')
    to_regtype('integer[]')
    to_regtype('timestamp with time zone')
    to_regtype('nonsense')
    to_regtype(NULL)
    'integer'::regtype
    'int4'::regtype = 'integer'::regtype
    pg_typeof(1) = 'integer'::regtype
    pg_typeof(1)::oid
    23::regtype`,
  relations: `
    to_regclass('nonsense')
    to_regclass('no.nonsense')
    to_regclass(NULL)`,
  'counting NULLs': `
    num_nulls(1, NULL, 2)
    num_nonnulls(1, NULL, 2)
    num_nulls(VARIADIC ARRAY[1, NULL])
    num_nonnulls(NULL)`,
  'identifiers of all kinds': `
    uuid_extract_version('019535d9-3df7-79fb-b466-fa907fa17f9e')
    uuid_extract_timestamp('019535d9-3df7-79fb-b466-fa907fa17f9e')
    uuid_extract_timestamp('c232ab00-9414-11ec-b3c8-9f6bdeced846')
    uuid_extract_version('11111111-1111-1111-1111-111111111111')
    uuid_extract_version('00000000-0000-0000-0000-000000000000')
    uuid_extract_timestamp('11111111-1111-4111-8111-111111111111')
    gen_random_uuid() <> gen_random_uuid()
    uuid_extract_version(gen_random_uuid())
    uuid_extract_version(uuidv7())`,
  'about the session': `
    pg_client_encoding()
    getdatabaseencoding()
    pg_is_in_recovery()
    pg_backend_pid() > 0
    pg_trigger_depth()
    current_setting('nonsense.x', true)
    current_setting('nonsense')
    txid_current() > 0`,
};
