import { DomainError } from './domain.error';

/** Memory stands in for PostgreSQL and does not have what was asked for, which proves nothing. */
export class PrimaryUnavailableError extends DomainError {
  readonly code = 'primary_unavailable';

  constructor(options?: ErrorOptions) {
    super(
      'The service runs without its database at the moment, which may have what you ask for. Try again later.',
      options,
    );
  }
}
