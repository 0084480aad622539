import { EventChannel } from '../database';

/** What the service tells whoever listens in this process, beside what the database layer tells: words of our own alone. */
export const serviceChannels = {
  /** What concerns the security of accounts, by its name in the log, once it is committed. */
  securityEvent: new EventChannel<{ readonly event: string }>('ballast.service.security'),
  /** A request was refused with the code of one of our errors. */
  refused: new EventChannel<{ readonly code: string }>('ballast.service.refused'),
  /** A request came too often for a limit. */
  rateLimited: new EventChannel<{ readonly limit: string }>('ballast.service.rate-limited'),
  /** A request was answered as it was before, by its Idempotency-Key. */
  replayed: new EventChannel<object>('ballast.service.replayed'),
  codeRequested: new EventChannel<{ readonly purpose: string }>('ballast.service.code.requested'),
  codeDelivered: new EventChannel<{ readonly outcome: 'sent' | 'failed' }>('ballast.service.code.delivered'),
  /** Housekeeping has deleted what nobody needs any more. */
  purged: new EventChannel<{ readonly table: string; readonly rows: number }>('ballast.service.purged'),
} as const;
