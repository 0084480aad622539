import type { VNode } from 'preact';
import type { QuarantineEntry } from '../../../admin/quarantine.schema';
import type { DetailsView } from '../../status-view';
import { amountOf, count } from './in-words';
import { Ago } from './status-parts';

/** What PostgreSQL has refused, without its values. */
export function QuarantineTable({
  at,
  total,
  quarantined,
}: {
  readonly at: number;
  readonly total: number | null;
  readonly quarantined: DetailsView['quarantined'];
}): VNode {
  if (!quarantined) return <p class="muted">Unknown: it is in PostgreSQL, which does not serve.</p>;
  if (quarantined.items.length === 0) return <p class="muted">It is empty.</p>;
  return (
    <>
      <ul class="entries">
        {quarantined.items.map((entry) => (
          <li key={entry.id}>
            <div class="kind">
              <strong>Entry {entry.id}</strong>
              <span class="muted">
                transaction {count(entry.transaction)}, {amountOf(entry.attempts, 'attempt')}
              </span>
            </div>
            <p>
              {changesOf(entry)}: {entry.reason} <span class="muted">({entry.code})</span>
            </p>
            {entry.dependsOn !== null && <p>It waits for entry {entry.dependsOn}.</p>}
            <p class="muted">
              Since <Ago of={entry.quarantinedAt} at={at} />
            </p>
          </li>
        ))}
      </ul>
      <p class="after">
        {quarantined.nextCursor !== null && total !== null && `The first of ${count(total)}. `}
        <code>npm run db:quarantine -- show ID</code> shows one, <code>retry ID</code> repeats it,{' '}
        <code>discard ID --confirm NUMBER</code> gives it up for good.
      </p>
    </>
  );
}

function changesOf({ changes }: QuarantineEntry): string {
  return changes.map(({ kind, table, count: times }) => `${amountOf(times, kind)} in ${table}`).join(', ');
}
