import { Injectable } from '@nestjs/common';
import {
  DatabaseManager,
  databaseErrorOf,
  DependencyInQuarantineError,
  NotInQuarantineError,
  type QuarantinedTransaction,
  RefusedAgainError,
} from '../database';
import { InvalidCursorError } from '../errors/input.errors';
import { decodeCursor, pageOf } from '../http/cursor';
import { EventLog } from '../logging/event-log';
import {
  ConfirmationMismatchError,
  ConfirmationRequiredError,
  DependsOnQuarantinedError,
  QuarantineEntryNotFoundError,
  StillRefusedError,
} from './admin.errors';
import { entryOf, type ListQuarantine, type QuarantineEntry, type QuarantinePage } from './quarantine.schema';

/** What cursors are bound to. */
const LIST = 'quarantine';

/**
 * The transactions that PostgreSQL has refused, in the hands of an operator. What he does with them is in the log, with
 * the id of his request.
 *
 * Every call throws DatabaseUnavailableError while PostgreSQL does not serve.
 */
@Injectable()
export class QuarantineService {
  private readonly log = new EventLog('Admin');

  constructor(private readonly manager: DatabaseManager) {}

  /** In the order of their commits. @throws InvalidCursorError */
  async list({ limit, cursor }: ListQuarantine): Promise<QuarantinePage> {
    const after = cursor === undefined ? '0' : idIn(cursor);
    const found = await this.manager.quarantine.list({ limit: limit + 1, after });
    const { items, nextCursor } = pageOf(found, limit, LIST);
    return { items: items.map(entryOf), nextCursor };
  }

  /** @throws QuarantineEntryNotFoundError */
  async get(id: string): Promise<QuarantineEntry> {
    return entryOf(await translating(() => this.manager.quarantine.get(id)));
  }

  /**
   * Repeats a transaction, and answers what it was.
   *
   * @throws QuarantineEntryNotFoundError, StillRefusedError, DependsOnQuarantinedError
   */
  async retry(id: string, requestId: string): Promise<QuarantineEntry> {
    return translating(async () => {
      const { quarantine } = this.manager;
      const entry = await quarantine.get(id);
      await this.noting('admin.quarantine.retried', entry, requestId, () => quarantine.retry(id));
      return entryOf(entry);
    });
  }

  /**
   * Gives a transaction up for good.
   *
   * @param confirmed the number of the transaction that the caller means
   * @throws QuarantineEntryNotFoundError, ConfirmationRequiredError, ConfirmationMismatchError
   */
  async discard(id: string, confirmed: number | undefined, requestId: string): Promise<void> {
    await translating(async () => {
      const { quarantine } = this.manager;
      const entry = await quarantine.get(id);
      if (confirmed === undefined) throw new ConfirmationRequiredError(entry.transaction);
      if (confirmed !== entry.transaction) throw new ConfirmationMismatchError(entry.transaction);
      await this.noting('admin.quarantine.discarded', entry, requestId, () => quarantine.discard(id));
    });
  }

  /** Notes what has been done, or may have been done when the connection was lost before the answer; no values. */
  private async noting(
    event: 'admin.quarantine.retried' | 'admin.quarantine.discarded',
    { id, journal, transaction, changes }: QuarantinedTransaction,
    requestId: string,
    act: () => Promise<unknown>,
  ): Promise<void> {
    const entry = {
      event,
      requestId,
      entry: id,
      journal,
      transaction,
      tables: [...new Set(changes.map(({ table }) => table))],
      changes: changes.length,
    };
    try {
      await act();
    } catch (error) {
      if (databaseErrorOf(error)?.isOutcomeUnknown) this.log.warn({ ...entry, isOutcomeUnknown: true });
      throw error;
    }
    this.log.warn(entry);
  }
}

/** @throws InvalidCursorError */
function idIn(cursor: string): string {
  const { id } = decodeCursor(cursor, LIST);
  if (!/^\d{1,18}$/.test(id)) throw new InvalidCursorError();
  return id;
}

async function translating<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NotInQuarantineError) throw new QuarantineEntryNotFoundError({ cause: error });
    if (error instanceof RefusedAgainError) throw new StillRefusedError(error.reason, { cause: error });
    if (error instanceof DependencyInQuarantineError)
      throw new DependsOnQuarantinedError(error.dependsOn, { cause: error });
    throw error;
  }
}
