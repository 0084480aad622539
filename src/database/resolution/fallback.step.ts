import type { ResolutionStep, StepAnswer } from './resolution-step';

/** Step 4: nothing else is configured; serve from memory. */
export class FallbackStep implements ResolutionStep {
  readonly name = 'fallback';

  resolve(): StepAnswer {
    return { outcome: 'selected', detail: 'in-memory storage', connection: null };
  }
}
