import { StepUpRequiredError } from '../errors/authentication.errors';
import type { Caller } from './caller';

const STEP_UP_MAX_AGE_SECONDS = 600;

/** Lets on who has signed in, or proved again who he is, within the last ten minutes. @throws StepUpRequiredError */
export function requireRecentStepUp({ signedInAt }: Caller): void {
  if (signedInAt === null || Date.now() - signedInAt.getTime() > STEP_UP_MAX_AGE_SECONDS * 1_000)
    throw new StepUpRequiredError(STEP_UP_MAX_AGE_SECONDS);
}
