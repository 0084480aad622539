import { DomainError, type InputProblem, RetryLaterError } from '../errors/domain.error';

export class DocumentMissingError extends DomainError {
  readonly code = 'document_missing';

  constructor() {
    super('The version has no document yet: PUT it to the path /document of the version.');
  }
}

/** Each place at fault is told, as far as they are not too many. */
export class DocumentInvalidError extends DomainError {
  readonly code = 'document_invalid';

  constructor(override readonly errors: readonly InputProblem[]) {
    super('The document is not valid. See errors, and all findings at the path /validation of the version.');
  }
}

export class VersionOutOfOrderError extends DomainError {
  readonly code = 'version_out_of_order';

  constructor(highest: string) {
    super(
      `Within a major version, numbers are published in their order: this one has to be higher than ${highest}.`,
    );
  }
}

/** What breaks, and whom, is told in the errors. */
export class BreakingChangeError extends DomainError {
  readonly code = 'breaking_change';

  constructor(
    base: string,
    override readonly errors: readonly InputProblem[],
  ) {
    super(
      `The document breaks, or may break, who uses version ${base}. See errors; publish it as the next major version, ` +
        'or with {"override": true, "reason": "..."}.',
    );
  }
}

/** Others changed the version, or published before it, each time that it was looked at. */
export class PublicationConflictError extends RetryLaterError {
  readonly code = 'publication_conflict';

  constructor() {
    super('The API changed while the version was looked at. Send the request again.', 1);
  }
}
