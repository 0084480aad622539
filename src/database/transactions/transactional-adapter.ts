import { setTimeout as pause } from 'node:timers/promises';
import type { TransactionalAdapter, TransactionalAdapterOptions } from '@nestjs-cls/transactional';
import type { DataSource, EntityManager } from 'typeorm';
import type { IsolationLevel } from 'typeorm/driver/types/IsolationLevel';
import { databaseErrorOf } from '../database-errors';
import { observeTask } from '../observed-task';
import { withCommit, withinCommit } from './after-commit';

/** What `@Transactional()` may be told. */
export interface TransactionOptions {
  readonly isolationLevel?: IsolationLevel;
  /**
   * How often the whole method may run again when its transaction has lost against others (SQLSTATE 40001, 40P01) or
   * was sent to a server that has become read-only (25006): 0 unless told otherwise. What the method does outside of the
   * database then happens again, too.
   */
  readonly replay?: number;
}

/** SQLSTATEs after which nothing of the transaction has happened, and the same again may succeed. */
const REPLAYABLE = new Set(['40001', '40P01', '25006']);

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1_000;

/** Runs `@Transactional()` methods in transactions of the data source that serves now. */
export class DatabaseTransactions implements TransactionalAdapter<
  DataSource,
  EntityManager,
  TransactionOptions | undefined
> {
  constructor(
    /** What the data source is injected by. */
    readonly connectionToken: unknown,
  ) {}

  readonly optionsFactory = (
    dataSource: DataSource,
  ): TransactionalAdapterOptions<EntityManager, TransactionOptions | undefined> => ({
    wrapWithTransaction: async (options, method, setManager): Promise<unknown> => {
      const { isolationLevel, replay = 0 } = options ?? {};
      for (let attempt = 0; ; attempt += 1) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- one attempt after another
          return await withCommit(() =>
            inTransaction('transaction', dataSource, isolationLevel, async (manager) => {
              setManager(manager);
              return (await method()) as unknown;
            }),
          );
        } catch (error) {
          if (attempt >= replay || !REPLAYABLE.has(databaseErrorOf(error)?.sqlState ?? '')) throw error;
          // oxlint-disable-next-line no-await-in-loop -- those that lost together must not meet again
          await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
        }
      }
    },
    wrapWithNestedTransaction: (options, method, setManager, manager) =>
      withinCommit(() =>
        inTransaction('savepoint', manager, options?.isolationLevel, async (nested) => {
          setManager(nested);
          return (await method()) as unknown;
        }),
      ),
    getFallbackInstance: () => dataSource.manager,
  });
}

function inTransaction<T>(
  task: 'transaction' | 'savepoint',
  within: Pick<DataSource, 'transaction'>,
  isolationLevel: IsolationLevel | undefined,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  return observeTask(task, () =>
    isolationLevel ? within.transaction(isolationLevel, work) : within.transaction(work),
  );
}
