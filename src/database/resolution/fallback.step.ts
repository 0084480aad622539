import type { FallbackPolicy } from '../database.options';
import type { ResolutionReport } from './resolution';

/** Step 4: no step found a PostgreSQL. Says what DATABASE_FALLBACK makes of that. */
export class FallbackStep {
  readonly name = 'fallback';

  constructor(private readonly policy: FallbackPolicy) {}

  /** @param configured whether a step before was configured and failed */
  report(configured: boolean): ResolutionReport[number] {
    const allowed = this.policy === 'always' || (this.policy === 'unconfigured' && !configured);
    return {
      step: this.name,
      outcome: allowed ? 'selected' : 'failed',
      detail: allowed
        ? 'in-memory storage: what is written is lost when the process ends'
        : `DATABASE_FALLBACK=${this.policy} forbids in-memory storage here: ${
            configured ? 'correct the step that failed' : 'set DATABASE_URL, AWS_DB_SECRET or AWS_DB_HOST'
          }`,
    };
  }
}
