import type { VNode } from 'preact';
import type { DiffView } from '../../apis/documents.schemas';
import type { Change, ChangeSeverity } from '../../diff/change';
import type { ComparedVersions } from '../catalogue.service';
import { apiAddress, versionAddress } from './addresses';
import { Layout, type Surroundings } from './layout';
import { Badge, Breadcrumb } from './parts';

const MOST_SHOWN = 200;

/** The worst first. */
const GROUPS: readonly {
  readonly severity: ChangeSeverity;
  readonly name: string;
  readonly means: string;
}[] = [
  {
    severity: 'breaking',
    name: 'Breaking',
    means: 'Those who use the older version have to change something.',
  },
  { severity: 'unknown', name: 'Unknown', means: 'Not understood well enough to be called safe.' },
  { severity: 'warning', name: 'Warnings', means: 'May surprise those who use the older version.' },
  { severity: 'info', name: 'Other changes', means: 'Nothing that works today stops working.' },
];

export function DiffPage({
  api,
  numbers,
  base,
  revision,
  diff,
  surroundings,
}: ComparedVersions & { readonly surroundings: Surroundings }): VNode {
  return (
    <Layout title={titleOf(api.name, base, revision)} surroundings={surroundings}>
      <Breadcrumb steps={[{ name: api.name, href: apiAddress(api.slug) }]} />
      <h1>{diff === null ? 'Compare versions' : `What changes from ${base} to ${revision}`}</h1>
      <form class="choice" action={`${apiAddress(api.slug)}/diff`} method="get">
        <Choice name="base" label="From" numbers={numbers} chosen={base} />
        <Choice name="revision" label="To" numbers={numbers} chosen={revision} />
        <button type="submit">Compare</button>
      </form>
      {diff === null ? (
        <p class="muted">
          {numbers.length < 2 ? 'There are no two versions to compare.' : 'Choose two versions to compare.'}
        </p>
      ) : (
        <Result
          diff={diff}
          address={`/v1${versionAddress(api.slug, revision ?? '')}/diff?base=${encodeURIComponent(base ?? '')}`}
        />
      )}
    </Layout>
  );
}

function titleOf(name: string, base: string | null, revision: string | null): string {
  return base === null || revision === null
    ? `Compare versions of ${name} · Ballast`
    : `${name} ${base} to ${revision} · Ballast`;
}

function Choice({
  name,
  label,
  numbers,
  chosen,
}: {
  readonly name: string;
  readonly label: string;
  readonly numbers: readonly string[];
  readonly chosen: string | null;
}): VNode {
  const offered = chosen === null || numbers.includes(chosen) ? numbers : [chosen, ...numbers];
  return (
    <div>
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {offered.map((number) => (
          <option key={number} value={number} selected={number === chosen}>
            {number}
          </option>
        ))}
      </select>
    </div>
  );
}

function Result({ diff, address }: { readonly diff: DiffView; readonly address: string }): VNode {
  if (diff.changes.length === 0)
    return <p class="muted">Nothing changes: the two documents mean the same.</p>;
  const counts = { breaking: diff.breaking, unknown: diff.unknown, warning: diff.warnings, info: diff.infos };
  const groups = GROUPS.map((group) => ({
    ...group,
    count: counts[group.severity],
    changes: diff.changes.filter(({ severity }) => severity === group.severity),
  })).filter(({ changes }) => changes.length > 0);
  return (
    <>
      <ul class="summary" aria-label="Summary">
        {groups.map(({ severity, name, count }) => (
          <li key={severity}>
            <a class={`tile ${severity}`} href={`#${severity}`}>
              <strong>{count}</strong> {name.toLowerCase()}
            </a>
          </li>
        ))}
      </ul>
      {groups.map(({ severity, name, means, count, changes }) => (
        <section key={severity} aria-labelledby={severity} class="changes">
          <h2 id={severity}>
            {name} <span class="amount">{count}</span>
          </h2>
          <p class="muted">{means}</p>
          <ol>
            {changes.slice(0, MOST_SHOWN).map((change, n) => (
              <ChangeItem key={n} change={change} />
            ))}
          </ol>
          {count > MOST_SHOWN && (
            <p>
              And {count - MOST_SHOWN} more: see <a href={address}>all of them as JSON</a>.
            </p>
          )}
        </section>
      ))}
    </>
  );
}

function ChangeItem({ change }: { readonly change: Change }): VNode {
  const { severity, kind, operation, reason, rule, pointer, before, after } = change;
  return (
    <li class={`change ${severity}`}>
      <p class="where">
        <Badge kind={kind} />
        {operation !== null && <code class="operation">{operation}</code>}
      </p>
      <p class="reason">{reason}</p>
      {(before !== undefined || after !== undefined) && (
        <dl class="values">
          {before !== undefined && <Value name="Before" value={before} />}
          {after !== undefined && <Value name="After" value={after} />}
        </dl>
      )}
      <p class="place">
        <code class="pointer">{pointer === '' ? 'the whole document' : pointer}</code>
        <code class="rule">{rule}</code>
      </p>
    </li>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: unknown }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{JSON.stringify(value)}</code>
      </dd>
    </div>
  );
}
