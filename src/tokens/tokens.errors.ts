import { DomainError } from '../errors/domain.error';

export class TokenNotFoundError extends DomainError {
  readonly code = 'token_not_found';

  constructor() {
    super('There is no such token among yours.');
  }
}

export class TokenNotRotatableError extends DomainError {
  readonly code = 'token_not_rotatable';

  constructor() {
    super('Only a personal or service token that is in force, and has no successor yet, can be rotated.');
  }
}
