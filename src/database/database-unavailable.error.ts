/** Nothing can serve the request now. It may be tried again later; nothing of it has been done. */
export class DatabaseUnavailableError extends Error {
  readonly code = 'database_unavailable';

  constructor(
    /** When it is worth trying again, in seconds. */
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super('The database is not available at the moment. Try again later.', options);
    this.name = 'DatabaseUnavailableError';
  }
}
