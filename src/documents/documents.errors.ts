import { RetryLaterError } from '../errors/domain.error';

/** More documents wait to be checked than may. */
export class DocumentsBusyError extends RetryLaterError {
  readonly code = 'documents_busy';

  constructor(retryAfterSeconds: number) {
    super('Too many documents are being checked at the moment. Try again later.', retryAfterSeconds);
  }
}
