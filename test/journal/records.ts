import type { NewRecord, TransactionRecord } from '../../src/database/journal/transaction-record';

export function noteRecord(n: number, text = `note ${n}`): NewRecord {
  return {
    at: '2026-01-01T00:00:00.000Z',
    changes: [{ kind: 'insert', table: 'public.note', row: { id: String(n), text } }],
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export async function idsOf(records: AsyncIterable<TransactionRecord>): Promise<number[]> {
  return (await collect(records)).map(({ id }) => id);
}
