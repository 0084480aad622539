import * as z from 'zod';

const count = z.int().nonnegative();
const time = z.iso.datetime();

const stateSchema = z
  .strictObject({
    status: z.enum(['healthy', 'degraded', 'unhealthy']),
    database: z.enum(['postgresql', 'in-memory']),
    message: z.string(),
    since: time,
    usingPrimary: z.boolean(),
    primaryConfigured: z.boolean(),
    isJournaled: z.boolean(),
  })
  .meta({ id: 'DatabaseState' });

const promotionSchema = z.strictObject({ replayed: count, quarantined: count, at: time, tookMs: count });

const journalSchema = z.strictObject({
  id: z.uuid(),
  bytes: count,
  segments: count,
  lastId: count,
  syncs: count,
  snapshotId: count,
  tornBytes: count,
  failure: z.string().nullable(),
});

const poolSchema = z.strictObject({
  idle: count,
  inUse: count,
  opening: count,
  waiting: count,
  opened: count,
  failedToOpen: count,
  timedOut: count,
  rejected: count,
  evicted: z.record(z.string(), count),
});

const memorySchema = z.strictObject({
  rows: count,
  bytes: count,
  tables: z.array(z.strictObject({ table: z.string(), rows: count, bytes: count })),
});

/** Everything that the database layer tells of itself. */
export const databaseStatusSchema = z
  .strictObject({
    state: stateSchema,
    step: z.string().nullable(),
    resolution: z.array(z.strictObject({ step: z.string(), outcome: z.string(), detail: z.string() })),
    journal: journalSchema.nullable(),
    promotion: promotionSchema.nullable(),
    abandonedRows: count,
    replicas: z.array(
      z.strictObject({ target: z.string(), state: z.string(), lagMs: z.number().nullable() }),
    ),
    pool: poolSchema.nullable(),
    memory: memorySchema.nullable(),
    quarantined: count.nullable(),
  })
  .meta({ id: 'DatabaseStatus' });
export type DatabaseStatus = z.output<typeof databaseStatusSchema>;

export const transitionsSchema = z
  .strictObject({
    items: z.array(z.strictObject({ from: z.string(), to: z.string(), message: z.string(), at: time })),
  })
  .meta({ id: 'DatabaseTransitions' });
export type Transitions = z.output<typeof transitionsSchema>;

export const reinitializeSchema = z.strictObject({
  waitSeconds: z
    .string()
    .regex(/^(?:[1-5]?\d|60)$/, 'must be a whole number from 0 to 60')
    .transform(Number)
    .default(10),
});
export type Reinitialize = z.output<typeof reinitializeSchema>;

/** `finished`: false when it goes on, and the state is that of before. */
export const reinitializationSchema = z
  .strictObject({
    finished: z.boolean(),
    state: stateSchema,
    step: z.string().nullable(),
    promotion: promotionSchema.nullable(),
    abandonedRows: count,
  })
  .meta({ id: 'DatabaseReinitialization' });
export type Reinitialization = z.output<typeof reinitializationSchema>;
