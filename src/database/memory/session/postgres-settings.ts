import type { BaseUnit } from './setting-units';

// The settings of PostgreSQL 15 that a session may change. All but a few mean nothing to a store in memory.

/** Booleans that are on, as long as nobody says otherwise. */
export const SWITCHED_ON =
  `check_function_bodies enable_async_append enable_bitmapscan enable_gathermerge enable_hashagg
   enable_hashjoin enable_incremental_sort enable_indexonlyscan enable_indexscan enable_material
   enable_memoize enable_mergejoin enable_nestloop enable_parallel_append enable_parallel_hash
   enable_partition_pruning enable_seqscan enable_sort enable_tidscan escape_string_warning geqo
   jit parallel_leader_participation row_security synchronize_seqscans track_activities
   track_counts`.split(/\s+/);

export const SWITCHED_OFF =
  `default_transaction_deferrable default_transaction_read_only enable_partitionwise_aggregate
   enable_partitionwise_join log_duration log_lock_waits quote_all_identifiers track_io_timing`.split(/\s+/);

const MAX = 2 ** 31 - 1;

type NumberRow = readonly [initial: number, min: number, max: number, unit?: BaseUnit];

export const INTEGERS: Readonly<Record<string, NumberRow>> = {
  backend_flush_after: [0, 0, 256, '8kB'],
  client_connection_check_interval: [0, 0, MAX, 'ms'],
  deadlock_timeout: [1000, 1, MAX, 'ms'],
  default_statistics_target: [100, 1, 10_000],
  effective_cache_size: [524_288, 1, MAX, '8kB'],
  effective_io_concurrency: [1, 0, 1000],
  extra_float_digits: [1, -15, 3],
  from_collapse_limit: [8, 1, MAX],
  geqo_effort: [5, 1, 10],
  geqo_generations: [0, 0, MAX],
  geqo_pool_size: [0, 0, MAX],
  geqo_threshold: [12, 2, MAX],
  gin_fuzzy_search_limit: [0, 0, MAX],
  gin_pending_list_limit: [4096, 64, MAX, 'kB'],
  idle_in_transaction_session_timeout: [0, 0, MAX, 'ms'],
  idle_session_timeout: [0, 0, MAX, 'ms'],
  join_collapse_limit: [8, 1, MAX],
  lock_timeout: [0, 0, MAX, 'ms'],
  log_min_duration_sample: [-1, -1, MAX, 'ms'],
  log_min_duration_statement: [-1, -1, MAX, 'ms'],
  log_parameter_max_length_on_error: [0, -1, 1_073_741_823, 'B'],
  logical_decoding_work_mem: [65_536, 64, MAX, 'kB'],
  maintenance_io_concurrency: [10, 0, 1000],
  maintenance_work_mem: [65_536, 64, MAX, 'kB'],
  max_parallel_maintenance_workers: [2, 0, 1024],
  max_parallel_workers: [8, 0, 1024],
  max_parallel_workers_per_gather: [2, 0, 1024],
  min_parallel_index_scan_size: [64, 0, 715_827_882, '8kB'],
  min_parallel_table_scan_size: [1024, 0, 715_827_882, '8kB'],
  statement_timeout: [0, 0, MAX, 'ms'],
  tcp_keepalives_count: [0, 0, MAX],
  tcp_keepalives_idle: [0, 0, MAX, 's'],
  tcp_keepalives_interval: [0, 0, MAX, 's'],
  tcp_user_timeout: [0, 0, MAX, 'ms'],
  temp_buffers: [1024, 100, 1_073_741_823, '8kB'],
  vacuum_cost_limit: [200, 1, 10_000],
  vacuum_cost_page_dirty: [20, 0, 10_000],
  vacuum_cost_page_hit: [1, 0, 10_000],
  vacuum_cost_page_miss: [2, 0, 10_000],
  vacuum_failsafe_age: [1_600_000_000, 0, 2_100_000_000],
  vacuum_freeze_min_age: [50_000_000, 0, 1_000_000_000],
  vacuum_freeze_table_age: [150_000_000, 0, 2_000_000_000],
  vacuum_multixact_failsafe_age: [1_600_000_000, 0, 2_100_000_000],
  vacuum_multixact_freeze_min_age: [5_000_000, 0, 1_000_000_000],
  vacuum_multixact_freeze_table_age: [150_000_000, 0, 2_000_000_000],
  wal_sender_timeout: [60_000, 0, MAX, 'ms'],
  wal_skip_threshold: [2048, 0, MAX, 'kB'],
  work_mem: [4096, 64, MAX, 'kB'],
};

export const REALS: Readonly<Record<string, NumberRow>> = {
  cpu_index_tuple_cost: [0.005, 0, Infinity],
  cpu_operator_cost: [0.0025, 0, Infinity],
  cpu_tuple_cost: [0.01, 0, Infinity],
  cursor_tuple_fraction: [0.1, 0, 1],
  geqo_seed: [0, 0, 1],
  geqo_selection_bias: [2, 1.5, 2],
  hash_mem_multiplier: [2, 1, 1000],
  jit_above_cost: [100_000, -1, Infinity],
  jit_inline_above_cost: [500_000, -1, Infinity],
  jit_optimize_above_cost: [500_000, -1, Infinity],
  parallel_setup_cost: [1000, 0, Infinity],
  parallel_tuple_cost: [0.1, 0, Infinity],
  random_page_cost: [4, 0, Infinity],
  recursive_worktable_factor: [10, 0.001, 1e6],
  seq_page_cost: [1, 0, Infinity],
  vacuum_cost_delay: [0, 0, 100, 'ms'],
};

export const LEVELS = ['serializable', 'repeatable read', 'read committed', 'read uncommitted'] as const;

/** What takes one of a few words: its initial one, and all. */
export const WORDS: Readonly<Record<string, readonly [initial: string, words: readonly string[]]>> = {
  backslash_quote: ['safe_encoding', ['safe_encoding', 'on', 'off']],
  client_min_messages: [
    'notice',
    ['debug5', 'debug4', 'debug3', 'debug2', 'debug1', 'log', 'notice', 'warning', 'error'],
  ],
  constraint_exclusion: ['partition', ['partition', 'on', 'off']],
  default_transaction_isolation: ['read committed', LEVELS],
  log_min_messages: [
    'warning',
    [
      'debug5',
      'debug4',
      'debug3',
      'debug2',
      'debug1',
      'info',
      'notice',
      'warning',
      'error',
      'log',
      'fatal',
      'panic',
    ],
  ],
  log_statement: ['none', ['none', 'ddl', 'mod', 'all']],
  password_encryption: ['scram-sha-256', ['md5', 'scram-sha-256']],
  plan_cache_mode: ['auto', ['auto', 'force_generic_plan', 'force_custom_plan']],
  stats_fetch_consistency: ['cache', ['none', 'cache', 'snapshot']],
  synchronous_commit: ['on', ['local', 'remote_write', 'remote_apply', 'on', 'off']],
  track_functions: ['none', ['none', 'pl', 'all']],
  xmlbinary: ['base64', ['base64', 'hex']],
  xmloption: ['content', ['content', 'document']],
  transaction_isolation: ['read committed', LEVELS],
};
