import { AsyncLocalStorage } from 'node:async_hooks';

/** What waits for the end of a transaction. */
interface Waiting {
  readonly works: (() => void)[];
  isOpen: boolean;
}

const transactions = new AsyncLocalStorage<Waiting>();

/**
 * Does something once the transaction of a `@Transactional()` method that is open has been committed, and never when it is
 * rolled back or nobody knows what became of it. At once when none is open.
 */
export function afterCommit(work: () => void): void {
  const waiting = transactions.getStore();
  if (waiting?.isOpen) waiting.works.push(work);
  else work();
}

/** Runs a transaction, and when it has been committed what waits for that. */
export async function withCommit<T>(transaction: () => Promise<T>): Promise<T> {
  const { result, works } = await collecting(transaction);
  for (const work of works) work();
  return result;
}

/** Runs a savepoint of a transaction: what waits goes on waiting for that one. */
export async function withinCommit<T>(savepoint: () => Promise<T>): Promise<T> {
  const { result, works } = await collecting(savepoint);
  for (const work of works) afterCommit(work);
  return result;
}

async function collecting<T>(run: () => Promise<T>): Promise<{ result: T; works: readonly (() => void)[] }> {
  const waiting: Waiting = { works: [], isOpen: true };
  try {
    return { result: await transactions.run(waiting, run), works: waiting.works };
  } finally {
    waiting.isOpen = false;
  }
}
