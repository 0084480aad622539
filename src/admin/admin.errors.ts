import { DomainError } from '../errors/domain.error';

export class QuarantineEntryNotFoundError extends DomainError {
  readonly code = 'quarantine_entry_not_found';

  constructor(options?: ErrorOptions) {
    super('There is no such entry in quarantine. It may have been retried or discarded.', options);
  }
}

export class StillRefusedError extends DomainError {
  readonly code = 'still_refused';

  /** @param reason of ours; PostgreSQL's own words may quote values */
  constructor(reason: string, options?: ErrorOptions) {
    super(`PostgreSQL refuses it still, and it stays in quarantine: ${reason}.`, options);
  }
}

export class DependsOnQuarantinedError extends DomainError {
  readonly code = 'depends_on_quarantined';

  constructor(entry: string, options?: ErrorOptions) {
    super(`It depends on entry ${entry} of the quarantine. Retry or discard that one first.`, options);
  }
}

export class ConfirmationRequiredError extends DomainError {
  readonly code = 'confirmation_required';

  constructor(transaction: number) {
    super(
      `What is discarded is gone for good. Send confirm=${transaction}, the number of the transaction, if it is to be.`,
    );
  }
}

export class ConfirmationMismatchError extends DomainError {
  readonly code = 'confirmation_mismatch';

  constructor(transaction: number) {
    super(
      `The entry is not of the transaction that was confirmed. Look at it, and send confirm=${transaction} if it is to be discarded.`,
    );
  }
}
