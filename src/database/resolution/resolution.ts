import type { PostgresConnection } from './postgres-connection';

/** The four steps, in the order in which they are tried. */
export type StepName = 'explicit-url' | 'secrets-manager' | 'aws-variables' | 'fallback';

export type StepOutcome = 'selected' | 'not configured' | 'failed' | 'not reached';

/** What each step answered, for the log at start, `db:explain` and operators. Holds no secret. */
export type ResolutionReport = readonly Readonly<{
  step: StepName;
  outcome: StepOutcome;
  /** Why, and what to do about it. */
  detail: string;
}>[];

/**
 * Where the data is to live. `memory` says that no step found a PostgreSQL; whether memory may then serve
 * is for DATABASE_FALLBACK to decide, and the report's fallback line says what it decides.
 */
export type Resolution =
  | Readonly<{
      kind: 'postgres';
      step: Exclude<StepName, 'fallback'>;
      connection: PostgresConnection;
      report: ResolutionReport;
    }>
  | Readonly<{ kind: 'memory'; step: 'fallback'; report: ResolutionReport }>;

/** One way to find a PostgreSQL. */
export interface ResolutionStep {
  readonly name: Exclude<StepName, 'fallback'>;

  /** @throws ResolutionFailure where the step is configured and gives no connection */
  resolve(): Promise<StepAnswer>;
}

export type StepAnswer =
  | Readonly<{ outcome: 'selected'; connection: PostgresConnection }>
  | Readonly<{ outcome: 'not configured'; detail: string }>;
