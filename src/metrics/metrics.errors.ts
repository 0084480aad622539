import { ChallengeError } from '../errors/authentication.errors';

/** Metrics are told to who shows the token of the configuration alone. */
export class MetricsTokenRequiredError extends ChallengeError {
  readonly code = 'metrics_token_required';
  readonly challenge = 'Bearer';

  constructor() {
    super('Send the token that METRICS_TOKEN holds: Authorization: Bearer ...');
  }
}
