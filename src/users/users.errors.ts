import { DomainError } from '../errors/domain.error';

export class UserNotFoundError extends DomainError {
  readonly code = 'user_not_found';

  constructor() {
    super('There is no such user.');
  }
}

/** The configuration says that he is an administrator, and would do so again at his next sign-in. */
export class AdminByConfigurationError extends DomainError {
  readonly code = 'admin_by_configuration';

  constructor() {
    super('The address of this user is in ADMIN_EMAILS. Take it out there, and restart the service, first.');
  }
}

export class UserEmailTakenError extends DomainError {
  readonly code = 'user_email_taken';

  constructor(options?: ErrorOptions) {
    super('Another user has this e-mail address.', options);
  }
}

export class UserHandleTakenError extends DomainError {
  readonly code = 'user_handle_taken';

  constructor(options?: ErrorOptions) {
    super('Another user has this handle. Choose another one.', options);
  }
}

export class UserOwnsApisError extends DomainError {
  readonly code = 'user_owns_apis';

  constructor(options?: ErrorOptions) {
    super('The user owns APIs, which others may rely on: transfer or delete them first.', options);
  }
}
