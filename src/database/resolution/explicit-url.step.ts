import type { DatabaseOptions } from '../database.options';
import { parseConnectionUrl } from './connection-url';
import { describeTarget } from './postgres-connection';
import type { ResolutionStep, StepAnswer } from './resolution-step';

/** Step 1: DATABASE_URL says everything. */
export class ExplicitUrlStep implements ResolutionStep {
  readonly name = 'explicit-url';

  resolve({ url }: DatabaseOptions): StepAnswer {
    if (url === undefined) return { outcome: 'not configured', detail: 'DATABASE_URL is not set' };
    const connection = parseConnectionUrl(url);
    return { outcome: 'selected', detail: describeTarget(connection), connection };
  }
}
