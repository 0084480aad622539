import * as z from 'zod';
import type { Comparison } from '../diff/comparison';
import { versionSchema } from './versions.schemas';

/** A report of a document on the wire. */
export const reportSchema = z
  .strictObject({
    valid: z.boolean(),
    specVersion: z.string().nullable(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    documentVersion: z.string().nullable(),
    operationCount: z.int(),
    findings: z.array(
      z.strictObject({
        rule: z.string(),
        severity: z.enum(['error', 'warning', 'info']),
        pointer: z.string(),
        line: z.int().nullable(),
        column: z.int().nullable(),
        message: z.string(),
        hint: z.string(),
      }),
    ),
  })
  .meta({ id: 'DocumentReport' });

export const diffQuerySchema = z.strictObject({ base: versionSchema.optional() });
export type DiffQuery = z.output<typeof diffQuerySchema>;

/** A comparison on the wire. */
export const diffSchema = z
  .strictObject({
    /** The version that was compared with; null when there was none, and nothing is told of changes. */
    base: z.string().nullable(),
    isBreaking: z.boolean(),
    breaking: z.int(),
    warnings: z.int(),
    infos: z.int(),
    unknown: z.int(),
    changes: z.array(
      z.strictObject({
        rule: z.string(),
        severity: z.enum(['breaking', 'warning', 'info', 'unknown']),
        kind: z.enum(['added', 'removed', 'changed']),
        pointer: z.string(),
        operation: z.string().nullable(),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'Diff' });

export interface DiffView extends Comparison {
  readonly base: string | null;
}
