import type { VNode } from 'preact';
import type { DatabaseStatus } from '../../../admin/database-status.schema';
import type { DetailsView } from '../../status-view';
import { Fact, Facts, Table } from '../parts';
import { amountOf, bytes, count, milliseconds } from './in-words';
import { Notices } from './notices';
import { QuarantineTable } from './quarantine';
import { Ago, Part } from './status-parts';
import { Timeline } from './timeline';

/** What an operator should know first: what he has to do, and how the state came to be. */
export function News(view: DetailsView): VNode {
  return (
    <div id="news">
      <Notices status={view.status} />
      <Timeline {...view} />
    </div>
  );
}

/** Where the database was looked for, and what each store holds. */
export function Details({ at, status, quarantined }: DetailsView): VNode {
  const { journal, memory, pool, promotion, replicas, resolution, step } = status;
  return (
    <div id="details">
      <Part id="resolution" title="Where the database is">
        <Resolution resolution={resolution} step={step} />
      </Part>
      {pool && (
        <Part id="pool" title="Connections since they were set up">
          <Pool pool={pool} />
        </Part>
      )}
      {replicas.length > 0 && (
        <Part id="replicas" title="Replicas">
          <Table caption="Replicas" columns={['Server', 'State', 'Behind']}>
            {replicas.map(({ target, state, lagMs }) => (
              <tr key={target}>
                <td>{target}</td>
                <td>{state}</td>
                <td>{lagMs === null ? 'unknown' : milliseconds(lagMs)}</td>
              </tr>
            ))}
          </Table>
        </Part>
      )}
      <Part id="journal" title="Journal">
        {journal ? <Journal journal={journal} /> : <p class="muted">There is none.</p>}
      </Part>
      <Part id="promotion" title="Last promotion">
        {promotion ? (
          <Facts>
            <Fact name="At">
              <Ago of={promotion.at} at={at} />
            </Fact>
            <Fact name="Took">{milliseconds(promotion.tookMs)}</Fact>
            <Fact name="Carried over">{amountOf(promotion.replayed, 'transaction')}</Fact>
            <Fact name="Put into quarantine">{amountOf(promotion.quarantined, 'transaction')}</Fact>
          </Facts>
        ) : (
          <p class="muted">Nothing has been carried over from memory since the process was started.</p>
        )}
      </Part>
      <Part id="quarantine" title="Quarantine">
        <QuarantineTable at={at} total={status.quarantined} quarantined={quarantined} />
      </Part>
      {memory && (
        <Part id="memory" title="Memory">
          <p>
            {amountOf(memory.rows, 'row')}, {bytes(memory.bytes)}
          </p>
          <Table caption="Tables in memory" columns={['Table', 'Rows', 'Size']}>
            {memory.tables.map(({ table, rows, bytes: size }) => (
              <tr key={table}>
                <td>{table}</td>
                <td class="number">{count(rows)}</td>
                <td class="number">{bytes(size)}</td>
              </tr>
            ))}
          </Table>
        </Part>
      )}
    </div>
  );
}

function Resolution({ resolution, step }: Pick<DatabaseStatus, 'resolution' | 'step'>): VNode {
  return (
    <ol class="steps">
      {resolution.map((answer) => (
        <li key={answer.step} aria-current={answer.step === step ? 'step' : undefined}>
          <div class="kind">
            <strong>{answer.step}</strong>
            <span class={`badge ${answer.outcome.replaceAll(' ', '-')}`}>{answer.outcome}</span>
          </div>
          <p>{answer.detail}</p>
        </li>
      ))}
    </ol>
  );
}

function Pool({ pool }: { readonly pool: NonNullable<DatabaseStatus['pool']> }): VNode {
  const evicted = Object.entries(pool.evicted).filter(([, times]) => times > 0);
  return (
    <Facts>
      <Fact name="Opened">{count(pool.opened)}</Fact>
      <Fact name="Failed to open">{count(pool.failedToOpen)}</Fact>
      <Fact name="Waited in vain">{count(pool.timedOut)}</Fact>
      <Fact name="Turned away">{count(pool.rejected)}</Fact>
      <Fact name="Given up">
        {evicted.length === 0
          ? 'none'
          : evicted.map(([reason, times]) => `${count(times)} ${reason.replace('-', ' ')}`).join(', ')}
      </Fact>
    </Facts>
  );
}

function Journal({ journal }: { readonly journal: NonNullable<DatabaseStatus['journal']> }): VNode {
  return (
    <Facts>
      <Fact name="Up to transaction">{count(journal.lastId)}</Fact>
      <Fact name="Size">
        {bytes(journal.bytes)} in {amountOf(journal.segments, 'segment')}
      </Fact>
      <Fact name="Snapshot up to">{journal.snapshotId === 0 ? 'none' : count(journal.snapshotId)}</Fact>
      <Fact name="Syncs">{count(journal.syncs)}</Fact>
      {journal.tornBytes > 0 && <Fact name="Cut from its end">{bytes(journal.tornBytes)}</Fact>}
      <Fact name="Id">
        <code>{journal.id}</code>
      </Fact>
    </Facts>
  );
}
