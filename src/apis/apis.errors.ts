import { DomainError } from '../errors/domain.error';

/** There is none, or it is somebody's own: which of the two is not told. */
export class ApiNotFoundError extends DomainError {
  readonly code = 'api_not_found';

  constructor(options?: ErrorOptions) {
    super('There is no such API.', options);
  }
}

export class ApiNotYoursError extends DomainError {
  readonly code = 'api_not_yours';

  constructor() {
    super('Only the owner of the API can do this.');
  }
}

/** It is not offered, or was and is not any more, or to somebody else. */
export class TransferNotFoundError extends DomainError {
  readonly code = 'transfer_not_found';

  constructor() {
    super('The API is not offered to you, or not any more. Ask its owner to offer it again.');
  }
}

export class ApiSlugTakenError extends DomainError {
  readonly code = 'api_slug_taken';

  constructor(options?: ErrorOptions) {
    super('Another API has this slug. Choose another one.', options);
  }
}

/** It is in use: who relies on it has to be told before it goes. */
export class ApiInUseError extends DomainError {
  readonly code = 'api_in_use';

  constructor() {
    super('An API that was published can be deleted once it is retired: deprecate it, then retire it.');
  }
}

export class ApiNotDeprecatableError extends DomainError {
  readonly code = 'api_not_deprecatable';

  constructor() {
    super('Only an API that is active or deprecated can be deprecated.');
  }
}

export class ApiNotRetirableError extends DomainError {
  readonly code = 'api_not_retirable';

  constructor() {
    super('Only an API that is deprecated can be retired: deprecate it first.');
  }
}

export class ApiRetiredError extends DomainError {
  readonly code = 'api_retired';

  constructor() {
    super('The API is retired: nothing is published of it any more.');
  }
}

export class VersionNotFoundError extends DomainError {
  readonly code = 'api_version_not_found';

  constructor() {
    super('The API has no such version.');
  }
}

export class VersionTakenError extends DomainError {
  readonly code = 'api_version_taken';

  constructor(options?: ErrorOptions) {
    super('The API has a version of this number already.', options);
  }
}

/** What was published stays as it is. */
export class VersionPublishedError extends DomainError {
  readonly code = 'version_published';

  constructor() {
    super('The version was published, and stays as it is. Make another one.');
  }
}

export class VersionNotDeprecatableError extends DomainError {
  readonly code = 'version_not_deprecatable';

  constructor() {
    super('Only a version that is published or deprecated can be deprecated.');
  }
}

export class VersionNotRetirableError extends DomainError {
  readonly code = 'version_not_retirable';

  constructor() {
    super('Only a version that is deprecated can be retired: deprecate it first.');
  }
}

export class DocumentNotFoundError extends DomainError {
  readonly code = 'document_not_found';

  constructor() {
    super('The version has no document yet.');
  }
}
