import type { DatabaseOptions } from '../database.options';
import type { PostgresConnection } from './postgres-connection';

export type StepName = 'explicit-url' | 'secrets-manager' | 'aws-variables' | 'fallback';

/** What a step found. `detail` is for people and never contains a value. */
export type StepAnswer =
  | { readonly outcome: 'selected'; readonly detail: string; readonly connection: PostgresConnection | null }
  | { readonly outcome: 'not configured'; readonly detail: string }
  | { readonly outcome: 'failed'; readonly detail: string };

/** One way to find the database. */
export interface ResolutionStep {
  readonly name: StepName;
  resolve(options: DatabaseOptions): StepAnswer | Promise<StepAnswer>;
}
