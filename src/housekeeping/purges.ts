/** What is deleted of a table: the rows whose `expiresAt` has been past for so long. */
export interface Purge {
  readonly table: string;
  readonly key: string;
  readonly keepMs: number;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Failures to answer codes are not among them: they count until an answer is right, and lock an address in the end. Codes
 * count for an hour against the limits of an e-mail address, and tokens are shown to their users for a while.
 */
export const PURGES: readonly Purge[] = [
  { table: 'rate_limits', key: 'bucket', keepMs: 0 },
  { table: 'idempotency_records', key: 'id', keepMs: 0 },
  { table: 'otps', key: 'id', keepMs: DAY_MS },
  { table: 'tokens', key: 'id', keepMs: 30 * DAY_MS },
];
