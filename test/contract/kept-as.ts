import { Equal, QueryFailedError, type EntityTarget } from 'typeorm';
import type { ContractStore } from '../../src/database/testing';

/**
 * What becomes of each value in a column: its text in the database, the value that is found, and how many rows are
 * equal to it; or the SQLSTATE that it is refused with.
 */
export async function keptAs<Row extends { id: number }>(
  store: ContractStore,
  target: EntityTarget<Row>,
  property: keyof Row & string,
  values: readonly unknown[],
): Promise<unknown[]> {
  const rows = store.repository(target);
  const table = rows.metadata.tableName;
  const outcomes: unknown[] = [];
  for (const value of values) {
    await rows.clear();
    outcomes.push(
      await refusalOr(async () => {
        await rows.insert({ [property]: value } as never);
        const [written] = await store.dataSource.query<{ text: string | null }[]>(
          `SELECT "${property}"::text AS text FROM "${table}"`,
        );
        const [found] = await rows.find();
        const equal = await refusalOr(() => rows.countBy({ [property]: Equal(value) } as never));
        return [written?.text, plain(found?.[property]), equal];
      }),
    );
  }
  return outcomes;
}

async function refusalOr(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof QueryFailedError) return (error.driverError as { code?: string }).code;
    throw error;
  }
}

/** Dates and buffers as their texts, objects as plain ones: so that a table can hold them. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
