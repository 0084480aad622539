import type { VNode } from 'preact';
import type { DocumentFinding } from '../../documents/documents';
import type { FindingsView } from '../page-view';
import { versionAddress } from './addresses';
import { Layout, type Surroundings } from './layout';
import { Badge, Table } from './parts';
import { VersionHead } from './version-head';

const MOST_SHOWN = 200;

export function FindingsPage({
  api,
  version,
  report: { findings },
  surroundings,
}: FindingsView & { readonly surroundings: Surroundings }): VNode {
  const others = findings.length - MOST_SHOWN;
  return (
    <Layout title={`Findings in ${api.name} ${version.version} · Ballast`} surroundings={surroundings}>
      <VersionHead api={api} version={version} here="findings" />
      <section aria-labelledby="findings">
        <h2 id="findings">{findings.length === 0 ? 'Nothing was found' : 'Findings'}</h2>
        {findings.length === 0 ? (
          <p class="muted">The document is as it should be.</p>
        ) : (
          <Table
            caption={`Findings in ${api.name} ${version.version}`}
            columns={['Severity', 'Finding', 'Place', 'Rule']}
          >
            {findings.slice(0, MOST_SHOWN).map((finding, n) => (
              <FindingRow key={n} finding={finding} />
            ))}
          </Table>
        )}
        {others > 0 && (
          <p>
            And {others} more: see{' '}
            <a href={`/v1${versionAddress(api.slug, version.version)}/validation`}>all of them as JSON</a>.
          </p>
        )}
      </section>
    </Layout>
  );
}

function FindingRow({ finding }: { readonly finding: DocumentFinding }): VNode {
  const { severity, pointer, line, message, hint, rule } = finding;
  return (
    <tr>
      <td>
        <Badge kind={severity} />
      </td>
      <td class="wide">
        <div>{message}</div>
        <div class="muted">{hint}</div>
      </td>
      <td class="wide">
        {line !== null && <div>Line {line}</div>}
        <code class="pointer">{pointer === '' ? 'the whole document' : pointer}</code>
      </td>
      <td>
        <code>{rule}</code>
      </td>
    </tr>
  );
}
