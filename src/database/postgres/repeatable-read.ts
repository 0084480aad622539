/** Functions that change nothing. One that is not here may do anything: functions of users are called the same way. */
const HARMLESS = new Set([
  'abs',
  'all',
  'and',
  'any',
  'array',
  'array_agg',
  'as',
  'avg',
  'by',
  'case',
  'cast',
  'ceil',
  'coalesce',
  'concat',
  'count',
  'date_trunc',
  'distinct',
  'else',
  'exists',
  'extract',
  'floor',
  'from',
  'greatest',
  'having',
  'in',
  'least',
  'left',
  'length',
  'like',
  'limit',
  'lower',
  'max',
  'min',
  'not',
  'now',
  'nullif',
  'on',
  'or',
  'over',
  'right',
  'round',
  'row_number',
  'select',
  'some',
  'string_agg',
  'substring',
  'sum',
  'then',
  'to_char',
  'trim',
  'union',
  'upper',
  'using',
  'values',
  'when',
  'where',
]);

/**
 * Whether a statement does nothing but read, so that it may be sent again when its connection was lost: a SELECT
 * without locks, without INTO, and without a function that is not known to be harmless. In doubt it does more.
 */
export function isRepeatableRead(sql: string): boolean {
  if (!/^\s*SELECT\b/i.test(sql) || /\b(FOR\s+(UPDATE|NO|SHARE|KEY)|INTO)\b/i.test(sql)) return false;
  // More than one statement.
  if (/;\s*\S/.test(sql)) return false;
  // A function under a quoted name.
  if (/"\s*\(/.test(sql)) return false;
  return [...sql.matchAll(/\b([a-z_][a-z0-9_]*)\s*\(/gi)].every(([, name]) =>
    HARMLESS.has(String(name).toLowerCase()),
  );
}
