import * as fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { entityClass, type Handlers, type Operation } from '../operation';

/** Beginnings, ends and savepoints of a session's transactions. */
const LEVELS = ['READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'] as const;

export const begin: fc.Arbitrary<Operation> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 5, arbitrary: fc.constantFrom(...LEVELS) },
  )
  .map((level) => ({ name: 'begin', args: level === undefined ? [] : [level] }));

export const end: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ name: 'commit', args: [] }) },
  { weight: 1, arbitrary: fc.constant({ name: 'rollback', args: [] }) },
);

const names = fc.constantFrom('s1', 's2');

export const within: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 2, arbitrary: names.map((name) => ({ name: 'modify', args: [`SAVEPOINT ${name}`] })) },
  {
    weight: 2,
    arbitrary: names.map((name) => ({ name: 'modify', args: [`ROLLBACK TO SAVEPOINT ${name}`] })),
  },
  { weight: 1, arbitrary: names.map((name) => ({ name: 'modify', args: [`RELEASE SAVEPOINT ${name}`] })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        'ALL DEFERRED',
        'ALL IMMEDIATE',
        '"UQ_slot_rank" DEFERRED',
        '"UQ_slot_position" IMMEDIATE',
      )
      .map((mode) => ({ name: 'modify', args: [`SET CONSTRAINTS ${mode}`] })),
  },
);

const MODES = ['pessimistic_read', 'pessimistic_write', 'for_no_key_update', 'for_key_share'] as const;

/** Reads that lock what they find. */
export const lockingRead: fc.Arbitrary<Operation> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('Member', 'Post', 'Owner', 'Slot'),
      fc.constantFrom<object>({ id: 1 }, { id: 2 }, { id: 3 }, {}),
      fc.constantFrom(...MODES),
      fc.constantFrom(undefined, undefined, 'nowait', 'skip_locked'),
    )
    .map(([entity, where, mode, onLocked]) => ({
      name: 'find',
      args: [
        entity,
        {
          where,
          order: { id: 'ASC' },
          lock: { mode, ...(onLocked && mode !== 'for_key_share' ? { onLocked } : {}) },
        },
      ],
      ordered: true,
    })),
  fc
    .tuple(
      fc.constantFrom('1', '2'),
      fc.constantFrom(
        'FOR UPDATE',
        'FOR SHARE',
        'FOR KEY SHARE',
        'FOR NO KEY UPDATE',
        'FOR UPDATE SKIP LOCKED',
        'FOR UPDATE NOWAIT',
      ),
    )
    .map(([limit, lock]) => ({
      name: 'query',
      args: [`SELECT id, views FROM post WHERE views >= 0 ORDER BY id LIMIT ${limit} ${lock}`],
      ordered: true,
    })),
  fc
    .constantFrom(
      'SELECT pg_advisory_xact_lock(7)',
      'SELECT pg_try_advisory_xact_lock(7) AS got',
      'SELECT pg_advisory_xact_lock_shared(7)',
    )
    .map((sql) => ({ name: 'query', args: [sql], ordered: true })),
);

function runnerOf({ runner }: { runner: QueryRunner | null }): QueryRunner {
  if (!runner) throw new Error('this session has no transactions');
  return runner;
}

export const transactionHandlers: Handlers = {
  begin: async (session, level: (typeof LEVELS)[number] | undefined) =>
    runnerOf(session).startTransaction(level),
  commit: async (session) => runnerOf(session).commitTransaction(),
  rollback: async (session) => runnerOf(session).rollbackTransaction(),
  /** A transaction that ends well or fails, with work of its own in it and perhaps another nested. */
  transaction: async ({ manager }, fails: boolean, nested: boolean, rows: object[]) => {
    const seen: unknown[] = [];
    const work = manager.transaction(async (outer) => {
      for (const row of rows) seen.push(await outer.insert(entityClass('Comment'), row));
      if (nested) {
        await outer
          .transaction(async (inner) => {
            for (const row of rows) seen.push(await inner.insert(entityClass('Comment'), row));
            if (fails) throw new Error('enough');
          })
          .catch(() => undefined);
      } else if (fails) throw new Error('enough');
      seen.push(await outer.count(entityClass('Comment')));
    });
    await work.catch((error: Error) => seen.push(error.message));
    return seen;
  },
};
