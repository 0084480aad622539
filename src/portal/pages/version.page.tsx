import type { VNode } from 'preact';
import type { ApiVersionView } from '../../apis/versions.schemas';
import type { VersionView } from '../page-view';
import { diffAddress, documentAddress } from './addresses';
import { Layout, type Surroundings } from './layout';
import { Day, Fact, Facts } from './parts';
import { specificationName } from './specification-name';
import { VersionHead } from './version-head';

/** Of more operations than these, the groups are shown closed: drawing takes its time. */
const MOST_OPEN = 100;

export function VersionPage({
  api,
  version,
  surroundings,
}: VersionView & { readonly surroundings: Surroundings }): VNode {
  const { assets } = surroundings;
  const address = documentAddress(api.slug, version.version);
  return (
    <Layout
      title={`${api.name} ${version.version} · Ballast`}
      surroundings={surroundings}
      head={
        <>
          <link rel="stylesheet" href={assets['swagger-ui.css']} />
          <script src={assets['swagger-ui-bundle.js']} defer />
          <script src={assets['document.js']} defer />
        </>
      }
    >
      <VersionHead api={api} version={version} here="document" />
      <VersionFacts slug={api.slug} version={version} />
      <section aria-labelledby="document-heading">
        <h2 id="document-heading" class="unseen">
          Document
        </h2>
        <div
          id="document"
          data-address={address}
          data-expansion={(version.operationCount ?? 0) > MOST_OPEN ? 'none' : 'list'}
        >
          <p class="muted" role="status">
            A script is to show the document here. <a href={address}>Read it as it is</a>.
          </p>
        </div>
      </section>
    </Layout>
  );
}

function VersionFacts({ slug, version }: { readonly slug: string; readonly version: ApiVersionView }): VNode {
  return (
    <Facts>
      {version.specVersion !== null && (
        <Fact name="Specification">{specificationName(version.specVersion)}</Fact>
      )}
      {version.operationCount !== null && <Fact name="Operations">{version.operationCount}</Fact>}
      {version.publishedAt !== null && (
        <Fact name="Published">
          <Day of={version.publishedAt} />
        </Fact>
      )}
      {version.base !== null && (
        <Fact name="Breaking changes">
          <a href={diffAddress(slug, version.base, version.version)}>
            {version.breakingCount ?? 'See them'}
            <span> since {version.base}</span>
          </a>
        </Fact>
      )}
      {version.overrideReason !== null && (
        <Fact name="Published although it breaks">{version.overrideReason}</Fact>
      )}
      {version.sha256 !== null && (
        <Fact name="SHA-256">
          <code class="digest">{version.sha256}</code>
        </Fact>
      )}
    </Facts>
  );
}
