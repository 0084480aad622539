import type { DatabaseOptions } from '../database.options';
import { connectionFromUrl } from './connection-from-url';
import type { ResolutionStep, StepAnswer } from './resolution';

/** Step 1: DATABASE_URL says it all. */
export class ExplicitUrlStep implements ResolutionStep {
  readonly name = 'explicit-url';

  constructor(private readonly options: DatabaseOptions) {}

  async resolve(): Promise<StepAnswer> {
    if (this.options.url === undefined) {
      return { outcome: 'not configured', detail: 'DATABASE_URL is not set' };
    }
    const connection = await connectionFromUrl(this.options.url, 'DATABASE_URL', this.options);
    return { outcome: 'selected', connection };
  }
}
