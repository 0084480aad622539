/** PostgreSQL refused a migration, which it has taken back. The cause may repeat SQL and values: it stays inside. */
export class MigrationFailedError extends Error {
  /** @param sqlState why; null where PostgreSQL did not say */
  constructor(
    readonly migration: string,
    readonly sqlState: string | null,
    options?: ErrorOptions,
  ) {
    super(`the migration ${migration} failed${sqlState === null ? '' : ` (${sqlState})`}`, options);
    this.name = 'MigrationFailedError';
  }
}
