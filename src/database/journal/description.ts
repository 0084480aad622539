import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { replaceFile } from './directory';
import { JournalCorruptError, JournalError } from './journal-error';

/** Records that one process has written, up to and including `lastId`. */
export interface Timeline {
  readonly id: string;
  readonly firstId: number;
  readonly lastId: number;
}

/** What a journal is, beside its records. */
interface Facts {
  readonly format: 1;
  readonly id: string;
  /** Who wrote from which record on. */
  readonly timelines: readonly Omit<Timeline, 'lastId'>[];
  /** Records up to this one are not wanted any more. */
  readonly discardedUpTo: number;
  /** Whether somebody was to replay the records, and may have come through some of them: they alone can tell which. */
  readonly isReplayed: boolean;
}

const NAME = 'journal.json';

/** The description of a journal, in a file that is replaced as a whole. */
export class Description {
  /** The last change, which are made one after another. */
  private changing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly directory: string,
    private known: Facts,
  ) {}

  /**
   * Reads it, or makes it where there is nothing to describe yet.
   *
   * @param isNeeded whether the directory holds records
   * @throws JournalCorruptError; JournalError 58030 for a format of a later version
   */
  static async read(directory: string, isNeeded: boolean): Promise<Description> {
    const file = path.join(directory, NAME);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      if (isNeeded) throw new JournalCorruptError(file, 0, 'it is missing');
      const facts: Facts = {
        format: 1,
        id: randomUUID(),
        timelines: [],
        discardedUpTo: 0,
        isReplayed: false,
      };
      await write(directory, facts);
      return new Description(directory, facts);
    }
    return new Description(directory, parse(file, text));
  }

  get facts(): Facts {
    return this.known;
  }

  /** Changes it on the disk, and then here. */
  change(change: (facts: Facts) => Facts): Promise<void> {
    const changed = this.changeAfter(this.changing, change);
    this.changing = changed.catch(() => undefined);
    return changed;
  }

  /** @throws JournalCorruptError when it does not say who wrote a record */
  mustKnow(recordId: number): void {
    if (this.known.timelines.some(({ firstId }) => firstId <= recordId)) return;
    const reason = `it is older than record ${recordId}, and does not say who wrote that`;
    throw new JournalCorruptError(path.join(this.directory, NAME), 0, reason);
  }

  private async changeAfter(last: Promise<unknown>, change: (facts: Facts) => Facts): Promise<void> {
    await last;
    const facts = change(this.known);
    await write(this.directory, facts);
    this.known = facts;
  }
}

function parse(file: string, text: string): Facts {
  let facts: Partial<Facts>;
  try {
    facts = JSON.parse(text) as Partial<Facts>;
  } catch {
    throw new JournalCorruptError(file, 0, 'it is no JSON');
  }
  const { format, id, timelines, discardedUpTo, isReplayed = false } = facts;
  if (format !== 1)
    throw new JournalError(
      '58030',
      `${file} is of a format that this version does not know. Use the one that wrote it.`,
    );
  if (typeof id !== 'string' || typeof discardedUpTo !== 'number')
    throw new JournalCorruptError(file, 0, 'fields are missing');
  // What was written before there were timelines was noted under the journal's own id.
  return { format, id, timelines: timelines ?? [{ id, firstId: 1 }], discardedUpTo, isReplayed };
}

async function write(directory: string, facts: Facts): Promise<void> {
  await replaceFile(path.join(directory, NAME), `${JSON.stringify(facts)}\n`);
}
