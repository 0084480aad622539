/**
 * SQLSTATEs (PostgreSQL, appendix A): disk_full, io_error, object_in_use, object_not_in_prerequisite_state,
 * data_corrupted, program_limit_exceeded, cannot_connect_now.
 */
export type JournalErrorCode = '53100' | '58030' | '55006' | '55000' | 'XX001' | '54000' | '57P03';

/** What keeps the journal from doing its work. The message says the remedy, and nothing of what is in the records. */
export class JournalError extends Error {
  override readonly name: string = 'JournalError';

  constructor(
    readonly code: JournalErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A file of the journal does not hold what was written to it. Nothing is skipped, and nothing is changed. */
export class JournalCorruptError extends JournalError {
  override readonly name = 'JournalCorruptError';

  constructor(
    readonly file: string,
    readonly offset: number,
    reason: string,
  ) {
    super(
      'XX001',
      `the journal file ${file} is damaged at offset ${offset}: ${reason}. Restore the directory from a backup, or ` +
        'move it away to start without what it holds.',
    );
  }
}

/** The journal holds what the entities of this version have no place for. Nothing of it is lost. */
export class JournalSchemaError extends JournalError {
  override readonly name = 'JournalSchemaError';

  constructor(
    directory: string,
    readonly differences: readonly string[],
  ) {
    super(
      '55000',
      `the journal in ${directory} does not fit the entities: ${differences.join('; ')}. Start the version that wrote ` +
        'it, add back what is missing, or move the directory away to start without what it holds.',
    );
  }
}

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

export function isFull(error: unknown): boolean {
  return FULL.has((error as { code?: unknown } | null)?.code);
}

/** What a failed call of the file system means for the journal in this directory. */
export function journalErrorOf(error: unknown, directory: string): JournalError {
  if (error instanceof JournalError) return error;
  const { code } = (error ?? {}) as { code?: unknown };
  const reason = typeof code === 'string' ? code : 'unknown error';
  return isFull(error)
    ? new JournalError(
        '53100',
        `the journal in ${directory} cannot be written: ${reason}. Free space there, or grow the disk.`,
        { cause: error },
      )
    : new JournalError(
        '58030',
        `the journal in ${directory} cannot be written: ${reason}. Check the disk, and that the directory belongs to ` +
          'the user of this process.',
        { cause: error },
      );
}
