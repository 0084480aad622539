import { DomainError, type InputProblem, RetryLaterError } from '../errors/domain.error';
import type { DocumentFinding } from './documents';
import type { ComparedDocument } from './worker/document-task';

/** So many of the reasons are told. */
const TOLD = 20;

/** More documents wait to be checked than may. */
export class DocumentsBusyError extends RetryLaterError {
  readonly code = 'documents_busy';

  constructor(retryAfterSeconds: number) {
    super('Too many documents are being checked at the moment. Try again later.', retryAfterSeconds);
  }
}

/** A document cannot be compared, as what it says is not certain. */
export class DocumentNotComparableError extends DomainError {
  readonly code = 'document_not_comparable';
  override readonly errors: readonly InputProblem[];

  constructor(
    readonly which: ComparedDocument,
    findings: readonly DocumentFinding[],
  ) {
    super(`The ${which} cannot be compared before it is corrected. See errors.`);
    this.errors = findings
      .filter(({ severity }) => severity === 'error')
      .slice(0, TOLD)
      .map(({ rule, pointer, message }) => ({ pointer, code: rule, detail: message }));
  }
}

/** To compare two documents takes more time or memory than it may. */
export class ComparisonTooComplexError extends DomainError {
  readonly code = 'comparison_too_complex';

  constructor() {
    super(
      'The documents are too complex to be compared. Make them smaller, or their schemas less deeply nested.',
    );
  }
}
