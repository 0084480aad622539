/** DATABASE_FALLBACK=never, and nothing is configured: the process must not start. */
export class FallbackRefusedError extends Error {
  readonly code = 'database_not_configured';

  constructor() {
    super(
      'No database is configured, and DATABASE_FALLBACK is never. Set DATABASE_URL, AWS_DB_SECRET or AWS_DB_HOST and its companions.',
    );
    this.name = 'FallbackRefusedError';
  }
}
