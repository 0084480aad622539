import type { VNode } from 'preact';
import type { DatabaseStatus } from '../../../admin/database-status.schema';
import { amountOf, count } from './in-words';

/** What an operator should know, or do, as things are. */
export function Notices({ status }: { readonly status: DatabaseStatus }): VNode | null {
  const notices = noticesOf(status);
  if (notices.length === 0) return null;
  return (
    <ul class="notices">
      {notices.map((notice) => (
        <li key={notice} class="notice">
          {notice}
        </li>
      ))}
    </ul>
  );
}

function noticesOf({ state, quarantined, abandonedRows, journal }: DatabaseStatus): string[] {
  const notices: string[] = [];
  if (state.status === 'degraded') notices.push(fateOf(state));
  if (quarantined !== null && quarantined > 0)
    notices.push(
      `${amountOf(quarantined, 'transaction')} in quarantine: PostgreSQL has refused what memory had acknowledged. Retry or discard what is there.`,
    );
  if (abandonedRows > 0)
    notices.push(
      `${count(abandonedRows)} rows of memory, which had no journal, were not carried over to PostgreSQL: they are gone.`,
    );
  if (journal?.failure) notices.push(`The last write to the journal failed: ${journal.failure}`);
  return notices;
}

function fateOf({ primaryConfigured, isJournaled }: DatabaseStatus['state']): string {
  if (!primaryConfigured)
    return isJournaled
      ? 'No PostgreSQL is configured. What is written is in the journal, and outlives a restart.'
      : 'No PostgreSQL is configured, and no journal: what is written is gone when the process ends.';
  return isJournaled
    ? 'PostgreSQL is looked for all the time. What is written meanwhile is in the journal, and is carried over before PostgreSQL serves.'
    : 'PostgreSQL is looked for all the time. What is written meanwhile is NOT carried over to it: there is no journal (DATABASE_JOURNAL_DIR).';
}
