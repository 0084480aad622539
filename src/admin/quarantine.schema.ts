import * as z from 'zod';
import type { QuarantinedTransaction } from '../database';
import { pageQuery } from '../http/page-query';

export const listQuarantineSchema = z.strictObject(pageQuery);
export type ListQuarantine = z.output<typeof listQuarantineSchema>;

export const discardSchema = z.strictObject({
  confirm: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the number of the transaction')
    .transform(Number)
    .optional(),
});
export type Discard = z.output<typeof discardSchema>;

const changeSchema = z.strictObject({
  kind: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
  count: z.int(),
});

/** A transaction in quarantine on the wire: what it changes, and no value of it. */
export const quarantineEntrySchema = z
  .strictObject({
    id: z.string(),
    journal: z.uuid(),
    transaction: z.int(),
    code: z.string(),
    reason: z.string(),
    dependsOn: z.string().nullable(),
    attempts: z.int(),
    committedAt: z.iso.datetime(),
    quarantinedAt: z.iso.datetime(),
    changes: z.array(changeSchema),
  })
  .meta({ id: 'QuarantineEntry' });
export type QuarantineEntry = z.output<typeof quarantineEntrySchema>;

export const quarantinePageSchema = z
  .strictObject({ items: z.array(quarantineEntrySchema), nextCursor: z.string().nullable() })
  .meta({ id: 'QuarantinePage' });
export type QuarantinePage = z.output<typeof quarantinePageSchema>;

/** Changes of one kind, table and set of columns are counted together: a transaction may have very many. */
export function entryOf({
  id,
  journal,
  transaction,
  code,
  reason,
  dependsOn,
  attempts,
  committedAt,
  quarantinedAt,
  changes,
}: QuarantinedTransaction): QuarantineEntry {
  const counted = new Map<string, z.output<typeof changeSchema>>();
  for (const { kind, table, columns } of changes) {
    const key = JSON.stringify([kind, table, columns]);
    const same = counted.get(key);
    if (same) same.count += 1;
    else counted.set(key, { kind, table, columns: [...columns], count: 1 });
  }
  return {
    id,
    journal,
    transaction,
    code,
    reason,
    dependsOn,
    attempts,
    committedAt: committedAt.toISOString(),
    quarantinedAt: quarantinedAt.toISOString(),
    changes: [...counted.values()],
  };
}
