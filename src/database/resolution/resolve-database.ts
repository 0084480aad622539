import type { DatabaseOptions } from '../database.options';
import { AwsVariablesStep } from './aws-variables.step';
import { ExplicitUrlStep } from './explicit-url.step';
import { FallbackStep } from './fallback.step';
import type { PostgresConnection } from './postgres-connection';
import { ResolutionError } from './resolution-error';
import type { ResolutionStep, StepAnswer, StepName } from './resolution-step';
import { SecretsManagerStep } from './secrets-manager.step';

export interface ReportEntry {
  readonly step: StepName;
  readonly outcome: StepAnswer['outcome'] | 'not reached';
  /** For people; redacted. */
  readonly detail: string;
}

/** What each step answered, in order. It is safe to log and to show. */
export type ResolutionReport = readonly ReportEntry[];

export interface Resolution {
  /** The step that won. */
  readonly step: StepName;
  /** Null serves from memory. */
  readonly connection: PostgresConnection | null;
  readonly report: ResolutionReport;
}

const STEPS: readonly ResolutionStep[] = [
  new ExplicitUrlStep(),
  new SecretsManagerStep(),
  new AwsVariablesStep(),
  new FallbackStep(),
];

/**
 * Runs the steps in order; the first that resolves wins. A step that is configured and cannot be resolved
 * lets the next one try, and the report says why.
 */
export async function resolveDatabase(options: DatabaseOptions): Promise<Resolution> {
  const report: ReportEntry[] = [];
  let winner: { step: StepName; connection: PostgresConnection | null } | null = null;
  for (const step of STEPS) {
    if (winner) {
      report.push({ step: step.name, outcome: 'not reached', detail: `${winner.step} was selected` });
      continue;
    }
    const answer = await ask(step, options);
    report.push({ step: step.name, outcome: answer.outcome, detail: answer.detail });
    if (answer.outcome === 'selected') winner = { step: step.name, connection: answer.connection };
  }
  return { step: winner?.step ?? 'fallback', connection: winner?.connection ?? null, report };
}

async function ask(step: ResolutionStep, options: DatabaseOptions): Promise<StepAnswer> {
  try {
    return await step.resolve(options);
  } catch (error) {
    if (error instanceof ResolutionError) return { outcome: 'failed', detail: error.message };
    throw error;
  }
}

/** Whether PostgreSQL is meant to be there: some step was configured, even if it failed to resolve. */
export function isPrimaryConfigured({ connection, report }: Resolution): boolean {
  return connection !== null || report.some(({ outcome }) => outcome === 'failed');
}
