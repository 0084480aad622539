import type { Datum } from '../types/datum';
import type { EvalContext, SessionAdvisoryLocks } from '../types/eval-context';
import { unsupported } from '../types/sql-error';
import { types } from '../types/type-catalog';
import { defineInContext } from './define';
import type { Signature } from './signature';

const { bool, int4, int8, void: voidType } = types;

/** pg_advisory_lock and its relatives, over one number or two. */
export const advisoryLockFunctions: readonly Signature[] = [
  ...[[int8], [int4, int4]].flatMap((args) => [
    ...(['session', 'transaction'] as const).flatMap((scope) =>
      [false, true].flatMap((shared) => [
        defineInContext(
          nameOf('pg_advisory', scope, shared),
          args,
          voidType,
          (context, ...numbers: Datum[]) => {
            locksOf(context).acquire({ key: keyOf(numbers), shared, scope, wait: true });
            return '';
          },
          { volatile: true },
        ),
        defineInContext(
          nameOf('pg_try_advisory', scope, shared),
          args,
          bool,
          (context, ...numbers: Datum[]) =>
            locksOf(context).acquire({ key: keyOf(numbers), shared, scope, wait: false }),
          { volatile: true },
        ),
      ]),
    ),
    ...[false, true].map((shared) =>
      defineInContext(
        `pg_advisory_unlock${shared ? '_shared' : ''}`,
        args,
        bool,
        (context, ...numbers: Datum[]) => locksOf(context).release(keyOf(numbers), shared),
        { volatile: true },
      ),
    ),
  ]),
  defineInContext(
    'pg_advisory_unlock_all',
    [],
    voidType,
    (context) => {
      locksOf(context).releaseAll();
      return '';
    },
    { volatile: true },
  ),
];

function nameOf(prefix: string, scope: 'session' | 'transaction', shared: boolean): string {
  return `${prefix}${scope === 'transaction' ? '_xact' : ''}_lock${shared ? '_shared' : ''}`;
}

/** One 64-bit number and two 32-bit numbers are different spaces of keys. */
function keyOf(numbers: readonly Datum[]): string {
  return numbers.map(String).join('/');
}

function locksOf({ advisoryLocks }: EvalContext): SessionAdvisoryLocks {
  if (!advisoryLocks) throw unsupported('an advisory lock outside of a session');
  return advisoryLocks;
}
